"""Changes in words: one wording for pages, feeds and calendars."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.display.money import percent_text, price_text, tokens_text
from catalog.domain.corrections import ENDING_NAMES, KIND, PRICE, Ending, Target
from catalog.domain.kinds import NAMES, ModelKind
from catalog.domain.prices import SAYS_FREE
from catalog.identity.reasons import reason_texts
from catalog.templatetags.display import (
    COMPONENT_WORDS,
    comma,
    modalities,
    mode_name,
    status_word,
)
from changelog.diff import OF_MODE, Direction, Kind
from changelog.models import Change

FIELDS: dict[str, str | Promise] = {
    "input": _("input price"),
    "output": _("output price"),
    "cache_read": _("cache read price"),
    "cache_write": _("cache write price"),
    "reasoning_price": _("reasoning price"),
    "input_audio": _("audio input price"),
    "output_audio": _("audio output price"),
    "context": _("context window"),
    "max_input": _("max input"),
    "max_output": _("max output"),
    "tool_calling": _("tool calling"),
    "structured_output": _("structured output"),
    "reasoning": _("reasoning"),
    "temperature": _("temperature control"),
    "attachment": _("attachments"),
    "open_weights": _("open weights"),
    "input_modalities": _("input modalities"),
    "output_modalities": _("output modalities"),
    "status": _("status"),
    "released": _("release date"),
    "knowledge": _("knowledge cutoff"),
    "last_updated": _("last updated"),
    "family": _("family"),
    "name": _("name"),
    "kind": _("type"),
    "tiers": _("context tiers"),
    "website": _("website"),
    "api_url": _("API URL"),
    "doc_url": _("documentation"),
    "npm": _("npm package"),
    "env": _("environment variables"),
}
NOT_REPORTED = _("not reported")


def corrected_field_name(field: str) -> str:
    """Return the name of a field as corrections have it; prices are told from flags there."""
    name = field.removeprefix(PRICE)
    key = "reasoning_price" if name != field and name == "reasoning" else name
    return str(FIELDS[key])


def corrected_value_text(field: str, value: Any) -> str:
    """Return a value of a field, as corrections and revisions store it, as text."""
    if value is None:
        return str(NOT_REPORTED)
    if field.startswith(PRICE):
        return price_text(Decimal(value))
    if field == KIND and value in set(ModelKind):
        return gettext(NAMES[ModelKind(value)])
    if field == "tiers":
        return comma().join(map(_tier_text, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return value_text(value)


def _tier_text(tier: dict[str, Any]) -> str:
    prices = (
        f"{COMPONENT_WORDS[name]} {price_text(Decimal(price))}"
        for name, price in tier["prices"].items()
    )
    return gettext("prompts over {tokens} tokens: {prices}").format(
        tokens=tokens_text(tier["above"]), prices=comma().join(prices)
    )


def field_name(change: Change) -> str:
    """Return the name of the changed field; an unknown one keeps its upstream name."""
    # The price of reasoning tokens and the capability share a name upstream.
    key = "reasoning_price" if (change.kind, change.field) == (Kind.PRICE, "reasoning") else ""
    if change.kind == Kind.PRICE and OF_MODE in change.field:
        mode, _colon, component = change.field.partition(OF_MODE)
        key = "reasoning_price" if component == "reasoning" else component
        text = gettext("{field} in {mode}")
        return text.format(field=FIELDS.get(key, component), mode=mode_name(mode))
    return str(FIELDS.get(key or change.field, change.field))


def describe(change: Change) -> str:
    """Return what happened, without provider, model and full stop."""
    return DESCRIPTIONS.get(Kind(change.kind), _from_to)(change)


@dataclass(frozen=True, slots=True)
class PercentChange:
    """How far a figure changed, relative to its old value; `tone` is a CSS class."""

    is_up: bool
    size: str
    tone: str

    @property
    def text(self) -> str:
        return f"▲ {self.size}" if self.is_up else f"▼ {self.size}"

    @property
    def direction(self) -> str:
        """The arrow in words, for screen readers."""
        return gettext("up") if self.is_up else gettext("down")


def percent_change(change: Change) -> PercentChange | None:
    """Return how far a figure changed; None where there is no figure, or no old one."""
    if change.percent is None:
        return None
    size = percent_text(abs(change.percent) / 100)
    return PercentChange(change.direction == Direction.UP, size, TONES[is_good(change)])


def is_good(change: Change) -> bool | None:
    """Return whether readers welcome a change: lower prices, higher limits; None if it depends."""
    if not change.direction:
        return None
    return (change.direction == Direction.DOWN) == (change.kind == Kind.PRICE)


TONES = {True: "good", False: "bad", None: "muted"}


def full_text(change: Change) -> str:
    """Return the whole event: the model if there is one, the provider and what happened."""
    names = {"provider": change.provider.name, "what": describe_with_percent(change)}
    if change.kind == Kind.CORRECTION and change.reason[0] == Target.MODEL and change.model:
        return gettext("{model}: {what}").format(model=change.model.label, what=names["what"])
    if change.offering is None:
        return gettext("{provider}: {what}").format(**names)
    names["model"] = change.offering.name
    text = gettext("{model} on {provider}: {what}").format(**names)
    # Beside the price, since a feed has no other place for it.
    return gettext("{text} (doubtful price)").format(text=text) if change.price_doubt else text


def describe_with_percent(change: Change) -> str:
    """Return what happened and how far the figure moved, without names."""
    if percent := percent_change(change):
        text = gettext("{what} ({percent})")
        return text.format(what=describe(change), percent=percent.text)
    return describe(change)


def joined_text(texts: Iterable[str]) -> str:
    """Join what changed at one provider or offering, as the language joins a list of clauses."""
    return pgettext("between the changes of one line", ", ").join(texts)


def _arrived(change: Change) -> str:
    if change.offering_id is None:
        return gettext("new provider")
    return _with_prices(gettext("added"), change)


def _returned(change: Change) -> str:
    return _with_prices(gettext("returned"), change)


def _withdrawn(change: Change) -> str:
    if change.offering_id is None:
        return gettext("provider withdrawn")
    return gettext("withdrawn")


def _with_prices(word: str, change: Change) -> str:
    prices = change.new
    if not prices or not {"input", "output"} <= prices.keys():
        return word
    # Zero is how the feed says that it has no price, unless the ID says that the offer is free.
    unpriced = Decimal(prices["input"]) == Decimal(prices["output"]) == 0
    if unpriced and change.offering and not SAYS_FREE.search(change.offering.provider_model_id):
        return gettext("{word}, no token price published").format(word=word)
    return gettext("{word} at {input} in, {output} out").format(
        word=word,
        input=price_text(Decimal(prices["input"])),
        output=price_text(Decimal(prices["output"])),
    )


def _price(change: Change) -> str:
    names = {
        "field": field_name(change),
        "old": _price_text(change.price_old),
        "new": _price_text(change.price_new),
    }
    if change.tier is None:
        return gettext("{field} {old} → {new}").format(**names)
    names["tokens"] = tokens_text(change.tier)
    return gettext("{field} (prompts over {tokens} tokens) {old} → {new}").format(**names)


def _price_text(price: Decimal | None) -> str:
    return str(NOT_REPORTED) if price is None else price_text(price)


def _first_report(change: Change) -> str:
    return gettext("now reports {field}: {new}").format(
        field=field_name(change), new=value_text(change.new)
    )


def _silence(change: Change) -> str:
    return gettext("no longer reports {field} (was {old})").format(
        field=field_name(change), old=value_text(change.old)
    )


def _regrouped(change: Change) -> str:
    names = {"new": change.new, "old": change.old}
    if not change.reason:
        return gettext("moved to {new} (was {old})").format(**names)
    basis, *rules = change.reason
    why = comma().join(gettext(text) for text in reason_texts(basis, rules))
    return gettext("moved to {new} (was {old}). Reason: {why}").format(**names, why=why)


def _renamed(change: Change) -> str:
    return gettext("renamed from “{old}” to “{new}”").format(old=change.old, new=change.new)


def _corrected(change: Change) -> str:
    target, ending, reason = change.reason
    names = {
        "field": _subject(target, corrected_field_name(change.field)),
        "old": corrected_value_text(change.field, change.old),
        "new": corrected_value_text(change.field, change.new),
        "reason": reason,
    }
    if not ending:
        return gettext("corrected {field} {old} → {new}. Reason: {reason}").format(**names)
    if ending == Ending.AGREED:
        text = gettext("correction of {field} ended: models.dev now reports {new}")
        return text.format(**names)
    text = gettext("correction of {field} ended ({why}): {old} → {new}")
    return text.format(why=gettext(ENDING_NAMES[Ending(ending)]), **names)


def _subject(target: str, field: str) -> str:
    """Return the name of a field, with what has it where the line names an offer or a provider."""
    if target == Target.MODEL:
        return gettext("{field} of the model").format(field=field)
    if target == Target.MAKER:
        return gettext("{field} of the maker").format(field=field)
    return field


def _limit(change: Change) -> str:
    old, new = (
        str(NOT_REPORTED) if value is None else tokens_text(value)
        for value in (change.old, change.new)
    )
    if old == new:  # 16,000 and 16,384 are both 16K
        old, new = f"{change.old:,}", f"{change.new:,}"
    return gettext("{field} {old} → {new}").format(field=field_name(change), old=old, new=new)


def _from_to(change: Change) -> str:
    return gettext("{field} {old} → {new}").format(
        field=field_name(change), old=value_text(change.old), new=value_text(change.new)
    )


def value_text(value: Any) -> str:
    """Return a value of any field as text, cut to 200 characters: it may come from upstream."""
    if value is None:
        return str(NOT_REPORTED)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return modalities(value)
    return str(status_word(str(value)))[:200]


DESCRIPTIONS: dict[Kind, Callable[[Change], str]] = {
    Kind.ARRIVAL: _arrived,
    Kind.RETURN: _returned,
    Kind.WITHDRAWAL: _withdrawn,
    Kind.PRICE: _price,
    Kind.LIMIT: _limit,
    Kind.CORRECTION: _corrected,
    Kind.FIRST_REPORT: _first_report,
    Kind.SILENCE: _silence,
    Kind.REGROUPING: _regrouped,
    Kind.RENAME: _renamed,
}
