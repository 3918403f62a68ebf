"""Read one listing alone: path, prefixes, packaging, spelling, maker. Pure."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.canonical_rules import (
    CONTEXT,
    DERIVED,
    PACKAGING,
    PATH,
    PLAIN,
    REPACKAGERS,
    RESELLERS,
    SPEED,
    SPELLING,
    Rule,
)
from catalog.makers import MAKERS, Maker, maker_of_alias, maker_of_provider, maker_of_slug, slugify

LONGEST_ID = 300
LONGEST_PREFIX = 24


@dataclass(frozen=True, slots=True)
class Reading:
    """What an id says by itself; `maker` is None where only the provider could stand for one.

    `nickname` tells that the id names no organisation, so that the display name may add words;
    `thinks` that the id asks for thinking as a mode (`:thinking`).
    """

    maker: str | None
    slug: str
    rules: tuple[str, ...] = ()
    nickname: bool = False
    thinks: bool = False


@dataclass(slots=True)
class _Draft:
    """A slug on its way, with the names of the rules that changed it."""

    slug: str
    rules: list[str] = field(default_factory=list)

    def take(self, slug: str, rule: str) -> None:
        self.slug = slug
        if rule not in self.rules:
            self.rules.append(rule)


def _compiled(rule: Rule) -> tuple[str, re.Pattern[str], str]:
    return rule.name, re.compile(rule.pattern), rule.into


_PATH = [_compiled(rule) for rule in PATH]
_ANY_PATH = re.compile("|".join(f"(?:{rule.pattern})" for rule in PATH))
_THINKS = re.compile(r":thinking(?::|$)")
_FIRST_WORD = re.compile(r"[a-z]*")
_EVERY_FAMILY = [rule for rule in SPELLING if not rule.words]
_WORDS = {word for rule in SPELLING for word in rule.words}
_SPELLING = {
    word: [_compiled(rule) for rule in SPELLING if not rule.words or word in rule.words]
    for word in _WORDS
}
_SPELLING_OF_OTHERS = [_compiled(rule) for rule in _EVERY_FAMILY]
_PACKAGING = re.compile(
    "-(?:" + "|".join(f"(?P<r{i}>{r.pattern})" for i, r in enumerate(PACKAGING)) + ")$"
)
_SPEED = re.compile("-(" + "|".join(SPEED) + ")$")
_CONTEXT = re.compile(CONTEXT)
# Makers name what they host by class, and open weights by size: a speed behind that is a host's.
_OPEN_WEIGHTS = re.compile(r"-(?:\d+b|a\d+b|instruct|it|chat)$")
_PLAIN = re.compile(PLAIN)
_STRONG = {word: maker for maker in MAKERS for word in maker.families}
_WEAK = {word: maker for maker in MAKERS for word in maker.weak_families}


@lru_cache(maxsize=50_000)
def read(provider: str, model_id: str, name: str = "") -> Reading:
    """Return what a provider's id, with its display name, says by itself, for any id whatever."""
    text = model_id.lower()[:LONGEST_ID]
    thinks = _THINKS.search(text) is not None
    text, orgs, rules = _without_path(text)
    draft = _Draft(slugify(text) or _digest(model_id), rules)
    _drop_prefixes(draft, provider)
    _polish(draft)
    maker = _maker(draft.slug, orgs, provider)
    _drop_speed(draft, maker)
    if not orgs and maker and (fuller := _completed(draft.slug, read_name(maker, name))):
        draft.take(fuller, "Display name says more")
    return Reading(maker, draft.slug, tuple(draft.rules), nickname=not orgs, thinks=thinks)


@lru_cache(maxsize=50_000)
def read_name(maker: str | None, name: str) -> str:
    """Return the slug that a display name would be, were it an id of the same maker."""
    text = _NOT_THE_NAME.sub(" ", name.lower()[:LONGEST_ID])
    draft = _Draft(slugify(text.replace("+", "-plus")))
    _drop_prefixes(draft, "")
    _polish(draft)
    _drop_speed(draft, maker)
    return draft.slug


_ADDS = re.compile(r"preview|instruct|it|a\d+b|\d+e|code")


def _completed(slug: str, name: str) -> str | None:
    """Return the name's slug if it only adds what a nickname may leave out."""
    words, more = slug.split("-"), name.split("-")
    if len(more) <= len(words) or words[0] != more[0]:
        return None
    added = Counter(more)
    added.subtract(words)
    extra = [word for word, count in added.items() if count > 0]
    if any(count < 0 for count in added.values()):
        return None
    return name if all(_ADDS.fullmatch(word) for word in extra) else None


# Remarks in display names: the maker in front of a colon, the channel, the region, the price.
_NOT_THE_NAME = re.compile(
    r"^[a-z0-9 .-]{1,30}:(?= )|\((?:latest|free|fast|turbo|beta|preview|us|eu|au|jp|global|tee|older[^()]*|"
    r"v2|dense|azure|bedrock|vertex|alibaba cloud|preview api|tool calling|[a-z ]*region)\)"
)


