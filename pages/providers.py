"""Providers: the list, and the page of one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import escape_uri_path

from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing, withdrawn_provider, withdrawn_providers
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.cache_choice import (
    CACHE_PARAMETERS,
    CacheChoice,
    hidden_pairs,
    read_cache_choice,
)
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.index import model_index
from catalog.listing.parameters import table_parameters
from catalog.listing.table_query import (
    PROVIDER_OFFER_COLUMNS,
    REGION_COLUMN,
    TableColumn,
    TableQuery,
    read_table_query,
)
from catalog.models import Offering, Provider
from catalog.name_order import by_name
from catalog.parameters import NUMBER, reads
from changelog.reading import last_changes_of_provider
from pages.choices import options
from pages.corrections import provider_corrections
from pages.price_rank import price_rank
from pages.provider_rows import chosen_values, provider_row, provider_rows, read_provider_choice
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


@reads(table_parameters(PROVIDER_OFFER_COLUMNS), CACHE_PARAMETERS, {"since": None, "do": None})
@dated_page
@cached_page
def provider(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if not key.isprintable():  # PostgreSQL raises an error for a NUL in a parameter
        raise Http404
    data = data_version(request)
    provider = find_provider(key, data)
    if provider is None:
        raise missing(Provider.objects.filter(key=key).first(), data)
    cache = read_cache_choice(request.GET)
    query = read_table_query(request.GET, PROVIDER_OFFER_COLUMNS, "name")
    query = query.but(besides=cache.cache_pairs)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts, with all its fields: redirect to the short URL.
        return redirect(escape_uri_path(request.path) + query.text)
    sold = list(offers_sold(provider, data))
    row = provider_row(provider, sold)
    query, offerings = offers_of(provider, query, cache, data)
    query = query.but(columns=shown_columns(query, cache, with_region=len(row.regions) > 1))
    since = read_since(request, data, provider=provider.pk)
    context: dict[str, Any] = {
        "provider": provider,
        "since": since,
        "sold": row,
        "choice": cache,
        "kept_pairs": list(hidden_pairs(query.pairs, cache.cache_pairs)),
    }
    # htmx replaces only the table: price rank and changes stay as they are.
    if not request.htmx:
        until = data.on if data else None
        context |= {
            "price_rank": price_rank(provider, data),
            "corrections": provider_corrections(provider, data),
            "changes": last_changes_of_provider(provider, until),
        }
    template = "pages/provider_detail.html"
    to_rows = partial(
        offering_rows,
        changed=since.texts if since else {},
        data=data,
        cache=cache,
        with_region=REGION_COLUMN in query.columns,
    )
    count = None if cache.with_cache_price else len(sold)
    return render_list(request, template, query, offerings, to_rows, count=count, **context)


def find_provider(key: str, data: DataVersion | None) -> Provider | None:
    """Return the provider of this key, as of the day of the data."""
    if data and data.state:
        return past_catalogue(data).providers.get(key) or withdrawn_provider(key, data.state)
    return Provider.objects.select_related("maker").filter(key=key).first()


def shown_columns(
    query: TableQuery, cache: CacheChoice, *, with_region: bool
) -> tuple[TableColumn, ...]:
    """Return the columns of a provider's offers, with the reader's cache rate at its price."""
    *columns, released = query.columns
    return (
        *(replace(one, unit=cache.unit) if one.key == "blended" else one for one in columns),
        *([REGION_COLUMN] if with_region else []),
        released,
    )


def offers_sold(provider: Provider, data: DataVersion | None) -> Iterable[tuple[str, str]]:
    """Return id and price state of each offer, on the day of the data.

    The index of models has it of all providers, too, and takes long to make for a past day.
    """
    if data and data.state:
        past = past_catalogue(data).by_provider.get(provider.pk, ())
        return ((one.provider_model_id, one.price_state) for one in past)
    return provider.offerings.live().values_list("provider_model_id", "price_state")


def offers_of(
    provider: Provider, query: TableQuery, cache: CacheChoice, data: DataVersion | None
) -> tuple[TableQuery, QuerySet[Offering] | list[Offering]]:
    """Return a provider's offers, and the query with the field that they are sorted by.

    Those of a past day are in memory, and in order.
    """
    at_rate = query.column.key == "blended" and cache.cache_rate is not None
    if data and data.state:
        every = past_catalogue(data).by_provider.get(provider.pk, ())
        kept = [one for one in every if cache.has_price(one.cache_read_price)]
        if not at_rate:
            return query, query.sorted(kept)
        return query, query.sorted(kept, lambda one: cache.blended(one.prices, one.blended_price))
    offers = provider.offerings.live().select_related("model__maker")
    if cache.with_cache_price:
        offers = offers.filter(cache_read_price__isnull=False)
    if not at_rate or cache.cache_rate is None:
        return query, offers
    return query.sorted_at("blended_at"), offers.with_blended_at(cache.cache_rate)
