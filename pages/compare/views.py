"""Pages on which models are found and compared: each view reads the address, asks, and renders."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest, conditional_page, data_version
from catalog.listing.table_query import search_words
from changelog.history.comparison import price_comparison
from changelog.history.periods import PERIODS, days_in
from pages.compare.comparison import MAX_COMPARED as MOST_COMPARED
from pages.compare.comparison import (
    compare_url,
    compared_columns,
    fact_groups,
    moved_paths,
    query_text,
)
from pages.search import found_models
from scoring.compared import compared_scores


@conditional_page
def compare(request: HtmxHttpRequest, paths: tuple[str, ...] = ()) -> HttpResponse:
    columns = compared_columns(paths, request.GET)
    known = tuple(column.model.path for column in columns)
    gone = {column.model.path for column in columns if column.model.withdrawn_on}
    missing = set(paths) - set(known)
    moved = moved_paths(missing | gone) if missing | gone else {}
    if missing - set(moved):
        raise Http404
    target = compare_url(moved.get(path, path) for path in paths)
    if target != request.path:
        query = request.GET.urlencode(safe="/")
        return redirect(f"{target}?{query}" if query else target, permanent=True)
    only = request.GET.get("only") == "differences"
    days = days_in(request.GET)
    query = query_text(columns, only_differences=only, days=days)
    if "do" in request.GET and not request.htmx:
        return redirect(request.path + query)
    words = search_words(request.GET)
    data = data_version(request)
    models = [column.model for column in columns]
    context = {
        "column_count": len(columns) + 1,
        "scores": compared_scores(models, only_differences=only),
        "history": price_comparison(columns, data.day, days) if data and columns else None,
        "columns": columns,
        "paths": known,
        "models": [column.model for column in columns],
        "labels": [column.model.label for column in columns],
        "groups": fact_groups(columns),
        "only_differences": only,
        "days": days,
        "periods": PERIODS,
        "query": query,
        "words": words,
        "found": found_models(data_version(request), words, beside=known),
        "full": len(columns) >= MOST_COMPARED,
    }
    if not request.htmx:
        return render(request, "pages/compare.html", context)
    part = render(request, "pages/_compare.html", context)
    return push_url(part, request.path + query)
