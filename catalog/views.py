"""The catalogue's pages: each view binds what was asked, asks the database, and renders."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import push_url

from catalog.alternatives import alternatives, relatives
from catalog.capabilities import BY_KEY, CAPABILITIES, tallies
from catalog.channels import by_state, differences, groupings, spread
from catalog.faq import model_answers, site_answers
from catalog.forms import (
    CHANNEL_COLUMNS,
    MODEL_COLUMNS,
    OFFERING_COLUMNS,
    ListQuery,
    list_query,
)
from catalog.http import HtmxHttpRequest, catalogue_page, data_of
from catalog.models import CanonicalModel, MovedModel, Offering, Provider
from catalog.position import position_of
from catalog.prepared import Prepared
from catalog.structured_data import faq_page, of_model, script

PAGE_SIZE = 50
SHOWN = 10
# What the front page calls able: it can be given tools and a document of some length.
ABLE = {"official": True, "tool_calling": True, "context__gte": 128_000}


model_at = Prepared(lambda path: CanonicalModel.objects.filter(path=path).select_related("maker"))
channels_of = Prepared(lambda pk: Offering.objects.filter(model=pk).for_model_page())


@catalogue_page
def home(request: HtmxHttpRequest) -> HttpResponse:
    live = CanonicalModel.objects.live()
    able = live.priced().filter(**ABLE)
    return render(
        request,
        "catalog/home.html",
        {
            "counts": live.aggregate(models=Count("pk"), makers=Count("maker", distinct=True)),
            "offering_count": Offering.objects.live().count(),
            "provider_count": Provider.objects.live().count(),
            "newest": live.for_list().order_by("-released", "name", "pk")[:SHOWN],
            "cheapest": able.for_list().order_by("blended_price", "pk")[:SHOWN],
        },
    )


@catalogue_page
def model(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    path = f"{maker}/{slug}"
    found = next(iter(model_at(path)), None)
    if found is None or found.withdrawn_on:
        moved = MovedModel.objects.select_related("model").filter(path=path).first()
        if moved:
            return redirect(moved.model, permanent=True)
    if found is None:
        raise Http404(path)
    offerings = channels_of(found.pk)
    found.take_channels_from(offerings)
    live = [o for o in offerings if o.withdrawn_on is None or found.withdrawn_on is not None]
    query = list_query(request.GET, CHANNEL_COLUMNS, "blended")
    context = {"model": found, "query": query, "channels": query.sorted(live)}
    if request.htmx:
        part = render(request, "catalog/_channels.html", context)
        return push_url(part, request.path + query.text)
    data = data_of(request)
    version = data.version if data else None
    standins = alternatives(found, version)
    answers = model_answers(found, live, standins, data.day if data else None)
    context |= {
        "former": [o for o in offerings if o.withdrawn_on is not None and not found.withdrawn_on],
        "by_state": by_state(live),
        "spread": spread(live),
        "matrix": differences(live, found),
        "groupings": groupings(live),
        "alternatives": standins,
        "relatives": relatives(found, version),
        "faq": answers,
        "structured_data": of_model(found, live, answers, absolute=request.build_absolute_uri),
    }
    return render(request, "catalog/model_detail.html", context)


@catalogue_page
def faq(request: HtmxHttpRequest) -> HttpResponse:
    answers = site_answers()
    context = {"faq": answers, "structured_data": script(faq_page(answers))}
    return render(request, "catalog/faq.html", context)


@catalogue_page
def providers(request: HtmxHttpRequest) -> HttpResponse:
    found = Provider.objects.select_related("maker").order_by("withdrawn_on", "name", "pk")
    return render(request, "catalog/provider_list.html", {"providers": found})


@catalogue_page
def provider(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if not key.isprintable():  # nobody's, and PostgreSQL takes no NUL
        raise Http404
    found = get_object_or_404(Provider.objects.select_related("maker"), key=key)
    query = list_query(request.GET, OFFERING_COLUMNS, "name")
    offerings = found.offerings.live().select_related("model__maker")
    about: dict[str, Any] = {} if request.htmx else {"position": position_of(found)}
    return render_list(
        request, "catalog/provider_detail.html", query, offerings, provider=found, **about
    )


@catalogue_page
def capabilities(request: HtmxHttpRequest) -> HttpResponse:
    rows = zip(CAPABILITIES, tallies(*CAPABILITIES), strict=True)
    return render(request, "catalog/capability_list.html", {"rows": list(rows)})


@catalogue_page
def capability(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    asked = BY_KEY[key]
    query = list_query(request.GET, MODEL_COLUMNS, asked.sort)
    found = CanonicalModel.objects.live().filter(asked.reported).for_list()
    about: dict[str, Any] = (
        {} if request.htmx else {"tally": tallies(asked)[0], "capabilities": CAPABILITIES}
    )
    return render_list(
        request, "catalog/capability_detail.html", query, found, capability=asked, **about
    )


def render_list(
    request: HtmxHttpRequest,
    template: str,
    query: ListQuery,
    found: QuerySet[Any],
    *,
    part: str = "",
    **context: object,
) -> HttpResponse:
    """Render one page of a list; htmx gets the part that changes, and the address it stands for.

    The part of `list.html` is `_list.html`, unless it is said to be another.
    """
    page = Paginator(found.order_by(*query.ordering), PAGE_SIZE).get_page(query.page)
    context |= {"query": query, "page": page}
    if not request.htmx:
        return render(request, template, context)
    folder, _slash, name = template.rpartition("/")
    changed = render(request, part or f"{folder}/_{name}", context)
    return push_url(changed, request.path + query.on_page(page.number).text)
