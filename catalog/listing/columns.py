"""The columns of the list of models: what each shows and how it sorts."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from catalog.listing.index import NOT_STATED, ModelIndex, ModelRow
from catalog.name_order import by_name

Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. `ascending` columns show the lowest value first on the first click.

    A score's column has a `rubric` and no label: the catalogue cannot import the rubrics' names.
    """

    key: str
    label: str | Promise
    kind: str
    value_of: Callable[[ModelRow], Any]
    unit: str | Promise = ""
    ascending: bool = False
    rubric: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind not in {"name", "flag", "maker", "trend", "family", "words"}


def _stated(values: frozenset[str]) -> str:
    """Return the values that any offer states, separated by spaces; "" for none."""
    return " ".join(sorted(values - {NOT_STATED}))


def _capability(key: str) -> Callable[[ModelRow], bool | None]:
    return lambda row: row.capabilities[key]


@cache  # columns compare by identity of their functions, so each rubric has one column
def score_column(rubric: str) -> ListColumn:
    return ListColumn(
        f"score-{rubric}",
        "",
        "number",
        lambda row: row.scores.get(rubric),
        _("out of 100"),
        False,
        rubric,
    )


NAME = ListColumn("name", _("Model"), "name", lambda row: by_name(row.name), ascending=True)
COLUMNS = (
    NAME,
    ListColumn("maker", _("Maker"), "maker", lambda row: by_name(row.maker_name), ascending=True),
    ListColumn("family", _("Family"), "family", lambda row: row.family.casefold(), ascending=True),
    ListColumn("context", _("Context"), "tokens", attrgetter("context"), _("tokens")),
    ListColumn("max-output", _("Max output"), "tokens", attrgetter("max_output"), _("tokens")),
    ListColumn(
        "input", _("Input"), "price", attrgetter("input"), _("per 1M tokens"), ascending=True
    ),
    ListColumn(
        "output",
        _("Output"),
        "price",
        attrgetter("output"),
        _("per 1M tokens"),
        ascending=True,
    ),
    ListColumn(
        "blended",
        _("Blended"),
        "price",
        attrgetter("blended"),
        _("per 1M tokens"),
        ascending=True,
    ),
    ListColumn(
        "trend", _("Trend"), "trend", attrgetter("price_change"), _("90 days"), ascending=True
    ),
    ListColumn("providers", _("Providers"), "number", attrgetter("provider_count")),
    ListColumn("channels", _("Offers"), "number", attrgetter("offering_count")),
    ListColumn("region", _("Region"), "words", lambda row: _stated(row.regions), ascending=True),
    ListColumn("seller", _("Seller"), "words", lambda row: _stated(row.sellers), ascending=True),
    ListColumn("versions", _("Versions"), "number", attrgetter("versions")),
    ListColumn("released", _("Released"), "date", attrgetter("released")),
    ListColumn("knowledge", _("Knowledge cutoff"), "date", attrgetter("knowledge")),
    *(
        ListColumn(c.key, c.label, "flag", _capability(c.key))
        for c in CAPABILITIES
        # A capability that is a number has a column of its own above.
        if c.least is None
    ),
)
DEFAULT_COLUMNS = ("maker", "context", "input", "output", "trend", "providers", "released")


def order_of(index: ModelIndex, column: ListColumn, *, descending: bool) -> tuple[int, ...]:
    """Return every place in the column's order: unknowns last, ties by price.

    The index keeps the answer: there are few columns and thousands of rows.
    """
    key = (column.key, descending)
    if key not in index.orders:
        values = [column.value_of(row) for row in index.rows]
        places = index.by_price
        known = [place for place in places if values[place] not in (None, "")]
        # A stable sort, also reversed, leaves ties in the order that they come in.
        known.sort(key=values.__getitem__, reverse=descending)
        unknown = (place for place in places if values[place] in (None, ""))
        index.orders[key] = (*known, *unknown)
    return index.orders[key]
