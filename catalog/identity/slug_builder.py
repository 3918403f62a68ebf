"""Build a slug rule by rule: prefixes, packaging, spelling and speed. Pure."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from catalog.identity.maker_rules import FAMILIES, family_of, first_word, weak_family_of
from catalog.identity.makers import maker_of_alias, maker_of_slug
from catalog.identity.rules import decisions
from catalog.identity.rules.packaging import PACKAGING
from catalog.identity.rules.rule import Rule
from catalog.identity.rules.spelling import SPELLING
from catalog.identity.vocabulary import CONTEXT, RESELLERS, SPEED

LONGEST_PREFIX = 24  # characters; longer first parts are names of models, and the loop stays short


@dataclass(slots=True)
class SlugBuilder:
    """A slug under construction, with the keys of the rules that changed it."""

    slug: str
    rules: list[str] = field(default_factory=list)

    def take(self, slug: str, rule: str) -> None:
        """Replace the slug and note the key of the rule, once."""
        self.slug = slug
        if rule not in self.rules:
            self.rules.append(rule)


def compiled(rule: Rule) -> tuple[str, re.Pattern[str], str]:
    """Return a rule's key, compiled pattern and replacement."""
    return rule.key, re.compile(rule.pattern), rule.into


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
# Makers sell speeds of hosted models only; behind a size or -instruct, the speed is a host's.
_OPEN_WEIGHTS = re.compile(r"-(?:\d+b|a\d+b|instruct|it|chat)$")


def drop_prefixes(builder: SlugBuilder, provider: str) -> None:
    """Drop resellers' and makers' names in front of the model's own."""
    own = {provider, provider.partition("-")[0]}
    while shorter := _without_prefix(builder.slug, own):
        builder.take(*shorter)


def _without_prefix(slug: str, own: set[str]) -> tuple[str, str] | None:
    """Return the slug without its first prefix, and the key of the rule; None without one."""
    cut = slug.find("-")
    while 0 < cut <= LONGEST_PREFIX:
        prefix, rest = slug[:cut], slug[cut + 1 :]
        cut = slug.find("-", cut + 1)
        if prefix in own or prefix in RESELLERS:
            if _names_a_model(rest):
                return rest, decisions.RESELLER_PREFIX
            continue
        maker = maker_of_alias(prefix)
        if maker is None or maker not in (family_of(rest), weak_family_of(rest)):
            continue
        if prefix not in FAMILIES or rest.startswith(prefix) or prefix in _OWN_WORDS:
            return rest, decisions.MAKER_PREFIX
    return None


# Names of makers that are also the first word of their families: dropped like any maker's name.
_OWN_WORDS = frozenset({"mistral", "moonshot", "morph", "openai", "qwen", "stepfun"})


def _names_a_model(slug: str) -> bool:
    if family_of(slug):
        return True
    first, _, rest = slug.partition("-")
    maker = maker_of_alias(first)
    return maker is not None and family_of(rest) is maker


def polish(builder: SlugBuilder) -> None:
    """Drop packaging suffixes and normalise the spelling."""
    slug, rules = _polished(builder.slug)
    for rule in rules:
        builder.take(slug, rule)


@lru_cache(maxsize=50_000)
def _polished(slug: str) -> tuple[str, tuple[str, ...]]:
    builder = SlugBuilder(slug)
    while suffix := _PACKAGING.search(builder.slug):
        if suffix.start() == 0:
            break
        rule = PACKAGING[int((suffix.lastgroup or "r0")[1:])]
        builder.take(builder.slug[: suffix.start()], rule.key)
    for key, pattern, into in _SPELLING.get(first_word(builder.slug), _SPELLING_OF_OTHERS):
        other = pattern.sub(into, builder.slug)
        if other == builder.slug:
            continue
        other = other.replace("--", "-").strip("-")
        if other and other != builder.slug:
            builder.take(other, key)
    return builder.slug, tuple(builder.rules)


def stem(slug: str) -> str:
    """Return a slug without packaging and speed: what tells the maker."""
    while suffix := _PACKAGING.search(slug) or _SPEED.search(slug):
        if suffix.start() == 0:
            break
        slug = slug[: suffix.start()]
    return slug


def ends_as_open_weights(slug: str) -> bool:
    """Tell whether a slug ends as open weights are named, so that a speed behind is a host's."""
    return _OPEN_WEIGHTS.search(stem(slug)) is not None


def drop_speed(builder: SlugBuilder, maker: str | None) -> None:
    """Drop speed and context window suffixes, unless this maker sells them as models."""
    owner = maker_of_slug(maker) if maker else None
    if owner is None:
        return
    while suffix := _SPEED.search(builder.slug) or _CONTEXT.search(builder.slug):
        word, rest = suffix.group(1), builder.slug[: suffix.start()]
        is_speed = word in SPEED
        if is_speed and word in owner.sold_speeds and not ends_as_open_weights(rest):
            return
        if not is_speed and not {word, "any"}.isdisjoint(owner.sold_contexts):
            return
        rule = decisions.SPEED_SUFFIX if is_speed else decisions.CONTEXT_SUFFIX
        builder.take(rest, rule)
        polish(builder)
