"""The catalogue's tables, to look at: all of them come from the feed.

Corrections by editors will be a table of their own, see docs/decisions/0009-corrections.md.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Func, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalog.admin_base import (
    NOTHING,
    AppliedFilter,
    DoubtFilter,
    OpenFilter,
    PricedFilter,
    ReadOnlyAdmin,
    SoldFilter,
    as_text,
    link,
    link_to_list,
    small_table,
    usd,
)
from catalog.domain.prices import COMPONENTS
from catalog.domain.records import tiers_from_json
from catalog.models import (
    CanonicalModel,
    CatalogueVersion,
    Maker,
    MovedModel,
    Offering,
    Provider,
    Revision,
    Run,
    Snapshot,
)

MOST_ROWS_SHOWN = 100  # of a table within a page; a link leads to the rest
MOST_TEXT_SHOWN = 120
MOVES = ("arrived", "changed", "returned", "withdrawn", "regrouped")

SIGHTED = ("first_seen", "last_seen", "withdrawn_on")
NAMES = ("path", "name", "label")
LIMITS = ("context", "max_input", "max_output")
FLAGS = (
    *("tool_calling", "structured_output", "reasoning", "temperature", "attachment"),
    "open_weights",
)
MODALITIES = ("input_modalities", "output_modalities")
DATES = ("released", "last_updated", "knowledge")


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin[Snapshot]):
    """Lists never load the payload, and neither does the page: it is a file to download."""

    list_display = (
        *("day", "sha", "shown_size", "origin"),
        *("fetched_at", "confirmed_on", "applied_at"),
    )
    list_filter = (AppliedFilter,)
    date_hierarchy = "day"
    search_fields = ("sha256", "source")
    ordering = ("-day", "-id")
    fields = (
        *("day", "sha256", "source", "shown_size", "download", "etag", "last_modified"),
        *("fetched_at", "confirmed_on", "applied_at", "set_aside_at", "runs"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("payload")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.payload)
        download = path("<int:pk>/payload/", view, name="catalog_snapshot_payload")
        return [download, *super().get_urls()]

    def payload(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the payload as it is stored: `manage.py pull --from` reads such a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        snapshot = get_object_or_404(Snapshot, pk=pk)
        return HttpResponse(
            bytes(snapshot.payload),
            content_type="application/gzip",
            headers={"Content-Disposition": f'attachment; filename="{snapshot.day}.json.gz"'},
        )

    @admin.display(description="SHA-256")
    def sha(self, snapshot: Snapshot) -> str:
        return snapshot.sha256[:12]

    @admin.display(description=_("size"), ordering="size")
    def shown_size(self, snapshot: Snapshot) -> str:
        return filesizeformat(snapshot.size)

    @admin.display(description=_("source"), ordering="source")
    def origin(self, snapshot: Snapshot) -> str:
        return snapshot.source[:MOST_TEXT_SHOWN]

    @admin.display(description=_("payload"))
    def download(self, snapshot: Snapshot) -> SafeString:
        address = reverse("admin:catalog_snapshot_payload", args=[snapshot.pk])
        return format_html('<a href="{}" download>{}.json.gz</a>', address, snapshot.day)

    @admin.display(description=_("runs"))
    def runs(self, snapshot: Snapshot) -> SafeString:
        return link_to_list(Run, _("Runs that stored it"), snapshot__id__exact=snapshot.pk)


class ArrayLength(Func):
    """The number of items in a JSON column's array, counted by the database."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin[Run]):
    """Every try at a pull. The list has a button that starts one: config.views.start_pull."""

    list_display = ("started_at", "outcome", "day", "took", "result", "unread", "stored")
    list_filter = ("outcome",)
    date_hierarchy = "started_at"
    search_fields = ("message", "source")
    ordering = ("-started_at", "-id")
    fields = (
        *("outcome", "message", "source", "day", "started_at", "ended_at", "took", "stored"),
        *("count_table", "skipped_table"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        runs = super().get_queryset(request).select_related("snapshot")
        counted = runs.annotate(skipped_count=ArrayLength("skipped"))
        return counted.defer("snapshot__payload", "skipped")

    @admin.display(description=_("took"))
    def took(self, run: Run) -> str:
        if run.ended_at is None:
            return NOTHING
        return _("{:.1f} s").format((run.ended_at - run.started_at).total_seconds())

    @admin.display(description=_("what came of it"))
    def result(self, run: Run) -> str:
        """Say in the list what moved, or why nothing did."""
        if run.outcome != Run.Outcome.APPLIED:
            return run.message[:MOST_TEXT_SHOWN]
        moved = ((name, run.counts.get(name)) for name in MOVES)
        return ", ".join(f"{count:,} {name}" for name, count in moved if count)

    @admin.display(description=_("not readable"), ordering="skipped_count")
    def unread(self, run: Any) -> int:
        return int(run.skipped_count)

    @admin.display(description=_("snapshot"))
    def stored(self, run: Run) -> str:
        return link(run.snapshot)

    @admin.display(description=_("counts"))
    def count_table(self, run: Run) -> str:
        return small_table((_("what"), _("how many")), run.counts.items())

    @admin.display(description=_("not readable"))
    def skipped_table(self, run: Run) -> str:
        keys = ("provider", "provider_model_id", "reason")
        rows = ([report.get(key, "") for key in keys] for report in run.skipped)
        return small_table((_("provider"), _("provider's model id"), _("reason")), rows)


@admin.register(CatalogueVersion)
class CatalogueVersionAdmin(ReadOnlyAdmin[CatalogueVersion]):
    list_display = ("id", "day", "made_at", "made_from")
    date_hierarchy = "made_at"
    ordering = ("-id",)
    fields = ("id", "day", "made_at", "made_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CatalogueVersion]:
        versions = super().get_queryset(request)
        return versions.select_related("snapshot").defer("snapshot__payload")

    @admin.display(description=_("snapshot"))
    def made_from(self, version: CatalogueVersion) -> str:
        return link(version.snapshot)


@admin.register(Maker)
class MakerAdmin(ReadOnlyAdmin[Maker]):
    list_display = ("name", "slug", "website", "models")
    search_fields = ("slug", "name")
    ordering = ("name", "id")
    fields = ("name", "slug", "website", "models", "channels")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Maker]:
        return super().get_queryset(request).annotate(model_count=Count("models"))

    @admin.display(description=_("models"), ordering="model_count")
    def models(self, maker: Any) -> SafeString:
        return link_to_list(CanonicalModel, maker.model_count, maker__id__exact=maker.pk)

    @admin.display(description=_("its own channels"))
    def channels(self, maker: Maker) -> SafeString:
        return link_to_list(Provider, _("Providers that are the maker"), maker__id__exact=maker.pk)


@admin.register(Provider)
class ProviderAdmin(ReadOnlyAdmin[Provider]):
    list_display = ("key", "name", "offerings", "priced_count", "made_by", *SIGHTED)
    list_filter = (SoldFilter,)
    list_select_related = ("maker",)
    search_fields = ("key", "name")
    ordering = ("key",)
    fields = (
        *("key", "name", "made_by", "npm", "env", "doc_url", "api_url"),
        *("offerings", "priced_count", *SIGHTED, "extra"),
    )

    @admin.display(description=_("offerings"), ordering="offering_count")
    def offerings(self, provider: Provider) -> SafeString:
        return link_to_list(
            Offering, provider.offering_count, provider__id__exact=provider.pk, sold="yes"
        )

    @admin.display(description=_("maker"), ordering="maker__name")
    def made_by(self, provider: Provider) -> str:
        return link(provider.maker)


@admin.register(CanonicalModel)
class CanonicalModelAdmin(ReadOnlyAdmin[CanonicalModel]):
    list_display = (
        *("path", "name", "made_by", "channels", "context"),
        *("usd_in", "usd_out", "released", "withdrawn_on"),
    )
    list_filter = (
        *(SoldFilter, PricedFilter, "official"),
        *("tool_calling", "structured_output", "reasoning", "open_weights", "maker"),
    )
    list_select_related = ("maker",)
    search_fields = ("path", "name", "family")
    ordering = ("path",)
    fieldsets = (
        (
            None,
            {"fields": (*NAMES, "made_by", "slug", "family", "official", "moved")},
        ),
        (_("Facts"), {"fields": (*LIMITS, *FLAGS, "vision", "audio", "pdf", "prompt_caching")}),
        (_("Modalities and dates"), {"fields": (*MODALITIES, *DATES, *SIGHTED)}),
        (
            _("Prices, USD per million tokens"),
            {"fields": ("usd_in", "usd_out", "usd_blended", "priced_by", "described_by")},
        ),
        (
            _("Channels"),
            {"fields": ("channels", "provider_count", "conflict_table", "channel_table")},
        ),
    )

    @admin.display(description=_("maker"), ordering="maker__name")
    def made_by(self, model: CanonicalModel) -> str:
        return link(model.maker)

    @admin.display(description=_("channels"), ordering="channel_count")
    def channels(self, model: CanonicalModel) -> SafeString:
        return link_to_list(Offering, model.channel_count, model__id__exact=model.pk)

    @admin.display(description=_("USD in"), ordering="input_price")
    def usd_in(self, model: CanonicalModel) -> str:
        return usd(model.input_price)

    @admin.display(description=_("USD out"), ordering="output_price")
    def usd_out(self, model: CanonicalModel) -> str:
        return usd(model.output_price)

    @admin.display(description=_("USD blended"))
    def usd_blended(self, model: CanonicalModel) -> str:
        return usd(model.blended_price)

    @admin.display(description=_("recommended channel"))
    def priced_by(self, model: CanonicalModel) -> str:
        return channel_link(model.recommended)

    @admin.display(description=_("representative channel"))
    def described_by(self, model: CanonicalModel) -> str:
        return channel_link(model.representative)

    @admin.display(description=_("former canonical ids"))
    def moved(self, model: CanonicalModel) -> str:
        formerly = model.former_paths.order_by("path")[:MOST_ROWS_SHOWN]
        rows = ((link(former, former.path), former.moved_on) for former in formerly)
        return small_table((_("former canonical id"), _("moved on")), rows)

    @admin.display(description=_("conflicts between channels"))
    def conflict_table(self, model: CanonicalModel) -> str:
        rows = ((c["fact"], ", ".join(c["values"]), c["span_days"]) for c in model.conflicts)
        return small_table((_("fact"), _("values"), _("days apart")), rows)

    @admin.display(description=_("channels, cheapest first"))
    def channel_table(self, model: CanonicalModel) -> str:
        heads = (
            *(_("provider"), _("provider's model id"), _("basis"), _("doubt"), _("price state")),
            *(_("input price"), _("output price"), _("context window"), _("withdrawn on")),
        )
        channels = model.offerings.select_related("provider").by_price()[:MOST_ROWS_SHOWN]
        rows = (
            (
                *(link(o.provider, o.provider.key), link(o, o.provider_model_id)),
                *(o.get_basis_display(), o.doubt, o.get_price_state_display()),
                *(usd(o.input_price), usd(o.output_price), o.context, o.withdrawn_on),
            )
            for o in channels
        )
        return small_table(heads, rows)


@admin.register(MovedModel)
class MovedModelAdmin(ReadOnlyAdmin[MovedModel]):
    list_display = ("path", "now", "moved_on")
    list_select_related = ("model",)
    search_fields = ("path", "model__path")
    ordering = ("path",)
    fields = ("path", "now", "moved_on")

    @admin.display(description=_("model"), ordering="model__path")
    def now(self, moved: MovedModel) -> str:
        return link(moved.model)


@admin.register(Offering)
class OfferingAdmin(ReadOnlyAdmin[Offering]):
    list_display = (
        *("provider_model_id", "sold_by", "canonical", "grouped_by", "price_state"),
        *("usd_in", "usd_out", "changed_on", "withdrawn_on"),
    )
    list_filter = (SoldFilter, "price_state", "basis", DoubtFilter, "status", "provider")
    list_select_related = ("provider", "model")
    date_hierarchy = "changed_on"
    search_fields = ("provider_model_id", "name", "provider__key", "model__path")
    ordering = ("provider__key", "provider_model_id")
    fieldsets = (
        (None, {"fields": ("sold_by", "provider_model_id", "name", "family", "status")}),
        (_("Grouping"), {"fields": ("canonical", "basis", "rules", "doubt")}),
        (_("Facts"), {"fields": (*LIMITS, *FLAGS, *MODALITIES, *DATES, "extra")}),
        (
            _("Prices, USD per million tokens"),
            {"fields": ("price_state", "usd_blended", "price_table")},
        ),
        (
            _("History"),
            {"fields": (*SIGHTED, "changed_on", "fingerprint", "all_revisions", "revision_table")},
        ),
    )

    @admin.display(description=_("provider"), ordering="provider__key")
    def sold_by(self, offering: Offering) -> str:
        return link(offering.provider, offering.provider.key)

    @admin.display(description=_("basis"), ordering="basis")
    def grouped_by(self, offering: Offering) -> str:
        return offering.get_basis_display()

    @admin.display(description=_("model"), ordering="model__path")
    def canonical(self, offering: Offering) -> str:
        return link(offering.model)

    @admin.display(description=_("USD in"), ordering="input_price")
    def usd_in(self, offering: Offering) -> str:
        return usd(offering.input_price)

    @admin.display(description=_("USD out"), ordering="output_price")
    def usd_out(self, offering: Offering) -> str:
        return usd(offering.output_price)

    @admin.display(description=_("USD blended"))
    def usd_blended(self, offering: Offering) -> str:
        return usd(offering.blended_price)

    @admin.display(description=_("prices"))
    def price_table(self, offering: Offering) -> str:
        """Show a column for the prices of every prompt, and one for each tier."""
        tiers = tiers_from_json(offering.tiers)
        columns = (offering.prices, *(tier.prices for tier in tiers))
        over = (_("prompts over {:,} tokens").format(tier.above) for tier in tiers)
        rows = (
            (
                label_for_field(f"{name}_price", Offering),
                *(usd(getattr(prices, name)) for prices in columns),
            )
            for name in COMPONENTS
            if any(getattr(prices, name) is not None for prices in columns)
        )
        return small_table((_("component"), _("price"), *over), rows)

    @admin.display(description=_("revisions"))
    def all_revisions(self, offering: Offering) -> SafeString:
        return link_to_list(Revision, _("All of them"), offering__id__exact=offering.pk)

    @admin.display(description=_("newest revisions"))
    def revision_table(self, offering: Offering) -> str:
        newest = list(offering.revisions.order_by("-valid_from")[: MOST_ROWS_SHOWN + 1])
        earlier = [*newest[1:], None]
        rows = (
            (link(now, now.valid_from), now.valid_to, ", ".join(differing(now, before)))
            for now, before in zip(newest[:MOST_ROWS_SHOWN], earlier, strict=False)
        )
        return small_table((_("from"), _("until"), _("what changed")), rows)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    list_display = ("valid_from", "valid_to", "sold_by", "of")
    list_display_links = ("valid_from",)
    list_filter = (OpenFilter,)
    date_hierarchy = "valid_from"
    search_fields = ("offering__provider_model_id", "offering__provider__key")
    ordering = ("-valid_from", "-id")
    fields = ("sold_by", "of", "valid_from", "valid_to", "fact_table")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        revisions = super().get_queryset(request).select_related("offering__provider")
        return revisions.defer("facts", "offering__extra", "offering__tiers", "offering__rules")

    @admin.display(description=_("provider"), ordering="offering__provider__key")
    def sold_by(self, revision: Revision) -> str:
        provider = revision.offering.provider
        return link(provider, provider.key)

    @admin.display(description=_("offering"), ordering="offering__provider_model_id")
    def of(self, revision: Revision) -> str:
        return link(revision.offering, revision.offering.provider_model_id)

    @admin.display(description=_("facts"))
    def fact_table(self, revision: Revision) -> str:
        """Show what the offering said, and beside what changed, what it had said before."""
        siblings = Revision.objects.filter(offering=revision.offering_id)
        before = siblings.filter(valid_from__lt=revision.valid_from).order_by("valid_from").last()
        was = before.facts if before else {}
        changed = differing(revision, before)
        rows = (
            (
                name,
                as_text(revision.facts.get(name, "")),
                as_text(was.get(name, "")) if name in changed else "",
            )
            for name in dict.fromkeys((*revision.facts, *was))
        )
        return small_table((_("fact"), _("value"), _("before")), rows)


def channel_link(offering: Offering | None) -> str:
    """Return a link to the offering, named by its provider and its id there."""
    if offering is None:
        return NOTHING
    return link(offering, f"{offering.provider.key} {offering.provider_model_id}")


def differing(now: Revision, before: Revision | None) -> list[str]:
    """Return the names of the facts that the later revision changed."""
    if before is None:
        return []
    names = dict.fromkeys((*now.facts, *before.facts))
    return [name for name in names if now.facts.get(name) != before.facts.get(name)]
