"""Models side by side."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import push_url

from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing
from catalog.data_age import data_age_text
from catalog.http import (
    DataVersion,
    HtmxHttpRequest,
    cached_page,
    csv_response,
    data_version,
)
from catalog.listing.query_string import query_string
from catalog.listing.table_query import search_words
from catalog.models import CanonicalModel, MovedModel
from catalog.parameters import Answer, Parameters, limit_values, reads
from catalog.templatetags.display import comma
from changelog.history.comparison import price_comparison
from changelog.history.periods import PERIOD_VALUES, PERIODS, days_in
from pages.compare.columns import ComparedColumn, compare_query, compared_columns
from pages.compare.examples import example_comparisons, popular_sets
from pages.compare.facts import fact_groups
from pages.compare.lines import Line, comparison_lines
from pages.compare.paths import MAX_COMPARED, PATH, compare_url
from pages.model_page.markdown import MARKDOWN
from pages.search import suggested_models
from pricing.calculator.forms import WorkloadForm
from pricing.calculator.parameters import WORKLOAD
from pricing.calculator.query import read_workload_form, workload_pairs
from pricing.compared_costs import compared_costs, monthly_costs
from scoring.compared import compared_scores

# The name of a model is a parameter, too: its value is the provider whose prices are shown.
COMPARE_PARAMETERS: Parameters = {
    **WORKLOAD,
    **dict.fromkeys(("q", "do")),
    "only": {"differences"},
    "days": PERIOD_VALUES,
}


@reads(COMPARE_PARAMETERS, names=PATH)
@dated_page
@cached_page
def compare(request: HtmxHttpRequest, paths: tuple[str, ...] = ()) -> HttpResponse:
    data = data_version(request)
    columns = known_columns(request, paths, data)
    target = current_url(paths, columns, data)
    if target != request.path:
        return redirect(with_query(target, request), permanent=True)
    only_differences = request.GET.get("only") == "differences"
    days = days_in(request.GET)
    form = read_workload_form(request.GET)
    own_workload = tuple(workload_pairs((form.workload,))) if form.is_valid() else ()
    query = compare_query(
        columns, only_differences=only_differences, days=days, workload=own_workload
    )
    if "do" in request.GET and not request.htmx:
        return redirect(request.path + query)
    context = {"query": query, "only_differences": only_differences, "form": form}
    context |= workload_context(columns, form, own_workload)
    context |= table_context(columns, data, only_differences=only_differences)
    context |= history_context(request, columns, days)
    if not request.htmx:
        context |= picker_context(request, columns, query)
        return render(request, "pages/compare.html", context)
    part = render(request, "pages/_compare.html", context)
    return push_url(part, request.path + query)


def known_columns(
    request: HtmxHttpRequest, paths: Iterable[str], data: DataVersion | None
) -> list[ComparedColumn]:
    """Return the columns at the providers that the URL names, and note which ones it could name."""
    columns = compared_columns(paths, request.GET, data)
    for column in columns:
        limit_values(request, column.model.path, list(column.choices))
    return columns


def with_query(target: str, request: HtmxHttpRequest) -> str:
    parameters = request.GET.urlencode(safe="/")
    return f"{target}?{parameters}" if parameters else target


def current_url(
    paths: Sequence[str],
    columns: Sequence[ComparedColumn],
    data: DataVersion | None,
    name: str = "compare",
) -> str:
    """Return the URL of the comparison, with moved models at their current ids.

    Raises Http404 if an id was never a model's, or no model was on record under it on a past day.
    """
    known = {column.model.path for column in columns}
    withdrawn = {column.model.path for column in columns if column.model.withdrawn_on}
    unknown = set(paths) - known
    # A withdrawn model's id may have moved, too: its page leads to the new one as well.
    moved = MovedModel.objects.targets(unknown | withdrawn) if unknown | withdrawn else {}
    if lacking := unknown - set(moved):
        raise missing(CanonicalModel.objects.filter(path__in=lacking).first(), data)
    return compare_url((moved.get(path, path) for path in paths), name)


def table_context(
    columns: Sequence[ComparedColumn], data: DataVersion | None, *, only_differences: bool
) -> dict[str, Any]:
    models = [column.model for column in columns]
    labels = [model.label for model in models]
    costs = compared_costs([column.offering for column in columns], labels)
    return {
        "columns": columns,
        "column_count": len(columns) + 1,  # with the labels of the rows
        "models": models,
        "paths": tuple(model.path for model in models),
        "groups": fact_groups(columns, only_differences=only_differences),
        "costs": [row for row in costs if row.differs or not only_differences],
        "scores": compared_scores(models, data, only_differences=only_differences),
    }


def workload_context(
    columns: Sequence[ComparedColumn], form: WorkloadForm, pairs: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return the monthly costs, None while a field is wrong, and where all offers have theirs."""
    models = ",".join(column.model.path for column in columns)
    labels = [column.model.label for column in columns]
    offerings = [column.offering for column in columns]
    valid = bool(columns) and form.is_valid()
    return {
        "monthly": monthly_costs(offerings, labels, form.workload) if valid else None,
        "messages_of_fields": ",".join(f"#{field.auto_id}-error" for field in form),
        "workload_query": query_string(pairs),
        "calculator_query": query_string([*pairs, ("models", models)], safe="/,"),
    }


