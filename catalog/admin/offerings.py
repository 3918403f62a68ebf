"""Providers, their offerings, and the revisions of those."""

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import NOTHING, ReadOnlyAdmin, as_text, usd
from catalog.admin.elements import correction_link, decision_link, link, link_to_list, table
from catalog.admin.field_groups import DATES, FLAGS, LIMITS, MODALITIES, MOST_ROWS_SHOWN, SEEN
from catalog.admin.filters import DoubtFilter, LiveFilter, OpenFilter, PriceDoubtFilter
from catalog.decisions import DecisionKind
from catalog.domain.corrections import Target
from catalog.domain.prices import COMPONENTS
from catalog.domain.records import tiers_from_json
from catalog.models import Offering, Provider, Revision, TrustedProvider


@admin.register(Provider)
class ProviderAdmin(ReadOnlyAdmin[Provider]):
    list_display = ("key", "name", "offerings", "priced_count", "maker_link", *SEEN)
    list_filter = (LiveFilter,)
    list_select_related = ("maker",)
    search_fields = ("key", "name")
    ordering = ("key",)
    fields = (
        *("key", "name", "maker_link", "npm", "env", "doc_url", "api_url"),
        *("offerings", "priced_count", *SEEN, "extra", "corrected", "correct"),
    )

    @admin.display(description=_("corrections"))
    def correct(self, provider: Provider) -> str:
        return correction_link(Target.PROVIDER, provider.key)

    @admin.display(description=_("offers"), ordering="offering_count")
    def offerings(self, provider: Provider) -> str:
        return link_to_list(
            Offering, provider.offering_count, provider__id__exact=provider.pk, sold="yes"
        )

    @admin.display(description=_("maker"), ordering="maker__name")
    def maker_link(self, provider: Provider) -> str:
        return link(provider.maker)


