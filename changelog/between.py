"""What changed between two days at some offerings, by the same `diff` as the changes of one day.

Only what a revision or a match ended or began between the days is read: the catalogue of a day on
which a feed brought 20,000 offers would take a worker 100 MB for the page of one model.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from catalog.as_of.rows import (
    StoredOffer,
    build_offering,
    matched_as_of,
    read_facts,
    read_providers,
    stored_offers,
)
from catalog.domain.records import OfferingFacts, OfferingRecord, tiers_from_json
from catalog.feed.normalise import NormalisedPayload
from catalog.models import CanonicalModel, Offering, Revision
from changelog.diff import Difference, Key, diff
from changelog.models import Change, Grouping
from changelog.reading import ChangeLine, group_into_lines
from changelog.record import STORED
from changelog.wording import describe, joined_text

MOST_COMPARED = 1000  # changed offers; of a day of junk, one provider may have 20,000
# Columns of an offering whose names and values are those of its facts.
SAME = {field.name for field in fields(OfferingFacts)} - {
    *("prices", "tiers", "input_modalities", "output_modalities"),
}


@dataclass(frozen=True, slots=True)
class DaysCompared:
    """The changes from the earlier day to the later one, in lines of one kind and offering.

    `compared` is how many of the `changed` offers were read: all, unless they are very many.
    """

    lines: tuple[ChangeLine, ...]
    compared: int
    changed: int

    @property
    def texts(self) -> Mapping[int, str]:
        """What changed at each offering that is on sale on the later day, in words."""
        words: defaultdict[int, list[str]] = defaultdict(list)
        for line in self.lines:
            for change in line.changes:
                if change.offering_id is not None:
                    words[change.offering_id].append(describe(change))
        return {pk: joined_text(own) for pk, own in words.items()}


def changes_between(
    first: date, last: date, *, models: Iterable[int] = (), provider: int | None = None
) -> DaysCompared:
    """Compare the offers of these models, or of a provider, on two days of which `first` is before.

    Models and provider are primary keys; an offer counts that was matched to such a model on either
    day. Changes that are noise are left out. Seven queries for any number of offers.
    """
    changed = _changed_offers(first, last, list(models), provider)
    read = sorted(changed)[:MOST_COMPARED]  # those on record for longest
    earlier, later = _offers_on((first, last), read)
    differences = diff(
        _payload(earlier),
        _payload(later),
        groups_before={key: one.model.path for key, one in earlier.items()},
        groups_after={key: one.model.path for key, one in later.items()},
        # What was on record before the earlier day returned; the rest is new.
        seen={key for key, one in later.items() if one.first_seen < first},
    )
    known = earlier | later
    changes = [_change(one, known[one.key], last) for one in differences if not one.noise]
    return DaysCompared(tuple(group_into_lines(changes)), len(read), len(changed))


def _changed_offers(first: date, last: date, models: list[int], provider: int | None) -> set[int]:
    """Return the offers of which a revision or a match is valid on one of the days alone."""
    ended = Q(valid_from__lte=first, valid_to__gt=first, valid_to__lte=last)
    begun = Q(valid_from__gt=first, valid_from__lte=last) & (
        Q(valid_to=None) | Q(valid_to__gt=last)
    )
    on_first = Q(valid_from__lte=first) & (Q(valid_to=None) | Q(valid_to__gt=first))
    if provider is None:
        about = Q(model__in=models)
        own: QuerySet[Any, dict[str, Any]] = Grouping.objects.filter(
            about, on_first | begun
        ).values("offering")
    else:
        about = Q(offering__provider=provider)
        own = Offering.objects.filter(provider=provider).values("pk")  # type: ignore[assignment]
    # A match outlives the withdrawal of its offer: it counts where the facts stayed the same.
    same = Revision.objects.filter(on_first).exclude(valid_to__lte=last).values("offering")
    moved = Grouping.objects.filter(about, ended | begun, offering__in=same)
    stated = Revision.objects.filter(ended | begun, offering__in=own)
    return {pk for rows in (moved, stated) for pk in rows.values_list("offering", flat=True)}


def _offers_on(days: tuple[date, date], offers: list[int]) -> tuple[dict[Key, Offering], ...]:
    """Return, for each day, the rows of these offers by key; models have the names of today."""
    read = [_stored(day, offers) for day in days]
    models = CanonicalModel.objects.in_bulk({offer.model for own in read for offer in own})
    return tuple(_rows(day, own, models) for day, own in zip(days, read, strict=True))


def _stored(day: date, offers: list[int]) -> list[StoredOffer]:
    return stored_offers(matched_as_of(day).as_of(day).filter(offering__in=offers))


def _rows(
    day: date, offers: list[StoredOffer], models: Mapping[int, CanonicalModel]
) -> dict[Key, Offering]:
    providers = read_providers(day, {})
    return {
        offer.key: build_offering((offer, facts), providers[offer.provider], models[offer.model])
        for offer, facts in read_facts(offers)
    }


def _payload(offerings: Mapping[Key, Offering]) -> NormalisedPayload:
    return NormalisedPayload({}, dict(_records(offerings)))


def _records(offerings: Mapping[Key, Offering]) -> Iterator[tuple[Key, OfferingRecord]]:
    for key, offering in offerings.items():
        facts = OfferingFacts(
            prices=offering.prices,
            tiers=tiers_from_json(offering.tiers),
            input_modalities=tuple(offering.input_modalities),
            output_modalities=tuple(offering.output_modalities),
            **{name: getattr(offering, name) for name in SAME},
        )
        yield key, OfferingRecord(*key, facts)


def _change(difference: Difference, offering: Offering, day: date) -> Change:
    """Return the change that would be stored, unsaved, as of the later day."""
    return Change(
        day=day,
        provider=offering.provider,
        offering=offering,
        model=offering.model,
        **{name: getattr(difference, name) for name in STORED},
    )
