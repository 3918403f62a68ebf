"""Whether model ids, in any spelling, are still offered: known, retiring, gone or unknown.

An id is looked up as a provider's own id, as MAKER/SLUG (a former one too), and as a slug with or
without its date. Unknown is never "ok": a misspelt id is reported, with no model.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.models import CanonicalModel, MovedModel, Offering
from changelog.lifecycle import retirements, with_successors
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


def check_models(ids: Iterable[str], directory: ModelDirectory) -> list[ModelCheck]:
    """Check ids in their order; 5 queries for any number of them."""
    several = list(ids)
    found = {one: _find(one, directory) for one in several}
    offers = {offer.offering for offers in found.values() for offer in offers}
    rows = Offering.objects.filter(pk__in=offers).select_related("model", "provider")
    offerings = rows.in_bulk()
    announced = {one.offering.pk: one.day for one in retirements()}
    models = {row.model_id: row.model for row in offerings.values()}
    successors = {old.pk: new for old, new in with_successors(list(models.values()))}
    return [
        _checked(one, [offerings[offer.offering] for offer in found[one]], announced, successors)
        for one in several
    ]


def _find(text: str, directory: ModelDirectory) -> list[MatchedOffer]:
    """Return the offers that an id may mean: all with that id, else the model's reference offer.

    `provider/id`, as gateways write it, is the offer of that provider alone.
    """
    name = text.strip().casefold()
    provider, _, rest = name.partition("/")
    own = [offer for offer in directory.by_id.get(rest, []) if offer.provider == provider]
    offers = own or directory.by_id.get(name, [])
    if offers:
        return offers
    offer = directory.find(name, "", {}) or directory.find(
        MovedModel.objects.present_path(name), "", {}
    )
    return [offer] if offer else []


def _checked(
    text: str,
    offerings: Sequence[Offering],
    announced: Mapping[int, date],
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


def _status(live: Sequence[Offering], announced: Mapping[int, date]) -> Status:
    if not live:
        return Status.GONE
    ending = [row for row in live if row.pk in announced or row.status == "deprecated"]
    return Status.RETIRING if len(ending) == len(live) else Status.KNOWN


def _is_makers_own(row: Offering) -> bool:
    return row.provider.maker_id is not None and row.provider.maker_id == row.model.maker_id
