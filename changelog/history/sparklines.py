"""Storing the sparklines that lists show, once a day: drawing them on request would be too slow."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from catalog.ingest.bulk import ROWS_PER_STATEMENT
from changelog.history.sparkline import DAYS, PriceInterval, sparkline
from changelog.models import ModelRevision, Trend

COLUMNS = ("path", "before", "now", "percent")


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

    Reads only models with a revision that ended in the days shown: no other price can have changed.
    """
    intervals: defaultdict[int, list[PriceInterval]] = defaultdict(list)
    first = day - timedelta(days=DAYS)
    revised = ModelRevision.objects.filter(valid_to__gt=first, valid_to__lte=day).values("model")
    shown = ModelRevision.objects.filter(
        Q(valid_to__gt=first) | Q(valid_to=None), valid_from__lte=day, model__in=revised
    )
    # The primary key is the model and the day, so this is the order of time within each model.
    rows = shown.order_by("pk")
    for model, *row in rows.values_list("model_id", "valid_from", "valid_to", "blended_price"):
        intervals[model].append(PriceInterval(*row))
    for model, of_model in intervals.items():
        end = of_model[-1].end
        on_sale = end is None or end > day
        if on_sale and (line := sparkline(of_model, day)):
            yield model, astuple(line)
