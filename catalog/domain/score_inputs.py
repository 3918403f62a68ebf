"""What the fit scores of a model are calculated from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self

# The blended price is stored in a column of its own: price histories read and compare it there.
STORED_ELSEWHERE = "blended"


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """The facts of one model on one day; None is "not reported".

    `context` and `max_output` are tokens. `blended` is USD per million tokens of the recommended
    offering, None where none has a published price; `has_cache_price` is about the recommended
    offering too, None where there is none. `conflicts` counts the facts on which offerings differ.
    """

    tool_calling: bool | None = None
    structured_output: bool | None = None
    reasoning: bool | None = None
    temperature: bool | None = None
    context: int | None = None
    max_output: int | None = None
    providers: int = 0
    blended: Decimal | None = None
    has_cache_price: bool | None = None
    conflicts: int = 0
    official: bool = True

    @property
    def price_published(self) -> bool:
        """Whether any offering has a price: without one, no blended price can exist."""
        return self.blended is not None

    def to_json(self) -> dict[str, Any]:
        """Return the inputs as they are stored, without the blended price."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name != STORED_ELSEWHERE
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], blended: Decimal | None) -> Self:
        """Read what `to_json` returned. Raises TypeError for names that are not inputs."""
        return cls(**stored, blended=blended)
