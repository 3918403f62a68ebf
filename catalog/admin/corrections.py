"""What editors and readers filled in: corrections and reported mistakes.

A correction is recorded and ended on pages of its own (`config.corrections`), which derive what
follows from it; here it is read.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import NOTHING, RecordedAdmin, as_text
from catalog.admin.filters import OpenCorrectionFilter
from catalog.editorial import Correction, MistakeReport


@admin.register(Correction)
class CorrectionAdmin(RecordedAdmin[Correction]):
    list_display = (
        *("__str__", "target", "verdict", "value_text", "feed_text"),
        *("first_day", "last_day", "recorded_at", "ending"),
    )
    list_filter = (OpenCorrectionFilter, "verdict", "target", "ending")
    date_hierarchy = "recorded_at"
    search_fields = ("provider", "key", "field", "reason", "source")
    ordering = ("-id",)
    fields = (
        *("target", "provider", "key", "field", "verdict", "value_text", "feed_text"),
        *("reason", "source", "first_day", "last_day", "entered_on"),
        *("recorded_at", "recorded_by", "ended_at", "ended_by", "ended_on", "ending"),
        *("waiting_first_day", "waiting_ended_on"),
    )

    @admin.display(description=_("corrected value"))
    def value_text(self, correction: Correction) -> str:
        return as_text(correction.value) if correction.overrides else NOTHING

    @admin.display(description=_("models.dev value"))
    def feed_text(self, correction: Correction) -> str:
        return as_text(correction.feed_value)


@admin.register(MistakeReport)
class MistakeReportAdmin(RecordedAdmin[MistakeReport]):
    list_display = ("__str__", "target", "value", "shown", "reported_at", "state")
    list_filter = ("state", "target")
    search_fields = ("provider", "key", "field", "value", "source", "remark")
    ordering = ("-id",)
    fields = (
        *("target", "provider", "key", "field", "value", "shown", "source", "remark"),
        *("language", "reported_at", "state", "decided_at", "decided_by", "correction"),
    )
