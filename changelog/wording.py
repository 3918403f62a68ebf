"""How a change reads: one wording for pages, feeds and calendars."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.display.money import percent_text, price_text, tokens_text
from catalog.templatetags.display import modalities, status_word
from changelog.diff import Direction, Kind
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
    "max_input": _("maximum input"),
    "max_output": _("maximum output"),
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
    "api_url": _("API address"),
    "doc_url": _("documentation"),
    "npm": _("npm package"),
    "env": _("environment variables"),
}
NOT_REPORTED = _("not reported")


def field_name(change: Change) -> str:
    """Return what changed, in words; a field that we do not know keeps its own name."""
    key = "reasoning_price" if (change.kind, change.field) == (Kind.PRICE, "reasoning") else ""
    return str(FIELDS.get(key or change.field, change.field))


def what(change: Change) -> str:
    """Return what happened, without a full stop and without saying to whom."""
    return WORDS.get(Kind(change.kind), _from_to)(change)


def moved_by(change: Change) -> str:
    """Return how far a figure moved: ▼ 40%; nothing where there is no such figure."""
    if change.percent is None:
        return ""
    arrow = "▲" if change.direction == Direction.UP else "▼"
    return f"{arrow} {percent_text(abs(change.percent) / 100)}"


def sentence(change: Change) -> str:
    """Return the whole event: who, at whom, and what."""
    names = {"provider": change.provider.name, "what": what(change)}
    moved = moved_by(change)
    if moved:
        names["what"] = f"{names['what']} ({moved})"
    if change.offering is None:
        return gettext("{provider}: {what}").format(**names)
    names["model"] = change.offering.name
    return gettext("{model} at {provider}: {what}").format(**names)


def is_good(change: Change) -> bool | None:
    """Whether a reader will like it; None where that depends."""
    if not change.direction:
        return None
    return (change.direction == Direction.DOWN) == (change.kind == Kind.PRICE)


def _arrived(change: Change) -> str:
    if change.offering_id is None:
        return gettext("new provider")
    return _with_prices(gettext("added"), change.new)


def _returned(change: Change) -> str:
    return _with_prices(gettext("returned"), change.new)


def _withdrawn(change: Change) -> str:
    if change.offering_id is None:
        return gettext("provider withdrawn")
    return gettext("withdrawn")


def _with_prices(word: str, prices: Any) -> str:
    if not prices or not {"input", "output"} <= prices.keys():
        return word
    return gettext("{word} at {input} in, {output} out").format(
        word=word,
        input=price_text(Decimal(prices["input"])),
        output=price_text(Decimal(prices["output"])),
    )


def _price(change: Change) -> str:
    stated = {
        "field": field_name(change),
        "old": _price_text(change.price_old),
        "new": _price_text(change.price_new),
    }
    if change.tier is None:
        return gettext("{field} {old} → {new}").format(**stated)
    stated["tokens"] = tokens_text(change.tier)
    return gettext("{field} above {tokens} tokens {old} → {new}").format(**stated)


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
    return gettext("now counted as {new}, before as {old}").format(new=change.new, old=change.old)


def _renamed(change: Change) -> str:
    return gettext("renamed from “{old}” to “{new}”").format(old=change.old, new=change.new)


def _limit(change: Change) -> str:
    old, new = (
        str(NOT_REPORTED) if value is None else tokens_text(value)
        for value in (change.old, change.new)
    )
    if old == new:
        old, new = f"{change.old:,}", f"{change.new:,}"
    return gettext("{field} {old} → {new}").format(field=field_name(change), old=old, new=new)


def _from_to(change: Change) -> str:
    return gettext("{field} {old} → {new}").format(
        field=field_name(change), old=value_text(change.old), new=value_text(change.new)
    )


def value_text(value: Any) -> str:
    """Return a value of no particular kind as text."""
    if value is None:
        return str(NOT_REPORTED)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return modalities(value)
    return str(status_word(str(value)))[:200]


WORDS: dict[Kind, Callable[[Change], str]] = {
    Kind.ARRIVAL: _arrived,
    Kind.RETURN: _returned,
    Kind.WITHDRAWAL: _withdrawn,
    Kind.PRICE: _price,
    Kind.LIMIT: _limit,
    Kind.FIRST_REPORT: _first_report,
    Kind.SILENCE: _silence,
    Kind.REGROUPING: _regrouped,
    Kind.RENAME: _renamed,
}


def burst(kind: Kind, number: int, *, of_a_model: bool) -> str:
    """Return many changes of one kind as one line: "37 models added"."""
    words = (CHANNELS if of_a_model else MODELS)[kind](number)
    return words.format(number=f"{number:,}")


# What happened to many models at one provider, and to many channels of one model.
MODELS: dict[Kind, Callable[[int], str]] = {
    Kind.ARRIVAL: lambda n: ngettext("{number} model added", "{number} models added", n),
    Kind.RETURN: lambda n: ngettext("{number} model returned", "{number} models returned", n),
    Kind.WITHDRAWAL: lambda n: ngettext("{number} model withdrawn", "{number} models withdrawn", n),
    Kind.PRICE: lambda n: ngettext(
        "{number} model changed its price", "{number} models changed their prices", n
    ),
    Kind.LIMIT: lambda n: ngettext(
        "{number} model changed its limits", "{number} models changed their limits", n
    ),
    Kind.CAPABILITY: lambda n: ngettext(
        "{number} model changed its capabilities", "{number} models changed their capabilities", n
    ),
    Kind.FIRST_REPORT: lambda n: ngettext(
        "{number} model reports more capabilities", "{number} models report more capabilities", n
    ),
    Kind.SILENCE: lambda n: ngettext(
        "{number} model reports fewer capabilities", "{number} models report fewer capabilities", n
    ),
    Kind.MODALITY: lambda n: ngettext(
        "{number} model changed its modalities", "{number} models changed their modalities", n
    ),
    Kind.STATUS: lambda n: ngettext(
        "{number} model changed its status", "{number} models changed their status", n
    ),
    Kind.DATE: lambda n: ngettext(
        "{number} model changed its dates", "{number} models changed their dates", n
    ),
    Kind.RENAME: lambda n: ngettext("{number} model renamed", "{number} models renamed", n),
    Kind.REGROUPING: lambda n: ngettext(
        "{number} channel counted to another model", "{number} channels counted to other models", n
    ),
    Kind.DETAIL: lambda n: ngettext(
        "{number} model changed in details", "{number} models changed in details", n
    ),
}
CHANNELS: dict[Kind, Callable[[int], str]] = MODELS | {
    Kind.ARRIVAL: lambda n: ngettext("{number} channel added", "{number} channels added", n),
    Kind.RETURN: lambda n: ngettext("{number} channel returned", "{number} channels returned", n),
    Kind.WITHDRAWAL: lambda n: ngettext(
        "{number} channel withdrawn", "{number} channels withdrawn", n
    ),
    Kind.PRICE: lambda n: ngettext(
        "{number} channel changed its price", "{number} channels changed their prices", n
    ),
    Kind.LIMIT: lambda n: ngettext(
        "{number} channel changed its limits", "{number} channels changed their limits", n
    ),
    Kind.CAPABILITY: lambda n: ngettext(
        "{number} channel changed its capabilities",
        "{number} channels changed their capabilities",
        n,
    ),
    Kind.FIRST_REPORT: lambda n: ngettext(
        "{number} channel reports more capabilities",
        "{number} channels report more capabilities",
        n,
    ),
    Kind.SILENCE: lambda n: ngettext(
        "{number} channel reports fewer capabilities",
        "{number} channels report fewer capabilities",
        n,
    ),
    Kind.MODALITY: lambda n: ngettext(
        "{number} channel changed its modalities", "{number} channels changed their modalities", n
    ),
    Kind.STATUS: lambda n: ngettext(
        "{number} channel changed its status", "{number} channels changed their status", n
    ),
    Kind.DATE: lambda n: ngettext(
        "{number} channel changed its dates", "{number} channels changed their dates", n
    ),
    Kind.RENAME: lambda n: ngettext("{number} channel renamed", "{number} channels renamed", n),
    Kind.DETAIL: lambda n: ngettext(
        "{number} channel changed in details", "{number} channels changed in details", n
    ),
}
