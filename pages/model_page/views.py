"""The page of one model, as HTML and as Markdown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from catalog.as_of.pages import dated_page
from catalog.as_of.withdrawn import missing
from catalog.capabilities import CAPABILITIES
from catalog.domain.modes import read_modes
from catalog.http import PAGE_FORMATS, DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.cache_choice import hidden_pairs
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.parameters import table_parameters
from catalog.listing.table_query import (
    EVERY_ROW,
    MODEL_OFFER_COLUMNS,
    VERSIONED_OFFER_COLUMNS,
    TableColumn,
    read_table_query,
)
from catalog.models import CanonicalModel, MovedModel, Offering
from catalog.parameters import Answer, Parameters, limit_values, reads
from changelog.history.aliases import read_aliases
from changelog.history.small_chart import read_small_chart
from changelog.reading import last_changes_of_model
from pages.announcements import model_announcements, offer_announcements
from pages.choices import options
from pages.corrections import model_corrections, offer_corrections
from pages.model_page.alternatives import alternatives, relatives
from pages.model_page.answers import model_answers
from pages.model_page.conflicts import conflict_table
from pages.model_page.main_offers import NOT_FOLDED, main_offers
from pages.model_page.markdown import markdown
from pages.model_page.matching import match_groups
from pages.model_page.offer_choice import (
    CHOICE_PARAMETERS,
    OfferChoice,
    read_offer_choice,
)
from pages.model_page.offer_facts import facts_of, surcharge_texts
from pages.model_page.offers import offer_rows, sorted_offers
from pages.model_page.price_spread import price_spread
from pages.model_page.price_states import offers_by_state
from pages.model_page.reading import find_model, read_offerings
from pages.model_page.versions import ModelVersions, read_versions, version_rows
from pages.since import Since, read_since
from pages.structured_data import model_json_ld
from pricing.calculator.modes import mode_choices, mode_names
from pricing.calculator.query import default_calculator_forms
from pricing.scenarios import cost_index, local_scenarios
from scoring.model_scores import model_scores

OFFER_PARAMETERS: Parameters = {
    **table_parameters(VERSIONED_OFFER_COLUMNS),
    **CHOICE_PARAMETERS,
    **dict.fromkeys(("version", "since", "do")),
    "offers": EVERY_ROW[1:],
}
OFFERS_PER_PAGE = 100  # no model has had as many: 56 on 2026-05-12


@cached_page
def html(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    path, data = f"{maker}/{slug}", data_version(request)
    model = find_model(path, data)
    # A live model answers for itself, even at an id from which another one moved.
    if (model is None or model.withdrawn_on) and (target := MovedModel.objects.target_of(path)):
        return redirect("model", *target.split("/"), permanent=True)
    if model is None:
        raise missing(CanonicalModel.objects.filter(path=path).first(), data)
    versions = read_versions(model, request.GET.get("version", ""), data)
    limit_values(request, "version", [version.slug for version in versions.all])
    # The page is about the current version; other versions' addresses only choose their offers.
    model = versions.current
    offerings = read_offerings(model, data, versions.others)
    live = [o for o in offerings if o.withdrawn_on is None or model.withdrawn_on is not None]
    since = read_since(request, data, models=[version.pk for version in versions.all])
    table = offer_table(request.GET, versions, versions.offers_shown(live), data, since)
    if "do" in request.GET and not request.htmx:
        # The form was sent without scripts, with all its fields: redirect to the short URL.
        return redirect(f"{request.path}{table['query'].text}#prices")
    if request.htmx:
        part = render(request, "pages/_offers.html", table)
        return push_url(part, request.path + table["query"].text)
    context = page_context(request, model, of_model(live, model), data)
    context["since"] = since
    context["several"] = beside_another(offerings)
    context["canonical_path"] = model.get_absolute_url()
    if versions.others and not (data and data.on):
        context["aliases"] = read_aliases(versions.all)
    if not model.withdrawn_on:
        context["former"] = former_offers(of_model(offerings, model))
    return render(request, "pages/model_detail.html", context | table)


def beside_another(offerings: Iterable[Offering]) -> frozenset[int]:
    """Return the offers, by primary key, whose provider has another one: lines name their ids."""
    by_provider: defaultdict[int, set[int]] = defaultdict(set)
    for offering in offerings:
        by_provider[offering.provider_id].add(offering.pk)
    return frozenset().union(*(own for own in by_provider.values() if len(own) > 1))


def of_model(offerings: Iterable[Offering], model: CanonicalModel) -> list[Offering]:
    """Return the offerings of one version: figures of a page are never those of another one."""
    return [offering for offering in offerings if offering.model_id == model.pk]


def former_offers(offerings: Sequence[Offering]) -> list[Offering]:
    """Return the last former offer of each provider that sells none of these any more."""
    selling = {offering.provider_id for offering in offerings if offering.withdrawn_on is None}
    last: dict[int, Offering] = {}
    for offering in offerings:
        if offering.withdrawn_on is None or offering.provider_id in selling:
            continue
        known = last.setdefault(offering.provider_id, offering)
        if known.withdrawn_on is not None and known.withdrawn_on < offering.withdrawn_on:
            last[offering.provider_id] = offering
    return list(last.values())


def offer_table(
    parameters: QueryDict,
    versions: ModelVersions,
    offerings: Sequence[Offering],
    data: DataVersion | None = None,
    since: Since | None = None,
) -> dict[str, Any]:
    """Return the table of these offers, and the versions to which it can be limited."""
    model, labels = versions.current, versions.labels
    columns = VERSIONED_OFFER_COLUMNS if labels else MODEL_OFFER_COLUMNS
    query = read_table_query(parameters, columns, "blended")
    query = query.but(version=query.version if versions.has_chosen(query.version) else "")
    choice = read_offer_choice(parameters)
    query = query.but(besides=choice.pairs, columns=_with_rate(query.columns, choice))
    facts = facts_of(offerings, model)
    fitting = [one for one in offerings if choice.fits(one, facts[one.pk])]
    ordered = sorted_offers(query, fitting, choice, facts)
    pages = Paginator(ordered, OFFERS_PER_PAGE)
    page = pages.get_page(query.page if query.every_row else 1)
    query = query.but(page=page.number)
    shown = page.object_list if query.every_row else main_offers(ordered, model)
    on_sale = sum(one.channel_count for one in versions.shown)
    return {
        "model": model,
        "query": query,
        "versions": versions,
        "version_rows": version_rows(versions, query) if labels else [],
        "every_version": query.but(version="", every_row=False, page=1).text,
        "offers": offer_rows(
            *(shown, model.recommended_id, labels),
            changed=since.texts if since else {},
            corrections=offer_corrections(shown, data),
            announced=offer_announcements(shown, data),
            facts=facts,
            surcharges=surcharge_texts(offerings, facts),
            choice=choice,
        ),
        "choice": choice,
        "kept_pairs": list(hidden_pairs(query.pairs, choice.pairs)),
        "region_options": options(
            REGIONS, [facts[o.pk].region_value for o in offerings], choice.region
        ),
        "seller_options": options(
            SELLERS, [facts[o.pk].seller_value for o in offerings], choice.seller
        ),
        "page": page if query.every_row else None,
        "offer_count": len(fitting),
        # Of a withdrawn model nobody counts the former offers.
        "left_out": max(on_sale - len(offerings), 0),
        "folded": len(fitting) > NOT_FOLDED,
        "other_view": query.but(every_row=not query.every_row, page=1).text,
    }


def _with_rate(columns: tuple[TableColumn, ...], choice: OfferChoice) -> tuple[TableColumn, ...]:
    """Return the columns with the reader's cache rate named at the blended price."""
    if choice.cache_rate is None:
        return columns
    return tuple(replace(one, unit=choice.unit) if one.key == "blended" else one for one in columns)


