"""How scores are made, and who leads by each."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version, with_model
from catalog.models import CanonicalModel
from catalog.version_cache import per_version
from pricing.estimate import TWINS
from pricing.models import Scenario
from scoring.as_of import RankedScore, ranking_as_of, score_history, with_models
from scoring.models import Score
from scoring.rules import BY_KEY, FACT_NAMES, RUBRICS, Facts, scores
from scoring.templatetags.scores import fact_text

PAGE_SIZE = 50
MOST_KEPT = 16  # rankings of the past, of which there are as many as days

# The worked example of the methodology page: one fact is not reported, so that ranges show.
EXAMPLE = Facts(
    tool_calling=True,
    structured_output=None,
    reasoning=False,
    temperature=True,
    context=200_000,
    max_output=16_384,
    providers=4,
    blended=Decimal("1.00"),
    has_cache_price=True,
    price_published=True,
    conflicts=1,
    official=True,
)


@cached_page
def methodology(request: HtmxHttpRequest) -> HttpResponse:
    return render(
        request,
        "scoring/methodology.html",
        {
            "rubrics": RUBRICS,
            "examples": scores(EXAMPLE),
            "facts": [(name, fact_text(getattr(EXAMPLE, key))) for key, name in FACT_NAMES.items()],
            "substitutes": TWINS.items(),
            "scenarios": Scenario.objects.in_order(),
        },
    )


class DayForm(forms.Form):
    """The day that a ranking is asked for."""

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


def day_asked(query: Mapping[str, Any], data: DataVersion | None) -> date | None:
    """Return the day in the past that is asked for; None is today, and what makes no sense."""
    form = DayForm(query)
    form.is_valid()
    on: date | None = form.cleaned_data.get("on")
    return on if on and data and on < data.day else None


@cached_page
def ranking(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    rubric, data, number = BY_KEY[key], data_version(request), request.GET.get("page")
    on = day_asked(request.GET, data)
    if data and on:
        page: Page[Any] = Paginator(cached_ranking(data, key, on), PAGE_SIZE).get_page(number)
        page.object_list = with_models(rubric, list(page))
    else:
        found = Score.objects.ranking(key).select_related("model__maker")
        page = Paginator(found, PAGE_SIZE).get_page(number)
    context = {"rubric": rubric, "rubrics": RUBRICS, "page": page, "on": on, "data": data}
    return render(request, "scoring/ranking.html", context)


@per_version(most=MOST_KEPT)
def cached_ranking(_data: DataVersion | None, key: str, on: date) -> list[RankedScore]:
    """Return that day's ranking, worked out once for all its pages."""
    return ranking_as_of(BY_KEY[key], on)


@cached_page
@with_model
def history(request: HtmxHttpRequest, found: CanonicalModel) -> HttpResponse:
    context = {"model": found, "rubrics": RUBRICS, "history": score_history(found)}
    return render(request, "scoring/history.html", context)
