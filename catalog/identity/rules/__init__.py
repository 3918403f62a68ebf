"""The rules of canonicalisation as tables: each has a key, a name, a reason and a tested example.

`PATH` rules rewrite the provider's whole id in lower case, `PACKAGING` rules the end of the slug
(again and again until none applies), `SPELLING` rules the slug of one family of models, in the
order of the table, and `NICKNAMES` a short name that no path makes formal. Pure.
"""

from catalog.identity.rules.decisions import DECISION_NAMES
from catalog.identity.rules.nicknames import NICKNAMES
from catalog.identity.rules.packaging import PACKAGING
from catalog.identity.rules.path import PATH
from catalog.identity.rules.spelling import SPELLING
from catalog.identity.rules.steps import STEP_NAMES

RULES = (*PATH, *PACKAGING, *SPELLING, *NICKNAMES)
RULE_NAMES = {rule.key: rule.name for rule in RULES} | DECISION_NAMES | STEP_NAMES


def rule_name(key: str) -> str:
    """Return the name of a stored key, to be translated; an unknown one is its own name."""
    return RULE_NAMES.get(key, key)
