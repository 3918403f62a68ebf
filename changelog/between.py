"""What changed between two days at some offerings, by the same `diff` as the changes of one day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from catalog.as_of.catalogue import PastCatalogue
from catalog.domain.records import OfferingFacts, OfferingRecord, tiers_from_json
from catalog.feed.normalise import NormalisedPayload
from catalog.models import Offering
from changelog.diff import Difference, Key, diff
from changelog.models import Change
from changelog.reading import ChangeLine, group_into_lines
from changelog.record import STORED
from changelog.wording import describe, joined_text

# Columns of an offering whose names and values are those of its facts.
SAME = {field.name for field in fields(OfferingFacts)} - {
    *("prices", "tiers", "input_modalities", "output_modalities"),
}


@dataclass(frozen=True, slots=True)
class DaysCompared:
    """The changes from the earlier day to the later one, in lines of one kind and offering."""

    lines: tuple[ChangeLine, ...]

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
    before: PastCatalogue, after: PastCatalogue, offerings: Iterable[int]
) -> DaysCompared:
    """Compare these offerings, by primary key, on two days; changes that are noise are left out."""
    chosen = set(offerings)
    earlier = {_key(one): one for one in before.offerings if one.pk in chosen}
    later = {_key(one): one for one in after.offerings if one.pk in chosen}
    differences = diff(
        _payload(earlier),
        _payload(later),
        groups_before={key: one.model.path for key, one in earlier.items()},
        groups_after={key: one.model.path for key, one in later.items()},
        # What was on record before the earlier day returned; the rest is new.
        seen={key for key, one in later.items() if one.first_seen < before.day},
    )
    known = earlier | later
    changes = [_change(one, known[one.key], after) for one in differences if not one.noise]
    return DaysCompared(tuple(group_into_lines(changes)))


def _key(offering: Offering) -> Key:
    return offering.provider.key, offering.provider_model_id


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


def _change(difference: Difference, offering: Offering, after: PastCatalogue) -> Change:
    """Return the change that would be stored, unsaved, as of the later day."""
    return Change(
        day=after.day,
        provider=offering.provider,
        offering=offering,
        model=offering.model,
        **{name: getattr(difference, name) for name in STORED},
    )
