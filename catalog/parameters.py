"""The parameters that each page reads, and what a URL has besides: said, never ignored in silence.

A view declares its parameters (`@reads`). config.unknown_parameters compares them with the URL's.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext

from catalog.http import DataVersion

# The values that a parameter can have: some, those that match a pattern, or (None) any. Any where
# the page itself says what is wrong with a value.
Values = Collection[str] | re.Pattern[str] | None
Parameters = Mapping[str, Values]
AnyView = TypeVar("AnyView", bound=Callable[..., object])

NUMBER = re.compile(r"\s*[0-9]{1,5}\s*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# What readers type for a parameter that a page has under another name, the best first.
MEANT: Mapping[str, tuple[str, ...]] = {
    "day": ("on", "since"),
    "date": ("on", "day", "since"),
    "as_of": ("on", "day"),
    "on": ("day", "from"),
    "from": ("since", "on"),
    "until": ("to",),
    "search": ("q",),
    "query": ("q",),
    "name": ("q",),
    "order": ("sort",),
    "order_by": ("sort",),
    "vendor": ("provider", "maker"),
    "lab": ("maker",),
    "company": ("maker", "provider"),
    "type": ("kind",),
    "period": ("days",),
    "cache": ("cached",),
    "max_price": ("blended-max",),
    "min_context": ("context-min",),
}
MOST_SHOWN = 3
LONGEST_SHOWN = 40  # characters of a name or a value
# What plain text may repeat, which nothing escapes.
HARMLESS = re.compile(r"[\w.-]{1,40}")
LIKE = 0.7  # how alike a suggestion must be, from 0 to 1; "provder" and "provider" have 0.93


class Answer(Enum):
    """What a view does about unknown parameters."""

    TELL = "tell"  # a page says so
    REFUSE = "refuse"  # a program reads no notices: 400
    DROP = "drop"  # the file has no parameters, and clients add some against caches


@dataclass(frozen=True, slots=True)
class Reading:
    """What a view reads: parameters, some of which depend on the data, and patterns of names."""

    parts: tuple[Parameters | Callable[[DataVersion | None], Parameters], ...] = ()
    names: re.Pattern[str] | None = None
    answer: Answer = Answer.TELL

    def known(self, data: DataVersion | None) -> dict[str, Values]:
        """Return all parameters with their values, for the data of a day."""
        known: dict[str, Values] = {}
        for part in self.parts:
            known |= part(data) if callable(part) else part
        return known


def reads(
    *parts: Parameters | Callable[[DataVersion | None], Parameters],
    names: re.Pattern[str] | None = None,
    answer: Answer = Answer.TELL,
) -> Callable[[AnyView], AnyView]:
    """Decorate a view with the parameters that it reads; outermost. `on` of dated pages is known.

    `names` matches names of which there is no end, such as the ids of models.
    """

    def decorate(view: AnyView) -> AnyView:
        view.reading = Reading(parts, names, answer)  # type: ignore[attr-defined]
        return view

    return decorate


def reading_of(view: Callable[..., object]) -> Reading | None:
    """Return what a view reads; None where it has not been declared, as in the admin."""
    reading: Reading | None = getattr(view, "reading", None)
    return reading


@dataclass(frozen=True, slots=True)
class Unknown:
    """A parameter that a page does not have, or (with a `value`) a value that one cannot have.

    `suggestion` is the name or the value that was probably meant, "" for none. All of it is shown:
    cut, and without characters that print nothing.
    """

    name: str
    value: str | None = None
    suggestion: str = ""

    @property
    def sentence(self) -> str:
        if self.value is None:
            return gettext("This page has no parameter “%(name)s”.") % {"name": shown(self.name)}
        texts = {"name": shown(self.name), "value": shown(self.value)}
        return gettext("The parameter “%(name)s” has no value “%(value)s”.") % texts

    @property
    def shown_suggestion(self) -> str:
        return shown(self.suggestion)

    @property
    def line(self) -> str:
        """The sentence and the suggestion, as plain text: it repeats nothing but plain words."""
        if not HARMLESS.fullmatch(self.name):
            return gettext("The URL has a parameter that this page does not have.")
        sentence = self.sentence
        if self.value is not None and not HARMLESS.fullmatch(self.value):
            sentence = gettext("The parameter “%(name)s” has no such value.") % {"name": self.name}
        if not self.suggestion:
            return sentence
        texts = {"sentence": sentence, "suggestion": self.shown_suggestion}
        return gettext("%(sentence)s Did you mean “%(suggestion)s”?") % texts

    def is_about(self, pair: tuple[str, str]) -> bool:
        return pair[0] == self.name and self.value in (None, pair[1])

    def correct(self, pair: tuple[str, str]) -> tuple[str, str]:
        """Return a pair of the URL with the suggested name, or the suggested value."""
        name, value = pair
        return (self.suggestion, value) if self.value is None else (name, self.suggestion)


def limit_values(request: HttpRequest, name: str, choices: Collection[str]) -> None:
    """Note which values a parameter can have where only its view knows: others are said, too.

    `config.unknown_parameters` says them after the view, which drops them as it did.
    """
    limits: dict[str, Collection[str]] = getattr(request, "limited_values", {})
    request.limited_values = {**limits, name: choices}  # type: ignore[attr-defined]


def split_pairs(
    pairs: Iterable[tuple[str, str]], known: Parameters, names: re.Pattern[str] | None = None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs that a page reads, and those that it does not."""
    read: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for name, value in pairs:
        fits = _has_value(known[name], value) if name in known else bool(_matches(names, name))
        (read if fits else others).append((name, value))
    return read, others


def explain(others: Iterable[tuple[str, str]], known: Parameters) -> Iterator[Unknown]:
    """Yield what is wrong with each pair, with a suggestion; the same name only once."""
    said = set()
    for name, value in others:
        found = Unknown(name, value if name in known else None)
        if (found.name, found.value) not in said:
            said.add((found.name, found.value))
            yield Unknown(found.name, found.value, _suggestion(found, known))


def shown(text: str) -> str:
    """Return a text from a URL as it may be shown: one short line of printing characters."""
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cut)


def _matches(pattern: re.Pattern[str] | None, text: str) -> re.Match[str] | None:
    return pattern.fullmatch(text) if pattern else None


def _has_value(values: Values, value: str) -> bool:
    # A form without scripts sends its empty fields, too.
    if values is None or not value.strip():
        return True
    return bool(values.fullmatch(value)) if isinstance(values, re.Pattern) else value in values


def _suggestion(found: Unknown, known: Parameters) -> str:
    if found.value is None:
        meant = MEANT.get(found.name.casefold(), ())
        return next((name for name in meant if name in known), _closest(found.name, known))
    values = known[found.name]
    return "" if values is None or isinstance(values, re.Pattern) else _closest(found.value, values)


def _closest(typed: str, choices: Iterable[str]) -> str:
    """Return the choice that is spelled most like what was typed; "" where none is."""
    folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(typed[:LONGEST_SHOWN].strip().casefold(), folded, 1, LIKE)
    return folded[close[0]] if close else ""
