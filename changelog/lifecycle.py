"""Models that are new, deprecated, soon retired, withdrawn or returned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from catalog.domain.similarity import (
    CAPABILITIES,
    SimilarModel,
    for_same_use,
    has_context,
    is_version,
)
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

NAMES = ("maker_id", "family", "released", "name", "label", "path", "slug")
# What `catalog.domain.similarity` compares, beside the capabilities.
USE = ("kind", "input_modalities", "output_modalities", "context", "version_of_id")
NEW_DAYS = 30
WITHDRAWN_DAYS = 90
MAX_ROWS = 200
# Upstream names for the day on which a provider stops selling a model, in order of preference.
RETIREMENT_FIELDS = ("deprecation_date", "retirement_date", "shutdown_date", "sunset_date")


@dataclass(frozen=True, slots=True)
class Retirement:
    """The day on which a provider has announced to stop selling an offering."""

    day: date
    offering: Offering


def retirements() -> list[Retirement]:
    """Return the announced retirements of live offerings, soonest first."""
    announced = Q(pk=None)
    for field in RETIREMENT_FIELDS:
        announced |= Q(**{f"extra__{field}__isnull": False})
    offerings = _offerings().filter(announced)
    dated = [Retirement(day, row) for row in offerings if (day := _retirement_day(row.extra))]
    return sorted(dated, key=lambda one: (one.day, one.offering.name, one.offering.pk))


def _retirement_day(extra: dict[str, Any]) -> date | None:
    """Return the first valid date: these fields are not normalised and may hold anything."""
    for field in RETIREMENT_FIELDS:
        try:
            return date.fromisoformat(str(extra.get(field)))
        except ValueError:
            continue
    return None


def deprecated_offerings() -> OfferingQuerySet:
    """Select live offerings with the status "deprecated"."""
    return _offerings().filter(status="deprecated").order_by("model__name", "provider__name", "pk")


def _offerings() -> OfferingQuerySet:
    columns = ("name", "extra", "status", "provider_model_id", "provider__name", "provider__key")
    rows = Offering.objects.live().select_related("provider", "model")
    return rows.only(*columns, "model__path", "model__slug")


def new_models(today: date) -> CanonicalModelQuerySet:
    """Select models first seen in the last days, except those of the first day on record.

    They were on sale before we began to look.
    """
    first = Snapshot.objects.in_use().order_by("day").values_list("day", flat=True)[:1]
    since = today - timedelta(days=NEW_DAYS)
    recent = CanonicalModel.objects.listed().for_list().filter(first_seen__gt=since)
    new = recent.exclude(first_seen__in=list(first))
    return new.order_by("-first_seen", "name", "pk")[:MAX_ROWS]


def withdrawn_models(today: date) -> CanonicalModelQuerySet:
    """Select models withdrawn in the last days, except those that only moved to another URL."""
    since = today - timedelta(days=WITHDRAWN_DAYS)
    withdrawn = CanonicalModel.objects.for_list().filter(withdrawn_on__gt=since)
    withdrawn = withdrawn.exclude(path__in=MovedModel.objects.values("path"))
    return withdrawn.order_by("-withdrawn_on", "name", "pk")[:MAX_ROWS]


def returned_offerings(today: date) -> ChangeQuerySet:
    """Select the returns of offerings in the last days, newest first."""
    since = today - timedelta(days=WITHDRAWN_DAYS)
    returns = Change.objects.filter(kind=Kind.RETURN, day__gt=since, offering__isnull=False)
    return returns.for_reading().newest_first()[:MAX_ROWS]


def with_successors(
    models: Sequence[CanonicalModel],
) -> Iterator[tuple[CanonicalModel, CanonicalModel | None]]:
    """Yield each model with its successor, or None; one query for any number of models.

    A successor is the newest official model of the same maker and family that was released later
    and can replace the model by the rule of alternatives: for the same use, with at least its
    context, and no version of the same model.
    """
    live = CanonicalModel.objects.listed().filter(official=True).exclude(family="")
    candidates = (
        live.filter(family__in={model.family for model in models})
        .order_by("-released", "-pk")
        .only(*NAMES, *USE, *CAPABILITIES)
    )
    families = defaultdict(list)
    for row in candidates:
        families[row.maker_id, row.family].append(row)
    for model in models:
        newest_first = families.get((model.maker_id, model.family), ())
        yield model, next((row for row in newest_first if _succeeds(model, row)), None)


def _succeeds(model: CanonicalModel, later: CanonicalModel) -> bool:
    before, after = _similar(model), _similar(later)
    return (
        later.released > model.released
        and for_same_use(before, after)
        and has_context(before, after)
        and not is_version(before, after)
    )


def _similar(model: CanonicalModel) -> SimilarModel:
    return SimilarModel(
        path=model.path,
        key=model.version_of_id or model.pk,
        kind=model.kind,
        inputs=frozenset(model.input_modalities),
        outputs=frozenset(model.output_modalities),
        capabilities=frozenset(name for name in CAPABILITIES if getattr(model, name)),
        context=model.context,
    )
