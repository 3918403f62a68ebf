"""Scores in words: formulas, input values and their changes."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from catalog.display.money import price_text, tokens_text
from catalog.templatetags.display import comma
from scoring.rules import FACT_NAMES, Criterion


def formula_text(criterion: Criterion) -> str:
    """Return how a criterion's points are calculated."""
    # Rules are pure, so lists are joined only here: ", " in English, "、" in Chinese.
    terms = {
        name: comma().join(term) if isinstance(term, tuple) else term
        for name, term in criterion.terms.items()
    }
    return gettext(criterion.rule.formula) % (terms | {"fact": gettext(FACT_NAMES[criterion.fact])})


def input_text(value: Any) -> str:
    """Return an input's value: yes, no, a price in USD per million tokens, or a count."""
    if value is None or isinstance(value, bool):
        return gettext("not reported") if value is None else gettext("yes" if value else "no")
    return price_text(value) if isinstance(value, Decimal) else tokens_text(value)


def input_change_text(name: str, old: Any, new: Any) -> str:
    """Return one input's change: number of providers 4 → 5."""
    before, after = input_text(old), input_text(new)
    if before == after:  # 128,000 and 131,072 are both 128K
        before, after = f"{old:,}", f"{new:,}"
    text = gettext("{field} {old} → {new}")
    return text.format(field=gettext(FACT_NAMES[name]), old=before, new=after)
