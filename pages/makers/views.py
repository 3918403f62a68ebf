"""Makers: the list, the page of one with its releases, and the page of one family."""

from collections import Counter
from typing import Any

from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.identity.makers import slugify
from catalog.listing.query_string import query_string
from catalog.listing.table_query import MODEL_COLUMNS, read_table_query
from catalog.models import Maker, family_url
from pages.makers.families import families_of, former_families, most_common_name, releases_of
from pages.makers.timeline import timeline
from pages.table_rows import model_rows
from pages.tables import render_list


@cached_page
def makers(request: HtmxHttpRequest) -> HttpResponse:
    live = Q(models__withdrawn_on=None, models__version_of=None)
    rows = Maker.objects.annotate(
        model_count=Count("models", filter=live), newest=Max("models__released", filter=live)
    ).filter(model_count__gt=0)
    return render(request, "pages/maker_list.html", {"makers": list(rows.order_by("name", "pk"))})


@cached_page
def maker(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    maker = get_object_or_404(Maker, slug=slug)
    query = read_table_query(request.GET, MODEL_COLUMNS, "-released")
    models = maker.models.listed().for_list()
    context: dict[str, Any] = {"maker": maker}
    if not request.htmx:
        releases = releases_of(maker)
        context |= {"families": families_of(maker, releases), "timeline": timeline(releases)}
    template = "pages/maker_detail.html"
    return render_list(request, template, query, models, model_rows, **context)


@cached_page
def family(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    owner = get_object_or_404(Maker, slug=maker)
    releases = [release for release in releases_of(owner) if slugify(release.family) == slug]
    if not releases:
        return _former_family(request, owner, slug)
    # Several spellings may have one slug, and the database compares them exactly.
    spellings = sorted({release.family for release in releases})
    query = read_table_query(request.GET, MODEL_COLUMNS, "-released")
    models = owner.models.listed().filter(family__in=spellings).for_list()
    context: dict[str, Any] = {"maker": owner, "family": most_common_name(releases)}
    if not request.htmx:
        pairs = [("maker", owner.slug), *(("family", spelling) for spelling in spellings)]
        context |= {"filter_query": query_string(pairs), "timeline": timeline(releases)}
    template, part = "pages/family_detail.html", "pages/_maker_detail.html"
    return render_list(request, template, query, models, model_rows, part=part, **context)


def _former_family(request: HtmxHttpRequest, maker: Maker, slug: str) -> HttpResponse:
    """Redirect from a family that the feed named once, to where its models are now; or raise 404.

    That is the family that most of them have now, else their maker.
    """
    members = former_families(data_version(request), maker.pk).get(slug)
    if not members:
        raise Http404
    now = Counter(
        slugify(release.family) for release in releases_of(maker) if release.path in members
    )
    now.pop("", None)
    target = min(now, key=lambda family: (-now[family], family), default="")
    url = family_url(maker.slug, target) if target else maker.get_absolute_url()
    return redirect(url, permanent=True)
