"""Every live model as a plain row, loaded once per process and version of the catalogue.

Those of a past day are made of that day's catalogue (`catalog.as_of`).

Lists, their facets and search answer from these rows: five queries load some 5,000 models in a
fraction of a second into a few megabytes, and pages then need no query for their rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain
from sys import intern
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from django.urls import reverse

from catalog.as_of.catalogue import PastCatalogue, past_catalogue
from catalog.as_of.derivations import DERIVATIONS
from catalog.as_of.values import dict_values, named_values
from catalog.capabilities import CAPABILITIES
from catalog.domain.kinds import ModelKind
from catalog.domain.other_fees import other_fees
from catalog.domain.prices import Prices, PriceState
from catalog.domain.regions import stated_region
from catalog.domain.reports import Reports
from catalog.domain.sellers import ProviderFacts, offer_seller
from catalog.http import DataVersion
from catalog.identity.makers import MAKERS
from catalog.listing.search import Document, SearchIndex
from catalog.models import CanonicalModel, Offering, Provider
from catalog.version_cache import per_version

COLUMNS = (
    *("pk", "path", "name", "label", "maker__slug", "maker__name", "family", "official"),
    "kind",
    *("released", "knowledge", "context", "max_output"),
    *("input_price", "output_price", "blended_price"),
    *("provider_count", "channel_count", "input_modalities", "output_modalities"),
    *("tool_calling", "structured_output", "reasoning", "vision", "audio", "pdf"),
    *("open_weights", "prompt_caching", "recommended__status", "representative__status"),
    "reports",
    *("recommended__extra", "corrected", "maker__corrected", "recommended__corrected"),
    *("recommended__cache_read_price", "recommended__provider__key"),
    "recommended__provider_model_id",
)
TREND_COLUMNS = (
    *("trend__path", "trend__before", "trend__now", "trend__percent", "trend__switched"),
)
SCORE_COLUMNS = ("pk", "scores__rubric", "scores__points")
OFFERING_COLUMNS = ("model_id", "provider__key", "provider_model_id", "price_state")
PROVIDER_COLUMNS = ("key", "name", "npm", "maker__slug")
# What neither an ID nor a name states, among the values of a facet.
NOT_STATED = "silent"
Value = TypeVar("Value")
ALIASES = {maker.slug: maker.aliases for maker in MAKERS}


class Trend(NamedTuple):
    """The price over the last 90 days on a constant offer: an SVG path, USD before and now.

    `switched` is whether another offer is recommended now.
    """

    path: str
    before: Decimal
    now: Decimal
    percent: Decimal | None
    switched: bool


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One live model as lists show it; prices are USD per million tokens, None if unknown.

    Of a model with several versions the figures are the current one's. Providers, price states,
    regions, sellers and ids are those of all versions, so that filters and search find the model by
    any of them; `other_versions` are canonical ids.
    """

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
    provider_count: int
    offering_count: int
    input_modalities: frozenset[str]
    output_modalities: frozenset[str]
    capabilities: Mapping[str, bool | None]
    scores: Mapping[str, int]
    provider_keys: frozenset[str]
    price_states: frozenset[str]
    provider_model_ids: tuple[str, ...]
    other_versions: tuple[str, ...] = ()
    # Of all offers; NOT_STATED is among them where an offer states none.
    regions: frozenset[str] = frozenset()
    sellers: frozenset[str] = frozenset()
    # Whether the only published prices of the model itself, not of its versions, are doubtful.
    only_doubtful: bool = False
    # What the recommended offer charges for beside tokens, by `catalog.domain.other_fees`.
    fees: tuple[str, ...] = ()
    kind: str = ModelKind.CHAT
    # Fields of the model, its maker and the recommended offer whose value is an editor's.
    corrected: tuple[str, ...] = ()
    # How many offers of the model itself report what of a fact.
    reports: Mapping[str, Reports] = field(default_factory=dict)
    key: int = 0  # the model's primary key
    deprecated: bool = False  # whether the recommended offer is
    # Of the recommended offer, whose prices these are: its cache price, and who sells it as what.
    cache_read: Decimal | None = None
    sold_by: str = ""
    sold_as: str = ""

    @property
    def versions(self) -> int:
        """How many versions of the model are on sale, the current one included."""
        return 1 + len(self.other_versions)

    @property
    def prices(self) -> Prices:
        """The prices of the recommended offer that a blended price is made of."""
        return Prices(self.input, self.output, self.cache_read)

    @property
    def slug(self) -> str:
        return self.path.partition("/")[2]

    @property
    def price_change(self) -> Decimal | None:
        """Change of the blended price over 90 days in percent; None where no price is known."""
        if self.blended is None:
            return None
        return self.trend.percent if self.trend else Decimal(0)

    @property
    def url(self) -> str:
        return reverse("model", args=[self.maker, self.slug])


