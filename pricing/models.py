"""Scenarios: the workloads that the Cost Efficiency Index is computed from."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pricing.estimate import Usage


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
    name_en = models.CharField(_("name, English"), max_length=100)
    name_zh_hant = models.CharField(_("name, Chinese"), max_length=100)
    unit_en = models.CharField(
        _("unit, English"),
        max_length=100,
        help_text=_("Unit shown after “per 1,000”, e.g. documents."),
    )
    unit_zh_hant = models.CharField(
        _("unit, Chinese"), max_length=100, help_text=_("Include the measure word.")
    )
    assumption_en = models.TextField(_("assumption, English"))
    assumption_zh_hant = models.TextField(_("assumption, Chinese"))

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
                condition=~Q(name_en="") & ~Q(name_zh_hant=""),
                name="a_scenario_is_named_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh_hant if _in_chinese() else self.name_en

    @property
    def unit(self) -> str:
        """The noun that requests are counted in, in the active language: "tickets"."""
        return self.unit_zh_hant if _in_chinese() else self.unit_en

    @property
    def assumption(self) -> str:
        return self.assumption_zh_hant if _in_chinese() else self.assumption_en

    @property
    def usage(self) -> Usage:
        return Usage(requests=self.requests, input=self.input_tokens, output=self.output_tokens)


def _in_chinese() -> bool:
    return get_language() == "zh-hant"
