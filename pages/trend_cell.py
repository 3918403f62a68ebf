"""How a price moved of late, as a cell: a small line, how far in percent, from what to what."""

from decimal import Decimal
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.display.money import percent_text, price_text
from catalog.templatetags.display import unknown

CELL = '<td class="trend" data-label="{}">{}</td>'
STEADY = '<span class="steady" aria-hidden="true"></span><span class="vh">{}</span>'
MOVED = (
    '<svg viewBox="0 0 90 20" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
    ' <span class="moved {}" title="{}"><span class="vh">{}</span>'
    '<span aria-hidden="true">{}</span></span>'
)


class Trend(Protocol):
    """What `changelog` keeps of a model of which the price moved."""

    @property
    def path(self) -> str: ...
    @property
    def before(self) -> Decimal: ...
    @property
    def now(self) -> Decimal: ...
    @property
    def percent(self) -> Decimal | None: ...


def trend_cell(trend: Trend | None, label: str, why: str | None) -> SafeString:
    """Return a cell with the trend of a price; `why` says why there is no price, if there is none.

    A price that did not move is a level line.
    """
    if why is not None:
        return format_html(CELL, label, unknown(why))
    if trend is None:
        return format_html(CELL, label, format_html(STEADY, gettext("unchanged")))
    return format_html(CELL, label, _moved(trend))


def _moved(trend: Trend) -> SafeString:
    prices = {"before": price_text(trend.before), "now": price_text(trend.now)}
    said = gettext("from %(before)s to %(now)s") % prices
    share = (trend.percent or Decimal(0)) / 100
    arrow, name = ("▲ ", "bad") if share > 0 else ("▼ ", "good") if share < 0 else ("", "muted")
    shown = f"{arrow}{percent_text(abs(share))}" if trend.percent is not None else ""
    return format_html(MOVED, trend.path, name, " → ".join(prices.values()), said, shown)
