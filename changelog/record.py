"""Writing the changes of a day: changelog's write module.

The day's changes are read off the revisions that ended and began on it, by the same pure diff that
compares two payloads, so the two always agree. The first day on record brings no news: everything
would arrive on it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from catalog.domain.records import OfferingFacts, OfferingRecord, ProviderRecord, facts_from_json
from catalog.feed.normalise import NormalisedPayload
from catalog.models import Offering, Provider, Revision, Snapshot
from changelog.diff import Difference, Key, diff
from changelog.models import CHANGES_A_DAY, Change, Grouping, ProviderRevision
from changelog.revisions import clear_revisions, update_revisions

ROWS_A_STATEMENT = 500
UNCHANGED = OfferingFacts(name="")


def record_day(day: date) -> int:
    """Write what changed on a day, in place of what an earlier payload of it said had changed.

    Returns how many changes there are. Must run inside the transaction that derives the day.
    """
    regrouped = set(_regrouped_on(day))
    update_revisions(day)
    _reassign_changes(regrouped | set(_regrouped_on(day)))
    Change.objects.filter(day=day).delete()
    if not Snapshot.objects.in_use().filter(day__lt=day).exists():
        return 0
    changes = [_row(*numbered, day) for numbered in enumerate(_with_rows(_differences(day)))]
    Change.objects.bulk_create(changes, batch_size=ROWS_A_STATEMENT)
    return len(changes)


def clear_changes() -> None:
    """Empty every table of the changelog; all are derived from the snapshots."""
    Change.objects.all().delete()
    clear_revisions()


def _regrouped_on(day: date) -> Iterable[int]:
    """Return the offerings that were counted to another model before this day."""
    begun = Grouping.objects.filter(valid_from=day).values("offering")
    earlier = Grouping.objects.filter(offering__in=begun, valid_to=day)
    return earlier.values_list("offering_id", flat=True)


def _reassign_changes(offerings: Iterable[int]) -> None:
    """Count the earlier changes of these offerings to the models that they are in now."""
    for pk, model in Offering.objects.filter(pk__in=list(offerings)).values_list("pk", "model_id"):
        Change.objects.filter(offering=pk).update(model=model)


def _differences(day: date) -> Iterator[Difference]:
    """Compare what ended on this day with what began on it."""
    was, now = _stated(day, valid_to=day), _stated(day, valid_from=day)
    groups = _groups_that_changed(day)
    for key in groups:
        if key not in was.offerings and key not in now.offerings:
            was.offerings[key] = now.offerings[key] = OfferingRecord(*key, UNCHANGED)
    yield from diff(
        was,
        now,
        groups_before={key: old for key, (old, _new) in groups.items()},
        groups_after={key: new for key, (_old, new) in groups.items()},
        seen=_seen_before(day),
    )


def _stated(day: date, **when: date) -> NormalisedPayload:
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


def _groups_that_changed(day: date) -> dict[Key, tuple[str, str]]:
    """Return the canonical ids, before and after, of the offerings regrouped on this day."""
    columns = ("offering__provider__key", "offering__provider_model_id", "model__path")
    ended = Grouping.objects.filter(valid_to=day).values_list(*columns)
    begun = Grouping.objects.filter(valid_from=day).values_list(*columns)
    now = {(provider, model_id): path for provider, model_id, path in begun}
    return {
        (provider, model_id): (path, now[provider, model_id])
        for provider, model_id, path in ended
        if (provider, model_id) in now
    }


def _seen_before(day: date) -> set[Key]:
    """Return what begins on this day and was on record before it, providers with an empty id."""
    begun = Revision.objects.filter(valid_from=day).values("offering")
    offerings = Revision.objects.filter(offering__in=begun, valid_from__lt=day).values_list(
        "offering__provider__key", "offering__provider_model_id"
    )
    started = ProviderRevision.objects.filter(valid_from=day).values("provider")
    providers = ProviderRevision.objects.filter(provider__in=started, valid_from__lt=day)
    keys = providers.values_list("provider__key", flat=True)
    return {*offerings, *((key, "") for key in keys)}


class LocatedDifference(NamedTuple):
    """A difference with the rows that it is about."""

    difference: Difference
    provider: int
    offering: int | None
    model: int | None


def _with_rows(differences: Iterable[Difference]) -> Iterator[LocatedDifference]:
    found = list(differences)
    providers = dict(Provider.objects.values_list("key", "pk"))
    of_these = Offering.objects.filter(provider__key__in={d.provider for d in found})
    rows = {
        (provider, model_id): (pk, model)
        for provider, model_id, pk, model in of_these.values_list(
            "provider__key", "provider_model_id", "pk", "model_id"
        )
    }
    for difference in found:
        yield LocatedDifference(
            difference, providers[difference.provider], *rows.get(difference.key, (None, None))
        )


def _row(place: int, found: LocatedDifference, day: date) -> Change:
    difference = found.difference
    return Change(
        number=day.toordinal() * CHANGES_A_DAY + place,
        day=day,
        provider_id=found.provider,
        offering_id=found.offering,
        model_id=found.model,
        **{name: getattr(difference, name) for name in STORED},
    )


STORED = ("kind", "field", "tier", "old", "new", "percent", "direction", "noise")
