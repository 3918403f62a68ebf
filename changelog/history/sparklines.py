"""Keeping the lines that lists show: changelog's part of what a new catalogue version publishes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from changelog.history.sparkline import DAYS, SparklinePrice, sparkline
from changelog.models import ModelRevision, Trend

ROWS_A_STATEMENT = 1000
DRAWN = ("path", "before", "now", "percent")


def update_trends(day: date) -> int:
    """Bring the lines of all live models to those of the days up to `day`; return how many moved.

    Must run inside the transaction that derives the day.
    """
    known = {pk: tuple(drawn) for pk, *drawn in Trend.objects.values_list("pk", *DRAWN)}
    now = dict(_drawn(day))
    Trend.objects.filter(pk__in=known.keys() - now.keys()).delete()
    changed = [pk for pk, drawn in now.items() if known.get(pk) != drawn]
    Trend.objects.bulk_create(
        [Trend(model_id=pk, **dict(zip(DRAWN, now[pk], strict=True))) for pk in changed],
        batch_size=ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=("model",),
        update_fields=DRAWN,
    )
    return len(now)


def _drawn(day: date) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Draw the models that were revised in the days that are shown; no other price moved."""
    spans: defaultdict[int, list[SparklinePrice]] = defaultdict(list)
    lately = Q(valid_to__gt=day - timedelta(days=DAYS))
    revised = ModelRevision.objects.filter(lately).values("model")
    held = ModelRevision.objects.filter(lately | Q(valid_to=None), model__in=revised)
    rows = held.filter(model__withdrawn_on=None).order_by("pk")
    for model, *span in rows.values_list("model_id", "valid_from", "valid_to", "blended_price"):
        spans[model].append(SparklinePrice(*span))
    for model, of_model in spans.items():
        if drawn := sparkline(of_model, day):
            yield model, astuple(drawn)
