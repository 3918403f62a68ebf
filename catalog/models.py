"""The catalogue's tables: snapshots of the feed, and everything derived from them.

Snapshots, runs and what people fill in (`catalog.editorial`) are the only originals; every other
table is rebuilt from them.
Derived rows are matched by natural key (`Provider.key`, `CanonicalModel.path`, an offering's
provider and id), so a rebuild gives each its primary key again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog import decisions, editorial  # noqa: F401  # so that Django finds their tables
from catalog.display.money import price_text
from catalog.domain import newcomers
from catalog.domain.kinds import LONGEST_EVIDENCE, NAMES, SENTENCES, KindBasis, ModelKind
from catalog.domain.other_fees import fee_name, other_fees
from catalog.domain.price_doubts import REASONS, PriceDoubt
from catalog.domain.prices import Prices, PriceState
from catalog.domain.records import DEPRECATED
from catalog.domain.reports import Reports
from catalog.domain.score_inputs import ScoreInputs
from catalog.feed.packing import DamagedPayload, unpack
from catalog.identity.canonicalise import Basis
from catalog.identity.makers import slugify
from catalog.identity.rules import rule_name
from catalog.identity.upstream_ids import doubt_sentence
from catalog.identity.versions import VersionKind
from catalog.links import page_url
from catalog.refusals import RefusedPayload


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def in_order(self) -> Self:
        """Order by day; a later payload of one day supersedes the earlier."""
        return self.order_by("day", "id")

    def light(self) -> Self:
        """Leave the payload in the database: megabytes a row."""
        return self.defer("payload")

    def pending(self) -> Self:
        """Select what was stored and not yet applied: a process was killed in between."""
        return self.in_use().filter(applied_at=None).in_order()

    def in_use(self) -> Self:
        """Leave out what was set aside or rejected, and what is kept in reserve.

        Set aside is what could not be applied, rejected what an operator backed out.
        """
        return self.retried().filter(set_aside_at=None)

    def retried(self) -> Self:
        """Leave out only what no rebuild uses, even if it tries what was set aside again."""
        return self.filter(rejected_at=None, in_reserve=False)


class Snapshot(models.Model):
    """One payload of the API, byte for byte; see catalog.ingest.payloads for how it is stored."""

    day = models.DateField(_("day"), db_index=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    source = models.CharField(_("source"), max_length=500)
    etag = models.CharField("ETag", max_length=300, blank=True)
    last_modified = models.CharField("Last-Modified", max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size (bytes)"))
    # zstd, packed against the payload of `base` if there is one; of earlier releases, gzip.
    payload = models.BinaryField(_("payload (compressed)"))
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("stored as changes to")
    )
    # From base to base as far as a whole payload; None of gzip.
    steps = models.PositiveSmallIntegerField(_("steps to a whole payload"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched at"))
    confirmed_on = models.DateField(_("last confirmed on"))
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    # Of the content as read: equal for payloads that differ in white space or order only.
    content_digest = models.CharField(
        _("content digest"), max_length=64, blank=True, default="", db_index=True
    )
    # Attempts to apply it that began and did not end: their process was killed.
    unfinished_attempts = models.PositiveSmallIntegerField(_("unfinished attempts"), default=0)
    # The guards of catalog.ingest.guards that an operator told to let it pass.
    accepted = models.JSONField(_("accepted despite"), default=list)
    set_aside_at = models.DateTimeField(_("excluded at"), null=True, blank=True)
    rejected_at = models.DateTimeField(_("rejected at"), null=True, blank=True)
    # Why it was excluded or rejected; see `translated`.
    reason = models.JSONField(_("reason"), default=dict)
    # A source nearer to the feed has this day: kept to compare with, never derived from.
    in_reserve = models.BooleanField(_("another source is used"), default=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_on__gte=F("day")),
                name="a_snapshot_is_confirmed_on_its_day_or_later",
            ),
            models.CheckConstraint(
                condition=Q(base=None, steps=None)
                | Q(base=None, steps=0)
                | Q(base__isnull=False, steps__isnull=False, steps__gt=0),
                name="a_payload_stored_as_changes_has_steps_to_a_whole_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.sha256[:8]}"

    @property
    def body(self) -> bytes:
        """The payload's bytes as downloaded. Raises DamagedPayload."""
        return self.read_body({})

    def read_body(self, known: Mapping[int, bytes]) -> bytes:
        """Return the payload's bytes; `known` has those of other snapshots by primary key.

        Raises DamagedPayload if they are not what was downloaded.
        """
        chain: list[Snapshot] = [self]
        stored = Snapshot.objects.only("payload", "base")
        while (base := chain[-1].base_id) is not None and base not in known:
            chain.append(stored.get(pk=base))
        body = known[base] if base is not None else b""
        for row in reversed(chain):
            body = unpack(bytes(row.payload), body)
        if hashlib.sha256(body).hexdigest() != self.sha256:
            raise DamagedPayload(f"the payload of {self} has another SHA-256")
        return body

    @property
    def reason_text(self) -> str:
        """Why it was excluded or rejected, in the reader's language; "" if it was not."""
        return translated(self.reason) if self.reason else ""


