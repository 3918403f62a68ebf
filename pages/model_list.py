"""The list of models, narrowed, sorted and exported."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest, cached_page, csv_response, data_version
from catalog.listing.facets import facet_index
from catalog.listing.index import model_index
from catalog.listing.list_query import every_column, read_list_query
from catalog.listing.presets import PRESETS
from catalog.listing.results import ListResults


@cached_page
def models(request: HtmxHttpRequest) -> HttpResponse:
    sets = facet_index(model_index(data_version(request)))
    list_query = read_list_query(request.GET, sets)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts: from all its fields to the address that says the same.
        return redirect(request.path + list_query.text)
    found = ListResults(sets, list_query)
    context: dict[str, object] = {"found": found, "list_query": list_query, "query": list_query}
    context |= {"page": found.page, "presets": PRESETS}
    if request.htmx:
        part = render(request, "pages/_model_list.html", context)
        return push_url(part, request.path + list_query.on_page(found.page.number).text)
    context["every_column"] = every_column(sets).values()
    return render(request, "pages/model_list.html", context)


@cached_page
def models_csv(request: HtmxHttpRequest) -> HttpResponse:
    """Answer with the list as it is asked for, all pages of it."""
    sets = facet_index(model_index(data_version(request)))
    found = ListResults(sets, read_list_query(request.GET, sets))
    return csv_response(found.csv_rows(), "model-ledger-models.csv")
