"""The list of models with its filters, as a page and as CSV."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import push_url

from catalog.as_of.pages import dated_page
from catalog.data_age import dated_filename
from catalog.http import HtmxHttpRequest, cached_page, csv_response, data_version
from catalog.listing.csv_export import csv_rows
from catalog.listing.facets import facet_index
from catalog.listing.list_query import every_column, read_list_query
from catalog.listing.parameters import list_parameters
from catalog.listing.presets import PRESETS
from catalog.listing.results import ListResults
from catalog.parameters import Answer, reads
from pages.result_rows import result_rows


@reads(list_parameters)
@dated_page
@cached_page
def models(request: HtmxHttpRequest) -> HttpResponse:
    facets = facet_index(data_version(request))
    list_query = read_list_query(request.GET, facets)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts, with all its fields: redirect to the short URL.
        return redirect(request.path + list_query.text)
    results = ListResults(facets, list_query)
    page = results.page
    context = {
        "results": results,
        "rows": result_rows(page.object_list, results.columns),
        "page": page,
        "list_query": list_query,
        "query": list_query,
        "presets": PRESETS,
    }
    if request.htmx:
        part = render(request, "pages/_model_list.html", context)
        return push_url(part, request.path + list_query.on_page(page.number).text)
    # The picker of columns lies outside what htmx replaces.
    context["every_column"] = list(every_column(facets).values())
    return render(request, "pages/model_list.html", context)


@reads(list_parameters, answer=Answer.REFUSE)
@dated_page
@cached_page
def models_csv(request: HtmxHttpRequest) -> HttpResponse:
    """Return the list as CSV: all pages, the columns shown."""
    data = data_version(request)
    facets = facet_index(data)
    results = ListResults(facets, read_list_query(request.GET, facets))
    return csv_response(csv_rows(results), dated_filename("model-ledger-models", data))