class SoldBy(NamedTuple):
    """What the offers of one provider tell of it: their regions, and whether any is a plan."""

    regions: frozenset[str]
    plan: bool


NOTHING_SOLD: Mapping[str, SoldBy] = MappingProxyType({})


class ModelIndex:
    """The rows of one version of the catalogue in the order of their canonical ids."""

    def __init__(
        self,
        rows: tuple[ModelRow, ...],
        providers: Mapping[str, ProviderFacts],
        sold_by: Mapping[str, SoldBy] = NOTHING_SOLD,
    ) -> None:
        self.rows = rows
        self.providers = providers
        self.sold_by = sold_by
        # Filled by `columns.order_of`: sorting 6,000 rows takes longer than rendering a page.
        self.orders: dict[tuple[str, bool], tuple[int, ...]] = {}

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each model's row by canonical id; other versions have that of the model."""
        return {
            path: place
            for place, row in enumerate(self.rows)
            for path in (row.path, *row.other_versions)
        }

    @cached_property
    def by_price(self) -> tuple[int, ...]:
        """Every place, lowest blended price first, without one last, then by canonical id.

        So go the ties of every column, as in `scoring.models.ScoreQuerySet.ranking`.
        """
        prices = [row.blended for row in self.rows]
        places = range(len(prices))
        return tuple(sorted(places, key=lambda n: (prices[n] is None, prices[n] or 0)))

    @cached_property
    def provider_names(self) -> dict[str, str]:
        return {key: provider.name for key, provider in self.providers.items()}

    @cached_property
    def maker_names(self) -> dict[str, str]:
        return {row.maker: row.maker_name for row in self.rows}

    @cached_property
    def search_index(self) -> SearchIndex:
        """The full-text index; places of its documents are those of the rows."""
        return SearchIndex(map(search_document, self.rows))


def search_document(row: ModelRow) -> Document:
    """Return the texts by which a model can be found: ids, aliases and its maker's names."""
    aliases = ALIASES.get(row.maker, ())
    names = (row.path, row.slug, row.maker_name, row.maker, row.family, *aliases)
    names += row.other_versions
    # Official models outrank derivatives however many providers offer those.
    weight = row.provider_count + 1000 * row.official
    return Document(row.path, row.name, (*names, *row.provider_model_ids), weight)


@per_version()
def model_index(data: DataVersion | None) -> ModelIndex:
    """Return the index of a catalogue version, or of the past day that `data` is as of."""
    return load_past_index(past_catalogue(data)) if data and data.state else load_model_index()


def load_model_index() -> ModelIndex:
    """Load every listed model with its scores, versions and providers, in five queries."""
    live = CanonicalModel.objects.listed().order_by("path")
    others = CanonicalModel.objects.filter(version_of__isnull=False).order_by("path")
    versions = OtherVersions(others.values_list("pk", "version_of__pk", "path"))
    scores: defaultdict[int, dict[str, int]] = defaultdict(dict)
    score_rows = live.filter(scores__isnull=False).order_by("scores__rubric")
    for pk, rubric, points in score_rows.values_list(*SCORE_COLUMNS).iterator(5000):
        scores[pk][intern(rubric)] = points  # interned: one string per rubric, not per model
    offerings = Offering.objects.live().order_by("provider__key", "provider_model_id")
    providers = provider_facts(Provider.objects.live().values_list(*PROVIDER_COLUMNS))
    # `iterator`, so that the queryset keeps no second copy of all rows.
    every_offer = offerings.values_list(*OFFERING_COLUMNS).iterator(chunk_size=5000)
    offered = _offered(every_offer, versions, providers)
    # Values, not model instances, which take longer to build and are dropped at once.
    models = live.values_list(*COLUMNS, *TREND_COLUMNS, named=True).iterator(chunk_size=5000)
    rows = (
        _row(model, scores[model.pk], offered[model.pk], versions.paths[model.pk], _trend(model))
        for model in models
    )
    return ModelIndex(tuple(rows), providers, _sold_by(offered))


