"""Three days of data: the bundled payload, and two that follow it with the changes in CHANGES.

What a visitor should find is read from these payloads, not from the site.
"""

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from catalog.feed.source import bundled_day, read_bundled

Key = tuple[str, str]
OPUS_EU = ("requesty", "anthropic/claude-opus-4-6@eu")
OPUS_EU_UNCACHED = ("openrouter", "anthropic/claude-opus-4.6@eu")
NEW_ON_GROQ = ("groq", "moonshotai/kimi-k2.6")
GONE = ("groq", "allam-2-7b")  # no other provider has it, so the model is withdrawn with it


class Change(NamedTuple):
    """An offer's `cost` from a day on, a number of days after the bundled one.

    A new offer is a copy of the offer `like`; no cost is an offer that is withdrawn.
    """

    after: int
    offer: Key
    cost: dict[str, float] | None = None
    like: Key | None = None


CHANGES = (
    # One price that changes twice: each day between has its own answer.
    Change(16, ("openai", "gpt-4.1"), {"input": 1.6, "output": 6.4, "cache_read": 0.4}),
    Change(30, ("openai", "gpt-4.1"), {"input": 1.5, "output": 6, "cache_read": 0.375}),
    Change(30, ("mistral", "mistral-large-latest"), {"input": 0.3, "output": 0.9}),
    Change(30, ("xai", "grok-4.3"), {"input": 1.5, "output": 3}),
    # Two more offers of a flagship in the EU, and the cheaper one has no cache price.
    Change(
        30,
        OPUS_EU,
        {"input": 4.6, "output": 23, "cache_read": 0.46},
        like=("requesty", "anthropic/claude-opus-4-6"),
    ),
    Change(
        30,
        OPUS_EU_UNCACHED,
        {"input": 4.4, "output": 22},
        like=("openrouter", "anthropic/claude-opus-4.6"),
    ),
    # Each kind of change on one provider.
    Change(30, ("groq", "llama-3.3-70b-versatile"), {"input": 0.49, "output": 0.69}),
    Change(30, NEW_ON_GROQ, {"input": 1, "output": 3}, like=("moonshotai", "kimi-k2.6")),
    Change(30, GONE),
)
LATER = sorted({change.after for change in CHANGES})
FIRST = bundled_day()
LAST = FIRST + timedelta(days=LATER[-1])


@cache
def payload(day: date) -> dict[str, Any]:
    """Return the payload that holds on a day, of FIRST or after."""
    content: dict[str, Any] = copy.deepcopy(json.loads(read_bundled().body))
    for change in CHANGES:
        if change.after <= (day - FIRST).days:
            apply(change, content)
    return content


def apply(change: Change, content: dict[str, Any]) -> None:
    provider, model_id = change.offer
    models = content[provider]["models"]
    if change.like:
        source, source_id = change.like
        models[model_id] = content[source]["models"][source_id] | {"id": model_id}
    if change.cost is None:
        del models[model_id]
    else:
        models[model_id] = models[model_id] | {"cost": change.cost}


def write_later_days(folder: Path) -> None:
    """Write each day after the bundled one as a file, as `manage.py replay` reads them."""
    for after in LATER:
        day = FIRST + timedelta(days=after)
        (folder / f"{day}.json").write_text(json.dumps(payload(day)))


def price(offer: Key, name: str, day: date = LAST) -> Decimal:
    """Return a price of an offer on a day, in USD per million tokens."""
    provider, model_id = offer
    return Decimal(str(payload(day)[provider]["models"][model_id]["cost"][name]))


def blended(offer: Key, day: date = LAST) -> Decimal:
    """Return three parts input to one part output."""
    return (3 * price(offer, "input", day) + price(offer, "output", day)) / 4


def offers(day: date = LAST) -> Iterator[tuple[Key, dict[str, Any]]]:
    for provider, entry in payload(day).items():
        for model_id, model in entry["models"].items():
            yield (provider, model_id), model


def provider_name(offer: Key) -> str:
    return str(payload(LAST)[offer[0]]["name"])
