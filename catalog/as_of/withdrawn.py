"""Models and offerings that were on record before a past day and no longer on sale on it.

They are read for one model at a time: a catalogue of all of them would grow with every year.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from catalog.as_of.catalogue import PastCatalogue
from catalog.as_of.days import NotOnRecord
from catalog.as_of.rows import (
    StoredOffer,
    build_models,
    build_offering,
    matched_as_of,
    read_facts,
    stored_offers,
)
from catalog.http import DataVersion
from catalog.ingest.models import labels_of
from catalog.models import CanonicalModel, Maker, Offering, Provider
from catalog.name_order import by_name


def former_offers(day: date, **matched_to: int) -> list[StoredOffer]:
    """Return the last revision of each offering that had ended by a day; one query.

    `matched_to` is `model` or `maker`, by its primary key.
    """
    matched = matched_as_of(day, **matched_to)
    ended: dict[int, StoredOffer] = {}
    on_sale = set()
    for offer in sorted(stored_offers(matched.filter(valid_from__lte=day)), key=_start):
        ended[offer.pk] = offer
        if offer.valid_to is None or offer.valid_to > day:
            on_sale.add(offer.pk)
    return [offer for pk, offer in ended.items() if pk not in on_sale]


def _start(offer: StoredOffer) -> date:
    return offer.valid_from


def withdrawn_model(path: str, catalogue: PastCatalogue) -> CanonicalModel | None:
    """Return a model of which nothing was on sale on a day; None if it had no offering by then."""
    row = CanonicalModel.objects.filter(path=path, first_seen__lte=catalogue.day).first()
    if row is None:
        return None
    maker = Maker.objects.get(pk=row.maker_id)
    offers = former_offers(catalogue.day, model=row.pk)
    return next(iter(_withdrawn_models(offers, maker, catalogue)), None)


def withdrawn_models(maker: Maker, catalogue: PastCatalogue) -> list[CanonicalModel]:
    """Return the models of a maker of which nothing was on sale on a day; at most two queries."""
    offers = former_offers(catalogue.day, maker=maker.pk)
    return _withdrawn_models(offers, maker, catalogue)


def _withdrawn_models(
    offers: Iterable[StoredOffer], maker: Maker, catalogue: PastCatalogue
) -> list[CanonicalModel]:
    """Return the models that these former offers leave without any, with facts of the last day."""
    on_sale = {model.pk for model in catalogue.models.values()}
    gone = [offer for offer in offers if offer.model not in on_sale]
    if not gone:
        return []
    last: dict[int, date] = {}
    for offer in gone:
        end = offer.valid_to or catalogue.day
        last[offer.model] = max(end, last.get(offer.model, end))
    of_last_day = read_facts(offer for offer in gone if offer.valid_to == last[offer.model])
    models, _doubts = build_models(of_last_day, {maker.pk: maker})
    beside = [model for model in catalogue.models.values() if model.maker_id == maker.pk]
    labels = labels_of([*beside, *models.values()])
    for pk, model in models.items():
        # As `catalog.ingest.models` leaves a model whose last offering is withdrawn.
        model.withdrawn_on, model.label = last[pk], labels[model.slug]
        model.channel_count = model.provider_count = 0
        model.reports = {}
    return list(models.values())


def former_offerings(model: CanonicalModel, catalogue: PastCatalogue) -> list[Offering]:
    """Return the offerings of a model that had ended by a day, withdrawn; at most two queries."""
    offers = former_offers(catalogue.day, model=model.pk)
    gone = {offer.provider for offer in offers} - catalogue.providers.keys()
    known = {**catalogue.providers, **_withdrawn_providers(gone)}
    return [
        _withdrawn(read[0], build_offering(read, known[read[0].provider], model))
        for read in read_facts(offers)
    ]


def withdrawn_provider(key: str, day: date) -> Provider | None:
    """Return a provider that was no longer listed on a day, with its last facts; one query."""
    rows = Provider.objects.filter(key=key)
    return next(iter(_last_providers(rows, day, makers=None).values()), None)


def withdrawn_providers(catalogue: PastCatalogue) -> list[Provider]:
    """Return the providers that were no longer listed on a day, by name; two queries."""
    rows = Provider.objects.exclude(key__in=catalogue.providers)
    found = _last_providers(rows, catalogue.day, Maker.objects.in_bulk())
    return sorted(found.values(), key=lambda one: (by_name(one.name), one.pk))


def _last_providers(
    rows: QuerySet[Provider], day: date, makers: Mapping[int, Maker] | None
) -> dict[int, Provider]:
    """Return providers with the facts that ended last by a day; makers are read if not given."""
    columns = ("pk", "key", "first_seen", "revisions__facts", "revisions__valid_to", "maker_id")
    ended = rows.filter(revisions__valid_to__lte=day).order_by("revisions__valid_to")
    found = {}
    for pk, key, first_seen, facts, end, maker in ended.values_list(*columns):
        found[pk] = Provider(pk=pk, key=key, first_seen=first_seen, withdrawn_on=end, **facts)
        found[pk].maker_id = maker
    for provider in found.values():
        own = provider.maker_id
        known = makers if makers is not None else Maker.objects.in_bulk([own] if own else [])
        provider.maker = known.get(own) if own else None
    return found


def missing(row: CanonicalModel | Provider | Maker | None, data: DataVersion | None) -> Http404:
    """Return the error for what does not exist, or was not on record on a past day."""
    if row is None or data is None or data.on is None:
        return Http404("not found")
    return NotOnRecord(data.on, row.name, row.get_absolute_url())


def _withdrawn_providers(keys: set[str]) -> dict[str, Provider]:
    """Return providers that are not on record on the day, as they are known today."""
    return Provider.objects.in_bulk(keys, field_name="key") if keys else {}


def _withdrawn(offer: StoredOffer, offering: Offering) -> Offering:
    offering.withdrawn_on = offer.valid_to
    return offering
