"""The doubtful values of a catalogue version, with where to look; found once per version."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from catalog.as_of.corrections import corrections_of
from catalog.domain.corrections import PRICE_FIELDS, Target
from catalog.feed.normalise import FLAGS
from catalog.http import DataVersion
from catalog.models import CanonicalModel, MovedModel, Offering
from catalog.version_cache import per_version
from pages.data_quality.rules import DOUBTFUL_PRICE, VANISHED, QualityOffer, Rule, find_doubts

UPSTREAM = "https://github.com/anomalyco/models.dev/blob/dev/providers"
VANISHED_DAYS = 90
COLUMNS = (
    *("provider__key", "provider_model_id", "context", "max_output", "blended_price"),
    *("released", "last_updated", "knowledge", "provider__name", "model__path", "model__label"),
    *("price_doubt", "price_median"),
    *FLAGS,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the page. `provider` is "" for a model; `reviewed` if an editor decided on it."""

    rule: Rule
    path: str
    label: str
    provider: str = ""
    provider_name: str = ""
    provider_model_id: str = ""
    field: str = ""
    value: Any = None
    other: Any = None
    reviewed: bool = False

    @property
    def upstream_url(self) -> str:
        """The address of upstream's file about the offer."""
        names = (self.provider, f"models/{self.provider_model_id}.toml")
        return "/".join((UPSTREAM, *map(quote, names)))


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings, by rule and then by provider; and their numbers by provider and rule."""

    rows: tuple[Finding, ...]
    counts: Mapping[tuple[str, str], int]
    providers: Mapping[str, str]

    def of(self, rule: str, provider: str) -> list[Finding]:
        """Return the findings of a rule and of a provider; "" is any."""
        return [
            one
            for one in self.rows
            if (not rule or one.rule.key == rule) and (not provider or one.provider == provider)
        ]

    def total(self, rule: str = "", provider: str = "") -> int:
        return sum(
            count
            for (of_provider, of_rule), count in self.counts.items()
            if (not rule or of_rule == rule) and (not provider or of_provider == provider)
        )


@per_version()
def findings(data: DataVersion | None) -> Findings:
    """Return the findings of today's catalogue; three queries for any number of offers."""
    day = data.day if data else date.min
    found = [*_doubtful_offers(data, day), *_vanished(day)]
    rows = sorted(found, key=lambda one: (one.rule.key, one.provider, one.path))
    counts = Counter((one.provider, one.rule.key) for one in rows)
    return Findings(tuple(rows), counts, {one.provider: one.provider_name for one in rows})


def _doubtful_offers(data: DataVersion | None, day: date) -> Iterator[Finding]:
    by_model: defaultdict[str, list[Any]] = defaultdict(list)
    for row in Offering.objects.live().order_by("pk").values_list(*COLUMNS, named=True):
        by_model[row.model__path].append(row)
    for path, rows in by_model.items():
        names = {(row.provider__key, row.provider_model_id): row for row in rows}
        for rule, doubt in find_doubts([_offers(rows)], day):
            key = doubt.offer[:2]
            yield Finding(
                *(rule, path, rows[0].model__label, key[0], names[key].provider__name, key[1]),
                *(doubt.field, doubt.value, doubt.other),
                reviewed=_is_reviewed(data, *key, doubt.field),
            )
        yield from (_doubtful_price(data, row) for row in rows if row.price_doubt)


def _doubtful_price(data: DataVersion | None, row: Any) -> Finding:
    key = row.provider__key, row.provider_model_id
    return Finding(
        *(DOUBTFUL_PRICE, row.model__path, row.model__label),
        *(key[0], row.provider__name, key[1]),
        *("prices.input", row.blended_price, row.price_median),
        reviewed=_is_reviewed(data, *key, "prices.input"),
    )


def _offers(rows: Iterable[Any]) -> Sequence[QualityOffer]:
    return [
        QualityOffer(
            *(row.provider__key, row.provider_model_id, row.context, row.max_output),
            row.blended_price,
            {name: getattr(row, name) for name in FLAGS},
            *(row.released, row.last_updated, row.knowledge),
        )
        for row in rows
    ]


def _is_reviewed(data: DataVersion | None, provider: str, model_id: str, field: str) -> bool:
    shown = corrections_of(data, Target.OFFER, model_id, provider)
    # A price is compared as blended, of input and output.
    fields = PRICE_FIELDS if field in PRICE_FIELDS else (field,)
    return any(row.field in fields for row in shown.reviewed)


def _vanished(day: date) -> Iterator[Finding]:
    """Yield the models that were withdrawn without notice, except those that only moved."""
    if day == date.min:
        return
    since = day - timedelta(days=VANISHED_DAYS)
    gone = CanonicalModel.objects.filter(withdrawn_on__gt=since, withdrawn_on__lte=day)
    gone = gone.exclude(path__in=MovedModel.objects.values("path"))
    noticed = Offering.objects.filter(status="deprecated").values("model")
    rows = gone.exclude(pk__in=noticed).order_by("path")
    for path, label, withdrawn_on in rows.values_list("path", "label", "withdrawn_on"):
        yield Finding(VANISHED, path, label, value=str(withdrawn_on))
