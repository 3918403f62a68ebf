"""Tables that people fill, not the feed: corrections, announced facts, reports of mistakes, texts.

None of them refers to a derived row by its primary key. They name an offer, a model, a provider or
a maker as the feed does, so they outlast pulls and rebuilds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.domain.corrections import (
    ENDING_NAMES,
    FIELDS,
    PRICE_FIELDS,
    VERDICT_NAMES,
    Ending,
    Override,
    Target,
    Verdict,
)

TARGETS = [
    (Target.OFFER.value, _("offer")),
    (Target.MODEL.value, _("model")),
    (Target.PROVIDER.value, _("provider")),
    (Target.MAKER.value, _("maker")),
]
LONGEST_REASON = 1000
LONGEST_SOURCE = 500


class Addressed(models.Model):
    """A row about something of the catalogue, by the feed's ids.

    `key` is a provider's model id, a canonical id, a provider's id or a maker's slug; `provider` is
    empty unless it is about an offer.
    """

    target = models.CharField(_("about"), max_length=10, choices=TARGETS)
    provider = models.CharField(_("provider"), max_length=100, blank=True)
    key = models.CharField(_("ID"), max_length=301)

    class Meta:
        abstract = True

    @property
    def about(self) -> tuple[str, str]:
        return self.provider, self.key

    @property
    def address(self) -> str:
        return f"{self.provider} {self.key}".strip()


def person_field(label: Any) -> models.ForeignKey[Any, Any]:
    """Return a column for who did something; the row stays when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def overriding(self) -> Self:
        """Select those that put a value in place of the feed's."""
        return self.filter(verdict=Verdict.FEED_WRONG)

    def holding(self, day: date) -> Self:
        """Select the decisions that hold on a day, as `Override.in_force` tells."""
        not_lapsed = Q(last_day=None) | Q(last_day__gte=day)
        not_ended = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(not_lapsed, not_ended, first_day__lte=day)

    def in_force(self, day: date) -> Self:
        """Select the overrides of a day."""
        return self.overriding().holding(day)

    def waiting(self) -> Self:
        """Select those that will hold on other past days, once these are derived again."""
        return self.exclude(waiting_first_day=None, waiting_ended_on=None)

    def about(self, target: Target, key: str, provider: str = "") -> Self:
        return self.filter(target=target, provider=provider, key=key)


