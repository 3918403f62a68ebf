"""What a row of a log says of the mode that its requests ran in. Pure.

OpenAI's usage has `service_tier` and `batch`, Anthropic's `service_tier` and `speed`, Bedrock's
`service_tier`, Vertex AI's `traffic_type`. The values are those that a request or its answer has;
which of them an offer has a price for, the feed says (`catalog.domain.modes`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalog.domain.modes import LONGEST_NAME, NO_ASKS, Asks

BATCH = "batch"
# Values that ask for nothing beside the standard prices. `auto` is what a request says that leaves
# it to the provider: its default is the standard tier, and an answer names another one.
STANDARD = frozenset(
    (
        *("", "-", "auto", "default", "false", "n/a", "none", "normal", "not_available", "null"),
        *("off", "on-demand", "on_demand", "ondemand", "standard", "standard_only"),
    )
)
# Of a column that says whether, or in which batch: pandas writes 1.0.
BATCH_IDS = ("batch_", "msgbatch_")
YES = frozenset(("1", "1.0", "t", "true", "y", "yes", BATCH))


def read_asks(places: Iterable[tuple[str, int]], values: Sequence[Any]) -> Asks:
    """Return the fields of a row that ask for a mode; `places` has fields and their places."""
    asked = frozenset(_asked(places, values))
    return asked or NO_ASKS


def _asked(places: Iterable[tuple[str, int]], values: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for role, place in places:
        value = values[place] if place < len(values) else ""
        text = str(value or "").strip().casefold()[:LONGEST_NAME]
        if text in STANDARD:
            continue
        if role != BATCH and text.isprintable() and not _is_figure(text):
            yield role, text
        elif role == BATCH and (text in YES or text.startswith(BATCH_IDS)):
            # Anthropic's name for the same: said by both columns, it is asked for once.
            yield "service_tier", BATCH


def _is_figure(text: str) -> bool:
    """Tell whether a column holds figures: tokens per second have the name `speed`, too."""
    return text == "nan" or text.lstrip("+-.")[:1].isdigit()


def asks_text(asks: Asks) -> str:
    """Return what was asked for as a log writes it: `batch`, `batch + fast`."""
    return " + ".join(sorted({value for _field, value in asks}))
