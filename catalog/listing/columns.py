"""The columns of the list of models: what each shows, how it sorts, how it leaves as CSV."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from catalog.listing.index import ModelIndex, ModelRow

Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. `rising` says that its first click shows the lowest first.

    A score's label is empty: it is the rubric's, which the catalogue does not know.
    """

    key: str
    label: str | Promise
    kind: str
    of: Callable[[ModelRow], Any]
    unit: str | Promise = ""
    rising: bool = False
    rubric: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind not in {"text", "flag", "maker", "trend", "family"}


def _capability(key: str) -> Callable[[ModelRow], bool | None]:
    return lambda row: row.capabilities[key]


@cache  # one column per rubric, so that columns compare equal
def score_column(rubric: str) -> ListColumn:
    return ListColumn(
        f"score-{rubric}",
        "",
        "number",
        lambda row: row.scores.get(rubric),
        _("of 100"),
        False,
        rubric,
    )


NAME = ListColumn("name", _("Model"), "name", lambda row: row.name.casefold(), rising=True)
COLUMNS = (
    NAME,
    ListColumn("maker", _("Maker"), "maker", lambda row: row.maker_name.casefold(), rising=True),
    ListColumn("family", _("Family"), "family", attrgetter("family"), rising=True),
    ListColumn("context", _("Context"), "tokens", attrgetter("context"), _("tokens")),
    ListColumn("max-output", _("Maximum output"), "tokens", attrgetter("max_output"), _("tokens")),
    ListColumn("input", _("Input"), "price", attrgetter("input"), _("per 1M tokens"), rising=True),
    ListColumn(
        "output", _("Output"), "price", attrgetter("output"), _("per 1M tokens"), rising=True
    ),
    ListColumn(
        "blended", _("Blended"), "price", attrgetter("blended"), _("per 1M tokens"), rising=True
    ),
    ListColumn("trend", _("Trend"), "trend", attrgetter("moved"), _("90 days"), rising=True),
    ListColumn("providers", _("Providers"), "number", attrgetter("providers")),
    ListColumn("channels", _("Channels"), "number", attrgetter("channels")),
    ListColumn("released", _("Released"), "date", attrgetter("released")),
    ListColumn("knowledge", _("Knowledge cutoff"), "date", attrgetter("knowledge")),
    *(
        ListColumn(c.key, c.label, "flag", _capability(c.key))
        for c in CAPABILITIES
        if c.least is None
    ),
)
DEFAULT_COLUMNS = ("maker", "context", "input", "output", "trend", "providers", "released")


def order_of(index: ModelIndex, column: ListColumn, *, descending: bool) -> tuple[int, ...]:
    """Return every place in the column's order: unknowns last, ties by canonical id."""
    key = (column.key, descending)
    if key not in index.orders:
        values = [column.of(row) for row in index.rows]
        known = [place for place, value in enumerate(values) if value not in (None, "")]
        known.sort(key=values.__getitem__, reverse=descending)
        unknown = (place for place, value in enumerate(values) if value in (None, ""))
        index.orders[key] = (*known, *unknown)
    return index.orders[key]
