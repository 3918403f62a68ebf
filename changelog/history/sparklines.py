"""Storing the sparklines that lists show, once a day: drawing them on request would be too slow."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from catalog.ingest.bulk import ROWS_PER_STATEMENT
from changelog.history.constant_prices import constant_prices
from changelog.history.sparkline import DAYS, flat_line, sparkline
from changelog.models import ModelRevision, Trend

COLUMNS = ("path", "before", "now", "percent", "switched")


def update_trends(day: date) -> int:
    """Bring the sparklines of live models to the days up to `day`; return how many there are.

    Must run inside the transaction that derives the day.
    """
    stored = {pk: tuple(values) for pk, *values in Trend.objects.values_list("pk", *COLUMNS)}
    current = dict(trends_on(day))
    Trend.objects.filter(pk__in=stored.keys() - current.keys()).delete()
    changed = [pk for pk, values in current.items() if stored.get(pk) != values]
    Trend.objects.bulk_create(
        [Trend(model_id=pk, **dict(zip(COLUMNS, current[pk], strict=True))) for pk in changed],
        batch_size=ROWS_PER_STATEMENT,
        update_conflicts=True,
        unique_fields=("model",),
        update_fields=COLUMNS,
    )
    return len(current)


def trends_on(day: date) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield primary key and column values of each model on sale on a day that has a sparkline.

    The line is that of a constant offer, so a model also has one where only the recommended offer
    is another one: a flat line.
    """
    first = day - timedelta(days=DAYS)
    prices = constant_prices(first, day)
    recommended = _recommended(first, day)
    for model in sorted(prices.keys() | recommended.keys()):
        offers = recommended.get(model)
        if offers is None or offers.now is None:
            continue
        if line := sparkline(prices.get(model, ()), day):
            yield model, (*astuple(line), offers.switched)
        elif offers.switched:
            yield model, (*astuple(flat_line(offers.price)), True)


@dataclass(frozen=True, slots=True)
class Recommended:
    """The recommended offers of a model at both ends of a period, and the blended price now."""

    then: int | None
    now: int | None
    price: Decimal

    @property
    def switched(self) -> bool:
        return self.then is not None and self.then != self.now


def _recommended(first: date, day: date) -> dict[int, Recommended]:
    """Return the recommended offers of the models on sale on a day.

    "Then" is the first one in the period. A model without a price on the day has none now.
    """
    rows = ModelRevision.objects.filter(
        Q(valid_to__gt=first) | Q(valid_to=None), valid_from__lte=day
    )
    # The primary key is the model and the day, so this is the order of time within each model.
    columns = ("model_id", "valid_to", "recommended_id", "blended_price")
    then: dict[int, int] = {}
    now: dict[int, Recommended] = {}
    for model, end, offering, price in rows.order_by("pk").values_list(*columns):
        if offering is not None:
            then.setdefault(model, offering)
        on_sale = end is None or end > day
        if on_sale and price is not None:
            now[model] = Recommended(then.get(model), offering, price)
        else:
            now.pop(model, None)
    return now
