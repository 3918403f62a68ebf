"""A slug on its way: prefixes, packaging, spelling and speed, each rule remembered. Pure."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.identity.maker_rules import FAMILIES, family_of, first_word, weak_family_of
from catalog.identity.makers import maker_of_alias, maker_of_slug
from catalog.identity.rules import PACKAGING, SPELLING, Rule, marked
from catalog.identity.vocabulary import CONTEXT, RESELLERS, SPEED

LONGEST_PREFIX = 24


@dataclass(slots=True)
class SlugBuilder:
    """A slug on its way, with the names of the rules that changed it."""

    slug: str
    rules: list[str] = field(default_factory=list)

    def take(self, slug: str, rule: str) -> None:
        self.slug = slug
        if rule not in self.rules:
            self.rules.append(rule)


def compiled(rule: Rule) -> tuple[str, re.Pattern[str], str]:
    """Return a rule's name, pattern and replacement, ready for use."""
    return rule.name, re.compile(rule.pattern), rule.into


_EVERY_FAMILY = [rule for rule in SPELLING if not rule.words]
_WORDS = {word for rule in SPELLING for word in rule.words}
_SPELLING = {
    word: [compiled(rule) for rule in SPELLING if not rule.words or word in rule.words]
    for word in _WORDS
}
_SPELLING_OF_OTHERS = [compiled(rule) for rule in _EVERY_FAMILY]
_PACKAGING = re.compile(
    "-(?:" + "|".join(f"(?P<r{i}>{r.pattern})" for i, r in enumerate(PACKAGING)) + ")$"
)
_SPEED = re.compile("-(" + "|".join(sorted(SPEED)) + ")$")
_CONTEXT = re.compile(CONTEXT)
# Makers name what they host by class, and open weights by size: a speed behind that is a host's.
_OPEN_WEIGHTS = re.compile(r"-(?:\d+b|a\d+b|instruct|it|chat)$")


def drop_prefixes(draft: SlugBuilder, provider: str) -> None:
    """Drop sellers' and makers' names in front of a model's own."""
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
                return rest, marked("Reseller's name in front")
            continue
        maker = maker_of_alias(prefix)
        if maker is None or maker not in (family_of(rest), weak_family_of(rest)):
            continue
        if prefix not in FAMILIES or rest.startswith(prefix) or prefix in _OWN_WORDS:
            return rest, marked("Maker's name in front")
    return None


# These are a maker's name first, and begin the names of its other families too.
_OWN_WORDS = frozenset({"mistral", "moonshot", "morph", "openai", "qwen", "stepfun"})


def _names_a_model(slug: str) -> bool:
    if family_of(slug):
        return True
    first, _, rest = slug.partition("-")
    maker = maker_of_alias(first)
    return maker is not None and family_of(rest) is maker


def polish(draft: SlugBuilder) -> None:
    """Drop packaging that is nobody's product, and spell the rest the usual way."""
    slug, rules = _polished(draft.slug)
    for rule in rules:
        draft.take(slug, rule)


@lru_cache(maxsize=50_000)
def _polished(slug: str) -> tuple[str, tuple[str, ...]]:
    draft = SlugBuilder(slug)
    while found := _PACKAGING.search(draft.slug):
        if found.start() == 0:
            break
        draft.take(draft.slug[: found.start()], PACKAGING[int((found.lastgroup or "r0")[1:])].name)
    for name, pattern, into in _SPELLING.get(first_word(draft.slug), _SPELLING_OF_OTHERS):
        other = pattern.sub(into, draft.slug)
        if other == draft.slug:
            continue
        other = other.replace("--", "-").strip("-")
        if other and other != draft.slug:
            draft.take(other, name)
    return draft.slug, tuple(draft.rules)


def stem(slug: str) -> str:
    """Return a slug without any packaging and speed, whoever may sell it: enough to see whose."""
    while found := _PACKAGING.search(slug) or _SPEED.search(slug):
        if found.start() == 0:
            break
        slug = slug[: found.start()]
    return slug


def ends_as_open_weights(slug: str) -> bool:
    """Tell whether a slug ends as open weights are named, so that a speed behind is a host's."""
    return _OPEN_WEIGHTS.search(stem(slug)) is not None


def drop_speed(draft: SlugBuilder, maker: str | None) -> None:
    """Drop words of speed and of context that this maker does not sell as models."""
    known = maker_of_slug(maker) if maker else None
    if known is None:
        return
    while found := _SPEED.search(draft.slug) or _CONTEXT.search(draft.slug):
        word, rest = found.group(1), draft.slug[: found.start()]
        speed = word in SPEED
        if speed and word in known.sold_speeds and not ends_as_open_weights(rest):
            return
        if not speed and not {word, "any"}.isdisjoint(known.sold_contexts):
            return
        rule = marked("Reseller's speed") if speed else marked("Context window in the name")
        draft.take(rest, rule)
        polish(draft)
