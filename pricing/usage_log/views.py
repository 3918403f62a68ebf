"""The cost of a usage log. Nothing of a log is stored: it is read, priced and forgotten."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from catalog.http import HtmxHttpRequest, data_version
from pricing.calculator.csv_export import csv_file
from pricing.calculator.forms import ABILITY_WORDS
from pricing.calculator.offer_table import offer_table
from pricing.usage_log.csv_export import log_rows
from pricing.usage_log.parse import LogRefused, decode, read_log
from pricing.usage_log.report import LogReport, price_log

MOST_BYTES = 25 * 1024 * 1024
MOST_DRAINED = 200 * 1024 * 1024
MOST_ECHOED = 1_000_000  # characters of a pasted log that the form gives back
MOST_MAPPED = 100
TOO_LARGE = "The log is larger than 25 MB. Split it, or leave out columns that are not needed."


@never_cache
@csrf_exempt  # the token is asked for below, once the size is known: finding it reads everything
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def usage_log(request: HtmxHttpRequest) -> HttpResponse:
    data_version(request)  # the page shows its day
    if request.method == "POST" and _size(request) > MOST_BYTES:
        _drain(request)
        return _shown(request, {"error": gettext(TOO_LARGE)})
    return _usage_log(request)


@csrf_protect
def _usage_log(request: HtmxHttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, {"text": ""})
    pasted = request.POST.get("text", "")
    context: dict[str, Any] = {
        "text": pasted if len(pasted) <= MOST_ECHOED else "",
        "needs": request.POST.getlist("needs"),
        "compare": request.POST.get("compare", "")[:1000],
        "mapped": mapping(request),
    }
    try:
        context["answer"] = _answer(request, pasted, context)
    except LogRefused as why:
        context["error"] = gettext(why.message) % why.params
        context["wrong_file"] = bool(request.FILES)
    if "answer" in context and request.POST.get("format") == "csv":
        return csv_file(log_rows(context["answer"]), "model-ledger-log.csv")
    return _shown(request, context)


def _answer(request: HtmxHttpRequest, pasted: str, context: Mapping[str, Any]) -> LogReport:
    file = request.FILES.get("file")
    text = decode(file.read()) if file else pasted
    known = [name for name, _words in ABILITY_WORDS]
    return price_log(
        read_log(text),
        offer_table(data_version(request)),
        context["mapped"],
        context["compare"].split(),
        [name for name in context["needs"] if name in known],
    )


def mapping(request: HttpRequest) -> dict[str, str]:
    """Return the names that the reader mapped to models, by the pairs of fields they come in."""
    names, paths = request.POST.getlist("map-from"), request.POST.getlist("map-to")
    pairs = zip(names[:MOST_MAPPED], paths[:MOST_MAPPED], strict=False)
    return {name: path.strip() for name, path in pairs if path.strip()}


def _shown(request: HtmxHttpRequest, context: dict[str, Any]) -> HttpResponse:
    context["abilities"] = ABILITY_WORDS
    template = "pricing/_log_result.html" if request.htmx else "pricing/usage_log.html"
    return render(request, template, context)


def _size(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and len(length) < 16 else 0


def _drain(request: HttpRequest) -> None:
    """Read a body to its end: a browser that still sends would never see the answer."""
    left = MOST_DRAINED
    while left > 0 and (chunk := request.read(1024 * 1024)):
        left -= len(chunk)