def provider_facts(rows: Iterable[tuple[Any, ...]]) -> dict[str, ProviderFacts]:
    """Return what tells a provider's kind by its key, from rows of PROVIDER_COLUMNS."""
    return {key: ProviderFacts(key, name, npm, maker or "") for key, name, npm, maker in rows}


def load_past_index(catalogue: PastCatalogue) -> ModelIndex:
    """Make the same rows of a past day's catalogue; scores and trends are calculated."""
    every = catalogue.models.values()
    versions = OtherVersions(
        (model.pk, model.version_of_id, model.path) for model in every if model.version_of_id
    )
    offerings = dict_values(catalogue.offerings, OFFERING_COLUMNS)
    sellers = dict_values(catalogue.providers.values(), PROVIDER_COLUMNS)
    providers = provider_facts(tuple(values.values()) for values in sellers)
    offered = _offered((tuple(values.values()) for values in offerings), versions, providers)
    trends = {pk: Trend(*values) for pk, values in DERIVATIONS.trends(catalogue.day)}
    models = [model for model in every if model.version_of_id is None]
    rows = (
        _row(
            row,
            dict(DERIVATIONS.points(model.score_inputs)),
            offered[model.pk],
            versions.paths[model.pk],
            trends.get(model.pk),
        )
        for model, row in zip(models, named_values(models, COLUMNS), strict=True)
    )
    return ModelIndex(tuple(rows), providers, _sold_by(offered))


class OtherVersions:
    """Versions that have no row of their own: the model of each, and the paths of each model's."""

    def __init__(self, others: Iterable[tuple[int, int | None, str]]) -> None:
        self.current: dict[int, int] = {}
        self.paths: defaultdict[int, list[str]] = defaultdict(list)
        for pk, current, path in others:
            if current is not None:
                self.current[pk] = current
                self.paths[current].append(path)


class OfferedAs(NamedTuple):
    """One offering: `own` if it is the listed model's, not another version's."""

    provider: ProviderFacts
    provider_model_id: str
    state: str
    own: bool
    region: str


def _offered(
    offerings: Iterable[tuple[Any, ...]],
    versions: OtherVersions,
    providers: Mapping[str, ProviderFacts],
) -> defaultdict[int, list["OfferedAs"]]:
    """Return each offering of a listed model and of its versions, by the listed model's key."""
    offered: defaultdict[int, list[OfferedAs]] = defaultdict(list)
    for model, provider, provider_model_id, state in offerings:
        current = versions.current.get(model, model)
        # A pull may add a provider after these were read.
        seller = providers.get(provider) or ProviderFacts(provider)
        region = region_value(seller, provider_model_id)
        row = OfferedAs(seller, provider_model_id, intern(state), current == model, region)
        offered[current].append(row)
    return offered


def _sold_by(offered: Mapping[int, Iterable[OfferedAs]]) -> dict[str, SoldBy]:
    regions: defaultdict[str, set[str]] = defaultdict(set)
    plans = set()
    for one in chain.from_iterable(offered.values()):
        regions[one.provider.key].add(one.region)
        if one.state == PriceState.PLAN:
            plans.add(one.provider.key)
    return {key: SoldBy(word_set(tuple(sorted(own))), key in plans) for key, own in regions.items()}


