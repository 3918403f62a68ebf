"""Small payloads in the feed's format, with defaults for what a test does not state."""

import json
from pathlib import Path
from typing import Any

from catalog.feed.normalise import NormalisedPayload, normalise
from catalog.feed.payload import parse
from catalog.feed.source import Fetched


def offering(model_id: str = "llama-3.2-1b-instruct", **fields: Any) -> dict[str, Any]:
    """Make a provider's entry for one model; a field given as None is left out."""
    entry = {
        "id": model_id,
        "name": "Llama 3.2 1B Instruct",
        "tool_call": False,
        "reasoning": False,
        "release_date": "2024-09-18",
        "last_updated": "2024-09-18",
        "modalities": {"input": ["text"], "output": ["text"]},
        "limit": {"context": 16384, "output": 8192},
        "cost": {"input": 0.01, "output": 0.02},
    } | fields
    return {name: value for name, value in entry.items() if value is not None}


def payload(**providers: dict[str, Any]) -> dict[str, Any]:
    """Make a payload: providers by id, each with its offerings by id."""
    return {
        key: {"id": key, "name": key.title(), "env": [], "npm": "@ai-sdk/x", "models": models}
        for key, models in providers.items()
    }


def one(**fields: Any) -> dict[str, Any]:
    """Make a payload of two offerings of acme: "m" with these fields, and "sound" by default."""
    return payload(acme={"m": offering("m", **fields), "sound": offering("sound")})


def as_bytes(content: Any) -> bytes:
    return json.dumps(content).encode()


def fetched(content: Any) -> Fetched:
    return Fetched(as_bytes(content))


def read(content: Any) -> NormalisedPayload:
    """Parse and normalise a payload, as the pull does."""
    return normalise(parse(as_bytes(content)))


def write(path: Path, content: Any) -> str:
    """Write a payload to a file; return its path, for `pull --from`."""
    path.write_bytes(content if isinstance(content, bytes) else as_bytes(content))
    return str(path)
