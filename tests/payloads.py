"""Small payloads as the feed would send them, made from the little that a test cares about."""

import gzip
import json
from pathlib import Path
from typing import Any

from catalog.feed.normalise import NormalisedPayload, normalise
from catalog.feed.payload import parse
from catalog.feed.source import Fetched

HISTORY = Path(__file__).parents[2] / "shared" / "data" / "history"


def offering(model_id: str = "llama-3.2-1b-instruct", **stated: Any) -> dict[str, Any]:
    """What a provider says of one model; a field given as None is left out."""
    whole = {
        "id": model_id,
        "name": "Llama 3.2 1B Instruct",
        "tool_call": False,
        "reasoning": False,
        "release_date": "2024-09-18",
        "last_updated": "2024-09-18",
        "modalities": {"input": ["text"], "output": ["text"]},
        "limit": {"context": 16384, "output": 8192},
        "cost": {"input": 0.01, "output": 0.02},
    } | stated
    return {name: value for name, value in whole.items() if value is not None}


def payload(**providers: dict[str, Any]) -> dict[str, Any]:
    """Providers by id, each with its offerings by id."""
    return {
        key: {"id": key, "name": key.title(), "env": [], "npm": "@ai-sdk/x", "models": models}
        for key, models in providers.items()
    }


def one(**stated: Any) -> dict[str, Any]:
    """Return a payload of two offerings; the first, acme's "m", states this."""
    return payload(acme={"m": offering("m", **stated), "sound": offering("sound")})


def as_bytes(content: Any) -> bytes:
    return json.dumps(content).encode()


def fetched(content: Any) -> Fetched:
    return Fetched(as_bytes(content))


def read(content: Any) -> NormalisedPayload:
    """Take the way of a real payload: text, plain values, records."""
    return normalise(parse(as_bytes(content)))


def write(path: Path, content: Any) -> str:
    """Write a payload where `pull --from` finds it."""
    path.write_bytes(content if isinstance(content, bytes) else as_bytes(content))
    return str(path)


def history(day: str) -> dict[str, Any]:
    with gzip.open(HISTORY / f"{day}.json.gz") as file:
        return dict(json.load(file))
