"""Changes, revisions and trends in the admin: derived, so read-only."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import ReadOnlyAdmin, as_text, usd
from catalog.admin.elements import link, table
from catalog.admin.filters import OpenFilter
from catalog.identity.reasons import reason_texts
from catalog.templatetags.display import comma
from changelog.models import (
    Change,
    ChangeEntry,
    Grouping,
    IndexLink,
    ModelRevision,
    PriceDoubtRevision,
    ProviderRevision,
    Trend,
)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin[Change]):
    list_display = (
        "day",
        "kind",
        "provider_link",
        "offering_link",
        "field",
        "old_text",
        "new_text",
        "percent",
    )
    list_display_links = ("day",)
    list_filter = ("kind", "direction", "noise", "price_doubt")
    list_select_related = ("provider", "offering")
    date_hierarchy = "day"
    search_fields = ("provider__key", "offering__provider_model_id", "model__path", "field")
    ordering = ("-number",)
    fields = (
        *(
            "day",
            "kind",
            "provider_link",
            "offering_link",
            "model_link",
            "field",
            "tier",
            "old_text",
            "new_text",
        ),
        *("reason_text", "percent", "direction", "noise", "price_doubt", "number"),
    )

    @admin.display(description=_("provider"), ordering="provider__key")
    def provider_link(self, change: Change) -> str:
        return link(change.provider, change.provider.key)

    @admin.display(description=_("offer"), ordering="offering__provider_model_id")
    def offering_link(self, change: Change) -> str:
        return link(change.offering)

    @admin.display(description=_("model"))
    def model_link(self, change: Change) -> str:
        return link(change.model)

    @admin.display(description=_("old"))
    def old_text(self, change: Change) -> str:
        return as_text(change.old)

    @admin.display(description=_("new"))
    def new_text(self, change: Change) -> str:
        return as_text(change.new)

    @admin.display(description=_("reason"))
    def reason_text(self, change: Change) -> str:
        basis, *rules = change.reason or [""]
        return comma().join(gettext(text) for text in reason_texts(basis, rules)) if basis else ""


@admin.register(Grouping)
class GroupingAdmin(ReadOnlyAdmin[Grouping]):
    list_display = ("valid_from", "valid_to", "provider_link", "offering_link", "model_link")
    list_display_links = ("valid_from",)
    list_filter = (OpenFilter,)
    list_select_related = ("offering__provider", "model")
    date_hierarchy = "valid_from"
    search_fields = ("offering__provider_model_id", "offering__provider__key", "model__path")
    ordering = ("-valid_from", "-number")
    fields = ("provider_link", "offering_link", "model_link", "valid_from", "valid_to", "number")

    @admin.display(description=_("provider"), ordering="offering__provider__key")
    def provider_link(self, grouping: Grouping) -> str:
        return link(grouping.offering.provider, grouping.offering.provider.key)

    @admin.display(description=_("offer"), ordering="offering__provider_model_id")
    def offering_link(self, grouping: Grouping) -> str:
        return link(grouping.offering)

    @admin.display(description=_("model"), ordering="model__path")
    def model_link(self, grouping: Grouping) -> str:
        return link(grouping.model)


@admin.register(PriceDoubtRevision)
class PriceDoubtRevisionAdmin(ReadOnlyAdmin[PriceDoubtRevision]):
    list_display = ("valid_from", "valid_to", "provider_link", "offering_link", "reason")
    list_display_links = ("valid_from",)
    list_filter = (OpenFilter, "reason")
    list_select_related = ("offering__provider",)
    date_hierarchy = "valid_from"
    search_fields = ("offering__provider_model_id", "offering__provider__key")
    ordering = ("-valid_from", "-number")
    fields = ("provider_link", "offering_link", "reason", "valid_from", "valid_to", "number")

    @admin.display(description=_("provider"), ordering="offering__provider__key")
    def provider_link(self, doubt: PriceDoubtRevision) -> str:
        return link(doubt.offering.provider, doubt.offering.provider.key)

    @admin.display(description=_("offer"), ordering="offering__provider_model_id")
    def offering_link(self, doubt: PriceDoubtRevision) -> str:
        return link(doubt.offering)


@admin.register(ProviderRevision)
class ProviderRevisionAdmin(ReadOnlyAdmin[ProviderRevision]):
    list_display = ("valid_from", "valid_to", "provider_link")
    list_display_links = ("valid_from",)
    list_filter = (OpenFilter,)
    list_select_related = ("provider",)
    date_hierarchy = "valid_from"
    search_fields = ("provider__key", "provider__name")
    ordering = ("-valid_from", "-number")
    fields = ("provider_link", "valid_from", "valid_to", "fact_table", "number")

    @admin.display(description=_("provider"), ordering="provider__key")
    def provider_link(self, revision: ProviderRevision) -> str:
        return link(revision.provider, revision.provider.key)

    @admin.display(description=_("reported data"))
    def fact_table(self, revision: ProviderRevision) -> str:
        return facts_in_rows(revision.facts)


@admin.register(ModelRevision)
class ModelRevisionAdmin(ReadOnlyAdmin[ModelRevision]):
    list_display = ("valid_from", "valid_to", "model_link", "recommended_link", "usd_in", "usd_out")
    list_display_links = ("valid_from",)
    list_filter = (OpenFilter,)
    list_select_related = ("model", "recommended")
    date_hierarchy = "valid_from"
    search_fields = ("model__path", "model__name")
    ordering = ("-valid_from", "-number")
    fields = (
        *(
            "model_link",
            "valid_from",
            "valid_to",
            "recommended_link",
            "usd_in",
            "usd_out",
            "usd_blended",
        ),
        *("fact_table", "number"),
    )

    @admin.display(description=_("model"), ordering="model__path")
    def model_link(self, revision: ModelRevision) -> str:
        return link(revision.model)

    @admin.display(description=_("recommended offer"))
    def recommended_link(self, revision: ModelRevision) -> str:
        return link(revision.recommended)

    @admin.display(description=_("input ($)"), ordering="input_price")
    def usd_in(self, revision: ModelRevision) -> str:
        return usd(revision.input_price)

    @admin.display(description=_("output ($)"), ordering="output_price")
    def usd_out(self, revision: ModelRevision) -> str:
        return usd(revision.output_price)

    @admin.display(description=_("blended ($)"))
    def usd_blended(self, revision: ModelRevision) -> str:
        return usd(revision.blended_price)

    @admin.display(description=_("scoring facts"))
    def fact_table(self, revision: ModelRevision) -> str:
        return facts_in_rows(revision.facts)


@admin.register(IndexLink)
class IndexLinkAdmin(ReadOnlyAdmin[IndexLink]):
    list_display = ("day", "measure", "tier", "ratio", "priced", "matched", "moved")
    list_filter = ("measure", "tier")
    date_hierarchy = "day"
    ordering = ("-number",)
    fields = (
        *("day", "measure", "tier", "ratio", "variance"),
        *("priced", "matched", "moved", "arrived", "left", "number"),
    )


@admin.register(Trend)
class TrendAdmin(ReadOnlyAdmin[Trend]):
    list_display = ("model_link", "usd_before", "usd_now", "percent")
    list_select_related = ("model",)
    search_fields = ("model__path", "model__name")
    ordering = ("percent", "pk")
    fields = ("model_link", "usd_before", "usd_now", "percent", "switched", "path")

    @admin.display(description=_("model"), ordering="model__path")
    def model_link(self, trend: Trend) -> str:
        return link(trend.model)

    @admin.display(description=_("previous ($)"), ordering="before")
    def usd_before(self, trend: Trend) -> str:
        return usd(trend.before)

    @admin.display(description=_("current ($)"), ordering="now")
    def usd_now(self, trend: Trend) -> str:
        return usd(trend.now)


def facts_in_rows(facts: dict[str, Any]) -> str:
    """Return stored facts as a table of names and values."""
    rows = ((name, as_text(value)) for name, value in facts.items())
    return table((_("field"), _("value")), rows)


@admin.register(ChangeEntry)
class ChangeEntryAdmin(ReadOnlyAdmin[ChangeEntry]):
    list_display = ("serial", "day", "kind", "provider", "provider_model_id", "field", "removed_by")
    list_filter = ("kind", "noise")
    search_fields = ("provider", "provider_model_id", "model", "field")
    ordering = ("-serial",)
    fields = (
        *("serial", "recorded_at", "day", "kind", "provider", "provider_model_id", "model"),
        *("field", "tier", "old", "new", "percent", "noise", "removes", "removed_by"),
    )