def page_context(
    request: HttpRequest,
    model: CanonicalModel,
    live: Sequence[Offering],
    data: DataVersion | None,
) -> dict[str, Any]:
    """Return everything that the page shows beside its table of offers.

    `live` are the offers on sale in order of price, or a withdrawn model's last ones.
    """
    version = data.key if data else None
    similar = alternatives(model, data)
    answers = model_answers(model, live, similar, data.day if data else None)
    return {
        "model": model,
        "corrections": model_corrections(model.path, model.maker, model.corrected, data),
        "announced": model_announcements(model.path, data),
        "by_state": offers_by_state(live),
        "spread": price_spread(live),
        "conflict_table": conflict_table(live, model),
        # How offers are matched is kept for today only.
        "match_groups": [] if data and data.on else match_groups(live),
        "scores": model_scores(model, data),
        "cost_index": cost_index(model.recommended, local_scenarios(version)),
        "price_chart": read_small_chart(model, data.day) if data else None,
        "changes": last_changes_of_model(model, until=data.on if data else None),
        "alternatives": similar,
        "relatives": relatives(model, data),
        "capabilities": [capability for capability in CAPABILITIES if capability.of(model)],
        "modes": mode_choices(mode_names(read_modes(offering.extra) for offering in live)),
        "default_forms": default_calculator_forms,  # called by the template, once per language
        "faq": answers,
        # None of a past day: search engines take a price to be today's.
        "structured_data": ""
        if data and data.on
        else model_json_ld(model, live, answers, absolute=request.build_absolute_uri),
    }


@reads(OFFER_PARAMETERS)
@dated_page
def model(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    """Answer with a model's page in the format that the client prefers."""
    if request.get_preferred_type(PAGE_FORMATS) == "text/markdown":
        response = markdown_page(request, maker, slug)
    else:
        response = html(request, maker, slug)
    patch_vary_headers(response, ["Accept"])
    return response


@cached_page
def markdown_page(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    return markdown(request, maker, slug)


@reads(answer=Answer.REFUSE)
@dated_page
def model_markdown(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    return markdown_page(request, maker, slug)
