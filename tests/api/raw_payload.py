"""What the API must answer for a day, read from the raw payload without the site's own code."""

import json
from datetime import date
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


def assert_offers_equal_the_payload(day: date, body: bytes) -> int:
    """Compare every offer and field that `/offers?as_of=DAY` answers; return how many offers."""
    expected = dict(_expected(body))
    answered = {}
    for offer in _every_offer(day):
        answered[offer["provider"], offer["provider_model_id"]] = _figures(offer)
    assert answered.keys() == expected.keys()
    for key, figures in answered.items():
        assert figures == expected[key], (day, key)
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
        | {name: offer[name] for name in ("name", *FLAGS, *LIMITS)}
        | {
            "reasoning price": prices["reasoning"],
            "reasoning": offer["reasoning"],
        }
    )


def _expected(body: bytes) -> Any:
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
                | {
                    "name": " ".join(fields["name"].split()),
                    "reasoning price": prices["reasoning"],
                },
            )


def _price(number: Any) -> Decimal | None:
    if number is None:
        return None
    return Decimal(number).quantize(STEP, ROUND_HALF_UP).normalize()
