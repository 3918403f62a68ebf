"""Parse one listing alone: path, prefixes, packaging, spelling, maker. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalog.identity.maker_rules import family_of, maker_of
from catalog.identity.makers import maker_of_alias, slugify
from catalog.identity.rules import decisions
from catalog.identity.rules.nicknames import NICKNAMES
from catalog.identity.rules.path import PATH
from catalog.identity.slug_builder import (
    SlugBuilder,
    compiled,
    drop_prefixes,
    drop_speed,
    polish,
    stem,
)
from catalog.identity.vocabulary import REPACKAGERS

LONGEST_ID = 300

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParsedListing:
    """One parsed id; `maker` is None where only the provider could be the maker.

    `rules` are the keys of the rules applied. A `nickname` names no organisation in a path, so the
    display name may complete it. `thinks` is true for an id with the thinking mode (`:thinking`).
    `with_speed` is the slug before a speed or context suffix was dropped, "" where none was.
    """

    maker: str | None
    slug: str
    rules: tuple[str, ...] = ()
    nickname: bool = False
    thinks: bool = False
    with_speed: str = ""


_PATH = [compiled(rule) for rule in PATH]
_ANY_PATH = re.compile("|".join(f"(?:{rule.pattern})" for rule in PATH))
_NICKNAMES = [compiled(rule) for rule in NICKNAMES]
_THINKS = re.compile(r":thinking(?::|$)")


@lru_cache(maxsize=50_000)
def parse_listing(provider: str, model_id: str, name: str = "") -> ParsedListing:
    """Parse a provider's id with its display name; any text gives an answer."""
    text = model_id[:LONGEST_ID].lower()
    thinks = _THINKS.search(text) is not None
    text, orgs, vendor, rules = _without_path(text)
    builder = SlugBuilder(slugify(text) or _digest(model_id), list(rules))
    drop_prefixes(builder, provider)
    polish(builder)
    # The maker first: which speeds are packaging depends on it.
    maker = maker_of(stem(builder.slug), (*orgs, *vendor), provider)
    whole = builder.slug
    drop_speed(builder, maker)
    whole = whole if whole != builder.slug else ""
    nickname = maker is not None and not _formal(orgs, maker)
    if nickname:
        _complete(builder, parse_name(maker, name))
    return ParsedListing(
        maker,
        builder.slug,
        tuple(builder.rules),
        nickname=nickname,
        thinks=thinks,
        with_speed=whole,
    )


def _formal(orgs: Sequence[str], maker: str | None) -> bool:
    """Tell whether the path names the maker, or a repackager, which keeps the maker's names."""
    makers = (maker_of_alias(org) for org in orgs)
    return not REPACKAGERS.isdisjoint(orgs) or any(m and m.slug == maker for m in makers)


def _complete(builder: SlugBuilder, name: str) -> None:
    """Complete a nickname by the display name and by what hosts serve under it."""
    if fuller := _completed(builder.slug, name):
        builder.take(fuller, decisions.FULLER_DISPLAY_NAME)
    for rule, pattern, into in _NICKNAMES:
        if (fuller := pattern.sub(into, builder.slug)) != builder.slug:
            builder.take(fuller, rule)


@lru_cache(maxsize=50_000)
def parse_name(maker: str | None, name: str) -> str:
    """Parse a display name as if it were an id of the same maker; return its slug."""
    text = _NOT_THE_NAME.sub(" ", name[:LONGEST_ID].lower())
    builder = SlugBuilder(slugify(text.replace("+", "-plus")))
    drop_prefixes(builder, "")
    polish(builder)
    drop_speed(builder, maker)
    return builder.slug


_ADDS = re.compile(r"preview|a\d+b|\d+e|code|vl")
_ADDS_IN_FULL = re.compile(r"instruct|it|a?\d+b|\d+e")


def _completed(slug: str, name: str) -> str | None:
    """Return the name's slug if it only adds words that a nickname may leave out."""
    words, named = slug.split("-"), name.split("-")
    if len(named) <= len(words) or words[0] != named[0]:
        return None
    added = Counter(named)
    added.subtract(words)
    extra = [word for word, count in added.items() if count > 0]
    if any(count < 0 for count in added.values()):
        return None
    adds = _ADDS_IN_FULL if {"instruct", "it"} & set(extra) else _ADDS
    return name if all(adds.fullmatch(word) for word in extra) else None


# Remarks in display names: the maker before a colon, the host, the region, the price.
_NOT_THE_NAME = re.compile(
    r"^[a-z0-9 .-]{1,30}:(?= )|\((?:latest|free|fast|turbo|beta|preview|us|eu|au|jp|global|tee|"
    r"older[^()]*|v2|dense|azure|bedrock|vertex|alibaba cloud|preview api|"
    r"tool calling|[a-z ]*region)\)"
)


@lru_cache(maxsize=50_000)
def _without_path(text: str) -> tuple[str, Words, Words, Words]:
    """Return the model's part of an id, its organisations, its vendor (`meta.`) and the rules."""
    rules: list[str] = []
    if _ANY_PATH.search(text):
        for key, pattern, into in _PATH:
            shorter = pattern.sub(into, text)
            if shorter != text and shorter.strip("/"):
                rules.append(key)
                text = shorter
    *folders, text = text.strip("/").split("/")
    orgs = [org for folder in folders if (org := slugify(folder))]
    if orgs and not maker_of_alias(orgs[-1]) and family_of(orgs[-1]):
        last = orgs.pop()
        text = text if family_of(slugify(text)) else f"{last}-{text}"
    vendor, dot, rest = text.partition(".")
    if dot and rest[:1].isalpha() and maker_of_alias(vendor):
        return rest, tuple(orgs), (vendor,), tuple(rules)
    return text, tuple(orgs), (), tuple(rules)


def _digest(text: str) -> str:
    return "model-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
