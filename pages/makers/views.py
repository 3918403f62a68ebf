"""Makers: the list, the page of one with its releases, and the page of one family."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.days import NotOnRecord
from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.identity.makers import slugify
from catalog.listing.index import ModelRow
from catalog.listing.parameters import table_parameters
from catalog.listing.query_string import query_string
from catalog.listing.table_query import MODEL_COLUMNS, read_table_query
from catalog.models import Maker, family_url
from catalog.name_order import by_name
from catalog.parameters import NUMBER, reads
from pages.makers.families import (
    Release,
    families_of,
    former_families,
    most_common_name,
    releases_of,
)
from pages.makers.timeline import newest_first, timeline
from pages.tables import DIRECTORY_PAGE, render_list, render_models

TIMELINE_PAGE = 200  # releases; of a maker on 2026-05-12, at most 107
FAMILIES_SHOWN = 100
TIMELINE = "timeline"  # the parameter of its page, beside that of the table's


@dataclass(frozen=True, slots=True)
class MakerRow:
    """A maker in the list: how many models it has on sale, and its latest release."""

    slug: str
    name: str
    model_count: int
    newest: str


@reads({"page": NUMBER})
@dated_page
@cached_page
def makers(request: HtmxHttpRequest) -> HttpResponse:
    query, rows = read_table_query(request.GET, (), ""), every_maker(data_version(request))
    template = "pages/maker_list.html"
    return render_list(request, template, query, rows, list, page_size=DIRECTORY_PAGE)


def every_maker(data: DataVersion | None) -> list[MakerRow]:
    """Return the makers that have a model on the day of the data, by name."""
    if data and data.state:
        releases: defaultdict[Maker, list[str]] = defaultdict(list)
        for model in past_catalogue(data).listed:
            releases[model.maker].append(model.released)
        past = [
            MakerRow(maker.slug, maker.name, len(own), max(own)) for maker, own in releases.items()
        ]
        return sorted(past, key=in_order)
    live = Q(models__withdrawn_on=None, models__version_of=None)
    rows = Maker.objects.annotate(
        model_count=Count("models", filter=live), newest=Max("models__released", filter=live)
    ).filter(model_count__gt=0)
    columns = ("slug", "name", "model_count", "newest")
    return sorted((MakerRow(*row) for row in rows.values_list(*columns)), key=in_order)


def in_order(row: MakerRow) -> tuple[tuple[str, str], str]:
    """Sort by it: names without regard to case."""
    return by_name(row.name), row.slug


@reads(table_parameters(MODEL_COLUMNS), {TIMELINE: NUMBER})
@dated_page
@cached_page
def maker(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    maker, data = get_object_or_404(Maker, slug=slug), data_version(request)
    query = read_table_query(request.GET, MODEL_COLUMNS, "-released")
    context: dict[str, Any] = {"maker": maker}
    if not request.htmx:
        releases = releases_of(maker, data)
        if not releases and data and data.on:
            raise missing(maker, data)
        families = families_of(maker, releases)
        context["families"] = families[:FAMILIES_SHOWN]
        context["families_more"] = len(families[FAMILIES_SHOWN:])
        context |= timeline_page(request, releases)
    template = "pages/maker_detail.html"
    return render_models(request, template, query, lambda row: row.maker == slug, **context)


def timeline_page(request: HtmxHttpRequest, releases: Iterable[Release]) -> dict[str, Any]:
    """Return one page of a timeline: a feed can bring a maker thousands of models."""
    pages = Paginator(newest_first(releases), TIMELINE_PAGE)
    page = pages.get_page(request.GET.get(TIMELINE))
    return {"timeline": timeline(page.object_list), "timeline_page": page}


@reads(table_parameters(MODEL_COLUMNS), {TIMELINE: NUMBER})
@dated_page
@cached_page
def family(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    owner, data = get_object_or_404(Maker, slug=maker), data_version(request)
    releases = [one for one in releases_of(owner, data) if slugify(one.family) == slug]
    if not releases:
        return _former_family(request, owner, slug, data)
    # Several spellings may have one slug.
    spellings = sorted({release.family for release in releases}, key=by_name)
    query = read_table_query(request.GET, MODEL_COLUMNS, "-released")
    context: dict[str, Any] = {"maker": owner, "family": most_common_name(releases)}
    if not request.htmx:
        pairs = [("maker", owner.slug), *(("family", spelling) for spelling in spellings)]
        context["filter_query"] = query_string(pairs)
        context |= timeline_page(request, releases)
    template, part = "pages/family_detail.html", "pages/_maker_detail.html"

    def of_family(row: ModelRow) -> bool:
        return row.maker == maker and row.family in spellings

    return render_models(request, template, query, of_family, part=part, **context)


def _former_family(
    request: HtmxHttpRequest, maker: Maker, slug: str, data: DataVersion | None
) -> HttpResponse:
    """Redirect from a family that the feed named once, to where its models are now; or raise 404.

    That is the family that most of them have now, else their maker. A family of today that had no
    model yet on a past day is not on record.
    """
    today = [release for release in releases_of(maker) if slugify(release.family) == slug]
    if today and data and data.on:
        raise NotOnRecord(data.on, most_common_name(today), family_url(maker.slug, slug))
    members = former_families(data, maker.pk).get(slug)
    if not members:
        raise Http404
    now = Counter(
        slugify(release.family) for release in releases_of(maker) if release.path in members
    )
    now.pop("", None)
    target = min(now, key=lambda family: (-now[family], family), default="")
    url = family_url(maker.slug, target) if target else maker.get_absolute_url()
    return redirect(url, permanent=True)
