"""Comparing the day of a page with an earlier one: `?since=YYYY-MM-DD` on a model or a provider."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from catalog.as_of.days import SINCE, data_since, newest_state
from catalog.as_of.pages import compare_since
from catalog.http import DataVersion
from changelog.between import changes_between
from changelog.reading import ChangeLine

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier day: lines, and by offering the texts that mark its row.

    `more` is how many lines are left out. Of very many `changed` offers only `compared` were read.
    """

    first: date
    last: date
    lines: tuple[ChangeLine, ...]
    more: int
    texts: Mapping[int, str]
    compared: int
    changed: int

    @property
    def is_cut(self) -> bool:
        return self.compared < self.changed


def read_since(
    request: HttpRequest,
    data: DataVersion | None,
    *,
    models: Iterable[int] = (),
    provider: int | None = None,
) -> Since | None:
    """Return the comparison that the URL asks for, None if it asks for none.

    It is about the offers of these models or of a provider, by primary key, on either day.
    Raises DayNotOnRecord.
    """
    typed = request.GET.get(SINCE, "")
    if not typed or data is None:
        return None
    earlier, newest = data_since(data, typed), newest_state(data)
    before, after = earlier.state or earlier.day, newest.state or newest.day
    compared = changes_between(before, after, models=models, provider=provider)
    first = earlier.on or earlier.day
    compare_since(request, first)
    lines = compared.lines
    return Since(
        first,
        data.on or data.day,
        lines[:MOST_LINES],
        len(lines[MOST_LINES:]),
        compared.texts,
        compared.compared,
        compared.changed,
    )
