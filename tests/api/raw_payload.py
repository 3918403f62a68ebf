"""What the API must answer for a day, read from the raw payload without the site's own code."""

import json
import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.test import Client

STEP = Decimal("1e-9")  # some prices have float tails: 0.8299999999999998
PRICES = {
    **{name: name for name in ("input", "output", "cache_read", "cache_write", "reasoning")},
    "input_audio": "input_audio",
    "output_audio": "output_audio",
}
# Some providers name cache prices otherwise.
OTHER_NAMES = {
    **dict.fromkeys(("cached_input", "cache_input", "cached_read", "cached"), "cache_read"),
    "cached_write": "cache_write",
}
FLAGS = {
    "tool_calling": "tool_call",
    "structured_output": "structured_output",
    "reasoning": "reasoning",
    "temperature": "temperature",
    "attachment": "attachment",
    "open_weights": "open_weights",
}
LIMITS = {"context": "context", "max_input": "input", "max_output": "output"}
TEXTS = ("family", "status")
DATES = {"released": "release_date", "last_updated": "last_updated", "knowledge": "knowledge"}
DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
MODALITIES = {"input_modalities": "input", "output_modalities": "output"}


def assert_offers_equal_the_payload(day: date, body: bytes) -> int:
    """Compare every offer and field that `/offers?as_of=DAY` answers; return how many offers."""
    expected = dict(_expected(day, body))
    answered = {}
    for offer in _every_offer(day):
        answered[offer["provider"], offer["provider_model_id"]] = _figures(offer)
    assert answered.keys() == expected.keys()
    for key, figures in answered.items():
        wrong = {name for name, value in figures.items() if value != expected[key][name]}
        assert not wrong, (day, key, {name: (figures[name], expected[key][name]) for name in wrong})
    return len(answered)


def _every_offer(day: date) -> Any:
    query: dict[str, Any] = {"as_of": day, "limit": 1000}
    while True:
        page = Client().get("/api/v1/offers", query).json()
        yield from page["items"]
        if page["next"] is None:
            return
        query["cursor"] = page["next"]


def _figures(offer: dict[str, Any]) -> dict[str, Any]:
    prices = {name: price and Decimal(price) for name, price in offer["prices"].items()}
    return (
        prices
        | {name: offer[name] for name in ("name", *FLAGS, *LIMITS, *TEXTS, *DATES)}
        | {name: sorted(offer[name]) for name in MODALITIES}
        | {"tiers": {tier["above"]: _reported(tier["prices"]) for tier in offer["tiers"]}}
        | {
            "reasoning price": prices["reasoning"],
            "reasoning": offer["reasoning"],
        }
    )


def _expected(day: date, body: bytes) -> Any:
    for provider, listed in json.loads(body, parse_float=Decimal).items():
        for model_id, fields in listed["models"].items():
            cost, limit = fields.get("cost") or {}, fields.get("limit") or {}
            for other, name in OTHER_NAMES.items():
                if cost.get(name) is None:
                    cost[name] = cost.get(other)
            prices = {name: _price(cost.get(key)) for name, key in PRICES.items()}
            yield (
                (provider, model_id),
                prices
                | {name: fields.get(key) for name, key in FLAGS.items()}
                # A limit of 0 is "not reported".
                | {name: limit.get(key) or None for name, key in LIMITS.items()}
                | {name: fields.get(name) or None for name in TEXTS}
                | {name: _date(fields.get(key), day) for name, key in DATES.items()}
                | {
                    name: sorted((fields.get("modalities") or {}).get(key) or [])
                    for name, key in MODALITIES.items()
                }
                | {"tiers": dict(_tiers(cost))}
                | {
                    "name": " ".join(fields["name"].split()),
                    "reasoning price": prices["reasoning"],
                },
            )


def _date(text: str | None, day: date) -> str | None:
    """Return a date as stated; one that is none, the first of Unix or one to come is no report."""
    stated = DATE.fullmatch(text or "") and text
    return stated if stated and "1970-01-01" < stated <= str(day + timedelta(days=1)) else None


def _reported(prices: dict[str, str | None]) -> dict[str, Decimal]:
    return {name: Decimal(price) for name, price in prices.items() if price is not None}


def _tiers(cost: dict[str, Any]) -> Any:
    """Yield size and prices of each context tier; the legacy field counts where there are none."""
    sized = [
        (item["tier"]["size"], item)
        for item in cost.get("tiers") or ()
        if item.get("tier", {}).get("type", "context") == "context"
    ]
    legacy = cost.get("context_over_200k")
    for size, item in sized or ([(200_000, legacy)] if legacy else []):
        prices = {name: _price(item.get(key)) for name, key in PRICES.items()}
        yield size, {name: price for name, price in prices.items() if price is not None}


def _price(number: Any) -> Decimal | None:
    if number is None:
        return None
    return Decimal(number).quantize(STEP, ROUND_HALF_UP).normalize()
