"""The stored scores of models, each with its breakdown. Derived: `scoring.rescore` writes them."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q, Window
from django.db.models.functions import Rank
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.domain.kinds import ModelKind
from catalog.domain.records import DEPRECATED
from scoring import rules


class ScoreQuerySet(models.QuerySet["Score"]):
    def ranking(self, rubric: str, *, every_kind: bool = False) -> Self:
        """Select the scores of listed models by one rubric, best first.

        Equal scores share a `rank`, and `equals` counts the models of it. Among them the cheaper
        recommended offer comes first, and models without a price last. Only chat models compete,
        unless `every_kind` does, and none whose recommended offer is deprecated.
        """
        kinds = {} if every_kind else {"model__kind": ModelKind.CHAT}
        deprecated = Q(model__recommended__status=DEPRECATED)
        cheapest_first = F("model__blended_price").asc(nulls_last=True)
        best_first = Window(Rank(), order_by=F("points").desc())
        equals = Window(Count("pk"), partition_by=F("points"))
        return (
            self.filter(rubric=rubric, model__withdrawn_on=None, model__version_of=None, **kinds)
            .exclude(deprecated)
            .annotate(rank=best_first, equals=equals)
            .order_by("-points", cheapest_first, "model__path")
        )


class Score(models.Model):
    """A fit score: how well a model's reported facts fit one use, in points of 100."""

    model = models.ForeignKey("catalog.CanonicalModel", models.CASCADE, related_name="scores")
    rubric = models.CharField(
        _("score"), max_length=30, choices=[(rubric.key, rubric.key) for rubric in rules.RUBRICS]
    )
    points = models.PositiveSmallIntegerField(_("points"))
    upper = models.PositiveSmallIntegerField(_("highest possible points"))
    breakdown = models.JSONField(_("points by criterion"), default=list)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        indexes = (models.Index(fields=("rubric", "-points"), name="scores_best_first"),)
        constraints = (
            models.UniqueConstraint(
                fields=("model", "rubric"), name="a_model_has_a_score_once_per_rubric"
            ),
            models.CheckConstraint(
                condition=Q(points__lte=F("upper")) & Q(upper__lte=rules.ALL_POINTS),
                name="a_score_lies_within_its_range",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rubric} {self.points}"

    @cached_property
    def scored(self) -> rules.Score:
        """The breakdown as the rules return it. Criteria that the rules dropped are left out."""
        rubric = rules.BY_KEY[self.rubric]
        earned = {key: (points, rules.State(state)) for key, points, state in self.breakdown}
        results = [rules.Result(c, *earned[c.key]) for c in rubric.criteria if c.key in earned]
        return rules.Score(rubric, tuple(results))

    @property
    def complete(self) -> bool:
        """Whether all requirements are met: there are no points above these."""
        return self.points == rules.ALL_POINTS

    @property
    def possible(self) -> int:
        """Points that unreported inputs could still add to the certain ones."""
        return self.upper - self.points

    @property
    def unknown(self) -> str:
        """The inputs that are not reported, as a list after a colon."""
        names = dict.fromkeys(r.criterion.fact for r in self.scored.unknown)
        comma = pgettext("between list items, except the last two", ", ")
        return comma.join(gettext(rules.FACT_NAMES[name]) for name in names)


def to_json(scored: rules.Score) -> list[list[str | int]]:
    """Return the breakdown as it is stored: key, points and state of each criterion."""
    return [[r.criterion.key, r.points, r.state.value] for r in scored.results]