def translated(parts: dict[str, Any]) -> str:
    """Return a stored message id in the reader's language, filled with its arguments.

    An argument may be such a message itself. A text without arguments may contain braces.
    """
    arguments = {
        name: translated(value) if isinstance(value, dict) else value
        for name, value in parts["arguments"].items()
    }
    text = gettext(parts["msgid"])
    return text.format(**arguments) if arguments else text


class Run(models.Model):
    """One pull and its outcome."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("running")
        APPLIED = "applied", _("applied")
        UNCHANGED = "unchanged", _("no new data")
        REFUSED = "refused", _("rejected")
        FAILED = "failed", _("failed")
        KILLED = "killed", _("killed")

    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default="running")
    source = models.CharField(_("source"), max_length=500)
    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("finished"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    # What a translation of the message needs; see `translated`.
    message_parts = models.JSONField(_("message"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    skipped = models.JSONField(_("skipped"), default=list)
    snapshot = models.ForeignKey(
        Snapshot, models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    # While it can still be accepted; hourly runs refuse the same payload again and again.
    refused = models.ForeignKey(
        RefusedPayload,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("refused payload"),
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="running", ended_at=None)
                | (~Q(outcome="running") & Q(ended_at__isnull=False)),
                name="a_run_has_ended_unless_it_is_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.outcome}"

    @property
    def message_text(self) -> str:
        """The message in the reader's language; English if nothing is known to translate it by."""
        return translated(self.message_parts) if self.message_parts else self.message


def new_token() -> str:
    return secrets.token_hex(6)


