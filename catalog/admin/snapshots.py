"""The pulls: snapshots, runs and the versions that they published."""

import gzip
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Func, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from catalog.admin.base import NOTHING, ReadOnlyAdmin
from catalog.admin.elements import link, link_to, link_to_list, table
from catalog.admin.filters import AppliedFilter
from catalog.models import CatalogueVersion, Run, Snapshot, translated

COUNT_NAMES = {
    "providers": _("providers"),
    "offerings": _("offers"),
    "models": _("models"),
    "arrived": _("arrived"),
    "changed": _("changed"),
    "returned": _("returned"),
    "withdrawn": _("withdrawn"),
    "regrouped": _("regrouped"),
    "skipped": _("skipped"),
}
MOST_TEXT_SHOWN = 120  # characters of a message in a list
MOVES = {
    "arrived": _("{count:,} arrived"),
    "changed": _("{count:,} changed"),
    "returned": _("{count:,} returned"),
    "withdrawn": _("{count:,} withdrawn"),
    "regrouped": _("{count:,} regrouped"),
}


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin[Snapshot]):
    """Neither the list nor the page loads the payload: megabytes, offered as a download."""

    list_display = (
        *("day", "short_sha256", "shown_size", "shown_source"),
        *("fetched_at", "confirmed_on", "applied_at"),
    )
    list_filter = (AppliedFilter,)
    date_hierarchy = "day"
    search_fields = ("sha256", "source")
    ordering = ("-day", "-id")
    fields = (
        *("day", "sha256", "content_digest", "source", "shown_size", "download"),
        *("etag", "last_modified", "fetched_at", "confirmed_on", "applied_at"),
        *("set_aside_at", "rejected_at", "reason_text", "accepted", "unfinished_attempts"),
        *("in_reserve", "stored_against", "steps", "runs"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("payload")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.payload)
        download = path("<int:pk>/payload/", view, name="catalog_snapshot_payload")
        return [download, *super().get_urls()]

    def payload(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the payload as gzip: `manage.py pull --from` reads such a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        snapshot = get_object_or_404(Snapshot, pk=pk)
        return HttpResponse(
            gzip.compress(snapshot.body, mtime=0),
            content_type="application/gzip",
            headers={"Content-Disposition": f'attachment; filename="{snapshot.day}.json.gz"'},
        )

    @admin.display(description="SHA-256")
    def short_sha256(self, snapshot: Snapshot) -> str:
        return snapshot.sha256[:12]

    @admin.display(description=_("size"), ordering="size")
    def shown_size(self, snapshot: Snapshot) -> str:
        return filesizeformat(snapshot.size)

    @admin.display(description=_("source"), ordering="source")
    def shown_source(self, snapshot: Snapshot) -> str:
        return snapshot.source[:MOST_TEXT_SHOWN]

    @admin.display(description=_("payload"))
    def download(self, snapshot: Snapshot) -> str:
        address = reverse("admin:catalog_snapshot_payload", args=[snapshot.pk])
        return link_to(address, f"{snapshot.day}.json.gz", download=True)

    @admin.display(description=_("stored as changes to"))
    def stored_against(self, snapshot: Snapshot) -> str:
        if snapshot.base_id is None:
            return NOTHING
        return link(Snapshot.objects.light().get(pk=snapshot.base_id))

    @admin.display(description=_("reason"))
    def reason_text(self, snapshot: Snapshot) -> str:
        return snapshot.reason_text or NOTHING

    @admin.display(description=_("runs"))
    def runs(self, snapshot: Snapshot) -> str:
        return link_to_list(Run, _("View runs"), snapshot__id__exact=snapshot.pk)


class ArrayLength(Func):
    """The length of a JSON array, so that a list need not load thousands of reports."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin[Run]):
    """Every pull, whatever its outcome; the list's button posts to config.views.start_pull."""

    list_display = (
        "started_at",
        "outcome",
        "day",
        "duration",
        "result",
        "unreadable",
        "snapshot_link",
    )
    list_filter = ("outcome",)
    date_hierarchy = "started_at"
    search_fields = ("message", "source")
    ordering = ("-started_at", "-id")
    fields = (
        *(
            "outcome",
            "message_text",
            "source",
            "day",
            "started_at",
            "ended_at",
            "duration",
            "snapshot_link",
        ),
        *("refused_link", "count_table", "skipped_table"),
    )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, which loads itself again while a pull runs."""
        running = Run.objects.filter(outcome=Run.Outcome.RUNNING).exists()
        return super().changelist_view(request, {"running": running, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the run and, while it can be accepted, the payload that it refused."""
        run = self.get_object(request, object_id)
        context = {"refused": run.refused if run else None, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        runs = super().get_queryset(request).select_related("snapshot", "refused")
        counted = runs.annotate(skipped_count=ArrayLength("skipped"))
        return counted.defer("snapshot__payload", "refused__payload", "refused__report", "skipped")

    @admin.display(description=_("message"))
    def message_text(self, run: Run) -> str:
        return run.message_text or NOTHING

    @admin.display(description=_("duration"))
    def duration(self, run: Run) -> str:
        if run.ended_at is None:
            return NOTHING
        return _("{:.1f} s").format((run.ended_at - run.started_at).total_seconds())

    @admin.display(description=_("result"))
    def result(self, run: Run) -> str:
        """Return how many offerings changed and how, or why none did."""
        if run.outcome != Run.Outcome.APPLIED:
            return run.message_text[:MOST_TEXT_SHOWN]
        moves = (
            text.format(count=run.counts[key]) for key, text in MOVES.items() if run.counts.get(key)
        )
        separator = pgettext("between list items, except the last two", ", ")
        return separator.join(moves)

    @admin.display(description=_("skipped"), ordering="skipped_count")
    def unreadable(self, run: Any) -> int:
        return int(run.skipped_count)

    @admin.display(description=_("snapshot"))
    def snapshot_link(self, run: Run) -> str:
        return link(run.snapshot)

    @admin.display(description=_("refused payload"))
    def refused_link(self, run: Run) -> str:
        return link(run.refused)

    @admin.display(description=_("counts"))
    def count_table(self, run: Run) -> str:
        return table((_("item"), _("count")), count_rows(run))

    @admin.display(description=_("skipped"))
    def skipped_table(self, run: Run) -> str:
        rows = (
            (report.get("provider", ""), report.get("provider_model_id", ""), reason_text(report))
            for report in run.skipped
        )
        return table((_("provider"), _("provider model ID"), _("reason")), rows)


@admin.register(CatalogueVersion)
class CatalogueVersionAdmin(ReadOnlyAdmin[CatalogueVersion]):
    list_display = ("id", "day", "made_at", "snapshot_link")
    date_hierarchy = "made_at"
    ordering = ("-id",)
    fields = ("id", "day", "made_at", "token", "snapshot_link")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CatalogueVersion]:
        versions = super().get_queryset(request)
        return versions.select_related("snapshot").defer("snapshot__payload")

    @admin.display(description=_("snapshot"))
    def snapshot_link(self, version: CatalogueVersion) -> str:
        return link(version.snapshot)


def count_rows(run: Run) -> list[tuple[object, int]]:
    """Return what a run counted, in the reader's language."""
    return [(COUNT_NAMES.get(name, name), number) for name, number in run.counts.items()]


def reason_text(report: dict[str, Any]) -> str:
    """Return why something was skipped, in the reader's language; older reports are English."""
    return translated(report) if report.get("msgid") else str(report.get("reason", ""))
