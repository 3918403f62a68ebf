"""Comparing the day of a page with an earlier one: `?since=YYYY-MM-DD` on a model or a provider."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from catalog.as_of.catalogue import PastCatalogue, past_catalogue
from catalog.as_of.days import SINCE, data_since, newest_state
from catalog.as_of.pages import compare_since
from catalog.http import DataVersion
from changelog.between import changes_between
from changelog.reading import ChangeLine

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier day: lines, and by offering the texts that mark its row.

    `more` is how many lines are left out.
    """

    first: date
    last: date
    lines: tuple[ChangeLine, ...]
    more: int
    texts: Mapping[int, str]


def read_since(
    request: HttpRequest,
    data: DataVersion | None,
    offerings_of: Callable[[PastCatalogue], Iterable[int]],
) -> Since | None:
    """Return the comparison that the URL asks for, None if it asks for none.

    `offerings_of` selects the offerings to compare, by primary key, in either day's catalogue.
    Raises DayNotOnRecord.
    """
    typed = request.GET.get(SINCE, "")
    if not typed or data is None:
        return None
    earlier = data_since(data, typed)
    before, after = past_catalogue(earlier), past_catalogue(newest_state(data))
    offerings = {*offerings_of(before), *offerings_of(after)}
    compared = changes_between(before, after, offerings)
    first = earlier.on or earlier.day
    compare_since(request, first)
    lines = compared.lines
    return Since(
        first, data.on or data.day, lines[:MOST_LINES], len(lines[MOST_LINES:]), compared.texts
    )
