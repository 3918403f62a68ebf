"""Changes by day, revisions of models and providers, and price trends.

All of it is derived from snapshots and written by `changelog.record`. Primary keys are calculated
from the day and the owner instead of counted, so that a rebuild yields identical rows.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.domain.price_doubts import PriceDoubt
from catalog.models import CanonicalModel, Offering, Provider, price_field
from changelog.diff import Direction, Kind
from changelog.price_index.links import Measure, Tier

# What a line about a change needs; offerings are wide, so nothing else is fetched.
OWN_COLUMNS = (
    *("number", "day", "kind", "field", "tier", "old", "new", "percent", "direction", "noise"),
    *("price_doubt", "reason", "offering_id", "provider__name"),
    "offering__provider_model_id",
)
LINE_COLUMNS = (
    *(*OWN_COLUMNS, "provider__key", "offering__name"),
    *("model__path", "model__slug", "model__name", "model__label"),
)
CHANGES_PER_DAY = 1_000_000
KEYS_PER_OWNER = 2**20  # one per day: enough until the year 2871, whose ordinals reach 2**20


class ChangeQuerySet(models.QuerySet["Change"]):
    def significant(self) -> Self:
        """Leave out noise: see `changelog.diff`."""
        return self.filter(noise=False)

    def until(self, day: date | None) -> Self:
        """Leave out what changed after a day; None is today, which leaves out nothing."""
        return self.filter(day__lte=day) if day else self

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def newest_significant(self, limit: int) -> Self:
        return self.significant().newest_first()[:limit]

    def in_order(self) -> Self:
        return self.order_by("pk")

    def for_model_page(self) -> Self:
        """Fetch what a line needs on the page of its own model: the change and whose it is."""
        return self.select_related("provider", "offering").only(*OWN_COLUMNS)

    def for_reading(self) -> Self:
        """Fetch what a line needs anywhere: the change, its provider, offering and model."""
        return self.select_related("provider", "offering", "model").only(*LINE_COLUMNS)


class Change(models.Model):
    """One reader-facing event of one day, about an offering or about a provider itself."""

    # The day and the place in it: the same change has the same number after a rebuild.
    number = models.BigIntegerField(primary_key=True)
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=[(k.value, k.value) for k in Kind])
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="changes")
    offering = models.ForeignKey(
        Offering, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    # The model that the offering belongs to today: `record` moves the changes of an offering along
    # when it is regrouped, so that the model's page has its whole history.
    model = models.ForeignKey(
        CanonicalModel, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    field = models.CharField(_("field"), max_length=100, blank=True)
    tier = models.PositiveBigIntegerField(_("prompt over"), null=True, blank=True)
    old = models.JSONField(_("old"), null=True, blank=True)
    new = models.JSONField(_("new"), null=True, blank=True)
    percent = models.DecimalField(
        _("percent"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    direction = models.CharField(
        _("direction"), max_length=4, blank=True, choices=[(d.value, d.value) for d in Direction]
    )
    noise = models.BooleanField(_("noise"), default=False)
    # Whether the offering's price is doubtful on this day, or was until this day.
    price_doubt = models.CharField(
        _("price warning"),
        max_length=10,
        blank=True,
        choices=[(d.value, d.value) for d in PriceDoubt],
    )
    # Of a regrouping: the basis of the new match and the keys of its rules, as on that day.
    reason = models.JSONField(_("reason"), default=list)

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


class ChangeEntryQuerySet(models.QuerySet["ChangeEntry"]):
    def standing(self, last: int | None = None) -> Self:
        """Select the changes that stand; with `last`, those that stood after that serial."""
        if last is None:
            return self.filter(removes=None, removed_by=None)
        stood = Q(removed_by=None) | Q(removed_by__gt=last)
        return self.filter(stood, removes=None, serial__lte=last)


class ChangeEntry(models.Model):
    """A change under a serial, or that an earlier one no longer holds: `changelog.serials`.

    Rows are added and never deleted, also by a rebuild, so that copies elsewhere can follow.
    """

    serial = models.BigIntegerField(primary_key=True)
    # None: on record before there were serials.
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    removes = models.BigIntegerField(_("removes"), null=True, blank=True)
    removed_by = models.BigIntegerField(_("removed by"), null=True, blank=True)
    # What the change says, by the feed's ids: the rows that it is about may go.
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12)
    provider = models.CharField(_("provider"), max_length=100)
    provider_model_id = models.CharField(_("model ID"), max_length=300, null=True, blank=True)  # noqa: DJ001
    model = models.CharField(_("model"), max_length=301, null=True, blank=True)  # noqa: DJ001
    field = models.CharField(_("field"), max_length=100, blank=True)
    tier = models.PositiveBigIntegerField(_("prompt over"), null=True, blank=True)
    old = models.JSONField(_("old"), null=True, blank=True)
    new = models.JSONField(_("new"), null=True, blank=True)
    percent = models.DecimalField(
        _("percent"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    noise = models.BooleanField(_("noise"), default=False)

    objects = ChangeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("change by serial")
        verbose_name_plural = _("changes by serial")
        indexes = (
            models.Index(fields=("day",), name="entries_by_day"),
            models.Index(fields=("kind", "serial"), name="entries_by_kind"),
            models.Index(fields=("model", "serial"), name="entries_by_model"),
            models.Index(fields=("provider", "serial"), name="entries_by_provider"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(removes=None) | Q(removes__lt=F("serial"), removed_by=None),
                name="an_entry_removes_an_earlier_one",
            ),
            models.UniqueConstraint(fields=("removes",), name="an_entry_is_removed_once"),
        )

    def __str__(self) -> str:
        return f"{self.serial} {self.day:%Y-%m-%d} {self.kind}"


def _decimal(value: Any) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


class IntervalQuerySet(models.QuerySet[Any]):
    def as_of(self, day: date) -> Self:
        """Select the rows that were valid on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def open(self) -> Self:
        return self.filter(valid_to=None)


