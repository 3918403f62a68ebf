"""The page of one model, as HTML and as Markdown."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from catalog.as_of.pages import dated_page
from catalog.capabilities import CAPABILITIES
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.table_query import MODEL_OFFER_COLUMNS, read_table_query
from catalog.models import CanonicalModel, MovedModel, Offering
from changelog.reading import last_changes_of_model
from pages.model_page.alternatives import alternatives, relatives
from pages.model_page.answers import model_answers
from pages.model_page.conflicts import conflict_table
from pages.model_page.main_offers import NOT_FOLDED, main_offers
from pages.model_page.markdown import markdown
from pages.model_page.matching import match_groups
from pages.model_page.offers import offer_rows, sorted_offers
from pages.model_page.price_spread import price_spread
from pages.model_page.price_states import offers_by_state
from pages.model_page.reading import find_model, never_on_sale, read_offerings
from pages.structured_data import model_json_ld
from pricing.calculator.query import default_calculator_forms
from pricing.scenarios import cost_index, local_scenarios
from scoring.model_scores import model_scores


@cached_page
def html(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    path, data = f"{maker}/{slug}", data_version(request)
    model = find_model(path, data)
    # A live model answers for itself, even at an id from which another one moved.
    if (model is None or model.withdrawn_on) and (target := MovedModel.objects.target_of(path)):
        return redirect("model", *target.split("/"), permanent=True)
    if model is None:
        raise never_on_sale(path, data)
    offerings = read_offerings(model, data)
    live = [o for o in offerings if o.withdrawn_on is None or model.withdrawn_on is not None]
    query = read_table_query(request.GET, MODEL_OFFER_COLUMNS, "blended")
    ordered = sorted_offers(query, live)
    shown = ordered if query.every_row else main_offers(ordered, model)
    table = {
        "query": query,
        "offers": offer_rows(shown, model.recommended_id),
        "offer_count": len(live),
        "folded": len(live) > NOT_FOLDED,
        "other_view": query.but(every_row=not query.every_row).text,
    }
    if request.htmx:
        part = render(request, "pages/_offers.html", table)
        return push_url(part, request.path + query.text)
    context = page_context(request, model, live, data)
    if not model.withdrawn_on:
        context["former"] = [o for o in offerings if o.withdrawn_on is not None]
    return render(request, "pages/model_detail.html", context | table)


def page_context(
    request: HttpRequest,
    model: CanonicalModel,
    live: Sequence[Offering],
    data: DataVersion | None,
) -> dict[str, Any]:
    """Return everything that the page shows beside its table of offers.

    `live` are the offers on sale in order of price, or a withdrawn model's last ones.
    """
    version = data.version if data else None
    similar = alternatives(model, data)
    answers = model_answers(model, live, similar, data.day if data else None)
    return {
        "model": model,
        "by_state": offers_by_state(live),
        "spread": price_spread(live),
        "conflict_table": conflict_table(live, model),
        # How offers are matched is kept for today only.
        "match_groups": [] if data and data.on else match_groups(live),
        "scores": model_scores(model, data),
        "cost_index": cost_index(model.recommended, local_scenarios(version)),
        "changes": last_changes_of_model(model, until=data.on if data else None),
        "alternatives": similar,
        "relatives": relatives(model, data),
        "capabilities": [capability for capability in CAPABILITIES if capability.of(model)],
        "default_forms": default_calculator_forms,  # called by the template, once per language
        "faq": answers,
        # None of a past day: search engines take a price to be today's.
        "structured_data": ""
        if data and data.on
        else model_json_ld(model, live, answers, absolute=request.build_absolute_uri),
    }


@dated_page
def model(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    """Answer with a model's page in the format that the client prefers."""
    if request.get_preferred_type(["text/html", "text/markdown"]) == "text/markdown":
        response = markdown(request, maker, slug)
    else:
        response = html(request, maker, slug)
    patch_vary_headers(response, ["Accept"])
    return response


@dated_page
@cached_page
def model_markdown(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    return markdown(request, maker, slug)
