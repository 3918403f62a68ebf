"""Makers, their models, and the former canonical ids of those."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import NOTHING, ReadOnlyAdmin, usd
from catalog.admin.elements import correction_link, decision_link, link, link_to_list, table
from catalog.admin.field_groups import DATES, FLAGS, LIMITS, MODALITIES, MOST_ROWS_SHOWN, SEEN
from catalog.admin.filters import LiveFilter, PricedFilter
from catalog.decisions import DecisionKind
from catalog.domain.corrections import Target
from catalog.models import CanonicalModel, Maker, MovedModel, Offering, Provider

NAMES = ("path", "name", "label")


@admin.register(Maker)
class MakerAdmin(ReadOnlyAdmin[Maker]):
    list_display = ("name", "slug", "website", "models")
    search_fields = ("slug", "name")
    ordering = ("name", "id")
    fields = ("name", "slug", "website", "models", "own_providers", "corrected", "correct")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Maker]:
        # Counted in the query of the list, not once per row.
        return super().get_queryset(request).annotate(model_count=Count("models"))

    @admin.display(description=_("corrections"))
    def correct(self, maker: Maker) -> str:
        return correction_link(Target.MAKER, maker.slug)

    @admin.display(description=_("models"), ordering="model_count")
    def models(self, maker: Any) -> str:
        return link_to_list(CanonicalModel, maker.model_count, maker__id__exact=maker.pk)

    @admin.display(description=_("affiliated providers"))
    def own_providers(self, maker: Maker) -> str:
        return link_to_list(Provider, _("View providers"), maker__id__exact=maker.pk)


@admin.register(CanonicalModel)
class CanonicalModelAdmin(ReadOnlyAdmin[CanonicalModel]):
    list_display = (
        *("path", "name", "maker_link", "offerings", "context"),
        *("input_usd", "output_usd", "released", "withdrawn_on"),
    )
    list_filter = (
        *(LiveFilter, PricedFilter, "official", "kind"),
        *("tool_calling", "structured_output", "reasoning", "open_weights", "maker"),
    )
    list_select_related = ("maker",)
    search_fields = ("path", "name", "family")
    ordering = ("path",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    *(*NAMES, "decide", "maker_link", "slug", "family", "official", "former_ids"),
                    *("kind", "kind_basis", "kind_evidence"),
                    *("version_of_link", "version_kind", "version_date", "version_count"),
                )
            },
        ),
        (_("Specs"), {"fields": (*LIMITS, *FLAGS, "vision", "audio", "pdf", "prompt_caching")}),
        (
            _("Modalities and dates"),
            {"fields": (*MODALITIES, *DATES, *SEEN, "corrected", "correct")},
        ),
        (
            _("Prices ($ per 1M tokens)"),
            {
                "fields": (
                    "input_usd",
                    "output_usd",
                    "blended_usd",
                    "recommended_link",
                    "representative_link",
                )
            },
        ),
        (
            _("Offers"),
            {
                "fields": (
                    "offerings",
                    "provider_count",
                    "reports",
                    "conflict_table",
                    "offering_table",
                )
            },
        ),
    )

    @admin.display(description=_("decision"))
    def decide(self, model: CanonicalModel) -> str:
        return decision_link(DecisionKind.MODEL, model.path)

    @admin.display(description=_("corrections"))
    def correct(self, model: CanonicalModel) -> str:
        return correction_link(Target.MODEL, model.path)

    @admin.display(description=_("maker"), ordering="maker__name")
    def maker_link(self, model: CanonicalModel) -> str:
        return link(model.maker)

    @admin.display(description=_("version of"), ordering="version_of__path")
    def version_of_link(self, model: CanonicalModel) -> str:
        return link(model.version_of)

    @admin.display(description=_("offers"), ordering="channel_count")
    def offerings(self, model: CanonicalModel) -> str:
        return link_to_list(Offering, model.channel_count, model__id__exact=model.pk)

    @admin.display(description=_("input ($)"), ordering="input_price")
    def input_usd(self, model: CanonicalModel) -> str:
        return usd(model.input_price)

    @admin.display(description=_("output ($)"), ordering="output_price")
    def output_usd(self, model: CanonicalModel) -> str:
        return usd(model.output_price)

    @admin.display(description=_("blended ($)"))
    def blended_usd(self, model: CanonicalModel) -> str:
        return usd(model.blended_price)

    @admin.display(description=_("recommended offer"))
    def recommended_link(self, model: CanonicalModel) -> str:
        return offering_link(model.recommended)

    @admin.display(description=_("reference offer"))
    def representative_link(self, model: CanonicalModel) -> str:
        return offering_link(model.representative)

    @admin.display(description=_("former canonical IDs"))
    def former_ids(self, model: CanonicalModel) -> str:
        former_paths = model.former_paths.order_by("path")[:MOST_ROWS_SHOWN]
        rows = ((link(former, former.path), former.moved_on) for former in former_paths)
        return table((_("former canonical ID"), _("changed on")), rows)

    @admin.display(description=_("data conflicts"))
    def conflict_table(self, model: CanonicalModel) -> str:
        rows = (
            (conflict["fact"], ", ".join(conflict["values"]), conflict["span_days"])
            for conflict in model.conflicts
        )
        return table((_("field"), _("values"), _("span (days)")), rows)

    @admin.display(description=_("offers, cheapest first"))
    def offering_table(self, model: CanonicalModel) -> str:
        heads = (
            *(
                _("provider"),
                _("provider model ID"),
                _("match basis"),
                _("match warning"),
                _("price status"),
            ),
            *(_("input price"), _("output price"), _("context window"), _("withdrawn on")),
        )
        offerings = model.offerings.select_related("provider").by_price()[:MOST_ROWS_SHOWN]
        rows = (
            (
                link(offering.provider, offering.provider.key),
                link(offering, offering.provider_model_id),
                *(offering.get_basis_display(), offering.doubt_text),
                offering.get_price_state_display(),
                *(usd(offering.input_price), usd(offering.output_price)),
                *(offering.context, offering.withdrawn_on),
            )
            for offering in offerings
        )
        return table(heads, rows)


@admin.register(MovedModel)
class MovedModelAdmin(ReadOnlyAdmin[MovedModel]):
    list_display = ("path", "model_link", "moved_on")
    list_select_related = ("model",)
    search_fields = ("path", "model__path")
    ordering = ("path",)
    fields = ("path", "model_link", "moved_on")

    @admin.display(description=_("model"), ordering="model__path")
    def model_link(self, moved: MovedModel) -> str:
        return link(moved.model)


def offering_link(offering: Offering | None) -> str:
    """Return a link to the offering, named by its provider and its id there."""
    if offering is None:
        return NOTHING
    return link(offering, f"{offering.provider.key} {offering.provider_model_id}")
