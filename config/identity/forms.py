"""The form of a decision: what is decided, about which offer or model, and why."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.decisions import OF_RULES, WITH_TARGET, DecisionKind
from catalog.editorial import LONGEST_REASON
from catalog.identity.aliases import ALIASES
from catalog.ingest.batch import LONGEST_MAKER, LONGEST_SLUG
from catalog.models import CanonicalModel, Offering, Provider
from config.identity.decide import Draft

PATH = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)/([a-z0-9]+(?:-[a-z0-9]+)*)")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EXISTING_TARGET = frozenset({DecisionKind.VERSION})


def valid_path(text: str) -> str:
    """Return a canonical id; raises ValidationError for what no URL of a model can be."""
    found = PATH.fullmatch(text)
    if found and len(found[1]) <= LONGEST_MAKER and len(found[2]) <= LONGEST_SLUG:
        return text
    raise ValidationError(_("Write it as maker/model: small letters, digits and single hyphens."))


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Decision"), choices=DecisionKind)
    provider = forms.CharField(
        label=gettext_lazy("Provider"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("For an offer only: the provider’s ID."),
    )
    key = forms.CharField(
        label=gettext_lazy("Offer or model"),
        max_length=301,
        help_text=gettext_lazy(
            "The provider’s model ID, or a canonical ID as maker/model. Of an alias, the part "
            "after the maker; of subscriptions, the provider’s ID."
        ),
    )
    target = forms.CharField(
        label=gettext_lazy("Is"),
        max_length=301,
        required=False,
        help_text=gettext_lazy(
            "A canonical ID. One that exists joins the two; a new one splits off, renames, or "
            "sets another maker."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        kind = DecisionKind(cleaned["kind"])
        if kind in OF_RULES:
            self._clean_rule(kind, cleaned)
            return cleaned
        if kind in WITH_TARGET or kind is DecisionKind.KEEP:
            self._clean_target(kind, cleaned)
        else:
            cleaned["target"] = ""
        self._clean_subject(kind, cleaned)
        return cleaned

    def _clean_rule(self, kind: DecisionKind, cleaned: dict[str, Any]) -> None:
        cleaned["provider"] = ""
        if kind is not DecisionKind.ALIAS:
            cleaned["target"] = ""
        if kind in (DecisionKind.PLAN, DecisionKind.NO_PLAN):
            if not Provider.objects.live().filter(key=cleaned["key"]).exists():
                self.add_error("key", _("No provider on sale has this ID."))
            return
        if not SLUG.fullmatch(cleaned["key"]) or len(cleaned["key"]) > LONGEST_SLUG:
            self.add_error("key", _("Write the part after the maker, such as claude-sonnet-4."))
        elif kind is DecisionKind.NO_ALIAS and cleaned["key"] not in ALIASES:
            self.add_error("key", _("The shipped list has no such alias."))
        elif kind is DecisionKind.ALIAS and cleaned["target"] == cleaned["key"]:
            self.add_error("target", _("It is this model already."))
        elif kind is DecisionKind.ALIAS and not _is_sold(cleaned["target"]):
            self.add_error("target", _("No model on sale has this ID."))

    def _clean_target(self, kind: DecisionKind, cleaned: dict[str, Any]) -> None:
        try:
            valid_path(cleaned["target"])
        except ValidationError as error:
            self.add_error("target", error)
            return
        if kind in EXISTING_TARGET and not _is_live(cleaned["target"]):
            self.add_error("target", _("No model on sale has this ID."))
        elif cleaned["target"] == cleaned["key"]:
            self.add_error("target", _("It is this model already."))

    def _clean_subject(self, kind: DecisionKind, cleaned: dict[str, Any]) -> None:
        if kind is DecisionKind.OFFER or (kind is DecisionKind.KEEP and cleaned["provider"]):
            offers = Offering.objects.live().filter(
                provider__key=cleaned["provider"], provider_model_id=cleaned["key"]
            )
            if not offers.exists():
                self.add_error("key", _("This provider has no such offer."))
            elif (
                kind is DecisionKind.OFFER
                and offers.filter(model__path=cleaned.get("target")).exists()
            ):
                self.add_error("target", _("It is this model already."))
            return
        cleaned["provider"] = ""
        if not _is_live(cleaned["key"]):
            self.add_error("key", _("No model on sale has this ID."))

    @property
    def draft(self) -> Draft:
        """The decision; the form must be valid."""
        values = self.cleaned_data
        return Draft(
            DecisionKind(values["kind"]),
            *(values["key"], values["target"], values["provider"], values["reason"]),
        )


def _is_sold(slug: str) -> bool:
    return bool(slug) and CanonicalModel.objects.live().filter(slug=slug).exists()


def _is_live(path: str) -> bool:
    return CanonicalModel.objects.live().filter(path=path).exists()
