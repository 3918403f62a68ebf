"""Scores in the admin: derived, so read-only."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import ReadOnlyAdmin
from catalog.admin.elements import link, table
from scoring.models import Score


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin[Score]):
    list_display = ("points", "upper", "rubric", "scored_model")
    list_filter = ("rubric",)
    list_select_related = ("model",)
    search_fields = ("model__path", "model__name")
    ordering = ("rubric", "-points", "id")
    fields = ("scored_model", "rubric", "points", "upper", "criteria")

    @admin.display(description=_("model"), ordering="model__path")
    def scored_model(self, score: Score) -> str:
        return link(score.model)

    @admin.display(description=_("points by criterion"))
    def criteria(self, score: Score) -> str:
        rows = (
            (
                gettext(result.criterion.label),
                result.points,
                result.criterion.points,
                result.state.value,
            )
            for result in score.scored.results
        )
        return table((_("criterion"), _("points"), _("max"), _("state")), rows)
