"""Models side by side: what is compared, who leads where that can be said, and the one address."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.domain.best import best_of, differ
from catalog.domain.prices import PriceState
from catalog.models import CanonicalModel, MovedModel, Offering

MAX_COMPARED = 6
PATH = re.compile(r"[-\w]+/[-\w]+")
PRICED = frozenset({PriceState.PRICED, PriceState.FREE})


class ComparedPathsConverter:
    """Canonical ids in an address: `maker/slug/vs/maker/slug`, up to six."""

    regex = rf"{PATH.pattern}(?:/vs/{PATH.pattern}){{0,{MAX_COMPARED - 1}}}"

    def to_python(self, value: str) -> tuple[str, ...]:
        words = value.split("/")  # a model, too, may be called "vs"
        return tuple("/".join(words[n : n + 2]) for n in range(0, len(words), 3))

    def to_url(self, value: Iterable[str]) -> str:
        return "/vs/".join(value)


def compare_url(paths: Iterable[str]) -> str:
    """Return the one address at which these models are compared, whatever order they come in."""
    wanted = tuple(sorted(set(paths)))
    return reverse("compare", args=[wanted]) if wanted else reverse("compare")


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """One model, the channel whose prices are shown, and the others to choose from."""

    model: CanonicalModel
    channel: Offering | None
    channels: tuple[Offering, ...]
    chosen: bool

    @property
    def offering(self) -> Offering | None:
        return self.channel


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One line of the comparison: how it is read and shown, and which value leads, if any does."""

    label: str | Promise
    of: Callable[[ComparedColumn], Any]
    kind: str = "text"
    better: Callable[[Iterable[Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class ComparedCell:
    value: Any
    best: bool


@dataclass(frozen=True, slots=True)
class ComparedFactRow:
    """A fact of every model; `differs` where not all say the same, silence being one answer."""

    fact: ComparedFact
    cells: tuple[ComparedCell, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedFactGroup:
    label: str | Promise
    lines: tuple[ComparedFactRow, ...]


def _price(name: str) -> Callable[[ComparedColumn], Decimal | None]:
    def read(column: ComparedColumn) -> Decimal | None:
        channel = column.channel
        if channel is None or channel.price_state not in PRICED:
            return None
        price: Decimal | None = getattr(channel, name)
        return price

    return read


def _stated(name: str) -> Callable[[ComparedColumn], Any]:
    return lambda column: getattr(column.model, name)


GROUPS: tuple[tuple[str | Promise, tuple[ComparedFact, ...]], ...] = (
    (
        _("Prices, USD per 1M tokens"),
        (
            ComparedFact(_("Input"), _price("input_price"), "price", min),
            ComparedFact(_("Output"), _price("output_price"), "price", min),
            ComparedFact(_("Blended"), _price("blended_price"), "price", min),
            ComparedFact(_("Cache read"), _price("cache_read_price"), "price", min),
            ComparedFact(_("Cache write"), _price("cache_write_price"), "price", min),
        ),
    ),
    (
        _("Limits and supply"),
        (
            ComparedFact(_("Context"), _stated("context"), "tokens", max),
            ComparedFact(_("Maximum output"), _stated("max_output"), "tokens", max),
            ComparedFact(_("Providers"), _stated("provider_count"), "number", max),
            ComparedFact(_("Channels"), _stated("channel_count"), "number"),
            ComparedFact(_("Released"), _stated("released")),
            ComparedFact(_("Knowledge cutoff"), _stated("knowledge")),
            ComparedFact(_("Family"), _stated("family")),
            ComparedFact(_("Official, not a derivative"), _stated("official"), "flag"),
        ),
    ),
    (
        _("Capabilities"),
        (
            ComparedFact(_("Tool calling"), _stated("tool_calling"), "flag"),
            ComparedFact(_("Structured output"), _stated("structured_output"), "flag"),
            ComparedFact(_("Reasoning"), _stated("reasoning"), "flag"),
            ComparedFact(_("Temperature control"), _stated("temperature"), "flag"),
            ComparedFact(_("Prompt caching"), _stated("prompt_caching"), "flag"),
            ComparedFact(_("Attachments"), _stated("attachment"), "flag"),
            ComparedFact(_("Open weights"), _stated("open_weights"), "flag"),
            ComparedFact(_("Takes"), _stated("input_modalities"), "list"),
            ComparedFact(_("Returns"), _stated("output_modalities"), "list"),
        ),
    ),
)


def fact_groups(columns: Sequence[ComparedColumn]) -> list[ComparedFactGroup]:
    """Return every line of the comparison, with who leads."""
    return [
        ComparedFactGroup(label, tuple(_line(fact, columns) for fact in facts))
        for label, facts in GROUPS
    ]


def _line(fact: ComparedFact, columns: Sequence[ComparedColumn]) -> ComparedFactRow:
    values = [fact.of(column) for column in columns]
    best = best_of(values, fact.better)
    cells = tuple(ComparedCell(value, leads) for value, leads in zip(values, best, strict=True))
    return ComparedFactRow(fact, cells, differ(values))


def compared_columns(paths: Iterable[str], chosen: Mapping[str, str]) -> list[ComparedColumn]:
    """Return a column for each of the models, by canonical id, in three queries.

    `chosen` holds a provider's id for a model's canonical id; without one, or where the provider
    does not sell the model, it is the recommended channel. Ids that are nobody's are left out.
    """
    models = CanonicalModel.objects.for_model_page().filter(path__in=paths).order_by("path")
    found = list(models)
    offerings: dict[int, list[Offering]] = {model.pk: [] for model in found}
    for offering in Offering.objects.filter(model__in=found).for_model_page():
        offerings[offering.model_id].append(offering)
    return [_column(model, offerings[model.pk], chosen.get(model.path, "")) for model in found]


def _column(model: CanonicalModel, offerings: list[Offering], provider: str) -> ComparedColumn:
    gone = model.withdrawn_on is not None
    channels: dict[str, Offering] = {}
    for offering in offerings:
        if gone or offering.withdrawn_on is None:
            # The cheapest comes first: it stands for all that the provider sells of the model.
            channels.setdefault(offering.provider.key, offering)
    model.take_channels_from(offerings)
    usual = model.recommended or model.representative or next(iter(channels.values()), None)
    asked = channels.get(provider)
    return ComparedColumn(model, asked or usual, tuple(channels.values()), asked is not None)


def moved_paths(paths: Iterable[str]) -> dict[str, str]:
    """Return where each of the former canonical ids leads today."""
    moved = MovedModel.objects.filter(path__in=paths)
    return dict(moved.values_list("path", "model__path"))


def query_text(
    columns: Sequence[ComparedColumn], *, only_differences: bool, days: int | None
) -> str:
    """Return the shortest query string that asks for these channels and for this view."""
    asked = [(c.model.path, c.channel.provider.key) for c in columns if c.chosen and c.channel]
    if only_differences:
        asked.append(("only", "differences"))
    if days:
        asked.append(("days", str(days)))
    return f"?{urlencode(asked, safe='/')}" if asked else ""
