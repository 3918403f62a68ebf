"""From what a provider calls a model to which model it is: maker, slug and why. Pure.

Two steps. The first reads every listing alone: path, prefixes, packaging, spelling, maker.
The second looks over the whole payload: what a maker calls its models in its own channel, and
whose a name is that says nothing of its maker.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from catalog.aliases import ALIASES
from catalog.canonical_rules import CONTEXT, PACKAGING, PATH, SPEED, SPELLING, Rule
from catalog.makers import MAKERS, Maker, maker_of_alias, maker_of_provider, slugify

LONGEST_ID = 300


class Basis(StrEnum):
    """What a decision rests on, the strongest first."""

    UPSTREAM = "upstream"
    ALIAS = "alias"
    RULE = "rule"
    SINGLETON = "singleton"


@dataclass(frozen=True, slots=True)
class Listing:
    """All that canonicalisation looks at; `upstream` is the feed's own word, if it has one."""

    provider: str
    provider_model_id: str
    name: str
    family: str | None = None
    upstream: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The model that a listing sells, and how we know."""

    maker: str
    slug: str
    basis: Basis
    rules: tuple[str, ...] = ()
    doubt: str | None = None

    @property
    def id(self) -> str:
        return f"{self.maker}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A listing read alone; `maker` is None where only the provider could stand for one."""

    maker: str | None
    slug: str
    rules: tuple[str, ...]
    basis: Basis = Basis.RULE


def _compiled(rules: tuple[Rule, ...]) -> list[tuple[str, re.Pattern[str], str, frozenset[str]]]:
    return [(r.name, re.compile(r.pattern), r.into, frozenset(r.words)) for r in rules]


_PATH = _compiled(PATH)
_SPELLING = _compiled(SPELLING)
_PACKAGING = re.compile(
    "-(?:" + "|".join(f"(?P<r{i}>{r.pattern})" for i, r in enumerate(PACKAGING)) + ")$"
)
_SPEED = re.compile("-(" + "|".join(SPEED) + ")$")
_FIRST_WORD = re.compile(r"[a-z]*")
_RESELLERS = frozenset(
    "databricks snowflake umans coding azure aws bedrock vertex hf route tee groq cerebras "
    "fireworks together sambanova cf workers-ai duo-chat gitlab xpersona deepinfra novita chutes "
    "siliconflow alicloud aliyun volcengine huawei hosted local public ollama openrouter".split()
)
_STRONG = {word: m for m in MAKERS for word in m.families}
_WEAK = {word: m for m in MAKERS for word in m.weak_families}
_PLAIN = re.compile(
    r"v?\d+(?:b|t|m|k|e|n|o)?|a\d+b|e\d+b|\d+x\d+b|instruct|it|chat|base|pt|vision|vl|coder|code|"
    r"thinking|reasoning|preview|turbo|mini|lite|flash|pro|plus|max|air|ultra|small|medium|large|"
    r"nano|omni|embed|embedding|guard|next|scout|maverick|exp|latest|fast|math|reranker|oss|"
    r"opus|sonnet|haiku|r1|distill|qwen|llama|image|video|tts|audio|speciale|terminus|non|tuned|"
    r"m\d|k\d|nemo|edit"
)


def canonicalise(listings: Iterable[Listing]) -> dict[tuple[str, str], Identity]:
    """Return the identity of every listing by (provider, provider's model id)."""
    rows = {(row.provider, row.provider_model_id): row for row in listings}
    readings = {key: _read(row) for key, row in sorted(rows.items())}
    own_names = _names_in_own_channels(rows, readings)
    makers = _makers_of_slugs(readings)
    found = {k: _settle(rows[k], r, own_names, makers) for k, r in readings.items()}
    return _mark_singletons(found)


def _read(row: Listing) -> Reading:
    text, orgs, rules = _without_path(row.provider_model_id.lower()[:LONGEST_ID])
    slug = slugify(text) or _digest(row.provider_model_id)
    slug = _without_prefixes(slug, row.provider, rules)
    slug = _spelled(slug, rules)
    maker, family_word = _maker(slug, orgs, row)
    slug = _without_packaging(slug, maker, rules)
    slug = _spelled(slug, rules)
    return Reading(maker, slug, tuple(dict.fromkeys(rules)))


def _without_path(text: str) -> tuple[str, list[str], list[str]]:
    rules: list[str] = []
    for name, pattern, into, _ in _PATH:
        shorter = pattern.sub(into, text)
        if shorter != text:
            rules.append(name)
            text = shorter
    *orgs, text = text.rstrip("/").split("/")
    orgs = [slugify(org) for org in orgs]
    vendor, dot, rest = text.partition(".")
    if dot and rest[:1].isalpha() and maker_of_alias(vendor):
        orgs.append(vendor)
        text = rest
    return text, orgs, rules


