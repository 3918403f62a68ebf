"""The whole catalogue as of a past day, in memory: built once, kept for a few days per process."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.as_of.known import corrected_offer, name_as_known
from catalog.as_of.rows import (
    build_models,
    build_offering,
    group_and_label,
    matched_as_of,
    read_facts,
    read_providers,
    stored_offers,
)
from catalog.as_of.superseded import payload_offers, payload_providers, superseded_payload
from catalog.decisions import IdentityDecision
from catalog.domain.newcomers import new_providers
from catalog.domain.prices import PriceState
from catalog.http import DataVersion
from catalog.ingest.corrections import Overrides
from catalog.models import CanonicalModel, Maker, Offering, Provider, TrustedProvider
from catalog.version_cache import per_version


@dataclass(frozen=True, slots=True)
class PastCatalogue:
    """What was on sale on a day, as unsaved rows with their relations set.

    `models` are in order of canonical ids and `offerings` in order of provider and model id;
    `by_model` and `by_provider` hold the offerings by primary key.
    """

    day: date
    models: Mapping[str, CanonicalModel]
    offerings: Sequence[Offering]
    providers: Mapping[str, Provider]
    by_model: Mapping[int, Sequence[Offering]] = field(default_factory=dict)
    by_provider: Mapping[int, Sequence[Offering]] = field(default_factory=dict)

    @property
    def listed(self) -> list[CanonicalModel]:
        """What lists show, as `CanonicalModelQuerySet.listed`: one row for all versions of one."""
        return [model for model in self.models.values() if model.version_of_id is None]


@per_version()
def past_catalogue(data: DataVersion | None) -> PastCatalogue:
    """Return the catalogue of the day that `data` is as of; today's tables have today's."""
    if data is None or data.state is None:
        raise ValueError("not as of a past day")
    return read_catalogue(data.state, data.known, data.superseded)


def read_catalogue(
    day: date, known_on: date | None = None, superseded: int | None = None
) -> PastCatalogue:
    """Read the catalogue as of a day, in eight queries.

    With `known_on`, only what had been corrected by the end of that day is; one query more. With
    `superseded`, offers and providers are those of that snapshot's payload: seconds. Raises
    OffersNotOnRecord.
    """
    overrides = Overrides.as_known(day, known_on) if known_on else Overrides.of(day)
    makers = Maker.objects.in_bulk()
    if superseded:
        payload = superseded_payload(superseded)
        stored = payload_offers(payload, day)
        providers = payload_providers(payload.providers.values(), makers)
    else:
        stored = stored_offers(matched_as_of(day).as_of(day))
        providers = read_providers(day, makers)
    as_they_stand = not (known_on or superseded)
    if not as_they_stand:
        stored = [corrected_offer(offer, overrides) for offer in stored]
        name_as_known(day, overrides, providers, makers.values())
    offers = list(read_facts(stored))
    seen = dict(Provider.objects.values_list("key", "first_seen"))
    new = new_providers(seen, day, TrustedProvider.objects.keys())
    decisions = IdentityDecision.objects.in_force(day).as_data()
    models, doubts = build_models(offers, makers, overrides, decisions, new)
    group_and_label(models.values(), decisions)
    offerings = [
        build_offering(
            read,
            providers[read[0].provider],
            models[read[0].model],
            doubts.get(read[0].pk),
            decisions,
        )
        for read in offers
    ]
    by_model, by_provider = defaultdict(list), defaultdict(list)
    for offering in offerings:
        by_model[offering.model_id].append(offering)
        by_provider[offering.provider_id].append(offering)
    for model in models.values():
        model.take_channels_from(by_model[model.pk])
    for provider in providers.values():
        _count_offers(provider, by_provider[provider.pk])
    paths = {model.path: model for model in models.values()}
    return PastCatalogue(day, paths, offerings, providers, dict(by_model), dict(by_provider))


def _count_offers(provider: Provider, own: Sequence[Offering]) -> None:
    provider.offering_count = len(own)
    provider.priced_count = sum(one.price_state == PriceState.PRICED for one in own)


def by_price(offerings: Sequence[Offering]) -> list[Offering]:
    """Sort as `OfferingQuerySet.by_price` orders: unpriced ones last, by provider."""
    return sorted(
        offerings,
        key=lambda one: (
            one.blended_price is None,
            one.blended_price or 0,
            one.provider.key,
            one.pk,
        ),
    )
