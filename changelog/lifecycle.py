"""Models that are new, deprecated, about to go, gone, or back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from catalog.models import (
    CanonicalModel,
    CanonicalModelQuerySet,
    MovedModel,
    Offering,
    OfferingQuerySet,
    Snapshot,
)
from changelog.diff import Kind
from changelog.models import Change, ChangeQuerySet

NEW_FOR = 30
GONE_FOR = 90
MOST = 200
# The feed's words for the day on which a provider stops selling a model.
RETIREMENT_FIELDS = ("deprecation_date", "retirement_date", "shutdown_date", "sunset_date")


@dataclass(frozen=True, slots=True)
class Retirement:
    """The day that a provider has announced for the end of one of its offerings."""

    day: date
    offering: Offering


def retirements() -> list[Retirement]:
    """Return what is announced for what is still sold, the soonest first."""
    announced = Q(pk=None)
    for field in RETIREMENT_FIELDS:
        announced |= Q(**{f"extra__{field}__isnull": False})
    rows = _offerings().filter(announced)
    found = [Retirement(day, row) for row in rows if (day := _announced(row.extra))]
    return sorted(found, key=lambda one: (one.day, one.offering.name, one.offering.pk))


def _announced(extra: dict[str, Any]) -> date | None:
    for field in RETIREMENT_FIELDS:
        try:
            return date.fromisoformat(str(extra.get(field)))
        except ValueError:
            continue
    return None


def deprecated() -> OfferingQuerySet:
    """Return the channels that are still sold, though their providers call them deprecated."""
    return _offerings().filter(status="deprecated").order_by("model__name", "provider__name", "pk")


def _offerings() -> OfferingQuerySet:
    columns = ("name", "extra", "status", "provider_model_id", "provider__name", "provider__key")
    rows = Offering.objects.live().select_related("provider", "model")
    return rows.only(*columns, "model__path", "model__slug")


def new_models(today: date) -> CanonicalModelQuerySet:
    """Select the models first seen of late; all of the first day on record were there before."""
    first = Snapshot.objects.in_use().order_by("day").values_list("day", flat=True)[:1]
    recent = (
        CanonicalModel.objects.live()
        .for_list()
        .filter(first_seen__gt=today - timedelta(days=NEW_FOR))
    )
    return recent.exclude(first_seen__in=list(first)).order_by("-first_seen", "name", "pk")[:MOST]


def withdrawn_models(today: date) -> CanonicalModelQuerySet:
    since = today - timedelta(days=GONE_FOR)
    gone = CanonicalModel.objects.for_list().filter(withdrawn_on__gt=since)
    # An address that moved is no model that went.
    gone = gone.exclude(path__in=MovedModel.objects.values("path"))
    return gone.order_by("-withdrawn_on", "name", "pk")[:MOST]


def returned(today: date) -> ChangeQuerySet:
    """Return the offerings that came back of late."""
    since = today - timedelta(days=GONE_FOR)
    found = Change.objects.filter(kind=Kind.RETURN, day__gt=since, offering__isnull=False)
    return found.for_reading().newest_first()[:MOST]


def successors(
    models: Sequence[CanonicalModel],
) -> Iterator[tuple[CanonicalModel, CanonicalModel | None]]:
    """Yield each model with what its maker sells instead, if anything.

    That is the newest official model of the same maker and family released after it.
    """
    live = CanonicalModel.objects.live().filter(official=True).exclude(family="")
    families = {model.family for model in models}
    known: dict[tuple[int, str], CanonicalModel] = {}
    for row in (
        live.filter(family__in=families)
        .order_by("released", "pk")
        .only("maker_id", "family", "released", "name", "path", "slug")
    ):
        known[row.maker_id, row.family] = row
    for model in models:
        after = known.get((model.maker_id, model.family))
        yield model, after if after and after.released > model.released else None
