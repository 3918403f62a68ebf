"""What the feed of a stack says: the bundled payload with a price that nobody has had yet."""

import json
from functools import cache
from itertools import count
from typing import Any

from catalog.feed.source import read_bundled

numbers = count(1)


@cache
def bundled() -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(read_bundled().body)
    return payload


def new_payload() -> bytes:
    """Return a payload that differs from each one before, so that a pull applies it."""
    payload = json.loads(json.dumps(bundled()))
    offers = (offer for provider in payload.values() for offer in provider["models"].values())
    priced = next(offer for offer in offers if (offer.get("cost") or {}).get("input", 0) > 0.1)
    priced["cost"]["input"] = round(priced["cost"]["input"] + next(numbers) / 1000, 6)
    return json.dumps(payload).encode()
