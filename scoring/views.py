"""The methodology, the rankings and the score history of a model."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from catalog.as_of.pages import dated_page
from catalog.domain import newcomers, regions, sellers
from catalog.domain.kinds import ModelKind
from catalog.domain.price_doubts import NEGLIGIBLE, QUORUM, TIMES
from catalog.domain.reports import VALUE_RULES
from catalog.domain.score_inputs import ScoreInputs
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version, with_model
from catalog.listing.list_query import EVERY_KIND
from catalog.listing.query_string import query_string
from catalog.models import CanonicalModel
from catalog.parameters import NUMBER, reads
from pricing.estimate import FALLBACKS
from pricing.models import Scenario
from scoring.as_of import past_ranking, score_history
from scoring.models import Score
from scoring.rules import BY_KEY, FACT_NAMES, RUBRICS, Rubric, scores
from scoring.wording import input_text

PAGE_SIZE = 50

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


@reads()
@cached_page
def methodology(request: HtmxHttpRequest) -> HttpResponse:
    inputs = [(name, input_text(getattr(EXAMPLE, key))) for key, name in FACT_NAMES.items()]
    context = {
        "rubrics": RUBRICS,
        "examples": scores(EXAMPLE),
        "inputs": inputs,
        "value_rules": VALUE_RULES,
        "substitutes": FALLBACKS.items(),
        "scenarios": list(Scenario.objects.in_order()),
        "doubts": {
            "negligible": NEGLIGIBLE,
            "times": TIMES,
            "quorum": QUORUM,
            "new_days": newcomers.NEW_FOR.days,
            "new_times": newcomers.TIMES,
            "many": newcomers.MANY,
        },
        "region_rules": [(regions.NAMES[rule.region], rule) for rule in regions.RULES],
        "seller_rules": [
            (sellers.NAMES[kind], sentence)
            for rule, sentence in sellers.SENTENCES.items()
            for kind in [sellers.KIND_OF[rule]]
        ],
        "seller_lists": [
            (sellers.NAMES[kind], sorted(keys))
            for kind, keys in (
                (sellers.SellerKind.CLOUD, sellers.CLOUDS),
                (sellers.SellerKind.GATEWAY, sellers.GATEWAYS),
            )
        ],
    }
    return render(request, "scoring/methodology.html", context)


@reads({"kind": {EVERY_KIND}, "page": NUMBER})
@dated_page
@cached_page
def ranking(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    rubric = BY_KEY[key]
    every_kind = request.GET.get("kind") == EVERY_KIND
    number = request.GET.get("page")
    page = ranking_page(rubric, data_version(request), number, every_kind=every_kind)
    context = {
        "rubric": rubric,
        "label": gettext(rubric.label),
        "rubrics": RUBRICS,
        "page": page,
        "every_kind": every_kind,
        "other_kinds": page_query(every_kind=not every_kind) or "?",
        "same_query": page_query(every_kind=every_kind),
        "previous_query": page_query(page.number - 1, every_kind=every_kind)
        if page.has_previous()
        else "",
        "next_query": page_query(page.number + 1, every_kind=every_kind) if page.has_next() else "",
    }
    return render(request, "scoring/ranking.html", context)


def page_query(number: int | None = None, *, every_kind: bool) -> str:
    """Return the query string of a page of a ranking; without a number, of its first page."""
    pairs = [("kind", EVERY_KIND if every_kind else ""), ("page", str(number or ""))]
    return query_string((name, value) for name, value in pairs if value)


def ranking_page(
    rubric: Rubric, data: DataVersion | None, number: str | None, *, every_kind: bool
) -> Page[Any]:
    """Return one page of `Score` rows, read whole: the template queries nothing."""
    if data and data.state:
        kind = "" if every_kind else ModelKind.CHAT
        return Paginator(past_ranking(data, rubric.key, kind), PAGE_SIZE).get_page(number)
    rows = Score.objects.ranking(rubric.key, every_kind=every_kind)
    rows = rows.select_related("model__maker", "model__recommended")
    today = Paginator(rows, PAGE_SIZE).get_page(number)
    today.object_list = list(today)
    return today


@reads()
@cached_page
@with_model
def history(request: HtmxHttpRequest, model: CanonicalModel) -> HttpResponse:
    context = {"model": model, "rubrics": RUBRICS, "history": score_history(model)}
    return render(request, "scoring/history.html", context)
