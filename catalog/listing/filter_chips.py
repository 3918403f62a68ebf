"""The chosen filters, each with the state of the list without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.listing.facets import FACET_BY_KEY, RANGE_BY_KEY, FacetIndex, Filters, Range
from catalog.listing.list_query import amount_text

Text = str | Promise


@dataclass(frozen=True, slots=True)
class FilterChip:
    """One chosen filter, the query string without it, and how many rows that would match.

    A chip without a label is worded by its `kind`: "since", "words", or the key of a rubric.
    """

    label: Text
    value: Text
    kind: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """One chosen filter as a chip words it, and the filters that are left without it."""

    label: Text
    value: Text
    left: Filters
    kind: str = ""


def chosen_filters(choice: Filters, facets: FacetIndex) -> Iterator[ChosenFilter]:
    for key, values in choice.values.items():
        facet = FACET_BY_KEY[key]
        for value in values:
            rest = tuple(other for other in values if other != value)
            # `FacetIndex.matches` needs at least one value for each key.
            left = {**choice.values, key: rest} if rest else _without(choice.values, key)
            label = facets.value_label(facet, value)
            yield ChosenFilter(facet.label, label, replace(choice, values=left))
    for key, (lowest, highest) in choice.bounds.items():
        ranged, bounds = RANGE_BY_KEY[key], _without(choice.bounds, key)
        text = bounds_text(ranged, lowest, highest)
        yield ChosenFilter(ranged.label, text, replace(choice, bounds=bounds))
    if choice.since:
        yield ChosenFilter("", choice.since, replace(choice, since=""), "since")
    for rubric, least in (choice.scores or {}).items():
        scores = _without(choice.scores or {}, rubric)
        yield ChosenFilter("", str(least), replace(choice, scores=scores), rubric)
    if choice.words:
        yield ChosenFilter("", choice.words, replace(choice, words=""), "words")


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def bounds_text(ranged: Range, lowest: Decimal | None, highest: Decimal | None) -> str:
    """Return two bounds in words; at least one of them is not None."""
    sign = "$" if ranged.money else ""
    if lowest is None:
        return gettext("up to %(highest)s") % {"highest": _amount(highest, sign)}
    if highest is None:
        return gettext("from %(lowest)s") % {"lowest": _amount(lowest, sign)}
    ends = {"lowest": _amount(lowest, sign), "highest": _amount(highest, sign)}
    return gettext("%(lowest)s to %(highest)s") % ends


def _amount(amount: Decimal | None, sign: str) -> str:
    return "" if amount is None else f"{sign}{amount_text(amount)}"