def _without_path(text: str) -> tuple[str, list[str], list[str]]:
    rules: list[str] = []
    if _ANY_PATH.search(text):
        for name, pattern, into in _PATH:
            shorter = pattern.sub(into, text)
            if shorter != text and shorter.strip("/"):
                rules.append(name)
                text = shorter
    *folders, text = text.strip("/").split("/")
    orgs = [org for folder in folders if (org := slugify(folder)) and org not in REPACKAGERS]
    if orgs and not maker_of_alias(orgs[-1]) and _strong(orgs[-1]):
        last = orgs.pop()
        text = text if _strong(slugify(text)) else f"{last}-{text}"
    vendor, dot, rest = text.partition(".")
    if dot and rest[:1].isalpha() and maker_of_alias(vendor):
        orgs.append(vendor)
        text = rest
    return text, orgs, rules


def _drop_prefixes(draft: _Draft, provider: str) -> None:
    own = {provider, provider.partition("-")[0]}
    while found := _prefix(draft.slug, own):
        draft.take(*found)


def _prefix(slug: str, own: set[str]) -> tuple[str, str] | None:
    """Return the slug without one word in front and the rule that says so."""
    cut = slug.find("-")
    while 0 < cut <= LONGEST_PREFIX:
        prefix, rest = slug[:cut], slug[cut + 1 :]
        cut = slug.find("-", cut + 1)
        if prefix in own or prefix in RESELLERS:
            if _names_a_model(rest):
                return rest, "Reseller's name in front"
            continue
        maker = maker_of_alias(prefix)
        if maker is None or _strong(rest) is not maker:
            continue
        if prefix not in _STRONG or rest.startswith(prefix) or prefix in _OWN_WORDS:
            return rest, "Maker's name in front"
    return None


# These are a maker's name first, and begin the names of its other families too.
_OWN_WORDS = frozenset({"mistral", "moonshot", "morph", "openai", "stepfun"})


def _names_a_model(slug: str) -> bool:
    if _strong(slug):
        return True
    first, _, rest = slug.partition("-")
    maker = maker_of_alias(first)
    return maker is not None and _strong(rest) is maker


def _polish(draft: _Draft) -> None:
    slug, rules = _polished(draft.slug)
    for rule in rules:
        draft.take(slug, rule)


@lru_cache(maxsize=50_000)
def _polished(slug: str) -> tuple[str, tuple[str, ...]]:
    """Drop packaging that is nobody's product, and spell the rest the usual way."""
    draft = _Draft(slug)
    while found := _PACKAGING.search(draft.slug):
        if found.start() == 0:
            break
        draft.take(draft.slug[: found.start()], PACKAGING[int((found.lastgroup or "r0")[1:])].name)
    for name, pattern, into in _SPELLING.get(_first_word(draft.slug), _SPELLING_OF_OTHERS):
        other = pattern.sub(into, draft.slug)
        if other == draft.slug:
            continue
        other = other.replace("--", "-").strip("-")
        if other and other != draft.slug:
            draft.take(other, name)
    return draft.slug, tuple(draft.rules)


def _first_word(slug: str) -> str:
    found = _FIRST_WORD.match(slug)
    return found.group() if found else ""


def _drop_speed(draft: _Draft, maker: str | None) -> None:
    """Drop words of speed and of context that this maker does not sell as models."""
    known = maker_of_slug(maker) if maker else None
    if known is None:
        return
    while found := _SPEED.search(draft.slug) or _CONTEXT.search(draft.slug):
        speed = found.group(1) in SPEED
        sold = found.group(1) in known.sold_speeds if speed else known.sold_contexts
        if sold and not (speed and _OPEN_WEIGHTS.search(draft.slug[: found.start()])):
            return
        rule = "Reseller's speed" if speed else "Context window in the name"
        draft.take(draft.slug[: found.start()], rule)
        _polish(draft)


@lru_cache(maxsize=50_000)
def _strong(slug: str) -> Maker | None:
    return _family(slug, _STRONG)


def _family(slug: str, table: dict[str, Maker]) -> Maker | None:
    """Return the maker whose families the slug begins with, by its longest known beginning."""
    words = slug.split("-", 3)[:3]
    for n in range(len(words), 0, -1):
        start = "-".join(words[:n])
        found = table.get(start) or table.get(start.rstrip("0123456789"))
        if found:
            return found
    return table.get(_first_word(slug))


def _maker(slug: str, orgs: list[str], provider: str) -> str | None:
    known = next((m for org in reversed(orgs) if (m := maker_of_alias(org))), None)
    family = _strong(slug) or (None if known else _family(slug, _WEAK))
    if family is not None and "nemotron" in slug:
        family = maker_of_alias("nvidia")
    org = known.slug if known else (orgs[-1] if orgs else None)
    if family is None:
        own = maker_of_provider(provider)
        return org or (own.slug if own else None)
    if org is None and not DERIVED.isdisjoint(slug.split("-")) and "distill" not in slug:
        return None
    return family.slug if org is None or _is_plain(slug) else org


def _is_plain(slug: str) -> bool:
    """Tell whether a name holds only sizes, versions and common words: nobody's fine-tune."""
    return all(_PLAIN.fullmatch(word) for word in slug.split("-")[1:])


def _digest(text: str) -> str:
    return "model-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def is_derivative(maker: str, slug: str) -> bool:
    """Tell whether a model is made from another maker's: a fine-tune, a merge, a distillation."""
    words = slug.split("-")
    if not DERIVED.isdisjoint(words):
        return True
    makers = {found.slug for word in words if (found := _STRONG.get(_first_word(word)))}
    return bool(makers - {maker})
