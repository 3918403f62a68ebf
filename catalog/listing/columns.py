"""The columns of the list of models: what each shows, how it sorts, how it leaves as CSV."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from catalog.listing.index import Row, Shelf

Value = str | int | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `rising` says that its first click shows the lowest first.

    A score's label is empty: it is the rubric's, which the catalogue does not know.
    """

    key: str
    label: str | Promise
    kind: str
    of: Callable[[Row], Any]
    unit: str | Promise = ""
    rising: bool = False
    rubric: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind not in {"text", "flag", "maker", "trend", "family"}


def _capability(key: str) -> Callable[[Row], bool | None]:
    return lambda row: row.capabilities[key]


def score_column(rubric: str) -> Column:
    return Column(
        f"score-{rubric}",
        "",
        "number",
        lambda row: row.scores.get(rubric),
        _("of 100"),
        False,
        rubric,
    )


NAME = Column("name", _("Model"), "name", lambda row: row.name.casefold(), rising=True)
COLUMNS = (
    NAME,
    Column("maker", _("Maker"), "maker", lambda row: row.maker_name.casefold(), rising=True),
    Column("family", _("Family"), "family", attrgetter("family"), rising=True),
    Column("context", _("Context"), "tokens", attrgetter("context"), _("tokens")),
    Column("max-output", _("Maximum output"), "tokens", attrgetter("max_output"), _("tokens")),
    Column("input", _("Input"), "price", attrgetter("input"), _("per 1M tokens"), rising=True),
    Column("output", _("Output"), "price", attrgetter("output"), _("per 1M tokens"), rising=True),
    Column(
        "blended", _("Blended"), "price", attrgetter("blended"), _("per 1M tokens"), rising=True
    ),
    Column("trend", _("Trend"), "trend", attrgetter("moved"), _("90 days"), rising=True),
    Column("providers", _("Providers"), "number", attrgetter("providers")),
    Column("channels", _("Channels"), "number", attrgetter("channels")),
    Column("released", _("Released"), "date", attrgetter("released")),
    Column("knowledge", _("Knowledge cutoff"), "date", attrgetter("knowledge")),
    *(Column(c.key, c.label, "flag", _capability(c.key)) for c in CAPABILITIES if c.least is None),
)
DEFAULT = ("maker", "context", "input", "output", "trend", "providers", "released")


def order_of(shelf: Shelf, column: Column, *, descending: bool) -> tuple[int, ...]:
    """Return every place in the column's order: unknowns last, ties by canonical id."""
    key = (column.key, descending)
    if key not in shelf.orders:
        values = [column.of(row) for row in shelf.rows]
        known = [place for place, value in enumerate(values) if value not in (None, "")]
        known.sort(key=values.__getitem__, reverse=descending)
        unknown = (place for place, value in enumerate(values) if value in (None, ""))
        shelf.orders[key] = (*known, *unknown)
    return shelf.orders[key]
