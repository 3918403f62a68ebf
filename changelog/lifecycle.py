"""Models that are new, deprecated, soon retired, withdrawn or returned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from catalog.as_of.announcements import Address, announcements
from catalog.as_of.catalogue import past_catalogue
from catalog.domain.corrections import Target
from catalog.domain.similarity import (
    CAPABILITIES,
    SimilarModel,
    for_same_use,
    has_context,
    is_version,
)
from catalog.editorial import Announcement, AnnouncementKind
from catalog.http import DataVersion
from catalog.models import (
    CanonicalModel,
    CanonicalModelQuerySet,
    MovedModel,
    Offering,
    OfferingQuerySet,
    Snapshot,
)
from catalog.name_order import NameOrder, by_name
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


def retirements(data: DataVersion | None = None) -> list[Retirement]:
    """Return the announced retirements of live offerings, soonest first.

    What editors recorded outranks the feed's own fields; with `data` it is read once per version.
    """
    recorded = _Recorded.of(data)
    rows = _offerings().filter(recorded.about_offers | _has_retirement_field())
    days = ((row, recorded.retirement_of(row) or _retirement_day(row.extra)) for row in rows)
    dated = [Retirement(day, row) for row, day in days if day]
    return sorted(dated, key=lambda one: (one.day, by_name(one.offering.name), one.offering.pk))


@dataclass(frozen=True, slots=True)
class Ending:
    """An offering on sale that is deprecated, or whose retirement is announced.

    `day` is None where no day is announced; `source` is an editor's, None where the feed says so.
    """

    offering: Offering
    day: date | None
    source: str | None


def endings(data: DataVersion, recorded_by: date | None = None) -> list[Ending]:
    """Return the offerings of the day of the data that are to end, by provider and id.

    `recorded_by` leaves out what editors recorded, and took back, after that day.
    """
    recorded = _Recorded.by(recorded_by)
    rows: Iterable[Offering]
    if data.state:
        rows = past_catalogue(data).offerings
    else:
        chosen = recorded.about_offers | _has_retirement_field() | Q(status="deprecated")
        rows = Offering.objects.live().filter(chosen).select_related("provider", "model")
    found = (_ending(row, recorded) for row in rows)
    kept = [one for one in found if one.day or one.offering.status == "deprecated"]
    return sorted(kept, key=lambda one: (one.offering.provider.key, one.offering.provider_model_id))


def _ending(row: Offering, recorded: "_Recorded") -> Ending:
    announced = recorded.retirement(row)
    if announced:
        return Ending(row, announced.first_day, announced.source)
    return Ending(row, _retirement_day(row.extra), None)


def _has_retirement_field() -> Q:
    found = Q(pk=None)
    for field in RETIREMENT_FIELDS:
        found |= Q(**{f"extra__{field}__isnull": False})
    return found


@dataclass(frozen=True, slots=True)
class _Recorded:
    """The retirements and successors that editors recorded and nobody cancelled, by address."""

    rows: Mapping[tuple[str, Address], Announcement]

    @classmethod
    def of(cls, data: DataVersion | None) -> "_Recorded":
        several = (
            announcements(data).values()
            if data
            else [Announcement.objects.standing().order_by("pk")]
        )
        return cls._of_rows(row for own in several for row in own if row.cancelled_on is None)

    @classmethod
    def by(cls, day: date | None) -> "_Recorded":
        """Read what stood at the end of a day; today without one."""
        rows = Announcement.objects.standing_on(day) if day else Announcement.objects.standing()
        return cls._of_rows(
            row
            for row in rows.order_by("pk")
            if row.cancelled_on is None or (day and row.cancelled_on > day)
        )

    @classmethod
    def _of_rows(cls, rows: Iterable[Announcement]) -> "_Recorded":
        return cls({(row.kind, (Target(row.target), *row.about)): row for row in rows})

    @property
    def about_offers(self) -> Q:
        """Selects the offerings of which, or of whose model, a retirement was recorded."""
        found = Q(pk=None)
        for kind, (target, provider, key) in self.rows:
            if kind != AnnouncementKind.RETIREMENT:
                continue
            if target is Target.OFFER:
                found |= Q(provider__key=provider, provider_model_id=key)
            else:
                found |= Q(model__path=key)
        return found

    def retirement_of(self, offering: Offering) -> date | None:
        """Return the day recorded of an offering itself, else of its model."""
        row = self.retirement(offering)
        return row.first_day if row else None

    def retirement(self, offering: Offering) -> Announcement | None:
        """Return what was recorded of an offering itself, else of its model."""
        own = (Target.OFFER, offering.provider.key, offering.provider_model_id)
        for address in (own, (Target.MODEL, "", offering.model.path)):
            if row := self.rows.get((AnnouncementKind.RETIREMENT, address)):
                return row
        return None

    def successor_of(self, path: str) -> str | None:
        row = self.rows.get((AnnouncementKind.SUCCESSOR, (Target.MODEL, "", path)))
        return str(row.value) if row else None


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
    return (
        _offerings()
        .filter(status="deprecated")
        .order_by(NameOrder("model__name"), NameOrder("provider__name"), "pk")
    )


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
    return new.order_by("-first_seen", NameOrder("name"), "pk")[:MAX_ROWS]


def withdrawn_models(today: date) -> CanonicalModelQuerySet:
    """Select models withdrawn in the last days, except those that only moved to another URL."""
    since = today - timedelta(days=WITHDRAWN_DAYS)
    withdrawn = CanonicalModel.objects.for_list().filter(withdrawn_on__gt=since)
    withdrawn = withdrawn.exclude(path__in=MovedModel.objects.values("path"))
    return withdrawn.order_by("-withdrawn_on", NameOrder("name"), "pk")[:MAX_ROWS]


def returned_offerings(today: date) -> ChangeQuerySet:
    """Select the returns of offerings in the last days, newest first."""
    since = today - timedelta(days=WITHDRAWN_DAYS)
    returns = Change.objects.filter(kind=Kind.RETURN, day__gt=since, offering__isnull=False)
    return returns.for_reading().newest_first()[:MAX_ROWS]


class Succession(NamedTuple):
    """A model and what followed it, None for nothing."""

    model: CanonicalModel
    successor: CanonicalModel | None


def with_successors(
    models: Sequence[CanonicalModel],
    data: DataVersion | None = None,
    recorded_by: date | None = None,
) -> Iterator[Succession]:
    """Yield each model with its successor, or None; three queries for any number of models.

    A successor is the one that was announced, else the newest official model of the same maker and
    family that was released later and can replace the model by the rule of alternatives: for the
    same use, with at least its context, and no version of the same model. On a past day it is one
    of the models of that day. `recorded_by` is as in `endings`.
    """
    families = defaultdict(list)
    for row in _candidates({model.family for model in models}, data):
        families[row.maker_id, row.family].append(row)
    recorded = _Recorded.by(recorded_by) if recorded_by else _Recorded.of(data)
    announced = _announced_successors(models, recorded)
    for model in models:
        newest_first = families.get((model.maker_id, model.family), ())
        derived = next((row for row in newest_first if _succeeds(model, row)), None)
        yield Succession(model, announced.get(model.path) or derived)


def _candidates(families: set[str], data: DataVersion | None) -> Iterable[CanonicalModel]:
    """Return the official models of these families that are not deprecated, the newest first."""
    if data and data.state:
        listed = past_catalogue(data).listed
        rows = [
            row
            for row in listed
            if row.official and row.family and row.family in families and not row.is_deprecated
        ]
        return sorted(rows, key=lambda row: (row.released, row.pk), reverse=True)
    current = CanonicalModel.objects.listed().not_deprecated()
    live = current.filter(official=True).exclude(family="")
    rows_now = live.filter(family__in=families).order_by("-released", "-pk")
    return rows_now.only(*NAMES, *USE, *CAPABILITIES)


def _announced_successors(
    models: Sequence[CanonicalModel], recorded: _Recorded
) -> dict[str, CanonicalModel]:
    """Return the successors that editors recorded, by canonical id; they outrank the rule."""
    paths = {one.path: path for one in models if (path := recorded.successor_of(one.path))}
    if not paths:
        return {}
    found = CanonicalModel.objects.only(*NAMES).in_bulk(set(paths.values()), field_name="path")
    return {key: found[path] for key, path in paths.items() if path in found}


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