class Correction(Addressed):
    """What an editor decided about one field, with reason and source. Rows are never overwritten.

    Another value of the field is another row, which ends this one.
    """

    field = models.CharField(_("field"), max_length=40)
    verdict = models.CharField(
        _("verdict"), max_length=12, choices=[(v.value, _(VERDICT_NAMES[v])) for v in Verdict]
    )
    # As JSON, in the form in which revisions store facts; null is "not reported".
    value = models.JSONField(_("corrected value"), null=True, blank=True)
    feed_value = models.JSONField(_("models.dev value"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON)
    source = models.URLField(_("source"), max_length=LONGEST_SOURCE)
    # Days of the catalogue: the first whose values it replaces, and the last, if it has one.
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    # The newest day of the catalogue when it was recorded. Until then, a feed that reports the same
    # value ends nothing: the editor who looked at later days knows of it.
    entered_on = models.DateField(_("entered on"))
    # Other days than those above, which hold once all days have been derived again.
    waiting_first_day = models.DateField(_("first day, to be applied"), null=True, blank=True)
    waiting_ended_on = models.DateField(_("ended on, to be applied"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = person_field(_("recorded by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = person_field(_("ended by"))
    # The first day of the catalogue without it.
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(
        _("why it ended"),
        max_length=10,
        blank=True,
        choices=[(e.value, _(ENDING_NAMES[e])) for e in Ending],
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = (
            models.Index(fields=("target", "provider", "key"), name="corrections_by_target"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("target", "provider", "key", "field"),
                condition=Q(ended_at=None),
                name="a_field_has_one_open_correction",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_on=None, ending="")
                | (Q(ended_at__isnull=False, ended_on__isnull=False) & ~Q(ending="")),
                name="an_ended_correction_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.FEED_WRONG) | Q(value__isnull=True),
                name="only_a_wrong_source_is_overridden",
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="a_correction_lapses_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(target=Target.OFFER) | Q(provider=""),
                name="only_a_corrected_offer_has_a_provider",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} {self.field}"

    @property
    def override(self) -> Override:
        return Override(
            *(self.pk, Target(self.target), self.provider, self.key, self.field, self.value),
            *(self.first_day, self.last_day, self.ended_on),
        )

    def as_known_on(self, day: date) -> Override | None:
        """Return the override as it stood at the end of a day (UTC); None if not yet recorded."""
        end = datetime.combine(day + timedelta(days=1), time.min, UTC)
        if self.recorded_at >= end:
            return None
        ended_later = self.ended_at is None or self.ended_at >= end
        return replace(self.override, ended_on=None) if ended_later else self.override

    @property
    def overrides(self) -> bool:
        return self.verdict == Verdict.FEED_WRONG

    @property
    def waits(self) -> bool:
        """Whether past days have to be derived again before it holds as it was meant."""
        return self.waiting_first_day is not None or self.waiting_ended_on is not None

    @property
    def since(self) -> date:
        """The first day on which it holds, or will hold."""
        return self.waiting_first_day or self.first_day

    @property
    def verifies_price(self) -> bool:
        """Whether it says that an offer's price, which rules may doubt, is right as it is."""
        right = self.verdict in (Verdict.BOTH_RIGHT, Verdict.INTENDED)
        return right and self.target == Target.OFFER and self.field in PRICE_FIELDS

    @property
    def ending_text(self) -> str:
        """Why it ended, in the reader's language; "" while it is open."""
        return gettext(ENDING_NAMES[Ending(self.ending)]) if self.ending else ""


class AnnouncementKind(models.TextChoices):
    """A fact that a provider or a maker announced, and that the feed has no field for."""

    RETIREMENT = "retirement", _("retirement")
    SUCCESSOR = "successor", _("successor")
    PRICE = "price", _("scheduled price")
    PROMOTION = "promotion", _("promotional price")
    RETENTION = "retention", _("data retention")
    TRAINING = "training", _("training on customer data")
    QUANTIZATION = "quantization", _("quantization")


# Kinds that hold prices, and kinds that are facts of an offer only.
PRICED_KINDS = (AnnouncementKind.PRICE, AnnouncementKind.PROMOTION)
OFFER_KINDS = (
    *PRICED_KINDS,
    AnnouncementKind.RETENTION,
    AnnouncementKind.TRAINING,
    AnnouncementKind.QUANTIZATION,
)


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def standing(self) -> Self:
        """Leave out what an editor took back; a cancelled price stands as cancelled."""
        return self.filter(withdrawn_at=None)

    def standing_on(self, day: date) -> Self:
        """Select what was on record, and not taken back, by the end of a day (UTC)."""
        end = datetime.combine(day + timedelta(days=1), time.min, UTC)
        not_yet_back = Q(withdrawn_at=None) | Q(withdrawn_at__gte=end)
        return self.filter(not_yet_back, recorded_at__lt=end)


class Announcement(Addressed):
    """One announced fact with its source and the day on which that was last checked.

    `value` depends on the kind: a successor's canonical id, prices in USD per 1M tokens by
    component as text, yes or no, or a text. `first_day` is the day from which it applies, and the
    day of a retirement; `last_day` is the last on which a promotional price applies.
    """

    kind = models.CharField(_("fact"), max_length=12, choices=AnnouncementKind.choices)
    value = models.JSONField(_("value"), null=True, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    source = models.URLField(_("source"), max_length=LONGEST_SOURCE)
    checked_on = models.DateField(_("checked on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = person_field(_("recorded by"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announced fact")
        verbose_name_plural = _("announced facts")
        indexes = (
            models.Index(fields=("target", "provider", "key"), name="announcements_by_target"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(target=Target.OFFER)
                | (Q(target=Target.MODEL, provider="") & ~Q(kind__in=OFFER_KINDS)),
                name="a_fact_is_announced_of_an_offer_or_model",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("retirement", *PRICED_KINDS)) | Q(first_day__isnull=False),
                name="a_retirement_and_a_price_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="an_announced_fact_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address}: {self.get_kind_display()}"


class MistakeReportQuerySet(models.QuerySet["MistakeReport"]):
    def undecided(self) -> Self:
        return self.filter(state=MistakeReport.State.NEW)

    def accepted(self) -> Self:
        return self.filter(state=MistakeReport.State.ACCEPTED)


class MistakeReport(Addressed):
    """What a reader, who has no account, reported as wrong. All of it is untrusted text."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    field = models.CharField(_("field"), max_length=40)
    value = models.CharField(_("right value"), max_length=300)
    source = models.URLField(_("source"), max_length=LONGEST_SOURCE)
    remark = models.TextField(_("remark"), max_length=LONGEST_REASON, blank=True)
    # What the page showed when it was reported.
    shown = models.CharField(_("value shown"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10)
    reported_at = models.DateTimeField(_("reported at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = person_field(_("decided by"))
    correction = models.ForeignKey(
        Correction,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="reports",
        verbose_name=_("correction"),
    )

    objects = MistakeReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        indexes = (models.Index(fields=("state", "-id"), name="reports_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None)
                | (~Q(state="new") & Q(decided_at__isnull=False)),
                name="a_decided_report_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} {self.field}"

    @property
    def correction_query(self) -> str:
        """The query string of the page that corrects this value; without a field if it is none."""
        about = {"target": self.target, "provider": self.provider, "key": self.key}
        known = self.field in FIELDS[Target(self.target)]
        chosen = {"field": self.field, "report": str(self.pk)} if known else {}
        return urlencode(about | chosen)


LONGEST_TEXT = 3000


class EditedText(models.Model):
    """What an editor wrote in place of a text of the site; empty where the shipped one stays.

    `key` names a text in the table of editable ones (`pages.edited_texts`).
    """

    key = models.CharField(_("text"), max_length=100, unique=True)
    english = models.TextField(_("English"), max_length=LONGEST_TEXT, blank=True)
    chinese = models.TextField(_("Chinese"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("edited text")
        verbose_name_plural = _("edited texts")

    def __str__(self) -> str:
        return self.key
