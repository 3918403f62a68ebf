"""Why offers were matched to one model: the basis, the rules, and what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.identity.reasons import NORMALISED, basis_text
from catalog.models import Offering
from catalog.name_order import by_name
from catalog.templatetags.display import comma


@dataclass(frozen=True, slots=True)
class MatchedOffer:
    """One offer of a group; `doubt` is what speaks against the match, "" if nothing does."""

    provider: str
    provider_model_id: str
    doubt: str


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Offers that were matched to the model on the same basis and by the same rules.

    `basis_text` and `rules_text` are in the reader's language; no rules where the basis says all.
    """

    basis_text: str
    rules_text: str
    offers: tuple[MatchedOffer, ...]


def match_groups(offerings: Sequence[Offering]) -> list[MatchGroup]:
    """Group offers by why they match, the largest group first."""
    groups: dict[tuple[str, str], list[MatchedOffer]] = {}
    told: dict[tuple[str, ...], tuple[str, str]] = {}  # a few reasons, of many offers
    for offering in sorted(offerings, key=lambda one: (by_name(one.provider.name), one.pk)):
        reason = (offering.basis, *offering.rules)
        why = told.get(reason) or told.setdefault(reason, _why(offering))
        groups.setdefault(why, []).append(_matched(offering))
    matched = [MatchGroup(*why, tuple(own)) for why, own in groups.items()]
    return sorted(matched, key=lambda group: (-len(group.offers), group.basis_text))


def _why(offering: Offering) -> tuple[str, str]:
    text = basis_text(offering.basis, offering.rules)
    rules = offering.rule_names if text == NORMALISED else ()
    return gettext(text), comma().join(rules)


def _matched(offering: Offering) -> MatchedOffer:
    return MatchedOffer(offering.provider.name, offering.provider_model_id, offering.doubt_text)
