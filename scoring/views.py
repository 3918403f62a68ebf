"""How scores are made, and who leads by each."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from catalog.http import HtmxHttpRequest, catalogue_page
from pricing.estimate import TWINS
from pricing.models import Scenario
from pricing.money import price_text, tokens_text
from scoring.models import Score
from scoring.rules import BY_KEY, FACT_NAMES, RUBRICS, Facts, scores

PAGE_SIZE = 50

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
YES, NO, NOT_REPORTED = gettext_noop("yes"), gettext_noop("no"), gettext_noop("not reported")


@catalogue_page
def methodology(request: HtmxHttpRequest) -> HttpResponse:
    return render(
        request,
        "scoring/methodology.html",
        {
            "rubrics": RUBRICS,
            "examples": scores(EXAMPLE),
            "facts": [(name, _fact_text(key)) for key, name in FACT_NAMES.items()],
            "substitutes": TWINS.items(),
            "scenarios": Scenario.objects.in_order(),
        },
    )


def _fact_text(key: str) -> str:
    value: Any = getattr(EXAMPLE, key)
    if value is None or isinstance(value, bool):
        return gettext(NOT_REPORTED if value is None else YES if value else NO)
    if isinstance(value, Decimal):
        return price_text(value)
    return tokens_text(value)


@catalogue_page
def ranking(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    found = Score.objects.ranking(key).select_related("model__maker")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"rubric": BY_KEY[key], "rubrics": RUBRICS, "page": page}
    return render(request, "scoring/ranking.html", context)
