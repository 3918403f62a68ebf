"""The table of what editors decided of identity: which offers are one model, and what it is.

Rows name offers and models as texts, so they outlast pulls and rebuilds. Each holds from a day of
the catalogue until it is undone, so a rebuild applies it to the same days.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.editorial import LONGEST_REASON, person_field
from catalog.identity.decisions import Decisions


class DecisionKind(models.TextChoices):
    """What is decided; `key` is the offer's or the model's id, `target` a canonical id.

    Of an alias both are the part of an id after the maker; of a plan, `key` is a provider.
    """

    OFFER = "offer", _("this offer is another model")
    MODEL = "model", _("this model is another, or has another ID")
    DERIVATIVE = "derivative", _("this model is a derivative")
    OFFICIAL = "official", _("this model is no derivative")
    VERSION = "version", _("this model is a version of another")
    STANDALONE = "standalone", _("this model is no version")
    KEEP = "keep", _("the match is right")
    # Rules rather than objects: they also hold for what later payloads bring.
    ALIAS = "alias", _("this name means another model of the same maker")
    NO_ALIAS = "no-alias", _("this name means no other model, though the shipped list says so")
    PLAN = "plan", _("this provider sells subscriptions")
    NO_PLAN = "no-plan", _("this provider sells tokens, no subscriptions")


# Of each group, one decision about an object stands.
SUBJECTS = {
    DecisionKind.OFFER: "match",
    DecisionKind.MODEL: "match",
    DecisionKind.DERIVATIVE: "derivative",
    DecisionKind.OFFICIAL: "derivative",
    DecisionKind.VERSION: "version",
    DecisionKind.STANDALONE: "version",
    DecisionKind.KEEP: "keep",
    DecisionKind.ALIAS: "alias",
    DecisionKind.NO_ALIAS: "alias",
    DecisionKind.PLAN: "plan",
    DecisionKind.NO_PLAN: "plan",
}
WITH_TARGET = frozenset(
    {DecisionKind.OFFER, DecisionKind.MODEL, DecisionKind.VERSION, DecisionKind.ALIAS}
)
# What an editor changes of the lists that are shipped.
OF_RULES = (DecisionKind.ALIAS, DecisionKind.NO_ALIAS, DecisionKind.PLAN, DecisionKind.NO_PLAN)


class IdentityDecisionQuerySet(models.QuerySet["IdentityDecision"]):
    def open(self) -> Self:
        return self.filter(undone_at=None)

    def in_force(self, day: date) -> Self:
        """Select those that hold on a day of the catalogue."""
        return self.filter(Q(undone_on=None) | Q(undone_on__gt=day), first_day__lte=day)

    def as_data(self) -> Decisions:
        """Return the selected rows as `catalog.identity` takes them, in one query."""
        rows = list(self.order_by("pk"))

        def of(*kinds: DecisionKind) -> list[IdentityDecision]:
            return [row for row in rows if row.kind in kinds]

        return Decisions(
            offers={(r.provider, r.key): r.target for r in of(DecisionKind.OFFER)},
            models={row.key: row.target for row in of(DecisionKind.MODEL)},
            derivatives={
                row.key: row.kind == DecisionKind.DERIVATIVE
                for row in of(DecisionKind.DERIVATIVE, DecisionKind.OFFICIAL)
            },
            versions={
                row.key: row.target for row in of(DecisionKind.VERSION, DecisionKind.STANDALONE)
            },
            aliases={row.key: row.target for row in of(DecisionKind.ALIAS, DecisionKind.NO_ALIAS)},
            plans={
                row.key: row.kind == DecisionKind.PLAN
                for row in of(DecisionKind.PLAN, DecisionKind.NO_PLAN)
            },
        )


class IdentityDecision(models.Model):
    """One decision of an editor. Rows are never overwritten: another decision ends this one."""

    kind = models.CharField(_("decision"), max_length=10, choices=DecisionKind)
    provider = models.CharField(_("provider"), max_length=100, blank=True)
    key = models.CharField(_("ID"), max_length=301)
    target = models.CharField(_("canonical ID"), max_length=301, blank=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    # Days of the catalogue: the first on which it holds, and the first on which it no longer does.
    first_day = models.DateField(_("first day"))
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = person_field(_("recorded by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = person_field(_("undone by"))

    objects = IdentityDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity decision")
        verbose_name_plural = _("identity decisions")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "provider", "key", "target"),
                condition=Q(undone_at=None),
                name="an_identity_is_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_on=None)
                | Q(
                    undone_at__isnull=False,
                    undone_on__isnull=False,
                    undone_on__gte=F("first_day"),
                ),
                name="a_decision_is_undone_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(WITH_TARGET)) | ~Q(target=""),
                name="a_decision_for_another_model_names_it",
            ),
        )

    def __str__(self) -> str:
        subject = f"{self.provider} {self.key}".strip()
        return f"{subject} → {self.target}" if self.target else f"{subject}: {self.kind}"
