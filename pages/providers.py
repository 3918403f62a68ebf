"""Providers: the list, and the page of one."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing, withdrawn_provider, withdrawn_providers
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.index import model_index
from catalog.listing.parameters import table_parameters
from catalog.listing.table_query import PROVIDER_OFFER_COLUMNS, TableQuery, read_table_query
from catalog.models import Offering, Provider
from catalog.name_order import by_name
from catalog.parameters import NUMBER, reads
from changelog.reading import last_changes_of_provider
from pages.choices import options
from pages.corrections import provider_corrections
from pages.price_rank import price_rank
from pages.provider_rows import chosen_values, provider_rows, read_provider_choice
from pages.since import read_since
from pages.table_rows import offering_rows
from pages.tables import DIRECTORY_PAGE, render_list


@reads({"region": set(REGIONS), "seller": set(SELLERS), "page": NUMBER, "do": None})
@dated_page
@cached_page
def providers(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    rows = provider_rows(every_provider(data), model_index(data))
    choice = read_provider_choice(request.GET)
    query = read_table_query(request.GET, (), "").but(besides=choice.pairs)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts, with all its fields: redirect to the short URL.
        return redirect(request.path + query.text)
    regions, sellers = chosen_values(rows)
    context: dict[str, Any] = {
        "choice": choice,
        "region_options": options(REGIONS, regions, choice.region),
        "seller_options": options(SELLERS, sellers, choice.seller),
    }
    fitting = [row for row in rows if choice.fits(row)]
    template = "pages/provider_list.html"
    return render_list(request, template, query, fitting, list, page_size=DIRECTORY_PAGE, **context)


def every_provider(data: DataVersion | None) -> list[Provider]:
    """Return the providers that were listed by the day of the data, those on sale first."""
    if data and data.state:
        catalogue = past_catalogue(data)
        listed = sorted(catalogue.providers.values(), key=in_order)
        return [*listed, *withdrawn_providers(catalogue)]
    rows = Provider.objects.select_related("maker")
    return sorted(rows, key=lambda one: (one.withdrawn_on or date.min, in_order(one)))


def in_order(provider: Provider) -> tuple[tuple[str, str], int]:
    return by_name(provider.name), provider.pk


@reads(table_parameters(PROVIDER_OFFER_COLUMNS), {"since": None})
@dated_page
@cached_page
def provider(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if not key.isprintable():  # PostgreSQL raises an error for a NUL in a parameter
        raise Http404
    data = data_version(request)
    provider = find_provider(key, data)
    if provider is None:
        raise missing(Provider.objects.filter(key=key).first(), data)
    query = read_table_query(request.GET, PROVIDER_OFFER_COLUMNS, "name")
    offerings = offers_of(provider, query, data)
    since = read_since(request, data, provider=provider.pk)
    context: dict[str, Any] = {"provider": provider, "since": since}
    # htmx replaces only the table: price rank and changes stay as they are.
    if not request.htmx:
        until = data.on if data else None
        context |= {
            "price_rank": price_rank(provider, data),
            "corrections": provider_corrections(provider, data),
            "changes": last_changes_of_provider(provider, until),
        }
    template = "pages/provider_detail.html"
    to_rows = partial(offering_rows, changed=since.texts if since else {}, data=data)
    return render_list(request, template, query, offerings, to_rows, **context)


def find_provider(key: str, data: DataVersion | None) -> Provider | None:
    """Return the provider of this key, as of the day of the data."""
    if data and data.state:
        return past_catalogue(data).providers.get(key) or withdrawn_provider(key, data.state)
    return Provider.objects.select_related("maker").filter(key=key).first()


def offers_of(
    provider: Provider, query: TableQuery, data: DataVersion | None
) -> QuerySet[Offering] | list[Offering]:
    """Return a provider's offers; those of a past day are in memory, and in order."""
    if data and data.state:
        return query.sorted(past_catalogue(data).by_provider.get(provider.pk, ()))
    return provider.offerings.live().select_related("model__maker")