@reads(COMPARE_PARAMETERS, names=PATH, answer=Answer.REFUSE)
@dated_page
@cached_page
def compare_csv(request: HtmxHttpRequest, paths: tuple[str, ...]) -> HttpResponse:
    """Answer with the facts and costs as a table: a line each, a column for each model."""
    lines = lines_or_redirect(request, paths, "compare-csv")
    if isinstance(lines, HttpResponse):
        return lines
    return csv_response(lines, "model-ledger-comparison.csv")


@reads(COMPARE_PARAMETERS, names=PATH, answer=Answer.REFUSE)
@dated_page
@cached_page
def compare_markdown(request: HtmxHttpRequest, paths: tuple[str, ...]) -> HttpResponse:
    answer = lines_or_redirect(request, paths, "compare-markdown")
    if isinstance(answer, HttpResponse):
        return answer
    head, *lines = answer
    context = {"head": head, "lines": lines, "data_age": data_age_text(data_version(request))}
    return render(request, "pages/compare.md", context, content_type=MARKDOWN)


def lines_or_redirect(
    request: HtmxHttpRequest, paths: tuple[str, ...], name: str
) -> Iterator[Line] | HttpResponse:
    """Return a comparison as lines; where models moved, the way to its current URL of that name."""
    data = data_version(request)
    columns = known_columns(request, paths, data)
    target = current_url(paths, columns, data, name)
    if target != request.path:
        return redirect(with_query(target, request), permanent=True)
    return comparison_lines(columns, request.GET)


def history_context(
    request: HtmxHttpRequest, columns: Sequence[ComparedColumn], days: int | None
) -> dict[str, Any]:
    data = data_version(request)
    history = price_comparison(columns, data.day, days) if data and columns else None
    return {"history": history, "days": days, "periods": PERIODS}


def picker_context(
    request: HtmxHttpRequest, columns: Sequence[ComparedColumn], query: str
) -> dict[str, Any]:
    """Return what the title and the search box need, which htmx does not replace."""
    words = search_words(request.GET)
    paths = [column.model.path for column in columns]
    labels = [column.model.label for column in columns]
    # An empty parameter tells the suggestions to lead to comparisons, not to models.
    beside = [("beside", path) for path in paths or [""]]
    return {
        "paths": paths,
        "labels": labels,
        "names": comma().join(labels),
        "words": words,
        "kept_pairs": parse_qsl(query.removeprefix("?")),
        "suggestions": suggested_models(data_version(request), words, beside=paths),
        "suggest_url": reverse("search") + query_string(beside, safe="/"),
        "full": len(columns) >= MAX_COMPARED,
        "examples": [] if columns else example_comparisons(data_version(request)),
        "sets": [] if columns else popular_sets(data_version(request)),
    }
