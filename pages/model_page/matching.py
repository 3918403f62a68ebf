"""Why offers were matched to one model: the basis, the rules, and what speaks against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext

from catalog.identity.upstream_ids import DOUBTS
from catalog.models import Offering
from catalog.templatetags.display import comma


@dataclass(frozen=True, slots=True)
class MatchedOffer:
    """One offer of a group; `doubt` is what speaks against the match, "" if nothing does."""

    provider: str
    provider_model_id: str
    doubt: str


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Offers that were matched to the model on the same basis and by the same rules."""

    basis: str
    rules: tuple[str, ...]
    offers: tuple[MatchedOffer, ...]

    @property
    def rules_text(self) -> str:
        """The rules in the reader's language, comma-separated."""
        return comma().join(gettext(rule) for rule in self.rules)


def match_groups(offerings: Sequence[Offering]) -> list[MatchGroup]:
    """Group offers by the basis of their match, the largest group first."""
    groups: dict[tuple[str, tuple[str, ...]], list[MatchedOffer]] = {}
    for offering in sorted(offerings, key=attrgetter("provider.name", "pk")):
        key = offering.basis, tuple(offering.rules)
        groups.setdefault(key, []).append(_matched(offering))
    matched = [MatchGroup(basis, rules, tuple(own)) for (basis, rules), own in groups.items()]
    return sorted(matched, key=lambda group: (-len(group.offers), group.basis, group.rules))


def _matched(offering: Offering) -> MatchedOffer:
    doubt = doubt_text(offering.doubt) if offering.doubt else ""
    return MatchedOffer(offering.provider.name, offering.provider_model_id, doubt)


def doubt_text(doubt: str) -> str:
    """Return a stored doubt in the reader's language; one of an earlier release, unchanged.

    The database holds the English sentence with its names filled in: they are read back out of it
    to fill in the translation.
    """
    for sentence in DOUBTS:
        pattern = re.escape(sentence).replace(r"\{theirs\}", "(.+)").replace(r"\{ours\}", "(.+)")
        if match := re.fullmatch(pattern, doubt):
            return gettext(sentence).format(theirs=match[1], ours=match[2])
    return doubt
