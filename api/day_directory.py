"""The names and offers of a day, for programs that ask by name: ended ones are among them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from api.days import Reading, derived_as_known
from api.lifecycle_items import ended_offers
from catalog.as_of.catalogue import PastCatalogue, past_catalogue
from catalog.as_of.rows import matched_models
from catalog.domain.other_fees import other_fees
from catalog.domain.prices import PriceState
from catalog.http import DataVersion
from catalog.ingest.bulk import chunked
from catalog.models import CanonicalModel, Offering
from catalog.version_cache import per_version
from pricing.usage_log.directory import MatchedOffer, ModelDirectory, ModelName
from pricing.usage_log.match import load_directory
from pricing.usage_log.provider_names import ProviderName


@dataclass(frozen=True, slots=True)
class DayDirectory:
    """Names by which offers are found, and the offers' rows; None: those of the tables."""

    names: ModelDirectory
    rows: Mapping[int, Offering] | None = None

    def offerings(self, pks: Collection[int]) -> Mapping[int, Offering]:
        """Return rows with provider and model by primary key; at most one query."""
        if self.rows is not None:
            return {pk: self.rows[pk] for pk in pks}
        return Offering.objects.filter(pk__in=pks).select_related("model", "provider").in_bulk()


def day_directory(reading: Reading, data: DataVersion) -> DayDirectory:
    """Return the directory of a reading, of which `data` is the catalogue.

    The tables' own where they hold what was known. Raises OffersNotOnRecord.
    """
    if data.state is None and derived_as_known(reading):
        return DayDirectory(model_directory(data))
    snapshot = reading.snapshot
    days = (snapshot.day, snapshot.day, snapshot.confirmed_on)
    of_day = data if data.state else data.as_of(*days, known=reading.known_on)
    return _past_directory(of_day, replace(reading, as_of=None))  # which changes no names


@per_version()
def model_directory(_data: DataVersion | None) -> ModelDirectory:
    """Return the names of all offers; loading them takes three queries of every row."""
    return load_directory()


@per_version()
def _past_directory(data: DataVersion | None, reading: Reading) -> DayDirectory:
    catalogue = past_catalogue(data)
    ended = _ended_rows(reading, catalogue)
    rows = [*catalogue.offerings, *ended]  # live offers first, so that they win
    models = list(_by_rank(catalogue.models.values()))
    models += _by_rank({row.model.path: row.model for row in ended}.values())
    known = {model.path for model in models}
    providers = {row.provider.key: row.provider for row in ended} | dict(catalogue.providers)
    names = ModelDirectory(
        map(_matched, rows),
        (_named(model, known) for model in models),
        (ProviderName(one.key, one.name, one.npm) for one in providers.values()),
    )
    return DayDirectory(names, {row.pk: row for row in rows})


def _ended_rows(reading: Reading, catalogue: PastCatalogue) -> list[Offering]:
    """Return the offers that had ended by the day, each with the model that it was matched to."""
    columns = Offering.objects.values_list("provider__key", "provider_model_id", "pk")
    keys = {(provider, model_id): pk for provider, model_id, pk in columns.iterator(5000)}
    ended = {keys[one.key]: one.day for one in ended_offers(reading) if one.key in keys}
    matched = matched_models(reading.day)
    models = {model.pk: model for model in catalogue.models.values()}
    others = {model for pk, model in matched.items() if pk in ended} - models.keys()
    for pks in chunked(sorted(others)):
        models |= CanonicalModel.objects.in_bulk(pks)
    rows = []
    for pks in chunked(sorted(ended)):
        for row in Offering.objects.filter(pk__in=pks).select_related("provider", "model"):
            row.withdrawn_on = ended[row.pk]
            row.model = models.get(matched.get(row.pk, row.model_id), row.model)
            rows.append(row)
    return sorted(rows, key=lambda row: (row.provider.key, row.pk))


def _by_rank(models: Iterable[CanonicalModel]) -> Iterator[CanonicalModel]:
    """Yield models as `load_directory` orders those that share a slug."""
    yield from sorted(models, key=lambda one: (not one.official, -one.provider_count, one.pk))


def _named(model: CanonicalModel, known: Collection[str]) -> ModelName:
    current = model.version_of.path if model.version_of else None
    return ModelName(model.path, current if current in known else None, model.recommended_id)


def _matched(row: Offering) -> MatchedOffer:
    return MatchedOffer(
        *(row.pk, row.provider.key, row.model.path, row.price_state == PriceState.PRICED),
        *(bool(row.price_doubt), other_fees(row.extra), row.provider_model_id),
    )
