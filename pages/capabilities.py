"""Capabilities: the list, and the page of one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from catalog.as_of.pages import dated_page
from catalog.capabilities import BY_KEY, CAPABILITIES, Capability, Tally, tallies
from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.listing.index import ModelRow, model_index
from catalog.listing.parameters import table_parameters
from catalog.listing.table_query import MODEL_COLUMNS, read_table_query
from catalog.parameters import reads
from catalog.templatetags.display import reports_text
from pages.cells import Tag
from pages.edited_texts import edited_texts, explained
from pages.tables import render_models


@reads()
@dated_page
@cached_page
def capabilities(request: HtmxHttpRequest) -> HttpResponse:
    texts = edited_texts(data_version(request))
    shown = [explained(capability, texts) for capability in CAPABILITIES]
    rows = zip(shown, _tallies(request, *CAPABILITIES), strict=True)
    return render(request, "pages/capability_list.html", {"rows": list(rows)})


@reads(table_parameters(MODEL_COLUMNS))
@dated_page
@cached_page
def capability(request: HtmxHttpRequest, key: str) -> HttpResponse:
    if key not in BY_KEY:
        raise Http404
    capability = BY_KEY[key]
    query = read_table_query(request.GET, MODEL_COLUMNS, capability.sort)
    context: dict[str, Any] = {"capability": capability}
    if not request.htmx:
        context["capability"] = explained(capability, edited_texts(data_version(request)))
        context |= {"tally": _tallies(request, capability)[0], "capabilities": CAPABILITIES}
    template = "pages/capability_detail.html"
    return render_models(
        request,
        template,
        query,
        lambda row: row.capabilities[key] is True,
        tags_of=lambda row: reported_tags(capability, row),
        **context,
    )


def reported_tags(capability: Capability, row: ModelRow) -> list[Tag]:
    """Return how many offers of a model report a capability, where not all report a yes."""
    reports = row.reports.get(capability.counted_as)
    text = reports_text(capability.counted_as, reports, row.capabilities[capability.key])
    return [Tag(text, "caution" if reports and reports.no else "")] if text else []


def _tallies(request: HtmxHttpRequest, *of: Capability) -> list[Tally]:
    rows = model_index(data_version(request)).rows
    return tallies((row.capabilities for row in rows), *of)
