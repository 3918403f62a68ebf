"""Keep an offer in its model when only evidence was lost since its last day. Pure.

That a base is no longer sold, or another longer name came, shows nothing new of an offer.
"""

from collections.abc import Iterable

from catalog.identity.memory import Held
from catalog.identity.name_groups import Name, NameGroups
from catalog.identity.rules.decisions import BY_PAYLOAD
from catalog.identity.rules.steps import REMEMBERED, STEP_NAMES

_EVIDENCE = BY_PAYLOAD | STEP_NAMES.keys()


def stays(held: Held, name: Name, rules: Iterable[str], groups: NameGroups) -> bool:
    """Tell whether an offer stays under its held name though today's evidence gives another.

    It does where today's evidence is a part of what held on the last day. A name that the maker
    itself sells, or that one provider prices apart from the held one, is evidence of its own.
    """
    before = _EVIDENCE.intersection(held.rules)
    # What is remembered today is no evidence of today.
    if not before > _EVIDENCE.intersection(rules) - {REMEMBERED.key}:
        return False
    return not groups.makers_own(name) and not groups.sold_at_other_terms(name, held.name)
