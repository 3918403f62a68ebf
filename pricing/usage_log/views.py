"""The page that prices a usage log. Nothing of a log is stored, neither in a database nor on disk.

Uploads are read in memory: see FILE_UPLOAD_HANDLERS in the settings.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from catalog.http import HtmxHttpRequest, csv_response, data_version
from catalog.listing.query_string import query_string
from catalog.parameters import reads
from catalog.templatetags.display import comma
from pricing.calculator.fields import parse_number
from pricing.calculator.forms import CAPABILITY_CHOICES
from pricing.calculator.offer_table import offer_table
from pricing.calculator.parameters import TERMS
from pricing.calculator.terms import with_terms
from pricing.eligibility import CAPABILITY_KEYS
from pricing.same_use import SLACK
from pricing.terms import Terms
from pricing.terms_forms import read_terms
from pricing.usage_log.charges import charges
from pricing.usage_log.counting import CHOICES, Counting
from pricing.usage_log.csv_export import log_csv_rows
from pricing.usage_log.focus import VERSION as FOCUS_VERSION
from pricing.usage_log.focus import focus_rows
from pricing.usage_log.formats import UnreadableLog, decode
from pricing.usage_log.parse import read_log
from pricing.usage_log.replacements import UseChoice
from pricing.usage_log.report import LogReport, price_log, snapshot_digests
from pricing.usage_log.tables import log_tables

MAX_BYTES = 25 * 1024 * 1024
MAX_DRAINED = 200 * 1024 * 1024
CHUNK = 1024 * 1024
MAX_ECHOED = 1_000_000  # characters of a pasted log that are sent back in the form
MAX_MAPPED = 100
MAX_SLACK = 100  # points: no floor
LOAD_ONLY = "log"  # compare with every offer that fits the log
MAX_COMPARE_LENGTH = 1000  # characters, as the form's field
TOO_LARGE = gettext_noop(
    "The log is larger than 25 MB. Split it into smaller files, or remove columns that aren’t"
    " needed."
)
EXPIRED = gettext_noop(
    "Your session has expired, so nothing was calculated. Select Calculate to try again. If that"
    " doesn’t help, allow cookies for this site."
)
EXPIRED_WITH_FILE = gettext_noop(
    "Your session has expired, so nothing was calculated. Choose your file again and select"
    " Calculate. If that doesn’t help, allow cookies for this site."
)


# Exempt here, protected below: checking the token parses the whole body, so the size comes first.
@reads(TERMS)
@never_cache
@csrf_exempt
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def usage_log(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST" and _content_length(request) > MAX_BYTES:
        _drain(request)
        return _render(request, {"error": gettext(TOO_LARGE)})
    return _usage_log(request)


@csrf_protect
def _usage_log(request: HtmxHttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _render(request, {"text": "", "own_terms": read_terms(request.GET)})
    context = _sent(request)
    if context["own_terms"].terms is None:
        return _render(request, context | {"wrong_terms": True})
    try:
        report = _price(request, request.POST.get("text", ""), context)
    except UnreadableLog as error:
        failure = {"error": error_text(error), "wrong_file": bool(request.FILES)}
        return _render(request, context | failure)
    if request.POST.get("format") == "csv":
        return csv_response(log_csv_rows(report), "model-ledger-log.csv")
    if request.POST.get("format") == "focus":
        lines = charges(report.log.entries, report.histories, report.terms)
        rows = focus_rows(lines, report.ids, snapshot_digests())
        return csv_response(rows, f"model-ledger-focus-{FOCUS_VERSION}.csv")
    return _render(
        request, context | {"report": report, "tables": log_tables(report, context["mapped"])}
    )


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return what was sent, as far as the form shows it again."""
    text = request.POST.get("text", "")
    return {
        "text": text if len(text) <= MAX_ECHOED else "",
        "required": [key for key in request.POST.getlist("needs") if key in CAPABILITY_KEYS],
        "compare": request.POST.get("compare", "")[:MAX_COMPARE_LENGTH],
        "mapped": mapped_names(request),
        "counting": _counting(request),
        "slack": _slack(request.POST.get("slack", "")),
        "keep": request.POST.get("keep", "")[:10],
        "own_terms": read_terms(request.POST),
    }


def _counting(request: HttpRequest) -> Counting:
    """Return how the reader says that tokens are counted; of two answers, the last."""
    cached, reasoning = (request.POST.get(name, "") for name in ("cached", "reasoning"))
    return Counting(CHOICES.get(cached), CHOICES.get(reasoning))


def _slack(text: str) -> int:
    """Return the points that a fit score may be lower; what is no number is the default."""
    number = parse_number(text)
    return SLACK if number is None else min(int(number), MAX_SLACK)


def usage_log_expired(request: HtmxHttpRequest) -> HttpResponse:
    """Answer a form without a valid token: what was sent, and a form with a new token.

    A file cannot be sent back: without scripts, it must be chosen again.
    """
    chose_file = bool(request.FILES)
    error = gettext(EXPIRED_WITH_FILE if chose_file and not request.htmx else EXPIRED)
    response = _render(request, _sent(request) | {"error": error, "expired": True})
    # htmx shows no answer that is an error, and with it the new token would be lost.
    response.status_code = HTTPStatus.OK if request.htmx else HTTPStatus.FORBIDDEN
    return response


def _price(request: HtmxHttpRequest, text: str, context: dict[str, Any]) -> LogReport:
    file = request.FILES.get("file")  # a file outranks a pasted log
    terms: Terms = context["own_terms"].terms
    return price_log(
        read_log(decode(file.read()) if file else text, context["counting"]),
        with_terms(offer_table(data_version(request)), terms),
        mapped=context["mapped"],
        choice=UseChoice(
            context["required"],
            frozenset(context["compare"].split()),
            context["slack"],
            context["keep"] == LOAD_ONLY,
        ),
        terms=terms,
    )


def mapped_names(request: HttpRequest) -> dict[str, str]:
    """Return the canonical ids that the user chose for names, from pairs of parallel fields."""
    names, paths = request.POST.getlist("map-from"), request.POST.getlist("map-to")
    pairs = zip(names[:MAX_MAPPED], paths[:MAX_MAPPED], strict=False)
    return {name: path.strip() for name, path in pairs if path.strip()}


def error_text(error: UnreadableLog) -> str:
    """Return the message in the active language; lists of names are joined as it joins them."""
    params = {
        name: comma().join(value) if isinstance(value, tuple) else value
        for name, value in error.params.items()
    }
    return gettext(error.message) % params


def _render(request: HtmxHttpRequest, context: dict[str, Any]) -> HttpResponse:
    data_version(request)  # read here, because the template shows the day of the data
    context["capabilities"] = CAPABILITY_CHOICES
    context.setdefault("slack", SLACK)
    own = context.setdefault("own_terms", read_terms({}))
    context["log_terms"] = query_string(own.terms.pairs) if own.terms else ""
    template = "pricing/_log_result.html" if request.htmx else "pricing/usage_log.html"
    return render(request, template, context)


def _content_length(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and len(length) < 16 else 0


def _drain(request: HttpRequest) -> None:
    """Read a body to its end: browsers drop a response that comes while they are still sending."""
    remaining = MAX_DRAINED
    while remaining > 0 and (chunk := request.read(CHUNK)):
        remaining -= len(chunk)
