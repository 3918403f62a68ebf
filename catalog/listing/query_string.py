"""The state of a page in its URL, written as the shortest query string that restores it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode


def query_string(pairs: Iterable[tuple[str, str]], *, safe: str = "") -> str:
    """Return `?a=1&b=2`, or "" for no pairs, so that a plain page keeps its plain URL.

    `safe` holds characters to leave unescaped, for instance the slash of a model's path.
    """
    given = list(pairs)
    return f"?{urlencode(given, safe=safe)}" if given else ""


# Keyword-only, so that subclasses can have fields without a default after this one.
@dataclass(frozen=True, slots=True, kw_only=True)
class QueryState(ABC):
    """Base of the immutable objects that hold the state of a page with a list."""

    page: int = 1

    @property
    @abstractmethod
    def pairs(self) -> Iterable[tuple[str, str]]:
        """Parameters that differ from their defaults, in a fixed order: one state, one URL."""

    @property
    def text(self) -> str:
        return query_string(self.pairs)

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def on_page(self, number: int) -> Self:
        return self.but(page=number)