class StoredInterval(models.Model):
    """A value with the days on which it was valid; a row is written only when it changes.

    `valid_to` is the first day on which it was no longer valid, None while it is.
    """

    # Calculated by `interval_key`.
    number = models.BigIntegerField(primary_key=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True, db_index=True)

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


def interval_key(owner: int, day: date) -> int:
    """Return the primary key of the interval of an owner that begins on a day."""
    return owner * KEYS_PER_OWNER + day.toordinal()


class Grouping(StoredInterval):
    """The model that an offering was matched to."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="groupings")
    model = models.ForeignKey(CanonicalModel, models.CASCADE, related_name="groupings")

    objects = IntervalQuerySet.as_manager()

    class Meta(StoredInterval.Meta):
        verbose_name = _("offer match")
        verbose_name_plural = _("offer matches")

    def __str__(self) -> str:
        return f"{self.offering_id} in {self.model_id} from {self.valid_from:%Y-%m-%d}"


class ProviderRevision(StoredInterval):
    """A provider's own facts; a withdrawn provider has none until it returns."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="revisions")
    facts = models.JSONField(_("reported data"))

    objects = IntervalQuerySet.as_manager()

    class Meta(StoredInterval.Meta):
        verbose_name = _("provider revision")
        verbose_name_plural = _("provider revisions")

    def __str__(self) -> str:
        return f"{self.provider_id} from {self.valid_from:%Y-%m-%d}"