@admin.register(Offering)
class OfferingAdmin(ReadOnlyAdmin[Offering]):
    list_display = (
        *("provider_model_id", "provider_link", "model_link", "basis_name", "price_state"),
        *("input_usd", "output_usd", "changed_on", "withdrawn_on"),
    )
    list_filter = (
        LiveFilter,
        "price_state",
        PriceDoubtFilter,
        "basis",
        DoubtFilter,
        "status",
        "provider",
    )
    list_select_related = ("provider", "model")
    date_hierarchy = "changed_on"
    search_fields = ("provider_model_id", "name", "provider__key", "model__path")
    ordering = ("provider__key", "provider_model_id")
    fieldsets = (
        (None, {"fields": ("provider_link", "provider_model_id", "name", "family", "status")}),
        (
            _("Matching"),
            {"fields": ("model_link", "decide", "basis", "by_rules", "rule_list", "doubt_text")},
        ),
        (
            _("Specs"),
            {"fields": (*LIMITS, *FLAGS, *MODALITIES, *DATES, "extra", "corrected", "correct")},
        ),
        (
            _("Prices ($ per 1M tokens)"),
            {"fields": ("price_state", "blended_usd", "price_doubt_text", "price_table")},
        ),
        (
            _("History"),
            {"fields": (*SEEN, "changed_on", "fingerprint", "all_revisions", "revision_table")},
        ),
    )

    @admin.display(description=_("decision"))
    def decide(self, offering: Offering) -> str:
        key = offering.provider_model_id
        return decision_link(DecisionKind.OFFER, key, offering.provider.key)

    @admin.display(description=_("corrections"))
    def correct(self, offering: Offering) -> str:
        return correction_link(Target.OFFER, offering.provider_model_id, offering.provider.key)

    @admin.display(description=_("provider"), ordering="provider__key")
    def provider_link(self, offering: Offering) -> str:
        return link(offering.provider, offering.provider.key)

    @admin.display(description=_("match basis"), ordering="basis")
    def basis_name(self, offering: Offering) -> str:
        return offering.get_basis_display()

    @admin.display(description=_("rules applied"))
    def rule_list(self, offering: Offering) -> str:
        """Return the names, one a line, as Django shows line breaks."""
        return "\n".join(offering.rule_names) or NOTHING

    @admin.display(description=_("match warning"))
    def doubt_text(self, offering: Offering) -> str:
        return offering.doubt_text or NOTHING

    @admin.display(description=_("model"), ordering="model__path")
    def model_link(self, offering: Offering) -> str:
        return link(offering.model)

    @admin.display(description=_("input ($)"), ordering="input_price")
    def input_usd(self, offering: Offering) -> str:
        return usd(offering.input_price)

    @admin.display(description=_("output ($)"), ordering="output_price")
    def output_usd(self, offering: Offering) -> str:
        return usd(offering.output_price)

    @admin.display(description=_("blended ($)"))
    def blended_usd(self, offering: Offering) -> str:
        return usd(offering.blended_price)

    @admin.display(description=_("price warning"))
    def price_doubt_text(self, offering: Offering) -> str:
        return offering.price_doubt_text or NOTHING

    @admin.display(description=_("prices"))
    def price_table(self, offering: Offering) -> str:
        """Return a table of the prices, with a column for each context tier."""
        tiers = tiers_from_json(offering.tiers)
        columns = (offering.prices, *(tier.prices for tier in tiers))
        over = (_("prompts above {:,} tokens").format(tier.above) for tier in tiers)
        rows = (
            (
                label_for_field(f"{name}_price", Offering),
                *(usd(getattr(prices, name)) for prices in columns),
            )
            for name in COMPONENTS
            if any(getattr(prices, name) is not None for prices in columns)
        )
        return table((_("price component"), _("price"), *over), rows)

    @admin.display(description=_("revisions"))
    def all_revisions(self, offering: Offering) -> str:
        return link_to_list(Revision, _("View all revisions"), offering__id__exact=offering.pk)

    @admin.display(description=_("latest revisions"))
    def revision_table(self, offering: Offering) -> str:
        # One more than shown: the oldest row is compared with it.
        newest = list(offering.revisions.order_by("-valid_from")[: MOST_ROWS_SHOWN + 1])
        earlier = [*newest[1:], None]
        rows = (
            (link(now, now.valid_from), now.valid_to, ", ".join(changed_facts(now, before)))
            for now, before in zip(newest[:MOST_ROWS_SHOWN], earlier, strict=False)
        )
        return table((_("valid from"), _("valid until"), _("changed fields")), rows)


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin[Revision]):
    list_display = ("valid_from", "valid_to", "provider_link", "offering_link")
    list_display_links = ("valid_from",)
    list_filter = (OpenFilter,)
    date_hierarchy = "valid_from"
    search_fields = ("offering__provider_model_id", "offering__provider__key")
    ordering = ("-valid_from", "-id")
    fields = ("provider_link", "offering_link", "valid_from", "valid_to", "fact_table", "corrected")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        revisions = super().get_queryset(request).select_related("offering__provider")
        # Kilobytes a row, which only a revision's own page shows.
        return revisions.defer("facts", "offering__extra", "offering__tiers", "offering__rules")

    @admin.display(description=_("provider"), ordering="offering__provider__key")
    def provider_link(self, revision: Revision) -> str:
        provider = revision.offering.provider
        return link(provider, provider.key)

    @admin.display(description=_("offer"), ordering="offering__provider_model_id")
    def offering_link(self, revision: Revision) -> str:
        return link(revision.offering, revision.offering.provider_model_id)

    @admin.display(description=_("reported data"))
    def fact_table(self, revision: Revision) -> str:
        """Return the facts, with the earlier value beside those that changed."""
        siblings = Revision.objects.filter(offering=revision.offering_id)
        before = siblings.filter(valid_from__lt=revision.valid_from).order_by("valid_from").last()
        earlier = before.facts if before else {}
        changed = changed_facts(revision, before)
        rows = (
            (
                name,
                as_text(revision.facts.get(name, "")),
                as_text(earlier.get(name, "")) if name in changed else "",
            )
            for name in dict.fromkeys((*revision.facts, *earlier))
        )
        return table((_("field"), _("value"), _("previous value")), rows)


def changed_facts(now: Revision, before: Revision | None) -> list[str]:
    """Return the names of the facts that differ from the revision before."""
    if before is None:
        return []
    names = dict.fromkeys((*now.facts, *before.facts))
    return [name for name in names if now.facts.get(name) != before.facts.get(name)]


@admin.register(TrustedProvider)
class TrustedProviderAdmin(ReadOnlyAdmin[TrustedProvider]):
    """Written by `manage.py trust`."""

    list_display = ("key", "accepted_at")
    search_fields = ("key",)
    ordering = ("key",)
    fields = ("key", "accepted_at")
