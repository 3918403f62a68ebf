"""Models and offerings that were on record before a past day and no longer on sale on it.

They are read for one model at a time: a catalogue of all of them would grow with every year.
"""

from datetime import date

from catalog.as_of.catalogue import PastCatalogue
from catalog.as_of.rows import (
    StoredOffer,
    build_models,
    build_offering,
    matched_as_of,
    read_facts,
    stored_offers,
)
from catalog.ingest.models import labels_of
from catalog.models import CanonicalModel, Maker, Offering, Provider


def former_offers(model: int, day: date) -> list[StoredOffer]:
    """Return the last revision of each offering of a model that had ended by a day; one query."""
    matched = matched_as_of(day, model=model)
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
    """Return a model of which nothing was on sale on a day, with the facts of its last day.

    None if it had no offering by then.
    """
    row = CanonicalModel.objects.filter(path=path, first_seen__lte=catalogue.day).first()
    offers = former_offers(row.pk, catalogue.day) if row else []
    last = max((offer.valid_to for offer in offers if offer.valid_to), default=None)
    if row is None or last is None:
        return None
    of_last_day = read_facts(offer for offer in offers if offer.valid_to == last)
    models, _doubts = build_models(of_last_day, Maker.objects.in_bulk([row.maker_id]))
    model = models[row.pk]
    beside = [one for one in catalogue.models.values() if one.maker_id == model.maker_id]
    model.label = labels_of([*beside, model])[model.slug]
    # As `catalog.ingest.models` leaves a model whose last offering is withdrawn.
    model.withdrawn_on = last
    model.channel_count = model.provider_count = 0
    return model


def former_offerings(model: CanonicalModel, catalogue: PastCatalogue) -> list[Offering]:
    """Return the offerings of a model that had ended by a day, withdrawn; at most two queries."""
    offers = former_offers(model.pk, catalogue.day)
    gone = {offer.provider for offer in offers} - catalogue.providers.keys()
    known = {**catalogue.providers, **_withdrawn_providers(gone)}
    return [
        _withdrawn(read[0], build_offering(read, known[read[0].provider], model))
        for read in read_facts(offers)
    ]


def _withdrawn_providers(keys: set[str]) -> dict[str, Provider]:
    """Return providers that are not on record on the day, as they are known today."""
    return Provider.objects.in_bulk(keys, field_name="key") if keys else {}


def _withdrawn(offer: StoredOffer, offering: Offering) -> Offering:
    offering.withdrawn_on = offer.valid_to
    return offering
