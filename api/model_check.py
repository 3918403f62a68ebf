"""Whether model ids, in any spelling, are still offered: known, retiring, gone or unknown.

An id is looked up as a provider's own id, as MAKER/SLUG (a former one too), and as a slug with or
without its date. Unknown is never "ok": a misspelt id is reported, with no model.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from api.day_directory import day_directory
from api.days import Reading
from api.lifecycle_items import recorded_by
from catalog.http import DataVersion
from catalog.models import CanonicalModel, MovedModel, Offering
from changelog.lifecycle import endings, with_successors
from pricing.usage_log.directory import MatchedOffer, ModelDirectory


class Status(StrEnum):
    KNOWN = "known"
    RETIRING = "retiring"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """The state of one id. `retires_on` is None where no day is announced."""

    id: str
    status: Status
    model: str | None = None
    basis: str | None = None
    retires_on: date | None = None
    gone_since: date | None = None
    successor: str | None = None


def check_models(ids: Iterable[str], reading: Reading, data: DataVersion) -> list[ModelCheck]:
    """Check ids in their order by what held on the day of a reading, as far as it was known.

    `data` is the catalogue of the reading; 6 queries for any number of ids, once its names are
    read. Raises OffersNotOnRecord.
    """
    several = list(ids)
    directory = day_directory(reading, data)
    moved = _moved(several)
    found = {one: _find(one, directory.names, moved) for one in several}
    offerings = directory.offerings({o.offering for offers in found.values() for o in offers})
    recorded = recorded_by(reading)
    announced = {one.offering.pk: one.day for one in endings(data, recorded)}
    models = {row.model_id: row.model for row in offerings.values()}
    pairs = with_successors(list(models.values()), data, recorded)
    successors = {old.pk: new for old, new in pairs}
    return [
        _checked(one, [offerings[offer.offering] for offer in found[one]], announced, successors)
        for one in several
    ]


def _moved(ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the other canonical ids, former or present, of the models that ids name; one query."""
    names = {name for name in map(_name, ids) if "/" in name}
    rows = MovedModel.objects.filter(Q(path__in=names) | Q(model__path__in=names))
    others = defaultdict(list)
    for former, present in rows.order_by("path").values_list("path", "model__path"):
        others[former].append(present)
        others[present].append(former)
    return others


def _find(
    text: str, directory: ModelDirectory, moved: Mapping[str, Sequence[str]]
) -> list[MatchedOffer]:
    """Return the offers that an id may mean: all with that id, else the model's reference offer.

    `provider/id`, as gateways write it, is the offer of that provider alone.
    """
    name = _name(text)
    provider, _, rest = name.partition("/")
    own = [offer for offer in directory.by_id.get(rest, []) if offer.provider == provider]
    offers = own or directory.by_id.get(name, [])
    if offers:
        return offers
    # A model of a past day has the id of that day.
    found = (directory.find(one, "", {}) for one in (name, *moved.get(name, ())))
    return [offer for offer in found if offer][:1]


def _name(text: str) -> str:
    return text.strip().casefold()


def _checked(
    text: str,
    offerings: Sequence[Offering],
    announced: Mapping[int, date | None],
    successors: Mapping[int, CanonicalModel | None],
) -> ModelCheck:
    if not offerings:
        return ModelCheck(text, Status.UNKNOWN)
    # The id of a model that its maker no longer sells is gone, though a reseller may still list it.
    judged = [row for row in offerings if _is_makers_own(row)] or offerings
    live = [row for row in judged if row.withdrawn_on is None]
    days = [announced.get(row.pk) for row in live]
    reference = min(live or judged, key=lambda row: row.pk)
    status = _status(live, announced)
    successor = successors.get(reference.model_id) if status is not Status.KNOWN else None
    return ModelCheck(
        text,
        status,
        reference.model.path,
        f"{reference.provider.key} {reference.provider_model_id}",
        min((day for day in days if day), default=None),
        None if live else max(row.withdrawn_on for row in judged if row.withdrawn_on),
        successor.path if successor else None,
    )


def _status(live: Sequence[Offering], announced: Collection[int]) -> Status:
    """Judge the offers on sale; `announced` are those that are deprecated or have a last day."""
    if not live:
        return Status.GONE
    ending = [row for row in live if row.pk in announced]
    return Status.RETIRING if len(ending) == len(live) else Status.KNOWN


def _is_makers_own(row: Offering) -> bool:
    return row.provider.maker_id is not None and row.provider.maker_id == row.model.maker_id
