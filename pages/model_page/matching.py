"""Why offers were matched to one model: the basis, the rules, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext

from catalog.identity.reasons import NORMALISED, basis_text
from catalog.identity.rules import rule_name
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
    def basis_text(self) -> str:
        """The basis in the reader's language."""
        return gettext(basis_text(self.basis, self.rules))

    @property
    def rules_text(self) -> str:
        """The rules in the reader's language, comma-separated; "" where the basis says it all."""
        if basis_text(self.basis, self.rules) != NORMALISED:
            return ""
        return comma().join(gettext(rule_name(rule)) for rule in self.rules)


def match_groups(offerings: Sequence[Offering]) -> list[MatchGroup]:
    """Group offers by the basis of their match, the largest group first."""
    groups: dict[tuple[str, tuple[str, ...]], list[MatchedOffer]] = {}
    for offering in sorted(offerings, key=attrgetter("provider.name", "pk")):
        key = offering.basis, tuple(offering.rules)
        groups.setdefault(key, []).append(_matched(offering))
    matched = [MatchGroup(basis, rules, tuple(own)) for (basis, rules), own in groups.items()]
    return sorted(matched, key=lambda group: (-len(group.offers), group.basis, group.rules))


def _matched(offering: Offering) -> MatchedOffer:
    return MatchedOffer(offering.provider.name, offering.provider_model_id, offering.doubt_text)
