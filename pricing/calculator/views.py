"""The calculator: each view reads the address, asks the market, and renders."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect, push_url

from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.listing.results import ListResults
from pricing.calculator.calculate import CalculatorResult, calculate
from pricing.calculator.csv_export import csv_file, result_rows
from pricing.calculator.offer_table import OfferTable, offer_table
from pricing.calculator.query import CalculatorForms, CalculatorQuery, read_calculator_query
from pricing.eligibility import REASONS
from pricing.models import Scenario
from pricing.workload import Per, Workload

PAGE_SIZE = 50


@cached_page
def calculator(request: HtmxHttpRequest) -> HttpResponse:
    market = offer_table(data_version(request))
    asked = read_calculator_query(request.GET, market.sets)
    if asked.question and (moved := redirect_target(request, asked.question)):
        return moved
    context = {"asked": asked, "query": asked.question, **_result(market, asked)}
    if not request.htmx:
        context["scenarios"] = Scenario.objects.in_order()
        return render(request, "pricing/calculator.html", context)
    part = render(request, "pricing/_result.html", context)
    if asked.question is None:
        return part
    return push_url(part, request.path + asked.question.on_page(context["page"].number).text)


def redirect_target(request: HtmxHttpRequest, question: CalculatorQuery) -> HttpResponse | None:
    """Return where a button leads, or a form that was sent without scripts: its one address."""
    if question.wrong:
        return None  # a bound that cannot be read stays where its message is
    wanted = apply_button(question, request.GET.get("do", ""))
    target = request.path + wanted.text
    if request.htmx:
        return HttpResponseClientRedirect(target) if wanted != question else None
    same = request.GET.urlencode() == QueryDict(wanted.text[1:]).urlencode()
    return None if same else redirect(target)


def apply_button(question: CalculatorQuery, button: str) -> CalculatorQuery:
    """Return the question as a button changes it: "add", "remove 2", "scenario rag-answer"."""
    action, _space, which = button.partition(" ")
    if action == "add":
        return question.with_workload()
    if action == "remove" and which.isdecimal():
        return question.without_workload(int(which[:2]) - 1)
    asked = action == "scenario" and which.isprintable()  # PostgreSQL takes no NUL
    scenario = Scenario.objects.filter(key=which[:50]).first() if asked else None
    return replace(question, workloads=(workload_of(scenario),), page=1) if scenario else question


def workload_of(scenario: Scenario) -> Workload:
    return Workload(
        requests=scenario.requests,
        per=Per.MONTH,
        input=scenario.input_tokens,
        output=scenario.output_tokens,
    )


def _result(market: OfferTable, asked: CalculatorForms) -> dict[str, Any]:
    """Return the page of the answer that is asked for; nothing while a field is wrong."""
    if asked.question is None:
        results = ListResults(market.sets, asked.list_query)
        return {"answer": None, "page": None, "results": results, "list_query": asked.list_query}
    costs = calculate(market, asked.question)
    page = Paginator(costs.ranked, PAGE_SIZE).get_page(asked.question.page)
    context = {"answer": costs, "page": page, "reasons": _reasons(costs)}
    return {**context, "results": costs.found, "list_query": asked.question.list_query}


def _reasons(found: CalculatorResult) -> list[tuple[str, int]]:
    """Return the sentences that say why channels cannot, each with their number."""
    return [(REASONS[key], found.why_not[key]) for key in REASONS if found.why_not[key]]


@cached_page
def result_csv(request: HtmxHttpRequest) -> HttpResponse:
    market = offer_table(data_version(request))
    asked = read_calculator_query(request.GET, market.sets)
    if asked.question is None:
        return HttpResponseBadRequest(gettext("The workload cannot be read."))
    found = calculate(market, asked.question)
    return csv_file(result_rows(found), "model-ledger-costs.csv")


@cached_page
def model_calculator(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    path = f"{maker}/{slug}"
    market = offer_table(data_version(request))
    asked = read_calculator_query(request.GET)
    channel = next((channel for channel in market.channels if channel.model == path), None)
    if channel is None:
        raise Http404
    question = replace(asked.question, model=path, page=1) if asked.question else None
    context = {
        "asked": asked,
        "channel": channel,
        "maker": maker,
        "slug": slug,
        "query": question,
        "full": replace(question, model="") if question else None,
        **_result(market, replace(asked, question=question)),
    }
    kind = "_model_costs" if request.htmx else "model_calculator"
    return render(request, f"pricing/{kind}.html", context)