def _row(
    model: Any,
    scores: dict[str, int],
    offered: list[OfferedAs],
    versions: list[str],
    trend: Trend | None,
) -> ModelRow:
    states = {one.state for one in offered}
    if PriceState.PRICED in states:
        # The model has a published price, whatever its other offers leave out.
        states.discard(PriceState.UNKNOWN)
    return ModelRow(
        path=model.path,
        name=model.name,
        label=model.label,
        maker=intern(model.maker__slug),
        maker_name=intern(model.maker__name),
        family=intern(model.family),
        official=model.official,
        kind=intern(model.kind),
        released=model.released,
        knowledge=model.knowledge,
        status=intern(model.recommended__status or model.representative__status or ""),
        context=model.context,
        max_output=model.max_output,
        input=model.input_price,
        output=model.output_price,
        blended=model.blended_price,
        trend=trend,
        provider_count=model.provider_count,
        offering_count=model.channel_count,
        key=model.pk,
        cache_read=model.recommended__cache_read_price,
        sold_by=intern(model.recommended__provider__key or ""),
        sold_as=model.recommended__provider_model_id or "",
        deprecated=model.recommended__status == "deprecated",
        input_modalities=word_set(tuple(model.input_modalities)),
        output_modalities=word_set(tuple(model.output_modalities)),
        capabilities=shared_dict(
            tuple((c.key, _flag(getattr(model, c.fact), c.least)) for c in CAPABILITIES)
        ),
        reports=shared_dict(
            tuple((intern(name), Reports(*counts)) for name, counts in model.reports.items())
        ),
        scores=shared_dict(tuple(scores.items())),
        provider_keys=word_set(tuple(sorted({one.provider.key for one in offered}))),
        price_states=word_set(tuple(sorted(states))),
        regions=word_set(tuple(sorted({one.region for one in offered}))),
        sellers=word_set(
            tuple(
                sorted(
                    {seller_value(one.provider, model.maker__slug, one.state) for one in offered}
                )
            )
        ),
        provider_model_ids=tuple(dict.fromkeys(one.provider_model_id for one in offered)),
        other_versions=tuple(versions),
        fees=tuple(map(intern, other_fees(model.recommended__extra or {}))),
        corrected=_corrected(model),
        # The recommended offer is the cheapest of those that publish a price which is not doubtful.
        only_doubtful=model.input_price is None
        and any(one.own and one.state == PriceState.PRICED for one in offered),
    )


def region_value(provider: ProviderFacts, provider_model_id: str) -> str:
    """Return the region that an offer states, as a value of the facet."""
    stated = stated_region(
        provider=provider.key, provider_name=provider.name, provider_model_id=provider_model_id
    )
    return stated.region.value if stated else NOT_STATED


def seller_value(provider: ProviderFacts, maker: str, price_state: str) -> str:
    """Return the kind of seller of a maker's model, as a value of the facet."""
    seller = offer_seller(provider, maker=maker, plan=price_state == PriceState.PLAN)
    return seller.kind.value if seller else NOT_STATED


def _corrected(model: Any) -> tuple[str, ...]:
    """Return the corrected fields, each once: a row has the figures of several things."""
    of = (model.corrected, model.maker__corrected, model.recommended__corrected)
    return tuple(dict.fromkeys(intern(field) for fields in of for field in fields or ()))


# 20,000 rows share some thousand sets and dicts, with one of each for every row these would take
# most of the memory.
@lru_cache(maxsize=4096)
def word_set(words: Sequence[str]) -> frozenset[str]:
    """Return the set of words; equal words give the same object."""
    return frozenset(map(intern, words))


@lru_cache(maxsize=4096)
def shared_dict(items: tuple[tuple[str, Value], ...]) -> Mapping[str, Value]:
    """Return a read-only dict; equal items give the same object."""
    return MappingProxyType(dict(items))


def _trend(model: Any) -> Trend | None:
    if model.trend__path is None:
        return None
    prices = (model.trend__before, model.trend__now)
    return Trend(model.trend__path, *prices, model.trend__percent, model.trend__switched)


def _flag(value: bool | int | None, least: int | None) -> bool | None:
    """Return whether a fact counts as a yes: a set flag, or a number of at least `least`."""
    return value if value is None else value >= (1 if least is None else least)
