"""Pages on which models are found and compared: each view reads the address, asks, and renders."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import push_url

from catalog.compare import MOST as MOST_COMPARED
from catalog.compare import PATH, columns_of, groups_of, moved_paths, query_text, versus
from catalog.finding import found_models
from catalog.forms import words_in
from catalog.http import HtmxHttpRequest, catalogue_page, data_of


@catalogue_page
def compare(request: HtmxHttpRequest, paths: tuple[str, ...] = ()) -> HttpResponse:
    columns = columns_of(paths, request.GET)
    known = [column.model.path for column in columns]
    gone = {column.model.path for column in columns if column.model.withdrawn_on}
    missing = set(paths) - set(known)
    moved = moved_paths(missing | gone) if missing | gone else {}
    if missing - set(moved):
        raise Http404
    target = versus(moved.get(path, path) for path in paths)
    if target != request.path:
        query = request.GET.urlencode(safe="/")
        return redirect(f"{target}?{query}" if query else target, permanent=True)
    only = request.GET.get("only") == "differences"
    query = query_text(columns, only_differences=only)
    words = words_in(request.GET)
    context = {
        "columns": columns,
        "models": [column.model for column in columns],
        "groups": groups_of(columns),
        "only_differences": only,
        "query": query,
        "words": words,
        "found": found_models(data_of(request), words, beside=known),
        "full": len(columns) >= MOST_COMPARED,
    }
    if not request.htmx:
        return render(request, "catalog/compare.html", context)
    part = render(request, "catalog/_compare.html", context)
    return push_url(part, request.path + query)


@catalogue_page
def suggestions(request: HtmxHttpRequest) -> HttpResponse:
    """Answer the search box while somebody types: options of a listbox, each with its address."""
    words = words_in(request.GET)
    if not request.htmx:
        return redirect(f"{reverse('models')}?{urlencode({'q': words})}")
    named = request.GET.getlist("beside")[: MOST_COMPARED - 1]
    beside = [path for path in named if PATH.fullmatch(path)]
    context = {
        "found": found_models(data_of(request), words, beside=beside),
        "words": words,
        "comparing": "beside" in request.GET,
    }
    return render(request, "catalog/_suggestions.html", context)
