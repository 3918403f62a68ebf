"""Makers, what they released and when, and the families of their models."""

from typing import Any

from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from catalog.http import HtmxHttpRequest, cached_page
from catalog.identity.makers import slugify
from catalog.listing.table_query import MODEL_COLUMNS, read_table_query
from catalog.models import Maker
from pages.makers.families import families_of, releases_of, usual_name
from pages.makers.timeline import timeline
from pages.tables import render_list


@cached_page
def makers(request: HtmxHttpRequest) -> HttpResponse:
    live = Q(models__withdrawn_on=None)
    found = Maker.objects.annotate(
        model_count=Count("models", filter=live), newest=Max("models__released", filter=live)
    ).filter(model_count__gt=0)
    return render(request, "pages/maker_list.html", {"makers": found.order_by("name", "pk")})


@cached_page
def maker(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Maker, slug=slug)
    query = read_table_query(request.GET, MODEL_COLUMNS, "-released")
    models = found.models.live().for_list()
    about: dict[str, Any] = {}
    if not request.htmx:
        releases = releases_of(found)
        about = {"families": families_of(found, releases), "timeline": timeline(releases)}
    return render_list(request, "pages/maker_detail.html", query, models, maker=found, **about)


@cached_page
def family(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    found = get_object_or_404(Maker, slug=maker)
    releases = [one for one in releases_of(found) if slugify(one.family) == slug]
    if not releases:
        raise Http404
    spellings = {one.family for one in releases}
    query = read_table_query(request.GET, MODEL_COLUMNS, "-released")
    models = found.models.live().filter(family__in=spellings).for_list()
    about: dict[str, Any] = {"maker": found, "family": usual_name(releases)}
    if not request.htmx:
        about |= {"spellings": sorted(spellings), "timeline": timeline(releases)}
    part = "pages/_maker_detail.html"
    return render_list(request, "pages/family_detail.html", query, models, part=part, **about)
