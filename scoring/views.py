"""The methodology, the rankings and the score history of a model."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from catalog.domain.price_doubts import NEGLIGIBLE, QUORUM, TIMES
from catalog.domain.score_inputs import ScoreInputs
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version, with_model
from catalog.listing.query_string import query_string
from catalog.models import CanonicalModel
from catalog.version_cache import per_version
from pricing.estimate import FALLBACKS
from pricing.models import Scenario
from scoring.as_of import RankedScore, ranking_as_of, score_history, with_models
from scoring.models import Score
from scoring.rules import BY_KEY, FACT_NAMES, RUBRICS, Rubric, scores
from scoring.wording import input_text

PAGE_SIZE = 50
CACHED_RANKINGS = 16  # past rankings, of which there is one for each rubric and day

# The worked example of the methodology page: one input is not reported, so that ranges show.
EXAMPLE = ScoreInputs(
    tool_calling=True,
    structured_output=None,
    reasoning=False,
    temperature=True,
    context=200_000,
    max_output=16_384,
    providers=4,
    blended=Decimal("1.00"),
    has_cache_price=True,
    conflicts=1,
    official=True,
)


@cached_page
def methodology(request: HtmxHttpRequest) -> HttpResponse:
    inputs = [(name, input_text(getattr(EXAMPLE, key))) for key, name in FACT_NAMES.items()]
    context = {
        "rubrics": RUBRICS,
        "examples": scores(EXAMPLE),
        "inputs": inputs,
        "substitutes": FALLBACKS.items(),
        "scenarios": list(Scenario.objects.in_order()),
        "doubts": {"negligible": NEGLIGIBLE, "times": TIMES, "quorum": QUORUM},
    }
    return render(request, "scoring/methodology.html", context)


class DayForm(forms.Form):
    """The query string of a ranking."""

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


def read_day(query: Mapping[str, Any], data: DataVersion | None) -> date | None:
    """Return the past day in the query string; None for today, a day to come, or no valid day."""
    form = DayForm(query)
    form.is_valid()
    on: date | None = form.cleaned_data.get("on")
    return on if on and data and on < data.day else None


@cached_page
def ranking(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    rubric, data = BY_KEY[key], data_version(request)
    on = read_day(request.GET, data)
    page = ranking_page(rubric, data, on, request.GET.get("page"))
    context = {
        "rubric": rubric,
        "label": gettext(rubric.label),
        "rubrics": RUBRICS,
        "page": page,
        "on": on,
        "data": data,
        "day_query": query_of(on),
        "previous_query": query_of(on, page.number - 1) if page.has_previous() else "",
        "next_query": query_of(on, page.number + 1) if page.has_next() else "",
    }
    return render(request, "scoring/ranking.html", context)


def query_of(on: date | None, page: int | None = None) -> str:
    """Return the query string of a ranking on a day, on a page."""
    pairs = [("on", on and f"{on:%Y-%m-%d}"), ("page", page and str(page))]
    return query_string((name, value) for name, value in pairs if value)


def ranking_page(
    rubric: Rubric, data: DataVersion | None, on: date | None, number: str | None
) -> Page[Any]:
    """Return one page of `Score` rows, read whole: the template queries nothing."""
    if data and on:
        past = Paginator(cached_ranking(data, rubric.key, on), PAGE_SIZE).get_page(number)
        past.object_list = with_models(rubric, list(past))  # type: ignore[assignment]
        return past
    rows = Score.objects.ranking(rubric.key).select_related("model__maker")
    today = Paginator(rows, PAGE_SIZE).get_page(number)
    today.object_list = list(today)
    return today


@per_version(most=CACHED_RANKINGS)
def cached_ranking(_data: DataVersion | None, key: str, on: date) -> list[RankedScore]:
    """Return a past ranking, calculated once for all its pages and until the data changes."""
    return ranking_as_of(BY_KEY[key], on)


@cached_page
@with_model
def history(request: HtmxHttpRequest, model: CanonicalModel) -> HttpResponse:
    context = {"model": model, "rubrics": RUBRICS, "history": score_history(model)}
    return render(request, "scoring/history.html", context)
