"""/data-quality/report/: what a reader finds wrong goes to the editors' inbox."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from catalog.domain.corrections import FIELDS, Target
from catalog.http import data_version
from catalog.ingest.corrections import NotOnSale, facts_of
from catalog.models import Offering
from catalog.parameters import reads
from changelog.wording import corrected_value_text
from pages.mistakes.forms import MistakeForm
from pages.mistakes.throttle import may_report

LONGEST_SHOWN = 300
MOST_OFFERS = 500


@reads(dict.fromkeys(("target", "provider", "key", "field", "model")))
@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def report_mistake(request: HttpRequest) -> HttpResponse:
    """Show the form for one offer, model, provider or maker; of a model, first ask for which."""
    data_version(request)  # read here, because the template shows the day of the data
    if not request.GET.get("target"):
        choices = list(reportable(request.GET.get("model", "")))
        return render(request, "pages/report_mistake.html", {"choices": choices})
    about, facts = find_reported(request.GET)
    target = about["target"]
    chosen = request.GET.get("field", "")
    initial = {"field": chosen if chosen in FIELDS[target] else ""}
    form = MistakeForm(target, request.POST or None, initial=initial)
    context: dict[str, Any] = {"about": about, "form": form}
    if not (form.is_bound and form.is_valid()):
        return render(request, "pages/report_mistake.html", context)
    if form.is_from_a_program:  # which learns nothing from the answer
        return render(request, "pages/report_mistake.html", {"about": about, "sent": True})
    if not may_report(request):
        context["refused"] = True
        status = HTTPStatus.TOO_MANY_REQUESTS
        return render(request, "pages/report_mistake.html", context, status=status)
    shown = shown_value(form.cleaned_data["field"], facts)
    language = get_language() or ""
    form.report(**about, shown=shown, language=language, reported_at=timezone.now()).save()
    return render(request, "pages/report_mistake.html", {"about": about, "sent": True})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing about which a mistake can be reported; `provider` is "" for the model itself."""

    provider: str
    name: str
    query: str


def reportable(path: str) -> Iterator[Choice]:
    """Yield a model and its offers on sale; nothing for an unknown one. One query."""
    if not path.isprintable():  # PostgreSQL raises an error for a NUL
        return
    offers = Offering.objects.live().filter(model__path=path).for_model_page()
    for place, offer in enumerate(offers[:MOST_OFFERS]):
        if place == 0:
            yield Choice("", path, urlencode({"target": Target.MODEL.value, "key": path}))
        about = {"target": Target.OFFER.value, "provider": offer.provider.key}
        query = urlencode(about | {"key": offer.provider_model_id})
        yield Choice(offer.provider.name, offer.provider_model_id, query)


def find_reported(parameters: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the parameters name, and its values. Raises Http404 for nothing on sale."""
    try:
        target = Target(parameters.get("target", ""))
    except ValueError:
        raise Http404("target") from None
    provider, key = parameters.get("provider", ""), parameters.get("key", "")
    if not f"{provider}{key}".isprintable():  # PostgreSQL raises an error for a NUL
        raise Http404("key")
    try:
        facts = facts_of(target, key, provider)
    except NotOnSale:
        raise Http404(key) from None
    return {"target": target, "provider": provider, "key": key}, facts


def shown_value(field: str, facts: dict[str, Any]) -> str:
    """Return the value that the page showed; "" for something else than a field."""
    return corrected_value_text(field, facts[field])[:LONGEST_SHOWN] if field in facts else ""
