"""The front page."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, When
from django.http import HttpResponse
from django.shortcuts import render

from catalog.as_of.pages import dated_page
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.models import CanonicalModel, Offering, Provider
from catalog.name_order import NameOrder
from catalog.parameters import reads
from changelog.lifecycle import new_models, withdrawn_models
from changelog.price_index.reading import MEASURES, measure_chart, read_index, summaries, until
from changelog.price_news import newest_first, price_moves
from pages.past_home import LEAST_CONTEXT, NEWS_SHOWN, SHOWN, past_lists, past_news
from pages.table_rows import model_rows

# "Cheapest" compares models for general use; without these limits the list is embedding models.
GENERAL_USE = {"official": True, "tool_calling": True, "context__gte": LEAST_CONTEXT}
# Whether more than one provider offers a model: a condition to sort by.
SEVERAL = Case(When(provider_count__gt=1, then=1), default=0)
MOVES_SHOWN = 5


@reads()
@dated_page
@cached_page
def home(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    context = past_lists(data) if data and data.state else todays_lists()
    if data:
        context |= home_news(data)
    return render(request, "pages/home.html", context)


def todays_lists() -> dict[str, Any]:
    """Return the counts, the newest models and the cheapest ones."""
    live = CanonicalModel.objects.listed()
    # One provider's entry may be a test or a typo: what several offer leads.
    newest = live.not_deprecated().for_list()
    newest = newest.order_by(SEVERAL.desc(), "-released", NameOrder("name"), "pk")
    useful = live.priced().chat().not_deprecated().filter(**GENERAL_USE)
    cheapest = useful.for_list().order_by("blended_price", "pk")
    return {
        "counts": live.aggregate(models=Count("pk"), makers=Count("maker", distinct=True)),
        "offering_count": Offering.objects.live().count(),
        "provider_count": Provider.objects.live().count(),
        "newest": model_rows(newest[:SHOWN]),
        "cheapest": model_rows(cheapest[:SHOWN]),
    }


def home_news(data: DataVersion) -> dict[str, Any]:
    """Return the price index and what happened in the last days."""
    index = until(read_index(data), data.state) if data.state else read_index(data)
    moves = newest_first(price_moves(data.day))
    news = past_news(data) if data.state else todays_news(data.day)
    return news | {
        "summaries": summaries(index),
        "index_chart": measure_chart(index, None),
        "measures": MEASURES,
        "cuts": [move for move in moves if move.is_cut][:MOVES_SHOWN],
        "rises": [move for move in moves if not move.is_cut][:MOVES_SHOWN],
    }


def todays_news(today: date) -> dict[str, Any]:
    return {
        "new": list(new_models(today)[:NEWS_SHOWN]),
        "retired": list(withdrawn_models(today)[:NEWS_SHOWN]),
    }
