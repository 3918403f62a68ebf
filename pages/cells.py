"""Cells of table rows as plain values; templates/catalog/_rows.html draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from django.utils.translation import gettext, ngettext

from catalog.display.money import percent_text, price_text
from catalog.display.price_columns import PriceText
from catalog.domain.records import DEPRECATED
from catalog.templatetags.display import comma, status_word


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A price change as text: the path of its line in SVG, prices before and now, the change."""

    path: str
    before: str
    now: str
    change: str
    css: str
    switched: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `kind` selects its markup, `label` names it where a narrow screen hides the head.

    Without `text` the cell shows a dash, which `missing` explains; `css` aligns a price.
    """

    kind: Literal["figure", "text", "code", "link", "flag", "trend"]
    label: str = ""
    text: str = ""
    missing: str = ""
    css: str = ""
    url: str = ""
    flag: bool | None = None
    trend: TrendLine | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A word beside a row's head; `reason` explains it."""

    text: str
    css: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its linked head, tags beside that, and the cells."""

    url: str
    label: str
    cells: Sequence[Cell]
    tags: Sequence[Tag] = ()


def version_tags(versions: int) -> list[Tag]:
    """Return "3 versions" where a model has several on sale."""
    if versions < 2:
        return []
    text = ngettext("%(versions)s version", "%(versions)s versions", versions)
    return [Tag(text % {"versions": versions})]


def fee_tags(fees: Sequence[str]) -> list[Tag]:
    """Return "other fees" where the offer whose price a row shows charges for more than tokens.

    `fees` are in the reader's language.
    """
    return [Tag(gettext("other fees"), "caution", comma().join(fees))] if fees else []


def deprecated_tags(*, deprecated: bool) -> list[Tag]:
    """Return "deprecated" where the offer whose price a row shows is."""
    return [Tag(str(status_word(DEPRECATED)), "caution")] if deprecated else []


class Trend(Protocol):
    """The price change of a model; `percent` is None where the former price was 0."""

    @property
    def path(self) -> str: ...
    @property
    def before(self) -> Decimal: ...
    @property
    def now(self) -> Decimal: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def switched(self) -> bool: ...


def price_cell(price: PriceText, label: str, missing: str) -> Cell:
    """Return a cell with a price as its column has it."""
    return Cell("figure", label, price.text, missing, price.css)


def trend_cell(trend: Trend | None, label: str, missing: str) -> Cell:
    """Return a cell with a price change; without a trend the price is unchanged.

    `missing` says why there is no price at all; "" where there is one.
    """
    line = trend_line(trend) if trend and not missing else None
    return Cell("trend", label, missing=missing, trend=line)


def trend_line(trend: Trend) -> TrendLine:
    # No percentage leads up from a price of 0, so there is no arrow either.
    share = (trend.percent or Decimal(0)) / 100
    # The arrow tells the direction without colour; red is up, since readers pay these prices.
    arrow, css = ("▲ ", "bad") if share > 0 else ("▼ ", "good") if share < 0 else ("", "muted")
    change = "" if trend.percent is None else f"{arrow}{percent_text(abs(share))}"
    prices = price_text(trend.before), price_text(trend.now)
    return TrendLine(trend.path, *prices, change, css, trend.switched)
