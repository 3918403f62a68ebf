"""Scenarios: the workloads that the Cost Efficiency Index is computed from."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pricing.estimate import Usage
from pricing.shipped_scenarios import SHIPPED


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def in_order(self) -> Self:
        """Order as the Cost Efficiency Index lists them."""
        return self.order_by("order", "id")


class Scenario(models.Model):
    """A number of requests of one kind, each with average input and output tokens."""

    key = models.SlugField(_("key"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    requests = models.PositiveIntegerField(_("requests"), default=1000)
    input_tokens = models.PositiveIntegerField(_("input tokens per request"))
    output_tokens = models.PositiveIntegerField(_("output tokens per request"))
    # Of a shipped scenario, an empty text is the shipped one, which releases improve.
    name_en = models.CharField(_("name, English"), max_length=100, blank=True)
    name_zh_hant = models.CharField(_("name, Chinese"), max_length=100, blank=True)
    unit_en = models.CharField(
        _("unit, English"),
        max_length=100,
        blank=True,
        help_text=_("Unit shown after “per 1,000”, e.g. documents."),
    )
    unit_zh_hant = models.CharField(
        _("unit, Chinese"),
        max_length=100,
        blank=True,
        help_text=_("Include the measure word."),
    )
    assumption_en = models.TextField(_("assumption, English"), blank=True)
    assumption_zh_hant = models.TextField(_("assumption, Chinese"), blank=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        constraints = (
            models.CheckConstraint(
                condition=Q(requests__gte=1), name="a_scenario_makes_at_least_one_request"
            ),
            models.CheckConstraint(
                condition=Q(input_tokens__gte=1) | Q(output_tokens__gte=1),
                name="a_scenario_uses_tokens",
            ),
            models.CheckConstraint(
                condition=Q(key__in=sorted(SHIPPED)) | (~Q(name_en="") & ~Q(name_zh_hant="")),
                name="a_scenario_is_named_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self._text("name")

    @property
    def unit(self) -> str:
        """The noun that requests are counted in, in the active language: "tickets"."""
        return self._text("unit")

    @property
    def assumption(self) -> str:
        return self._text("assumption")

    def _text(self, part: str) -> str:
        """Return what an editor wrote in the active language, else what is shipped."""
        written: str = getattr(self, f"{part}_{'zh_hant' if _in_chinese() else 'en'}")
        return written or shipped_text(self.key, part)

    @property
    def usage(self) -> Usage:
        return Usage(requests=self.requests, input=self.input_tokens, output=self.output_tokens)


def shipped_text(key: str, part: str) -> str:
    """Return a shipped text in the active language; "" for a scenario that is not shipped."""
    return gettext(getattr(SHIPPED[key], part)) if key in SHIPPED else ""


def _in_chinese() -> bool:
    return get_language() == "zh-hant"
