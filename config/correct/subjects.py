"""What a page of corrections is about: an offer, a model, a provider or a maker."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from catalog.decisions import DecisionKind
from catalog.domain.corrections import Target
from catalog.models import CanonicalModel, Maker, Offering, Provider
from pages.mistakes.views import find_reported


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page of corrections is about: its address, and the values of its live row."""

    target: Target
    provider: str
    key: str
    facts: dict[str, Any]

    @property
    def query(self) -> dict[str, str]:
        return {"target": self.target.value, "provider": self.provider, "key": self.key}

    @property
    def name(self) -> str:
        return f"{self.provider} {self.key}".strip()

    def reported(self, field: str) -> Any:
        corrected = self.facts["corrected"]
        return corrected[field]["feed"] if field in corrected else self.facts[field]


def find_subject(parameters: Any) -> Subject:
    """Return what the parameters name. Raises Http404 for nothing on sale."""
    named, facts = find_reported(parameters)
    return Subject(**named, facts=facts)


def public_url(subject: Subject) -> str:
    """Return the address of the public page that shows the values."""
    if subject.target is Target.OFFER:
        offers = Offering.objects.filter(
            provider__key=subject.provider, provider_model_id=subject.key
        )
        return CanonicalModel.objects.get(offerings__in=offers).get_absolute_url()
    if subject.target is Target.MODEL:
        return CanonicalModel.objects.get(path=subject.key).get_absolute_url()
    if subject.target is Target.PROVIDER:
        return Provider.objects.get(key=subject.key).get_absolute_url()
    return Maker.objects.get(slug=subject.key).get_absolute_url()


def identity_url(subject: Subject) -> str:
    """Return the page that sets another maker or id, which is a decision of identity; "" if none.

    A correction regroups nothing, and the maker is part of a model's id.
    """
    kinds = {Target.OFFER: DecisionKind.OFFER, Target.MODEL: DecisionKind.MODEL}
    if subject.target not in kinds:
        return ""
    asked = {"kind": kinds[subject.target].value, "provider": subject.provider, "key": subject.key}
    return f"{reverse('decide-identity')}?{urlencode(asked)}"
