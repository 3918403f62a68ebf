"""The list of models, narrowed, sorted and exported."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import push_url

from catalog.display.spreadsheet import csv_text
from catalog.http import HtmxHttpRequest, catalogue_page, data_of
from catalog.listing.facets import sets_of
from catalog.listing.index import shelf_of
from catalog.listing.list_query import every_column, read_wanted
from catalog.listing.presets import PRESETS
from catalog.listing.results import Found


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
        part = render(request, "pages/_model_list.html", context)
        return push_url(part, request.path + wanted.on_page(found.page.number).text)
    context["every_column"] = every_column(sets).values()
    return render(request, "pages/model_list.html", context)


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
