"""The price index: its page, its figures as CSV, and a feed of the days on which it moved."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext, ngettext

from catalog.data_age import data_age_text, dated_filename
from catalog.display.money import percent_text
from catalog.http import HtmxHttpRequest, cached_page, csv_response, data_version
from catalog.parameters import Answer, reads
from changelog.feed_formats import PUBLISHER
from changelog.history.periods import PERIOD_VALUES
from changelog.price_index.levels import Level, shown
from changelog.price_index.links import FRONTIER_FROM, SMALL_BELOW, Measure, Tier
from changelog.price_index.query import IndexQuery
from changelog.price_index.reading import (
    MEASURES,
    PRICED_TIERS,
    TIERS,
    Index,
    index_days,
    measure_chart,
    read_index,
    summaries,
    tier_chart,
)

SHOWN_DAYS = 14
MAX_ENTRIES = 60


@reads({"measure": set(Measure), "days": PERIOD_VALUES})
@cached_page
def price_index(request: HtmxHttpRequest) -> HttpResponse:
    index = read_index(data_version(request))
    query = IndexQuery.read(request.GET)
    rows = index_days(index)
    context = {
        "summaries": summaries(index),
        "since": rows[-1].day if rows else None,
        "query": query,
        "measures": [(key, MEASURES[key], text) for key, text in query.measures],
        "tiers": [(tier, TIERS[tier]) for tier in PRICED_TIERS],
        "measure_chart": measure_chart(index, query.days),
        "tier_chart": tier_chart(index, query.measure, query.days),
        "rows": rows[:SHOWN_DAYS],
        "frontier_from": FRONTIER_FROM,
        "small_below": SMALL_BELOW,
    }
    return render(request, "changelog/price_index.html", context)


@reads(answer=Answer.REFUSE)
@cached_page
def price_index_csv(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    return csv_response(_csv_rows(read_index(data)), dated_filename("price-index", data))


def _csv_rows(index: Index) -> Iterator[tuple[str, ...]]:
    """Yield a heading, then a row for each day, measure and tier, oldest first."""
    yield (
        *("date", "measure", "tier", "index", "low_95", "high_95", "link"),
        *("models_priced", "models_compared", "prices_changed", "models_new", "models_gone"),
    )
    for level in sorted(
        (level for history in index.values() for level in history), key=lambda level: level.day
    ):
        link = level.link
        figures = (shown(level.value), shown(level.low), shown(level.high), link.ratio)
        counts = (link.priced, link.matched, link.moved, link.arrived, link.left)
        yield (
            *(level.day.isoformat(), link.measure.value, link.tier.value),
            *map(str, (*figures, *counts)),
        )


@reads(answer=Answer.REFUSE)
@cached_page
def price_index_feed(request: HttpRequest) -> HttpResponse:
    history = read_index(data_version(request)).get((Measure.RECOMMENDED, Tier.ALL), ())
    page = request.build_absolute_uri(reverse("price-index"))
    document = Atom1Feed(
        title=gettext("Token price index"),
        link=page,
        description=None,
        subtitle=data_age_text(data_version(request)),
        language=get_language() or "en",
        author_name=PUBLISHER,
        feed_url=request.build_absolute_uri(request.path),
        feed_guid="urn:model-ledger:price-index",
    )
    moved = [level for level in reversed(history) if level.link.ratio != 1]
    for level in moved[:MAX_ENTRIES]:
        document.add_item(
            title=entry_title(level),
            link=page,
            description=entry_text(level),
            unique_id=f"urn:model-ledger:price-index:{level.day}",
            pubdate=datetime.combine(level.day, time.min, UTC),
            updateddate=datetime.combine(level.day, time.min, UTC),
        )
    return HttpResponse(
        document.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def entry_title(level: Level) -> str:
    """Return the index of a day and how far it moved, as a feed's title."""
    arrow = "▲" if level.change > 0 else "▼"
    return gettext("Token price index {value} ({arrow} {change})").format(
        value=shown(level.value), arrow=arrow, change=percent_text(abs(level.change))
    )


def entry_text(level: Level) -> str:
    """Return what was compared on a day."""
    text = ngettext(
        "{moved} of {matched} model compared has another price.",
        "{moved} of {matched} models compared have another price.",
        level.link.matched,
    )
    return text.format(moved=level.link.moved, matched=level.link.matched)
