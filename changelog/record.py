"""Writing the changes of a day: changelog's write module.

A day's changes are the difference between the revisions that ended on it and those that began, by
the same pure `diff` that compares two payloads, so the two always agree. The first day on record
has no changes: everything would be an arrival. Corrections that began or ended on the day follow,
in place of the differences that they explain.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from catalog.domain.records import OfferingFacts, OfferingRecord, ProviderRecord, facts_from_json
from catalog.feed.normalise import NormalisedPayload
from catalog.ingest.bulk import insert
from catalog.models import Offering, Provider, Revision, Snapshot
from changelog.corrections import read_corrections
from changelog.diff import Difference, Key, Kind, diff
from changelog.models import (
    CHANGES_PER_DAY,
    Change,
    Grouping,
    IndexLink,
    PriceDoubtRevision,
    ProviderRevision,
)
from changelog.price_index.record import record_links
from changelog.revisions import clear_revisions, update_revisions

STORED = ("kind", "field", "tier", "old", "new", "percent", "direction", "noise")
# Kinds whose values are prices.
WITH_PRICES = frozenset({Kind.ARRIVAL, Kind.RETURN, Kind.PRICE})
UNCHANGED = OfferingFacts(name="")


def record_day(day: date) -> int:
    """Write what changed on a day; return how many changes there are.

    Replaces the changes of an earlier payload of the day. Must run inside the transaction that
    derives the day.
    """
    # Read before and after the update: a later payload of the day may undo a regrouping.
    regrouped = set(_regrouped_on(day))
    update_revisions(day)
    _reassign_changes(regrouped | set(_regrouped_on(day)))
    Change.objects.filter(day=day).delete()
    earlier = Snapshot.objects.in_use().filter(day__lt=day)
    before = earlier.order_by("-day").values_list("day", flat=True).first()
    corrections = read_corrections(day, before)
    record_links(day, without=corrections.models)
    # On the first day on record everything would be an arrival, but a correction is news.
    differences = [] if before is None else list(_locate(_differences(day), day))
    changes = [
        *(_change(one, day) for one in differences if not corrections.explain(one.difference)),
        *corrections.changes(),
    ]
    for place, change in enumerate(changes):
        change.number = day.toordinal() * CHANGES_PER_DAY + place
    insert(Change, changes)
    return len(changes)


def clear_changes() -> None:
    """Empty every table of the changelog; all are derived from the snapshots."""
    Change.objects.all().delete()
    IndexLink.objects.all().delete()
    clear_revisions()


def _regrouped_on(day: date) -> Iterable[int]:
    """Return the offerings that were matched to another model until this day."""
    begun = Grouping.objects.filter(valid_from=day).values("offering")
    earlier = Grouping.objects.filter(offering__in=begun, valid_to=day)
    return earlier.values_list("offering_id", flat=True)


def _reassign_changes(offerings: Iterable[int]) -> None:
    """Move all changes of these offerings to the models that they are matched to now."""
    for pk, model in Offering.objects.filter(pk__in=list(offerings)).values_list("pk", "model_id"):
        Change.objects.filter(offering=pk).update(model=model)


def _differences(day: date) -> Iterator[Difference]:
    """Compare the revisions that ended on a day with those that began on it."""
    before, after = _payload_of(valid_to=day), _payload_of(valid_from=day)
    groups = _regroupings_on(day)
    for key in groups:
        # Only regrouped: it has no revision of this day, yet `diff` needs a record to compare.
        if key not in before.offerings and key not in after.offerings:
            before.offerings[key] = after.offerings[key] = OfferingRecord(*key, UNCHANGED)
    yield from diff(
        before,
        after,
        groups_before={key: old for key, (old, _new) in groups.items()},
        groups_after={key: new for key, (_old, new) in groups.items()},
        seen=_seen_before(day),
    )


def _payload_of(**when: date) -> NormalisedPayload:
    """Return the providers and offerings whose revisions ended, or began, on a day."""
    providers = ProviderRevision.objects.filter(**when).values_list("provider__key", "facts")
    offerings = Revision.objects.filter(**when).values_list(
        "offering__provider__key", "offering__provider_model_id", "facts"
    )
    return NormalisedPayload(
        {key: _provider(key, facts) for key, facts in providers},
        {
            (provider, model_id): OfferingRecord(provider, model_id, facts_from_json(facts))
            for provider, model_id, facts in offerings
        },
    )


def _provider(key: str, facts: dict[str, Any]) -> ProviderRecord:
    return ProviderRecord(key, **facts | {"env": tuple(facts["env"])})


def _regroupings_on(day: date) -> dict[Key, tuple[str, str]]:
    """Return the canonical ids, old and new, of the offerings regrouped on a day."""
    columns = ("offering__provider__key", "offering__provider_model_id", "model__path")
    ended = Grouping.objects.filter(valid_to=day).values_list(*columns)
    begun = Grouping.objects.filter(valid_from=day).values_list(*columns)
    new = {(provider, model_id): path for provider, model_id, path in begun}
    return {
        (provider, model_id): (path, new[provider, model_id])
        for provider, model_id, path in ended
        if (provider, model_id) in new
    }


def _seen_before(day: date) -> set[Key]:
    """Return what begins on a day and was on record before it; a provider has an empty model id."""
    begun = Revision.objects.filter(valid_from=day).values("offering")
    offerings = Revision.objects.filter(offering__in=begun, valid_from__lt=day).values_list(
        "offering__provider__key", "offering__provider_model_id"
    )
    started = ProviderRevision.objects.filter(valid_from=day).values("provider")
    providers = ProviderRevision.objects.filter(provider__in=started, valid_from__lt=day)
    keys = providers.values_list("provider__key", flat=True)
    return {*offerings, *((key, "") for key in keys)}


class LocatedDifference(NamedTuple):
    """A difference with the primary keys of the rows that it is about.

    `reason` is that of a regrouping, `price_doubt` why the offering's price is doubtful.
    """

    difference: Difference
    provider: int
    offering: int | None
    model: int | None
    price_doubt: str
    reason: Sequence[str]


def _locate(differences: Iterable[Difference], day: date) -> Iterator[LocatedDifference]:
    several = list(differences)
    providers = dict(Provider.objects.values_list("key", "pk"))
    offerings = Offering.objects.filter(provider__key__in={d.provider for d in several})
    keys = {
        (provider, model_id): (pk, model, [basis, *rules])
        for provider, model_id, pk, model, basis, rules in offerings.values_list(
            *("provider__key", "provider_model_id", "pk", "model_id", "basis", "rules")
        )
    }
    doubts = _price_doubts(day)
    for difference in several:
        offering, model, match = keys.get(difference.key, (None, None, []))
        doubt = doubts.get(offering, "") if difference.kind in WITH_PRICES else ""
        reason = match if difference.kind is Kind.REGROUPING else []
        yield LocatedDifference(
            difference, providers[difference.provider], offering, model, doubt, reason
        )


def _price_doubts(day: date) -> dict[int | None, str]:
    """Return why prices are doubtful on a day, or were until it, by offering."""
    # Open ones last: where the reason changed, today's counts.
    ended = PriceDoubtRevision.objects.filter(valid_to=day).values_list("offering", "reason")
    held = PriceDoubtRevision.objects.open().values_list("offering", "reason")
    return {**dict(ended), **dict(held)}


def _change(located: LocatedDifference, day: date) -> Change:
    difference = located.difference
    return Change(
        day=day,
        provider_id=located.provider,
        offering_id=located.offering,
        model_id=located.model,
        price_doubt=located.price_doubt,
        reason=list(located.reason),
        **{name: getattr(difference, name) for name in STORED},
    )