def _without_prefixes(slug: str, provider: str, rules: list[str]) -> str:
    own = {provider, provider.partition("-")[0]}
    for _ in range(3):
        for cut in (m.end() for m in re.finditer("-", slug[:24])):
            prefix, rest = slug[: cut - 1], slug[cut:]
            maker, family = maker_of_alias(prefix), _family(rest, _STRONG)
            if family is None:
                continue
            if prefix in own or prefix in _RESELLERS:
                rules.append("Reseller's name in front")
            elif maker is family and (rest.startswith(prefix) or not _family(slug, _STRONG) or prefix in _STRONG):
                rules.append("Maker's name in front")
            else:
                continue
            slug = rest
            break
        else:
            break
    return slug


def _spelled(slug: str, rules: list[str]) -> str:
    for name, pattern, into, words in _SPELLING:
        if words and _first_word(slug) not in words:
            continue
        other = pattern.sub(into, slug)
        if other != slug:
            if words and other.strip("-").replace("--", "-") != slug:
                rules.append(name)
            slug = other
    return slug


def _first_word(slug: str) -> str:
    found = _FIRST_WORD.match(slug)
    return found.group() if found else ""


def _without_packaging(slug: str, maker: str | None, rules: list[str]) -> str:
    sold = next((m.sold_speeds for m in MAKERS if m.slug == maker), ())
    while True:
        found = _PACKAGING.search(slug)
        if found and found.start() > 0:
            rules.append(PACKAGING[int((found.lastgroup or "r0")[1:])].name)
        else:
            found = _SPEED.search(slug) if maker else None
            if found and found.group(1) not in sold:
                rules.append("Reseller's speed")
            else:
                found = CONTEXT.search(slug)
                if not found:
                    return slug
                rules.append("Context window in the name")
        slug = slug[: found.start()]


def _family(slug: str, table: dict[str, Maker]) -> Maker | None:
    """Return the maker whose families the slug begins with, by its longest known beginning."""
    words = slug.split("-", 4)[:4]
    for n in range(min(3, len(words)), 0, -1):
        start = "-".join(words[:n])
        found = table.get(start) or table.get(start.rstrip("0123456789"))
        if found:
            return found
    return table.get(_first_word(slug))


def _maker(slug: str, orgs: list[str], row: Listing) -> tuple[str | None, Maker | None]:
    known = next((m for org in reversed(orgs) if (m := maker_of_alias(org))), None)
    family = _family(slug, _STRONG) or (_family(slug, _WEAK) if not known else None)
    if "nemotron" in slug and family is not None:
        family = maker_of_alias("nvidia")
    org = known.slug if known else (orgs[-1] if orgs else None)
    if family is None:
        own = maker_of_provider(row.provider)
        return org or (own.slug if own else None), None
    if org is None or org == family.slug or _is_plain(slug):
        return family.slug, family
    return org, family


def _is_plain(slug: str) -> bool:
    """Tell whether a name holds only sizes, versions and common words: nobody's fine-tune."""
    return all(_PLAIN.fullmatch(word) for word in slug.split("-")[1:])


def _names_in_own_channels(
    rows: dict[tuple[str, str], Listing], readings: dict[tuple[str, str], Reading]
) -> dict[tuple[str, str], str]:
    """Return the slug by (maker, its display name as a slug), for names that mean one model."""
    slugs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    own_slugs: set[tuple[str, str]] = set()
    for key, reading in readings.items():
        maker = maker_of_provider(key[0])
        if maker is None or maker.slug != reading.maker:
            continue
        own_slugs.add((maker.slug, reading.slug))
        name = _spelled(_without_packaging(slugify(rows[key].name), maker.slug, []), [])
        slugs[maker.slug, name].add(reading.slug)
    return {
        key: next(iter(found))
        for key, found in slugs.items()
        if len(found) == 1 and key not in own_slugs and found != {key[1]}
    }


def _makers_of_slugs(readings: dict[tuple[str, str], Reading]) -> dict[str, str]:
    """Return the maker most often named for a slug, for listings that name none."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings.values():
        if reading.maker:
            votes[reading.slug][reading.maker] += 1
    return {slug: min(c, key=lambda m: (-c[m], m)) for slug, c in votes.items()}


def _settle(
    row: Listing,
    reading: Reading,
    own_names: dict[tuple[str, str], str],
    makers: dict[str, str],
) -> Identity:
    maker = reading.maker or makers.get(reading.slug) or slugify(row.provider) or "unknown"
    slug, rules, basis = reading.slug, reading.rules, reading.basis
    if slug in ALIASES:
        slug, basis = ALIASES[slug][0], Basis.ALIAS
    if (maker, slug) in own_names:
        slug, rules = own_names[maker, slug], (*rules, "Maker's own name for it")
    if row.upstream and "/" in row.upstream:
        org, _, model = row.upstream.partition("/")
        return Identity(slugify(org) or maker, slugify(model) or slug, Basis.UPSTREAM, rules)
    return Identity(maker, slug, basis, rules)


def _mark_singletons(
    found: dict[tuple[str, str], Identity],
) -> dict[tuple[str, str], Identity]:
    sizes = Counter(identity.id for identity in found.values())
    return {
        key: Identity(i.maker, i.slug, Basis.SINGLETON, i.rules, i.doubt)
        if i.basis is Basis.RULE and sizes[i.id] == 1
        else i
        for key, i in found.items()
    }


def _digest(text: str) -> str:
    return "model-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
