"""/data-quality/: doubtful values by rule and provider, with what they are compared with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from catalog.display.spreadsheet import Cell
from catalog.domain.corrections import PRICE, Target
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, csv_response, data_version
from catalog.links import page_url
from catalog.listing.query_string import QueryState
from catalog.name_order import by_name
from catalog.parameters import NUMBER, Answer, Parameters, reads
from changelog.wording import corrected_field_name, corrected_value_text
from pages.data_quality.findings import Finding, Findings, findings
from pages.data_quality.rules import BY_KEY, EVERY_RULE

PAGE_SIZE = 50
CSV_HEAD: tuple[Cell, ...] = (
    *("rule", "provider", "provider_model_id", "model", "field", "value", "compared_with"),
    *("reviewed", "source_file"),
)


@dataclass(frozen=True, slots=True)
class QualityQuery(QueryState):
    """The page's state in its URL; an unknown rule or provider, and a bad page, are dropped."""

    rule: str = ""
    provider: str = ""

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        if self.rule:
            yield "rule", self.rule
        if self.provider:
            yield "provider", self.provider
        if self.page > 1:
            yield "page", str(self.page)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the table shows it."""

    finding: Finding
    rule: str
    url: str
    field: str
    value: str
    other: str
    report_url: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings a rule or a provider has, and the query string that shows them."""

    name: str
    number: int
    query: str
    chosen: bool
    sentence: str = ""


def quality_parameters(data: DataVersion | None) -> Parameters:
    providers = set(findings(data).providers) - {""}
    return {"rule": set(BY_KEY), "provider": providers, "page": NUMBER}


@reads(quality_parameters)
@cached_page
def data_quality(request: HtmxHttpRequest) -> HttpResponse:
    found = findings(data_version(request))
    query = read_query(request.GET, found)
    page = Paginator(found.of(query.rule, query.provider), PAGE_SIZE).get_page(query.page)
    context = {
        "query": query,
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "rules": list(_rules(found, query)),
        "providers": sorted(
            _providers(found, query), key=lambda one: (-one.number, by_name(one.name))
        ),
        "total": found.total(),
        "previous_page": query.on_page(page.number - 1).text,
        "next_page": query.on_page(page.number + 1).text,
    }
    return render(request, "pages/data_quality.html", context)


@reads(quality_parameters, answer=Answer.REFUSE)
@cached_page
def data_quality_csv(request: HtmxHttpRequest) -> HttpResponse:
    """Answer all findings of the chosen rule and provider as CSV, not one page of them."""
    found = findings(data_version(request))
    query = read_query(request.GET, found)
    rows = map(_csv_row, found.of(query.rule, query.provider))
    return csv_response([CSV_HEAD, *rows], "model-ledger-data-quality.csv")


def read_query(parameters: Mapping[str, str], found: Findings) -> QualityQuery:
    """Return the state of a URL; an unknown rule or provider, and a bad page, are dropped."""
    rule, provider = parameters.get("rule", ""), parameters.get("provider", "")
    typed = parameters.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 1
    return QualityQuery(
        rule=rule if rule in BY_KEY else "",
        provider=provider if provider in found.providers else "",
        page=max(page, 1),
    )


def _rules(found: Findings, query: QualityQuery) -> Iterator[Count]:
    for rule in EVERY_RULE:
        number = found.total(rule.key, query.provider)
        chosen = query.rule == rule.key
        to = query.but(rule="" if chosen else rule.key, page=1).text
        yield Count(gettext(rule.name), number, to, chosen, gettext(rule.sentence))


def _providers(found: Findings, query: QualityQuery) -> Iterator[Count]:
    """Yield the providers that have findings of the chosen rule."""
    for key, name in found.providers.items():
        number = found.total(query.rule, key)
        if number and key:
            chosen = query.provider == key
            to = query.but(provider="" if chosen else key, page=1).text
            yield Count(name, number, to, chosen)


def _row(one: Finding) -> FindingRow:
    return FindingRow(
        finding=one,
        rule=gettext(one.rule.name),
        url=page_url("model", *one.path.split("/", 1)),
        field=_field(one),
        value=_text(one, one.value),
        other=_text(one, one.other),
        report_url=f"{reverse('report-mistake')}?{urlencode(_address(one))}",
    )


def _field(one: Finding) -> str:
    # The price rules compare the blended price, of which the input price is a part.
    if one.field.startswith(PRICE):
        return gettext("blended price")
    return corrected_field_name(one.field) if one.field else ""


def _text(one: Finding, value: Any) -> str:
    """Return a value of a finding as text; "" where there is none to compare with."""
    if value is None or not one.field:
        return str(value or "")
    return corrected_value_text(one.field, value)


def _address(one: Finding) -> dict[str, str]:
    if not one.provider:
        return {"target": Target.MODEL.value, "key": one.path}
    about = {"target": Target.OFFER.value, "provider": one.provider, "key": one.provider_model_id}
    return about | {"field": one.field}


def _csv_row(one: Finding) -> tuple[Cell, ...]:
    return (
        *(one.rule.key, one.provider, one.provider_model_id, one.path, one.field),
        *(_csv_value(one.value), _csv_value(one.other)),
        *("yes" if one.reviewed else "no", one.upstream_url if one.provider else ""),
    )


def _csv_value(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    cell: Cell = value
    return cell
