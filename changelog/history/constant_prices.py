"""Reading the prices of models on constant offers over a period: see `constant_offers`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from catalog.domain.prices import Prices
from catalog.models import Offering
from changelog.diff import Kind
from changelog.history.constant_offers import PricePath, PriceStep, constant_price, unwind
from changelog.history.sparkline import PriceInterval
from changelog.models import Change, PriceDoubtRevision

FIELDS = ("input", "output")


@dataclass(frozen=True, slots=True)
class OfferToday:
    """An offer and its current prices; `since` is its first day on record."""

    pk: int
    model: int
    own: bool
    recommended: bool
    since: date
    prices: Prices


def constant_prices(first: date, day: date) -> dict[int, tuple[PriceInterval, ...]]:
    """Return the prices from `first` to `day` of the models of which a base price changed in them.

    By the model's primary key. A model that came later begins with its first offer. Four queries.
    """
    steps = _steps(first)
    changed = {pk for pk, own in steps.items() if any(step.day <= day for step in own)}
    by_model: defaultdict[int, list[OfferToday]] = defaultdict(list)
    left_out = _came_or_went(first) | _doubtful(first, day)
    for offer in _offers(changed, day):
        if offer.pk not in left_out:
            by_model[offer.model].append(offer)
    found = {}
    for model, offers in by_model.items():
        start = max(first, min(offer.since for offer in offers))
        paths = [
            PricePath(
                offer.own,
                (not offer.recommended, offer.pk),
                unwind(offer.prices, steps.get(offer.pk, ()), start, day),
            )
            for offer in offers
            if offer.since <= start
        ]
        if price := constant_price(paths):
            found[model] = price
    return found


def _steps(first: date) -> dict[int, list[PriceStep]]:
    """Return the changes of base prices after a day by offering, in order of time."""
    rows = Change.objects.filter(kind=Kind.PRICE, field__in=FIELDS, tier=None, day__gt=first)
    steps: defaultdict[int, list[PriceStep]] = defaultdict(list)
    for offering, day, field, old in rows.in_order().values_list(
        *("offering", "day", "field", "old")
    ):
        steps[offering].append(PriceStep(day, field, None if old is None else Decimal(old)))
    return steps


def _came_or_went(first: date) -> set[int]:
    """Return the offerings that returned after a day: nobody knows their price in between."""
    returned = Change.objects.filter(kind=Kind.RETURN, offering__isnull=False, day__gt=first)
    return set(returned.values_list("offering", flat=True))


def _doubtful(first: date, day: date) -> set[int]:
    """Return the offerings whose price was doubtful on any day of a period."""
    doubts = PriceDoubtRevision.objects.filter(valid_from__lte=day)
    lasting = doubts.filter(Q(valid_to=None) | Q(valid_to__gt=first))
    return set(lasting.values_list("offering", flat=True))


def _offers(changed: set[int], day: date) -> Iterator[OfferToday]:
    """Yield the offers on sale on a day of the models of some offerings."""
    models = Offering.objects.filter(pk__in=changed).values("model")
    on_sale = Offering.objects.filter(model__in=models, first_seen__lte=day).filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
    )
    rows = on_sale.values_list(
        *("pk", "model", "provider__maker", "model__maker", "model__recommended", "first_seen"),
        *("input_price", "output_price"),
    )
    for pk, model, seller, maker, recommended, since, *prices in rows.order_by("pk"):
        current = Prices(input=prices[0], output=prices[1])
        yield OfferToday(pk, model, seller == maker, recommended == pk, since, current)
