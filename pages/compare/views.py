"""Models side by side."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import push_url

from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.query_string import query_string
from catalog.listing.table_query import search_words
from catalog.models import CanonicalModel, MovedModel
from catalog.templatetags.display import comma
from changelog.history.comparison import price_comparison
from changelog.history.periods import PERIODS, days_in
from pages.compare.columns import ComparedColumn, compare_query, compared_columns
from pages.compare.examples import example_comparisons
from pages.compare.facts import fact_groups
from pages.compare.paths import MAX_COMPARED, compare_url
from pages.search import suggested_models
from pricing.compared_costs import compared_costs
from scoring.compared import compared_scores


@dated_page
@cached_page
def compare(request: HtmxHttpRequest, paths: tuple[str, ...] = ()) -> HttpResponse:
    data = data_version(request)
    columns = compared_columns(paths, request.GET, data)
    target = current_url(paths, columns, data)
    if target != request.path:
        parameters = request.GET.urlencode(safe="/")
        return redirect(f"{target}?{parameters}" if parameters else target, permanent=True)
    only_differences = request.GET.get("only") == "differences"
    days = days_in(request.GET)
    query = compare_query(columns, only_differences=only_differences, days=days)
    if "do" in request.GET and not request.htmx:
        return redirect(request.path + query)
    context = {"query": query, "only_differences": only_differences}
    context |= table_context(columns, data, only_differences=only_differences)
    context |= history_context(request, columns, days)
    if not request.htmx:
        context |= picker_context(request, columns)
        return render(request, "pages/compare.html", context)
    part = render(request, "pages/_compare.html", context)
    return push_url(part, request.path + query)


def current_url(
    paths: Sequence[str], columns: Sequence[ComparedColumn], data: DataVersion | None
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
    return compare_url(moved.get(path, path) for path in paths)


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
        "groups": fact_groups(columns, only_differences=only_differences),
        "costs": [row for row in costs if row.differs or not only_differences],
        "scores": compared_scores(models, data, only_differences=only_differences),
    }


def history_context(
    request: HtmxHttpRequest, columns: Sequence[ComparedColumn], days: int | None
) -> dict[str, Any]:
    data = data_version(request)
    history = price_comparison(columns, data.day, days) if data and columns else None
    return {"history": history, "days": days, "periods": PERIODS}


def picker_context(request: HtmxHttpRequest, columns: Sequence[ComparedColumn]) -> dict[str, Any]:
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
        "suggestions": suggested_models(data_version(request), words, beside=paths),
        "suggest_url": reverse("search") + query_string(beside, safe="/"),
        "full": len(columns) >= MAX_COMPARED,
        "examples": [] if columns else example_comparisons(data_version(request)),
    }