class CatalogueVersion(models.Model):
    """A published state of the whole catalogue; the newest is live. Caches are keyed by it.

    Numbers repeat after a restore from a backup: 8 may then be other data than 8 was before. Tokens
    never do, and so tell the two apart.
    """

    snapshot = models.ForeignKey(Snapshot, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(_("data date"))
    made_at = models.DateTimeField(_("created at"))
    # The database's default is for the release before, which may still run during an upgrade.
    token = models.CharField(
        _("version token"), max_length=16, default=new_token, db_default="", editable=False
    )

    class Meta:
        verbose_name = _("catalog version")
        verbose_name_plural = _("catalog versions")

    def __str__(self) -> str:
        return f"{self.pk} ({self.day:%Y-%m-%d})"


class Sighted(models.Model):
    """A row that the feed may stop listing; `withdrawn_on` is the first day without it."""

    first_seen = models.DateField(_("first seen"))
    last_seen = models.DateField(_("last seen"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        abstract = True


def corrected_field() -> models.JSONField[Any, Any]:
    """Return a column for `catalog.domain.corrections.CorrectedFields`: both values by field."""
    return models.JSONField(_("corrected fields"), default=dict)


def family_url(maker_slug: str, family: str) -> str:
    """Return the URL of a family's page; "" if its name has no letter or digit for a slug."""
    slug = slugify(family)
    return page_url("family", maker_slug, slug) if slug else ""


class Maker(models.Model):
    """An organisation that trains models."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    website = models.URLField(_("website"), max_length=300, blank=True)
    corrected = corrected_field()

    class Meta:
        verbose_name = _("maker")
        verbose_name_plural = _("makers")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_url("maker", self.slug)


class ProviderQuerySet(models.QuerySet["Provider"]):
    def live(self) -> Self:
        return self.filter(withdrawn_on=None)


class Provider(Sighted):
    """An organisation that sells access to models."""

    key = models.CharField(_("ID"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)
    npm = models.CharField(_("npm package"), max_length=300, blank=True)
    env = models.JSONField(_("environment variables"), default=list)
    doc_url = models.CharField(_("documentation"), max_length=1000, blank=True)
    api_url = models.CharField(_("API URL"), max_length=1000, blank=True)
    extra = models.JSONField(_("other fields"), default=dict)
    corrected = corrected_field()
    maker = models.ForeignKey(
        Maker, models.SET_NULL, null=True, blank=True, related_name="own_providers"
    )
    offering_count = models.PositiveIntegerField(_("offers"), default=0)
    priced_count = models.PositiveIntegerField(_("priced offers"), default=0)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_url("provider", self.key)


class TrustedProviderQuerySet(models.QuerySet["TrustedProvider"]):
    def keys(self) -> frozenset[str]:
        return frozenset(self.values_list("key", flat=True))


class TrustedProvider(models.Model):
    """A provider whose prices an operator accepted although it is new: `catalog.domain.newcomers`.

    Named by its id, since a rebuild makes the providers' rows anew.
    """

    key = models.CharField(_("ID"), max_length=100, unique=True)
    accepted_at = models.DateTimeField(_("accepted"))

    objects = TrustedProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("trusted provider")
        verbose_name_plural = _("trusted providers")

    def __str__(self) -> str:
        return self.key


def price_field(label: Any) -> models.DecimalField[Any, Any]:
    """Return a column for USD per million tokens; null is "not reported"."""
    return models.DecimalField(label, max_digits=15, decimal_places=9, null=True, blank=True)


def flag_field(label: Any) -> models.BooleanField[Any, Any]:
    """Return a column of three states: yes, no, and null for "not reported"."""
    return models.BooleanField(label, null=True, blank=True)


class StatedFacts(models.Model):
    """Facts that an offering reports and that a canonical model takes from its offerings."""

    name = models.CharField(_("name"), max_length=300)
    family = models.CharField(_("family"), max_length=200, blank=True)
    context = models.PositiveBigIntegerField(_("context window"), null=True, blank=True)
    max_input = models.PositiveBigIntegerField(_("max input"), null=True, blank=True)
    max_output = models.PositiveBigIntegerField(_("max output"), null=True, blank=True)
    tool_calling = flag_field(_("tool calling"))
    structured_output = flag_field(_("structured output"))
    reasoning = flag_field(_("reasoning"))
    temperature = flag_field(_("temperature control"))
    attachment = flag_field(_("attachments"))
    open_weights = flag_field(_("open weights"))
    input_modalities = models.JSONField(_("input modalities"), default=list)
    output_modalities = models.JSONField(_("output modalities"), default=list)
    # Partial dates as reported: 2024, 2024-09 or 2024-09-18. As text they sort and stay exact.
    released = models.CharField(_("released"), max_length=10, blank=True)
    last_updated = models.CharField(_("last updated"), max_length=10, blank=True)
    knowledge = models.CharField(_("knowledge cutoff"), max_length=10, blank=True)

    class Meta:
        abstract = True


SCORE_COLUMNS = (
    *("pk", "tool_calling", "structured_output", "reasoning", "temperature"),
    *("context", "max_output", "provider_count", "blended_price"),
    *("recommended_id", "recommended__cache_read_price", "conflicts", "official"),
)


class CanonicalModelQuerySet(models.QuerySet["CanonicalModel"]):
    def live(self) -> Self:
        """Select the models that a provider offers today."""
        return self.filter(withdrawn_on=None)

    def listed(self) -> Self:
        """Select what lists show: live models, one row for all versions of one."""
        return self.live().filter(version_of=None)

    def uncounted(self) -> set[str]:
        """Return the canonical ids of rows that an earlier release derived, without reports."""
        return set(self.filter(reports={}).values_list("path", flat=True))

    def priced(self) -> Self:
        return self.filter(blended_price__isnull=False)

    def chat(self) -> Self:
        return self.filter(kind=ModelKind.CHAT)

    def not_deprecated(self) -> Self:
        """Select the models whose recommended offer, if any, is not deprecated."""
        return self.exclude(recommended__status=DEPRECATED)

    def for_list(self) -> Self:
        return self.select_related("maker", "recommended__provider", "trend")

    def for_model_page(self) -> Self:
        """Select with what the page shows, except the offerings, which the view loads once."""
        return self.select_related("maker").prefetch_related("scores")

    def score_inputs(self) -> Iterator[tuple[int, ScoreInputs]]:
        """Yield each model's primary key with what its scores are calculated from, in one query."""
        for row in self.order_by("pk").values_list(*SCORE_COLUMNS, named=True):
            yield row.pk, _score_inputs(row, row.recommended__cache_read_price)


def _score_inputs(row: Any, cache_read_price: Decimal | None) -> ScoreInputs:
    return ScoreInputs(
        tool_calling=row.tool_calling,
        structured_output=row.structured_output,
        reasoning=row.reasoning,
        temperature=row.temperature,
        context=row.context,
        max_output=row.max_output,
        providers=row.provider_count,
        blended=row.blended_price,
        # Unknown, not "no", while no offering is recommended.
        has_cache_price=None if row.recommended_id is None else cache_read_price is not None,
        conflicts=len(row.conflicts),
        official=row.official,
    )


class CanonicalModel(Sighted, StatedFacts):
    """One model across all providers. `catalog.domain.facts` derives its facts."""

    maker = models.ForeignKey(Maker, models.PROTECT, related_name="models")
    slug = models.SlugField(_("slug"), max_length=200)
    path = models.CharField(_("canonical ID"), max_length=301, unique=True)
    # For lists: the name, with what differs where the maker has another model of that name.
    label = models.CharField(_("label"), max_length=503, blank=True)
    vision = flag_field(_("image input"))
    audio = flag_field(_("audio input"))
    pdf = flag_field(_("PDF input"))
    prompt_caching = flag_field(_("prompt caching"))
    official = models.BooleanField(_("official (not a derivative)"), default=True)
    # As `catalog.domain.kinds` derives it, with the rule that decided and what that found.
    kind = models.CharField(
        _("type"),
        max_length=20,
        default=ModelKind.CHAT,
        choices=[(kind.value, kind.value) for kind in ModelKind],
    )
    kind_basis = models.CharField(
        _("type rule"),
        max_length=10,
        default=KindBasis.NONE,
        choices=[(basis.value, basis.value) for basis in KindBasis],
    )
    kind_evidence = models.CharField(_("type evidence"), max_length=LONGEST_EVIDENCE, blank=True)
    # The current version of which this is another one, by catalog.identity.versions.
    version_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="other_versions"
    )
    version_kind = models.CharField(
        _("kind of version"),
        max_length=10,
        blank=True,
        choices=[(kind.value, kind.value) for kind in VersionKind],
    )
    version_date = models.CharField(_("version"), max_length=10, blank=True)
    # Of the current version, itself included; 1 for every other model.
    version_count = models.PositiveSmallIntegerField(_("versions"), default=1)
    channel_count = models.PositiveIntegerField(_("offers"), default=0)
    provider_count = models.PositiveIntegerField(_("providers"), default=0)
    conflicts = models.JSONField(_("data conflicts"), default=list)
    # `catalog.domain.reports.Reports` by fact; empty of rows that an earlier release derived.
    reports = models.JSONField(_("reported by"), default=dict)
    corrected = corrected_field()
    representative = models.ForeignKey(
        "Offering", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recommended = models.ForeignKey(
        "Offering", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    input_price = price_field(_("input price"))
    output_price = price_field(_("output price"))
    blended_price = price_field(_("blended price"))

    objects = CanonicalModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("model")
        verbose_name_plural = _("models")
        indexes = (
            models.Index(fields=("name", "id"), name="models_by_name"),
            models.Index(fields=("released", "id"), name="models_by_release"),
        )
        constraints = (
            models.UniqueConstraint(fields=("maker", "slug"), name="a_maker_has_a_slug_once"),
            models.CheckConstraint(
                condition=Q(version_of=None) | ~Q(version_of=F("id")),
                name="a_model_is_no_version_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(version_of=None) | Q(withdrawn_on=None),
                name="only_a_model_on_sale_is_a_version",
            ),
            models.CheckConstraint(
                condition=Q(version_of=None) | (~Q(version_kind="") & Q(version_count=1)),
                name="another_version_has_a_kind_and_no_versions",
            ),
        )

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return page_url("model", self.maker_slug, self.slug)

    @property
    def family_url(self) -> str:
        return family_url(self.maker_slug, self.family)

    @property
    def kind_name(self) -> str:
        return gettext(NAMES[ModelKind(self.kind)])

    @property
    def kind_reason(self) -> str:
        """The rule that decided the kind, as a sentence in the reader's language."""
        sentence = gettext(SENTENCES[KindBasis(self.kind_basis)])
        return sentence.format(evidence=self.kind_evidence) if self.kind_evidence else sentence

    def reports_of(self, fact: str) -> Reports | None:
        """Return how many offers report what of a fact; None where nobody counted."""
        return Reports(*self.reports[fact]) if fact in self.reports else None

    def take_channels_from(self, offerings: Iterable[Offering]) -> None:
        """Set the representative and recommended offering from rows already loaded: no query."""
        loaded = {offering.pk: offering for offering in offerings}
        self.representative = loaded.get(self.representative_id or 0)
        self.recommended = loaded.get(self.recommended_id or 0)

    @property
    def is_deprecated(self) -> bool:
        """Whether the recommended offer, which must be loaded, is deprecated."""
        return self.recommended is not None and self.recommended.status == DEPRECATED

    @property
    def score_inputs(self) -> ScoreInputs:
        """What the model's scores are calculated from; the recommended offering must be loaded."""
        return _score_inputs(self, self.recommended.cache_read_price if self.recommended else None)

    @property
    def maker_slug(self) -> str:
        return self.path.partition("/")[0]


class MovedModelQuerySet(models.QuerySet["MovedModel"]):
    def targets(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the present canonical id of each path that is a former one."""
        return dict(self.filter(path__in=paths).values_list("path", "model__path"))

    def target_of(self, path: str) -> str | None:
        """Return the present canonical id if the path is a former one."""
        return self.targets([path]).get(path)

    def present_path(self, path: str) -> str:
        """Return the present canonical id of a path: itself, unless it is a former one."""
        return self.target_of(path) or path


class MovedModel(models.Model):
    """A former canonical id of a model; its URL answers 301."""

    path = models.CharField(_("former canonical ID"), max_length=301, unique=True)
    model = models.ForeignKey(CanonicalModel, models.CASCADE, related_name="former_paths")
    moved_on = models.DateField(_("changed on"))

    objects = MovedModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("model redirect")
        verbose_name_plural = _("model redirects")

    def __str__(self) -> str:
        return f"{self.path} → {self.model}"


def price_doubt_text(reason: str, median: Decimal | None) -> str:
    """Return why a price is doubtful, in the reader's language; "" for no reason."""
    if not reason:
        return ""
    text = gettext(REASONS[PriceDoubt(reason)])
    return text if median is None else text.format(median=price_text(median))


# Of one model, on a page or in a chart: the model with the most had 56 on 2026-05-12.
MOST_OFFERINGS = 300


def fee_texts(fees: Iterable[str]) -> list[str]:
    """Return the names of fees, as `other_fees` gives them, in the reader's language."""
    return [gettext(fee_name(fee)) for fee in fees]


class OfferingQuerySet(models.QuerySet["Offering"]):
    def live(self) -> Self:
        return self.filter(withdrawn_on=None)

    def priced(self) -> Self:
        return self.filter(price_state=PriceState.PRICED)

    def comparable(self) -> Self:
        """Select the offerings with a published price that is not doubtful."""
        return self.priced().filter(price_doubt="")

    def competing(self) -> Self:
        """Select the comparable ones that a ranking of prices has: no deprecated ones."""
        return self.comparable().exclude(status=DEPRECATED)

    def undercutting(self) -> Self:
        """Select those held only because most prices of their provider undercut all others."""
        held = self.filter(price_doubt=PriceDoubt.NEW)
        return held.filter(blended_price__gte=F("price_median") / newcomers.TIMES)

    def by_price(self) -> Self:
        """Order by blended price, cheapest first; unpriced ones last, by provider."""
        return self.order_by(F("blended_price").asc(nulls_last=True), "provider__key", "id")

    def with_blended_at(self, cache_rate: int) -> Self:
        """Add `blended_at`, to order by: the blended price with some percent of input from cache.

        It is 400 times `blended_at` of catalog.listing.cache_choice: no order needs the division.
        """
        cached = Coalesce("cache_read_price", "input_price")
        per_input = F("input_price") * (100 - cache_rate) + cached * cache_rate
        blended = ExpressionWrapper(
            per_input * 3 + F("output_price") * 100, models.DecimalField(max_digits=20)
        )
        published = When(blended_price__isnull=False, then=blended)
        return self.alias(blended_at=Case(published, output_field=models.DecimalField()))

    def most_relevant(self, chosen: Iterable[int]) -> Self:
        """Order so that the first ones are those which a page with a bound must not leave out.

        The `chosen` ones by primary key, then the maker's own, those on sale, and the cheapest.
        """
        return self.order_by(
            Case(
                When(pk__in=chosen, then=0),
                When(provider__maker=F("model__maker"), then=1),
                default=2,
            ),
            F("withdrawn_on").desc(nulls_first=True),
            Case(When(price_doubt="", then=0), default=1),
            F("blended_price").asc(nulls_last=True),
            "pk",
        )

    def for_model_page(self) -> Self:
        """Select with the provider; all columns, since deferring some takes longer than they do."""
        return self.select_related("provider").by_price()


class Offering(Sighted, StatedFacts):
    """One provider's offer of one model."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offerings")
    provider_model_id = models.CharField(_("provider model ID"), max_length=300)
    model = models.ForeignKey(CanonicalModel, models.PROTECT, related_name="offerings")
    basis = models.CharField(
        _("match basis"), max_length=10, choices=[(b.value, b.value) for b in Basis]
    )
    # The canonical id by the rules, where an editor decided otherwise; "" elsewhere.
    by_rules = models.CharField(_("canonical ID by the rules"), max_length=301, blank=True)
    # Keys of catalog.identity.rules, so that another name for a rule regroups nothing.
    rules = models.JSONField(_("rules applied"), default=list)
    # As catalog.identity.upstream_ids.doubt_sentence reads it.
    doubt = models.CharField(_("match warning"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=50, blank=True)
    price_state = models.CharField(
        _("price status"), max_length=10, choices=[(s.value, s.value) for s in PriceState]
    )
    input_price = price_field(_("input price"))
    output_price = price_field(_("output price"))
    cache_read_price = price_field(_("cache read price"))
    cache_write_price = price_field(_("cache write price"))
    reasoning_price = price_field(_("reasoning price"))
    input_audio_price = price_field(_("audio input price"))
    output_audio_price = price_field(_("audio output price"))
    blended_price = price_field(_("blended price"))
    price_doubt = models.CharField(
        _("price warning"),
        max_length=10,
        blank=True,
        choices=[(d.value, d.value) for d in PriceDoubt],
    )
    # What a doubtful price was compared with.
    price_median = price_field(_("median blended price"))
    tiers = models.JSONField(_("context tiers"), default=list)
    extra = models.JSONField(_("other fields"), default=dict)
    # Of what the feed itself reports, whatever is corrected.
    fingerprint = models.CharField(_("data fingerprint"), max_length=40)
    corrected = corrected_field()
    changed_on = models.DateField(_("last change"))

    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "provider_model_id"), name="a_provider_has_a_model_id_once"
            ),
            models.CheckConstraint(
                condition=Q(input_price__gte=0) & Q(output_price__gte=0),
                name="an_offering_never_pays_its_customer",
            ),
            models.CheckConstraint(
                condition=Q(blended_price=None) | Q(price_state="priced"),
                name="only_a_priced_offering_has_a_blended_price",
            ),
            models.CheckConstraint(
                condition=Q(price_doubt="", price_median=None) | Q(price_state="priced"),
                name="only_a_published_price_is_doubtful",
            ),
        )

    def __str__(self) -> str:
        return self.provider_model_id

    @property
    def doubt_text(self) -> str:
        """What contradicts upstream's canonical id, in the reader's language; "" if nothing."""
        msgid, arguments = doubt_sentence(self.doubt)
        return gettext(msgid).format(**arguments) if arguments else msgid

    @property
    def comparable(self) -> bool:
        """Whether the price is published and not doubtful, as in `OfferingQuerySet.comparable`."""
        return self.price_state == PriceState.PRICED and not self.price_doubt

    @property
    def competing(self) -> bool:
        """Whether a ranking of prices has the offer, as in `OfferingQuerySet.competing`."""
        return self.comparable and self.status != DEPRECATED

    @property
    def price_doubt_text(self) -> str:
        """Why the price is doubtful, in the reader's language; "" if it is not."""
        return price_doubt_text(self.price_doubt, self.price_median)

    @property
    def other_fees(self) -> list[str]:
        """What the offer charges for beside tokens, in the reader's language."""
        return fee_texts(other_fees(self.extra))

    @property
    def rule_names(self) -> list[str]:
        """The rules applied, in the reader's language."""
        return [gettext(rule_name(key)) for key in self.rules]

    @property
    def prices(self) -> Prices:
        return Prices(
            **{name: getattr(self, f"{name}_price") for name in Prices.__dataclass_fields__}
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    def as_of(self, day: date) -> Self:
        """Select the revision of each offering that was valid on that day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Revision(models.Model):
    """The facts of one offering over an interval of days; written only on a change."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="revisions")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    facts = models.JSONField(_("reported data"))
    # Of these facts, those that the feed reports otherwise.
    corrected = corrected_field()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = (
            models.Index(fields=("valid_from", "valid_to"), name="revisions_by_day"),
            models.Index(fields=("valid_to",), name="revisions_by_end"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "valid_from"), name="an_offering_changes_once_a_day"
            ),
            models.UniqueConstraint(
                fields=("offering",), condition=Q(valid_to=None), name="one_revision_is_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_revision_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offering_id} from {self.valid_from:%Y-%m-%d}"


class Remembered(models.Model):
    """Evidence of identity that a payload showed, by name; see `catalog.identity.memory`."""

    maker = models.CharField(_("maker"), max_length=300)
    slug = models.CharField(_("slug"), max_length=300)
    first_day = models.DateField(_("first day"))

    class Meta:
        abstract = True


def last_day_field() -> models.DateField[Any, Any]:
    """Return a column for the last day of evidence; null while the last payload shows it."""
    return models.DateField(_("last day"), null=True, blank=True)


class RememberedLink(Remembered):
    """The last link of one offer in the feed, under the name that our rules gave the offer."""

    provider = models.CharField(_("provider"), max_length=100)
    provider_model_id = models.CharField(_("provider model ID"), max_length=300)
    linked_maker = models.CharField(_("linked maker"), max_length=300)
    linked_slug = models.CharField(_("linked slug"), max_length=300)
    # What the offer reported beside the link: an id that reports other values was re-pointed.
    released = models.CharField(_("released"), max_length=10, blank=True)
    context = models.PositiveBigIntegerField(_("context window"), null=True, blank=True)
    max_output = models.PositiveBigIntegerField(_("max output"), null=True, blank=True)
    last_day = last_day_field()

    class Meta:
        verbose_name = _("recorded models.dev link")
        verbose_name_plural = _("recorded models.dev links")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "provider_model_id"), name="an_offering_has_one_last_link"
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} {self.provider_model_id} → {self.linked_maker}/{self.linked_slug}"


class RememberedJoin(Remembered):
    """A name that a payload showed to be another spelling of a second one, and by which step."""

    into_maker = models.CharField(_("maker of the matched name"), max_length=300)
    into_slug = models.CharField(_("matched slug"), max_length=300)
    step = models.CharField(_("rule"), max_length=60)
    last_day = last_day_field()

    class Meta:
        verbose_name = _("recorded name match")
        verbose_name_plural = _("recorded name matches")
        constraints = (
            models.UniqueConstraint(fields=("maker", "slug"), name="a_name_is_joined_once"),
        )

    def __str__(self) -> str:
        return f"{self.maker}/{self.slug} → {self.into_maker}/{self.into_slug}"

    @property
    def step_name(self) -> str:
        """The step that showed it, in the reader's language."""
        return gettext(rule_name(self.step))


class RememberedName(Remembered):
    """A name under which its maker itself sold a model: it told this name apart from others."""

    class Meta:
        verbose_name = _("name sold by its maker")
        verbose_name_plural = _("names sold by their makers")
        constraints = (
            models.UniqueConstraint(fields=("maker", "slug"), name="a_maker_sells_a_name_once"),
        )

    def __str__(self) -> str:
        return f"{self.maker}/{self.slug}"
