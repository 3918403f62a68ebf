"""What changed from day to day, and what held on each day beside the offerings' own revisions.

All of it is derived from snapshots and written by `changelog.record`. Rows have keys of their own
making, so that a rebuild gives every one back as it was.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import CanonicalModel, Offering, Provider, price_field
from changelog.diff import Direction, Kind

OWN_OF_A_CHANGE = (
    *("number", "day", "kind", "field", "tier", "old", "new", "percent", "direction", "noise"),
    *("offering_id", "provider__name"),
)
SHOWN_OF_A_CHANGE = (
    *(*OWN_OF_A_CHANGE, "provider__key", "offering__name", "offering__provider_model_id"),
    *("model__path", "model__slug", "model__name", "model__label"),
)
CHANGES_A_DAY = 1_000_000
DAYS = 2**20  # more than `date.toordinal` will ever be


class ChangeQuerySet(models.QuerySet["Change"]):
    def news(self) -> Self:
        """Leave out what is marked as noise."""
        return self.filter(noise=False)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def last_news(self, most: int) -> Self:
        return self.news().newest_first()[:most]

    def in_order(self) -> Self:
        return self.order_by("pk")

    def for_page_of_model(self) -> Self:
        """Fetch what a line says on the page of its model: at whom, and what."""
        return self.select_related("provider").only(*OWN_OF_A_CHANGE)

    def for_reading(self) -> Self:
        """Fetch what a line about a change says, and no more: offerings are wide."""
        return self.select_related("provider", "offering", "model").only(*SHOWN_OF_A_CHANGE)


class Change(models.Model):
    """One reader-facing event of one day, of an offering or of a provider itself."""

    # The day and the place in the day: the same change has the same number after a rebuild.
    number = models.BigIntegerField(primary_key=True)
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=[(k.value, k.value) for k in Kind])
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="changes")
    offering = models.ForeignKey(
        Offering, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    # The model whose story it is part of: where an offering is regrouped, its story goes along.
    model = models.ForeignKey(
        CanonicalModel, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    field = models.CharField(_("field"), max_length=100, blank=True)
    tier = models.PositiveBigIntegerField(_("prompt above"), null=True, blank=True)
    old = models.JSONField(_("old"), null=True, blank=True)
    new = models.JSONField(_("new"), null=True, blank=True)
    percent = models.DecimalField(
        _("percent"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    direction = models.CharField(
        _("direction"), max_length=4, blank=True, choices=[(d.value, d.value) for d in Direction]
    )
    noise = models.BooleanField(_("noise"), default=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = (
            models.Index(fields=("day", "kind", "provider"), name="changes_by_day"),
            models.Index(fields=("kind", "number"), name="changes_by_kind"),
            models.Index(fields=("model", "number"), name="changes_by_model"),
            models.Index(fields=("provider", "number"), name="changes_by_provider"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(offering=None, model=None)
                | Q(offering__isnull=False, model__isnull=False),
                name="a_change_of_an_offering_is_of_its_model",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.kind} {self.field}".strip()

    @property
    def price_old(self) -> Decimal | None:
        return _decimal(self.old)

    @property
    def price_new(self) -> Decimal | None:
        return _decimal(self.new)


def _decimal(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


class SpanQuerySet(models.QuerySet[Any]):
    def as_of(self, day: date) -> Self:
        """Select what held on that day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def open(self) -> Self:
        return self.filter(valid_to=None)


class Span(models.Model):
    """What held from one day until another; written only when something changed."""

    # Of the owner and the first day: see `span_number`.
    number = models.BigIntegerField(primary_key=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=("valid_from", "valid_to"), name="%(class)s_by_day"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
            ),
        )


def span_number(owner: int, day: date) -> int:
    """Return the key of what begins to hold for an owner on a day."""
    return owner * DAYS + day.toordinal()


class Grouping(Span):
    """Which model an offering was counted to."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="groupings")
    model = models.ForeignKey(CanonicalModel, models.CASCADE, related_name="groupings")

    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        verbose_name = _("grouping")
        verbose_name_plural = _("groupings")

    def __str__(self) -> str:
        return f"{self.offering_id} in {self.model_id} from {self.valid_from:%Y-%m-%d}"


class ProviderRevision(Span):
    """What a provider said of itself; a provider that was withdrawn said nothing."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="revisions")
    facts = models.JSONField(_("facts"))

    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        verbose_name = _("revision of a provider")
        verbose_name_plural = _("revisions of providers")

    def __str__(self) -> str:
        return f"{self.provider_id} from {self.valid_from:%Y-%m-%d}"


class ModelRevision(Span):
    """What was published of a model: its recommended channel, its prices, what scores rest on."""

    # An index of our own begins with it.
    model = models.ForeignKey(
        CanonicalModel, models.CASCADE, related_name="revisions", db_index=False
    )
    recommended = models.ForeignKey(
        Offering, models.CASCADE, null=True, blank=True, related_name="recommendations"
    )
    input_price = price_field(_("input price"))
    output_price = price_field(_("output price"))
    blended_price = price_field(_("blended price"))
    facts = models.JSONField(_("facts that scores rest on"))

    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        verbose_name = _("revision of a model")
        verbose_name_plural = _("revisions of models")
        indexes = (
            *Span.Meta.indexes,
            models.Index(fields=("model", "valid_from"), name="revisions_of_a_model"),
        )

    def __str__(self) -> str:
        return f"{self.model_id} from {self.valid_from:%Y-%m-%d}"


class Trend(models.Model):
    """How the price of a model's recommended channel moved of late, drawn; none if it did not."""

    model = models.OneToOneField(
        CanonicalModel, models.CASCADE, primary_key=True, related_name="trend"
    )
    path = models.TextField(_("line"))
    before = price_field(_("blended price then"))
    now = price_field(_("blended price now"))
    percent = models.DecimalField(
        _("percent"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("price trend")
        verbose_name_plural = _("price trends")

    def __str__(self) -> str:
        return f"{self.model_id}: {self.before} → {self.now}"