class ModelRevision(StoredInterval):
    """A model's recommended offering, prices and score inputs, while it was sold.

    `facts` is `ScoreInputs.to_json()`.
    """

    # No index of its own: "revisions_of_a_model" begins with this column.
    model = models.ForeignKey(
        CanonicalModel, models.CASCADE, related_name="revisions", db_index=False
    )
    recommended = models.ForeignKey(
        Offering, models.CASCADE, null=True, blank=True, related_name="recommendations"
    )
    input_price = price_field(_("input price"))
    output_price = price_field(_("output price"))
    blended_price = price_field(_("blended price"))
    facts = models.JSONField(_("scoring facts"))

    objects = IntervalQuerySet.as_manager()

    class Meta(StoredInterval.Meta):
        verbose_name = _("model revision")
        verbose_name_plural = _("model revisions")
        indexes = (
            *StoredInterval.Meta.indexes,
            models.Index(fields=("model", "valid_from"), name="revisions_of_a_model"),
        )

    def __str__(self) -> str:
        return f"{self.model_id} from {self.valid_from:%Y-%m-%d}"


class PriceDoubtRevision(StoredInterval):
    """Why an offering's price was doubtful; there is no row for the days on which it was not."""

    # No index of its own: "doubts_of_an_offering" begins with this column.
    offering = models.ForeignKey(
        Offering, models.CASCADE, related_name="price_doubts", db_index=False
    )
    reason = models.CharField(
        _("reason"), max_length=10, choices=[(d.value, d.value) for d in PriceDoubt]
    )

    objects = IntervalQuerySet.as_manager()

    class Meta(StoredInterval.Meta):
        verbose_name = _("price warning")
        verbose_name_plural = _("price warnings")
        indexes = (
            *StoredInterval.Meta.indexes,
            models.Index(fields=("offering", "valid_from"), name="doubts_of_an_offering"),
        )

    def __str__(self) -> str:
        return f"{self.offering_id} {self.reason} from {self.valid_from:%Y-%m-%d}"


class Trend(models.Model):
    """The sparkline of a model's blended price on a constant offer: see `changelog.history`.

    Models whose price and recommended offer did not change have none.
    """

    model = models.OneToOneField(
        CanonicalModel, models.CASCADE, primary_key=True, related_name="trend"
    )
    path = models.TextField(_("SVG path"))
    before = price_field(_("previous blended price"))
    now = price_field(_("current blended price"))
    percent = models.DecimalField(
        _("percent"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    switched = models.BooleanField(_("other recommended offer"), default=False)

    class Meta:
        verbose_name = _("price trend")
        verbose_name_plural = _("price trends")

    def __str__(self) -> str:
        return f"{self.model_id}: {self.before} → {self.now}"


LINKS_PER_DAY = 100


class IndexLinkQuerySet(models.QuerySet["IndexLink"]):
    def in_order(self) -> Self:
        return self.order_by("pk")


class IndexLink(models.Model):
    """One link of the price index: how prices moved from the day on record before until this day.

    The fields are those of `changelog.price_index.links.Link`.
    """

    # The day and the place in it, so that a rebuild yields identical rows.
    number = models.BigIntegerField(primary_key=True)
    day = models.DateField(_("day"))
    measure = models.CharField(
        _("price"), max_length=12, choices=[(m.value, m.value) for m in Measure]
    )
    tier = models.CharField(_("tier"), max_length=8, choices=[(t.value, t.value) for t in Tier])
    ratio = models.DecimalField(_("ratio"), max_digits=24, decimal_places=12)
    variance = models.DecimalField(
        _("variance of the mean logarithm"), max_digits=24, decimal_places=15, null=True, blank=True
    )
    priced = models.PositiveIntegerField(_("models with a price"))
    matched = models.PositiveIntegerField(_("models compared"))
    moved = models.PositiveIntegerField(_("models whose price changed"))
    arrived = models.PositiveIntegerField(_("models new"))
    left = models.PositiveIntegerField(_("models gone"))

    objects = IndexLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("price index link")
        verbose_name_plural = _("price index links")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "measure", "tier"), name="an_index_has_a_link_a_day"
            ),
            models.CheckConstraint(condition=Q(ratio__gt=0), name="a_link_is_a_positive_ratio"),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.measure} {self.tier}: {self.ratio}"
