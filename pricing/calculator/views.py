"""The calculator's pages: each view reads the query, calculates, and renders."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django_htmx.http import HttpResponseClientRedirect, push_url

from catalog.as_of.days import PARAMETER
from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing
from catalog.data_age import dated_filename
from catalog.domain.modes import STANDARD
from catalog.http import HtmxHttpRequest, cached_page, csv_response, data_version
from catalog.listing.facets import KIND, STATUSES
from catalog.listing.list_query import every_kind_text
from catalog.listing.query_string import query_string
from catalog.listing.results import ListResults
from catalog.models import CanonicalModel
from catalog.parameters import Answer, reads
from pricing.calculator.calculate import CalculatorResult, calculate
from pricing.calculator.csv_export import result_csv_rows
from pricing.calculator.hit_rate_offers import hit_rates
from pricing.calculator.modes import mode_choices, mode_names, with_mode
from pricing.calculator.offer_table import OfferTable, offer_table
from pricing.calculator.parameters import ONE_MODEL, calculator_parameters
from pricing.calculator.query import (
    NO_FILTERS,
    CalculatorForms,
    CalculatorQuery,
    read_calculator_forms,
    workload_pairs,
)
from pricing.calculator.replace_offer import used_offer
from pricing.calculator.replacement_rows import shown_replacement
from pricing.calculator.result_rows import result_rows
from pricing.calculator.terms import not_kept_with_terms, with_terms
from pricing.eligibility import DEPRECATED, EXCLUSION_REASONS
from pricing.models import Scenario
from pricing.workload import Per, Workload, monthly_load

PAGE_SIZE = 50
MOST_COMPARED = 3  # of the cheapest models
ADD_TERM = "add-term"
STATUS = "status"
MAX_KEY_LENGTH = Scenario._meta.get_field("key").max_length


@reads(calculator_parameters)
@dated_page
@not_kept_with_terms
@cached_page
def calculator(request: HtmxHttpRequest) -> HttpResponse:
    table = offer_table(data_version(request))
    forms = with_known_offer(read_calculator_forms(request.GET, table.facets), table)
    if forms.query and (response := redirect_to_query(request, forms.query)):
        return response
    context = {
        "forms": forms,
        "query": forms.query,
        "modes": mode_choices(table.modes, forms.query.mode if forms.query else ""),
        "log_terms": query_string(forms.terms.terms.pairs) if forms.terms.terms else "",
        **_result_context(table, forms),
    }
    if not request.htmx:
        context["scenarios"] = list(Scenario.objects.in_order())
        return render(request, "pricing/calculator.html", context)
    response = render(request, "pricing/_result.html", context)
    if forms.query is None:
        return response
    return push_url(response, request.path + forms.query.on_page(context["page"].number).text)


def with_known_offer(forms: CalculatorForms, table: OfferTable) -> CalculatorForms:
    """Return the forms with a message where no model or offer has the name that a reader typed."""
    query = forms.query
    if query is None or not query.instead:
        return forms
    if used_offer(table, query.instead, monthly_load(query.workloads)):
        return forms
    forms.comparison.add_error(
        "instead", gettext("No model or offer has this ID. Copy the ID from a model’s page.")
    )
    return replace(forms, query=None)


def redirect_to_query(request: HtmxHttpRequest, query: CalculatorQuery) -> HttpResponse | None:
    """Return a redirect after a button, or from a form sent without scripts to its short URL."""
    if query.wrong:
        return None  # redirecting would drop the invalid bound and the message beside it
    target = apply_button(query, request.GET.get("do", ""))
    url = request.path + target.text
    if request.GET.get("do") == ADD_TERM and request.htmx:
        return HttpResponseClientRedirect(f"{url}#terms")  # its form has more empty lines
    if request.htmx:
        # A whole new page: buttons change the form, which an htmx response does not contain.
        return HttpResponseClientRedirect(url) if target != query else None
    given = request.GET.copy()
    given.pop(PARAMETER, None)  # the day is no part of the query
    same = given.urlencode() == QueryDict(target.text[1:]).urlencode()
    return None if same else redirect(url)


def apply_button(query: CalculatorQuery, button: str) -> CalculatorQuery:
    """Return the query after a button: "add", "remove 2", "scenario rag-answer"."""
    action, _space, argument = button.partition(" ")
    if action == "add":
        return query.with_workload()
    if action == "remove-term" and argument.isdecimal():
        return replace(query, terms=query.terms.without_line(int(argument[:2])))
    if action == "remove" and argument.isdecimal():
        return query.without_workload(int(argument[:2]) - 1)
    if action == "scenario" and argument.isprintable():  # PostgreSQL takes no NUL
        scenario = Scenario.objects.filter(key=argument[:MAX_KEY_LENGTH]).first()
        if scenario:
            return replace(query, workloads=(scenario_workload(scenario),), page=1)
    return query


def scenario_workload(scenario: Scenario) -> Workload:
    return Workload(
        requests=scenario.requests,
        per=Per.MONTH,
        input=scenario.input_tokens,
        output=scenario.output_tokens,
    )


def _result_context(table: OfferTable, forms: CalculatorForms) -> dict[str, Any]:
    """Return what `_result.html` and `_model_costs.html` show; no result while a field is wrong."""
    query = forms.query
    if query is None:
        filters = ListResults(table.facets, forms.list_query)
        return {"result": None, "page": None, "results": filters, "list_query": forms.list_query}
    result = calculate(with_terms(with_mode(table, query.mode), query.terms), query)
    page = Paginator(result.ranking, PAGE_SIZE).get_page(query.page)
    return {
        "result": result,
        "page": page,
        "rows": result_rows(page.object_list, result, query),
        "hit_rates": hit_rates(result, query),
        "exclusions": _exclusions(result),
        # A model's own calculator has no filters, and the page of the model has all of its offers.
        "deprecated_too": deprecated_too(query)
        if result.excluded[DEPRECATED] and not query.model
        else None,
        "replaced": shown_replacement(result.replaced) if result.replaced else None,
        "other_offers": query.but(every_offer=not query.every_offer, page=1),
        "every_kind": every_kind_text(query.list_query),
        "results": result.filters,
        "list_query": query.list_query,
        "compared": compared_models(result, query),
        "workload_query": query_string(workload_pairs(query.workloads[:1])),
    }


def deprecated_too(query: CalculatorQuery) -> CalculatorQuery:
    """Return the query with offers of every status."""
    values = {**query.choice.values, STATUS: tuple(sorted(STATUSES))}
    return query.but(choice=replace(query.choice, values=values), page=1)


def compared_models(result: CalculatorResult, query: CalculatorQuery) -> tuple[str, ...]:
    """Return the models to compare: those named in the URL, else the three cheapest ones."""
    cheapest = (row.offer.model for row in result.ranking[: MOST_COMPARED * 2])
    several = query.models or tuple(dict.fromkeys(cheapest))[:MOST_COMPARED]
    return tuple(sorted(several)) if len(several) > 1 and not query.model else ()


def _exclusions(result: CalculatorResult) -> list[tuple[str, int]]:
    """Return each reason that excludes an offer, as a text, with the number of offers."""
    excluded = result.excluded
    return [(text, excluded[key]) for key, text in EXCLUSION_REASONS.items() if excluded[key]]


@reads(calculator_parameters, answer=Answer.REFUSE)
@dated_page
@not_kept_with_terms
@cached_page
def result_csv(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    table = offer_table(data)
    query = with_known_offer(read_calculator_forms(request.GET, table.facets), table).query
    if query is None:
        return HttpResponseBadRequest(
            gettext("Invalid workload. Check the values in the URL and try again.")
        )
    priced = with_terms(with_mode(table, query.mode), query.terms)
    rows = result_csv_rows(calculate(priced, query), query.terms, query.mode or STANDARD)
    return csv_response(rows, dated_filename("model-ledger-costs", data))


@reads(ONE_MODEL)
@dated_page
@not_kept_with_terms
@cached_page
def model_calculator(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    path, data = f"{maker}/{slug}", data_version(request)
    table = offer_table(data)
    # Without facets: this page has no filters, so parameters of filters are ignored.
    forms = read_calculator_forms(request.GET)
    offer = next((offer for offer in table.offers if offer.model == path), None)
    if offer is None:
        raise missing(CanonicalModel.objects.filter(path=path).first(), data)
    query = full_query = replace_query = None
    if forms.query:
        query = replace(
            forms.query, model=path, instead="", choice=NO_FILTERS, default_kind="", page=1
        )
        # The full calculator starts with chat models: it is told where this one is another.
        kinds = {KIND: (table.kinds[table.offers.index(offer)],)}
        full_query = replace(forms.query, choice=replace(NO_FILTERS, values=kinds))
        replace_query = replace(
            *(forms.query,), choice=NO_FILTERS, default_kind="", instead=path, now=None, page=1
        )
    context = {
        "forms": forms,
        "model_name": offer.model_name,
        "maker": maker,
        "slug": slug,
        "query": query,
        "full_query": full_query,
        "replace_query": replace_query,
        "modes": mode_choices(
            mode_names(one.modes for one in table.offers if one.model == path),
            query.mode if query else "",
        ),
        **_result_context(table, replace(forms, query=query)),
    }
    template = "_model_costs" if request.htmx else "model_calculator"
    return render(request, f"pricing/{template}.html", context)
