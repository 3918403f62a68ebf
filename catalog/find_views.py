"""Pages on which models are found and compared: each view reads the address, asks, and renders."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import push_url

from catalog.compare import MOST as MOST_COMPARED
from catalog.compare import (
    PATH,
    PERIODS,
    columns_of,
    days_in,
    groups_of,
    moved_paths,
    query_text,
    versus,
)
from catalog.facets import sets_of
from catalog.finding import found_models
from catalog.forms import words_in
from catalog.found import Found
from catalog.http import HtmxHttpRequest, catalogue_page, data_of, passing_page
from catalog.presets import PRESETS
from catalog.shelf import shelf_of
from catalog.spreadsheet import csv_text
from catalog.wanted import every_column, read_wanted


@catalogue_page
def models(request: HtmxHttpRequest) -> HttpResponse:
    sets = sets_of(shelf_of(data_of(request)))
    wanted = read_wanted(request.GET, sets)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts: from all its fields to the address that says the same.
        return redirect(request.path + wanted.text)
    found = Found(sets, wanted)
    context: dict[str, object] = {"found": found, "wanted": wanted, "query": wanted}
    context |= {"page": found.page, "presets": PRESETS}
    if request.htmx:
        part = render(request, "catalog/_model_list.html", context)
        return push_url(part, request.path + wanted.on_page(found.page.number).text)
    context["every_column"] = every_column(sets).values()
    return render(request, "catalog/model_list.html", context)


@catalogue_page
def models_csv(request: HtmxHttpRequest) -> HttpResponse:
    """Answer with the list as it is asked for, all pages of it."""
    sets = sets_of(shelf_of(data_of(request)))
    found = Found(sets, read_wanted(request.GET, sets))
    return HttpResponse(
        csv_text(found.csv_rows()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="model-ledger-models.csv"'},
    )


@passing_page
def compare(request: HtmxHttpRequest, paths: tuple[str, ...] = ()) -> HttpResponse:
    columns = columns_of(paths, request.GET)
    known = tuple(column.model.path for column in columns)
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
    days = days_in(request.GET)
    query = query_text(columns, only_differences=only, days=days)
    if "do" in request.GET and not request.htmx:
        return redirect(request.path + query)
    words = words_in(request.GET)
    context = {
        "columns": columns,
        "paths": known,
        "models": [column.model for column in columns],
        "labels": [column.model.label for column in columns],
        "groups": groups_of(columns),
        "only_differences": only,
        "days": days,
        "periods": PERIODS,
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
