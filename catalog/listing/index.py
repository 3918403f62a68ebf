"""Every model on sale as a plain row, read once for each version of the catalogue and process.

Lists, their facets and search answer from these rows: some 5,000 models are read by four queries
in a part of a second and kept in a few megabytes, and a page then needs no query for its rows.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from sys import intern
from threading import Lock
from typing import Any, NamedTuple

from django.urls import reverse

from catalog.capabilities import CAPABILITIES
from catalog.domain.prices import PriceState
from catalog.http import DataVersion
from catalog.identity.makers import MAKERS
from catalog.listing.search import Document, SearchIndex
from catalog.models import CanonicalModel, Offering, Provider

COLUMNS = (
    *("pk", "path", "name", "label", "maker__slug", "maker__name", "family", "official"),
    *("released", "knowledge", "context", "max_output"),
    *("input_price", "output_price", "blended_price"),
    *("provider_count", "channel_count", "input_modalities", "output_modalities"),
    *("tool_calling", "structured_output", "reasoning", "vision", "audio", "pdf"),
    *("open_weights", "prompt_caching", "recommended__status", "representative__status"),
    *("trend__path", "trend__before", "trend__now", "trend__percent"),
)
SOLD = ("model_id", "provider__key", "provider_model_id", "price_state")
ALIASES = {maker.slug: maker.aliases for maker in MAKERS}


class Trend(NamedTuple):
    """How the blended price moved of late: drawn, in USD, and in percent of what it was."""

    path: str
    before: Decimal
    now: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model on sale, as lists show it; prices are USD per million tokens, None if unknown."""

    path: str
    name: str
    label: str
    maker: str
    maker_name: str
    family: str
    official: bool
    released: str
    knowledge: str
    status: str
    context: int | None
    max_output: int | None
    input: Decimal | None
    output: Decimal | None
    blended: Decimal | None
    trend: Trend | None
    providers: int
    channels: int
    takes: frozenset[str]
    gives: frozenset[str]
    capabilities: dict[str, bool | None]
    scores: dict[str, int]
    sellers: frozenset[str]
    states: frozenset[str]
    ids: tuple[str, ...]

    @property
    def slug(self) -> str:
        return self.path.partition("/")[2]

    @property
    def moved(self) -> Decimal | None:
        """By what percent the price moved of late; None where no price is known."""
        if self.blended is None:
            return None
        return self.trend.percent if self.trend else Decimal(0)

    @property
    def url(self) -> str:
        return reverse("model", args=[self.maker, self.slug])


class ModelIndex:
    """The rows of one version of the catalogue, by canonical id, and what they are found by."""

    def __init__(self, rows: tuple[ModelRow, ...], providers: dict[str, str]) -> None:
        self.rows = rows
        self.providers = providers
        self.orders: dict[tuple[str, bool], tuple[int, ...]] = {}

    @cached_property
    def by_path(self) -> dict[str, ModelRow]:
        return {row.path: row for row in self.rows}

    @cached_property
    def makers(self) -> dict[str, str]:
        return {row.maker: row.maker_name for row in self.rows}

    @cached_property
    def search_index(self) -> SearchIndex:
        """What search answers from; the places of its documents are those of the rows."""
        return SearchIndex(map(search_document, self.rows))


def search_document(row: ModelRow) -> Document:
    """Return what a model is known by: its id, its maker's names, what providers call it."""
    aliases = ALIASES.get(row.maker, ())
    names = (row.path, row.slug, row.maker_name, row.maker, row.family, *aliases, *row.ids)
    return Document(row.path, row.name, names, row.providers + 1000 * row.official)


ONE_READS = Lock()  # who comes meanwhile waits, and finds the index made


def model_index(data: DataVersion | None) -> ModelIndex:
    """Return the models on sale in this version of the catalogue."""
    if data is None:
        return load_model_index()
    with ONE_READS:
        return _cached_index(data.version)


@lru_cache(maxsize=1)
def _cached_index(_version: int) -> ModelIndex:
    return load_model_index()


clear_model_index = _cached_index.cache_clear


def load_model_index() -> ModelIndex:
    """Read every model on sale with what it scores and who sells it, by four queries."""
    live = CanonicalModel.objects.live().order_by("path")
    scores: defaultdict[int, dict[str, int]] = defaultdict(dict)
    earned = live.filter(scores__isnull=False).order_by("scores__rubric")
    for pk, rubric, points in earned.values_list("pk", "scores__rubric", "scores__points"):
        scores[pk][intern(rubric)] = points
    sold: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    offerings = Offering.objects.live().order_by("provider__key", "provider_model_id")
    for model, *channel in offerings.values_list(*SOLD).iterator(chunk_size=5000):
        provider, own_id, state = channel
        sold[model].append((intern(provider), own_id, intern(state)))
    found = live.values_list(*COLUMNS, named=True)
    rows = tuple(_row(model, scores[model.pk], sold[model.pk]) for model in found)
    return ModelIndex(rows, dict(Provider.objects.live().values_list("key", "name")))


def _row(model: Any, scores: dict[str, int], sold: list[tuple[str, str, str]]) -> ModelRow:
    states = {state for _provider, _id, state in sold}
    if PriceState.PRICED in states:
        states.discard(PriceState.UNKNOWN)
    return ModelRow(
        path=model.path,
        name=model.name,
        label=model.label,
        maker=intern(model.maker__slug),
        maker_name=intern(model.maker__name),
        family=intern(model.family),
        official=model.official,
        released=model.released,
        knowledge=model.knowledge,
        status=intern(model.recommended__status or model.representative__status or ""),
        context=model.context,
        max_output=model.max_output,
        input=model.input_price,
        output=model.output_price,
        blended=model.blended_price,
        trend=_trend(model),
        providers=model.provider_count,
        channels=model.channel_count,
        takes=frozenset(map(intern, model.input_modalities)),
        gives=frozenset(map(intern, model.output_modalities)),
        capabilities={c.key: _state(getattr(model, c.fact), c.least) for c in CAPABILITIES},
        scores=scores,
        sellers=frozenset(provider for provider, _id, _state in sold),
        states=frozenset(states),
        ids=tuple(dict.fromkeys(own_id for _provider, own_id, _state in sold)),
    )


def _trend(model: Any) -> Trend | None:
    if model.trend__path is None:
        return None
    prices = (model.trend__before, model.trend__now)
    return Trend(model.trend__path, *prices, model.trend__percent)


def _state(value: bool | int | None, least: int | None) -> bool | None:
    return value if value is None else value >= (1 if least is None else least)
