"""The page of one model, as HTML and as Markdown."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.listing.table_query import (
    MODEL_OFFER_COLUMNS,
    read_table_query,
)
from catalog.models import CanonicalModel, MovedModel, Offering
from catalog.prepared import Prepared
from changelog.reading import last_changes_of_model
from pages.answers import model_answers
from pages.model_page.alternatives import alternatives, relatives
from pages.model_page.offers import conflict_table, match_groups, offers_by_state, price_spread
from pages.structured_data import model_json_ld
from scoring.model_scores import model_scores

MARKDOWN = "text/markdown; charset=utf-8"

model_at = Prepared(lambda path: CanonicalModel.objects.filter(path=path).select_related("maker"))
channels_of = Prepared(lambda pk: Offering.objects.filter(model=pk).for_model_page())


@cached_page
def html(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
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
    query = read_table_query(request.GET, MODEL_OFFER_COLUMNS, "blended")
    context = {"model": found, "query": query, "channels": query.sorted(live)}
    if request.htmx:
        part = render(request, "pages/_channels.html", context)
        return push_url(part, request.path + query.text)
    data = data_version(request)
    version = data.version if data else None
    standins = alternatives(found, version)
    answers = model_answers(found, live, standins, data.day if data else None)
    context |= {
        "former": [o for o in offerings if o.withdrawn_on is not None and not found.withdrawn_on],
        "by_state": offers_by_state(live),
        "spread": price_spread(live),
        "scores": model_scores(found),
        "changes": last_changes_of_model(found),
        "matrix": conflict_table(live, found),
        "groupings": match_groups(live),
        "alternatives": standins,
        "relatives": relatives(found, version),
        "faq": answers,
        "structured_data": model_json_ld(found, live, answers, absolute=request.build_absolute_uri),
    }
    return render(request, "pages/model_detail.html", context)


def model(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    """Answer with a model's page in the form that the client likes best."""
    if request.get_preferred_type(["text/html", "text/markdown"]) == "text/markdown":
        response = markdown(request, maker, slug)
    else:
        response = html(request, maker, slug)
    patch_vary_headers(response, ["Accept"])
    return response


@cached_page
def model_markdown(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    return markdown(request, maker, slug)


def markdown(request: HttpRequest, maker: str, slug: str) -> HttpResponse:
    path = f"{maker}/{slug}"
    found = next(iter(model_at(path)), None)
    if found is None:
        moved = MovedModel.objects.select_related("model").filter(path=path).first()
        if moved is None:
            raise Http404(path)
        return redirect("model-markdown", moved.model.maker_slug, moved.model.slug, permanent=True)
    offerings = [o for o in channels_of(found.pk) if o.withdrawn_on is None]
    found.take_channels_from(offerings)
    context = {"model": found, "channels": offerings, "scores": model_scores(found)}
    return render(request, "pages/model.md", context, content_type=MARKDOWN)
