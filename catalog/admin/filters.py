"""Filters of the admin's lists."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class YesNoFilter(admin.SimpleListFilter):
    """Selects the rows that meet `condition`, or those that do not; `words` label the two."""

    condition: ClassVar[Q]
    words: ClassVar[tuple[Any, Any]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(zip(("yes", "no"), self.words, strict=True))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(self.condition if self.value() == "yes" else ~self.condition)


class LiveFilter(YesNoFilter):
    title, parameter_name = _("availability"), "sold"
    condition, words = Q(withdrawn_on=None), (_("available"), _("withdrawn"))


class PricedFilter(YesNoFilter):
    title, parameter_name = _("published price"), "priced"
    condition, words = Q(blended_price__isnull=False), (_("published"), _("not published"))


class DoubtFilter(YesNoFilter):
    title, parameter_name = _("match warning"), "doubtful"
    condition, words = ~Q(doubt=""), (_("has a warning"), _("no warning"))


class PriceDoubtFilter(YesNoFilter):
    title, parameter_name = _("price warning"), "doubtful-price"
    condition, words = ~Q(price_doubt=""), (_("has a warning"), _("no warning"))


class OpenFilter(YesNoFilter):
    title, parameter_name = _("validity"), "open"
    condition, words = Q(valid_to=None), (_("current"), _("superseded"))


class OpenDecisionFilter(YesNoFilter):
    title, parameter_name = _("validity"), "open"
    condition, words = Q(undone_at=None), (_("current"), _("undone"))


class AppliedFilter(YesNoFilter):
    title, parameter_name = _("applied"), "applied"
    condition, words = Q(applied_at__isnull=False), (_("applied"), _("not applied"))


class OpenCorrectionFilter(YesNoFilter):
    title, parameter_name = _("validity"), "open"
    condition, words = Q(ended_at=None), (_("in force"), _("ended"))
