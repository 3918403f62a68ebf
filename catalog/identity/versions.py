"""Which canonical models are versions of one model: alias, dated snapshot, preview. Pure.

Versions keep identities of their own, as the feed has them; readers see them as one model. A slug
names a version where one rule of `VERSION_RULES` takes its tail off: `gpt-4o-2024-08-06` of
`gpt-4o`, `gemini-3-1-flash-lite-preview` of `gemini-3-1-flash-lite`. `models_of_versions` says when
that is believed: a false group is worse than a missed one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from catalog.identity.makers import slugify


class VersionKind(StrEnum):
    """What sets a version apart from the model, in the order in which one becomes the current."""

    SNAPSHOT = "snapshot"  # a dated state of the model
    PREVIEW = "preview"  # released before the model itself
    POINTER = "pointer"  # "latest": leads to whichever version is the newest


class Precision(StrEnum):
    """How exactly a tail dates its version."""

    DAY = "day"  # with its year
    MONTH = "month"  # with its year
    DAY_OF_SOME_YEAR = "day of some year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class VersionRule:
    """How a tail of a slug names a version: the pattern, and how its groups become a date.

    `dated` is filled with the pattern's named groups; `example` is (slug, base, date) and tested.
    """

    kind: VersionKind
    precision: Precision
    tail: re.Pattern[str]
    dated: str
    example: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """What the tail of a slug says: the slug without it, the kind, and a date or "".

    A date is 2025-08-05, 2025-09 or 05-28.
    """

    base: str
    kind: VersionKind
    precision: Precision
    dated: str


class Terms(NamedTuple):
    """What an offer charges, in USD per million tokens, and its context in tokens."""

    input: Decimal | None = None
    output: Decimal | None = None
    context: int | None = None


UNKNOWN_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class VersionEvidence:
    """What decides on a version beside its slug: how offers call it, when it came, its terms."""

    name: str = ""
    released: str = ""
    terms: Terms = UNKNOWN_TERMS


NOTHING_DECIDED: Mapping[str, str] = {}
YEAR, MONTH, DAY = r"(?P<year>20[12]\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>[0-2]\d|3[01])"
SHORT_YEAR = r"(?P<year>2[3-9])"
BEFORE_RELEASE = r"(?:preview|exp|experimental|beta)"


def _rule(
    kind: VersionKind, precision: Precision, tail: str, dated: str, example: tuple[str, str, str]
) -> VersionRule:
    return VersionRule(kind, precision, re.compile(f"-{tail}$"), dated, example)


# The first rule that fits counts, so longer tails stand above the shorter ones that they end with.
VERSION_RULES = (
    _rule(
        *(VersionKind.PREVIEW, Precision.MONTH),
        rf"{BEFORE_RELEASE}-{MONTH}-{YEAR}",
        "{year}-{month}",
        ("gemini-2-5-flash-preview-09-2025", "gemini-2-5-flash", "2025-09"),
    ),
    _rule(
        *(VersionKind.PREVIEW, Precision.DAY_OF_SOME_YEAR),
        rf"{BEFORE_RELEASE}-{MONTH}-?{DAY}",
        "{month}-{day}",
        ("gemini-2-5-pro-preview-06-05", "gemini-2-5-pro", "06-05"),
    ),
    _rule(
        *(VersionKind.PREVIEW, Precision.DAY),
        rf"{BEFORE_RELEASE}-{SHORT_YEAR}{MONTH}{DAY}",
        "20{year}-{month}-{day}",
        ("doubao-seed-code-preview-251028", "doubao-seed-code", "2025-10-28"),
    ),
    _rule(
        *(VersionKind.PREVIEW, Precision.DAY),
        rf"{BEFORE_RELEASE}-{YEAR}-?{MONTH}-?{DAY}",
        "{year}-{month}-{day}",
        ("gpt-4o-audio-preview-2024-12-17", "gpt-4o-audio", "2024-12-17"),
    ),
    _rule(
        *(VersionKind.PREVIEW, Precision.NONE),
        BEFORE_RELEASE,
        "",
        ("gemini-3-pro-image-preview", "gemini-3-pro-image", ""),
    ),
    _rule(
        *(VersionKind.SNAPSHOT, Precision.DAY),
        rf"{YEAR}-?{MONTH}-?{DAY}",
        "{year}-{month}-{day}",
        ("claude-opus-4-1-20250805", "claude-opus-4-1", "2025-08-05"),
    ),
    _rule(
        *(VersionKind.SNAPSHOT, Precision.DAY),
        rf"{SHORT_YEAR}{MONTH}{DAY}",
        "20{year}-{month}-{day}",
        ("doubao-seed-1-6-250615", "doubao-seed-1-6", "2025-06-15"),
    ),
    _rule(
        *(VersionKind.SNAPSHOT, Precision.MONTH),
        rf"{MONTH}-{YEAR}",
        "{year}-{month}",
        ("command-r-08-2024", "command-r", "2024-08"),
    ),
    # Four digits are a year and a month (2507) where they can be, else a month and a day (0528).
    _rule(
        *(VersionKind.SNAPSHOT, Precision.MONTH),
        rf"{SHORT_YEAR}{MONTH}",
        "20{year}-{month}",
        ("step-3-5-flash-2603", "step-3-5-flash", "2026-03"),
    ),
    _rule(
        *(VersionKind.SNAPSHOT, Precision.DAY_OF_SOME_YEAR),
        rf"{MONTH}{DAY}",
        "{month}-{day}",
        ("deepseek-r1-0528", "deepseek-r1", "05-28"),
    ),
    _rule(
        *(VersionKind.POINTER, Precision.NONE),
        "latest",
        "",
        ("qwen-max-latest", "qwen-max", ""),
    ),
)


def parse_version(slug: str) -> Version | None:
    """Return what the tail of a slug says of its version; None if it says nothing of one."""
    for rule in VERSION_RULES:
        if (found := rule.tail.search(slug)) and found.start() > 0:
            dated = rule.dated.format_map(found.groupdict())
            return Version(slug[: found.start()], rule.kind, rule.precision, dated)
    return None


def models_of_versions(
    models: Mapping[str, VersionEvidence], decided: Mapping[str, str] = NOTHING_DECIDED
) -> dict[str, str]:
    """Return, by canonical id, the current version of each model that is another version of it.

    `decided` are models by the model of which an editor made them a version, "" for none.

    The current version is the undated released one. Where nobody offers that, it is the newest of
    the dated snapshots, else of the previews. No current version is a version of another.
    """
    current: dict[str, str] = {}
    homeless: defaultdict[str, list[str]] = defaultdict(list)
    # By length: the base of a version is decided before the version itself.
    for path in sorted(models, key=lambda path: (len(path), path)):
        version, base = _parsed(path)
        if version is None or path in decided:
            continue
        if base not in models:
            homeless[base].append(path)
        elif _is_of(path, base, models):
            current[path] = current.get(base, base)
    for paths in homeless.values():
        current |= _grouped_without_base(paths, models)
    current |= {p: target for p, target in decided.items() if p in models and target in models}
    # An undated preview may be the base of dated ones and a homeless version itself.
    ends = {path: _end_of(path, current) for path in current}
    return {path: end for path, end in ends.items() if end != path}


def _end_of(path: str, current: Mapping[str, str]) -> str:
    """Follow versions of versions to the current one; a circle, which editors can make, ends."""
    seen = {path}
    while (target := current.get(path)) and target not in seen:
        seen.add(target)
        path = target
    return path


def _parsed(path: str) -> tuple[Version | None, str]:
    """Return the version of a canonical id, and the id of its base, "" where there is none."""
    maker, _slash, slug = path.partition("/")
    version = parse_version(slug)
    return version, f"{maker}/{version.base}" if version else ""


def _is_of(path: str, base: str, models: Mapping[str, VersionEvidence]) -> bool:
    version, _base = _parsed(path)
    if version is None or version.kind is not VersionKind.SNAPSHOT:
        return version is not None
    if version.precision is Precision.MONTH:
        return not _names_another_generation(path, base, version, models)
    # 1024 may be a size: it is a date where the release month says so.
    return version.dated != "10-24" or _month(models[path].released) == "10"


def _names_another_generation(
    path: str, base: str, version: Version, models: Mapping[str, VersionEvidence]
) -> bool:
    """Tell whether the name has a number that the base lacks: Mistral Small 4 is no Small 3.

    Only for months: some makers date each generation of a series so (2501, 2506, 2603).
    """
    known = f"{_slug(base)}-{slugify(models[base].name)}-{version.dated[2:]}".split("-")
    numbers = {part for part in slugify(models[path].name).split("-") if len(part) < 3}
    return any(part.isdecimal() and part not in known for part in numbers)


def _grouped_without_base(
    paths: Sequence[str], models: Mapping[str, VersionEvidence]
) -> dict[str, str]:
    """Group versions of a model that nobody offers under its undated name.

    Snapshots of a day and previews only: snapshots of a month may be generations of a series, each
    a model. A pointer is a version of the newest of those days; beside months alone, of the only
    one at its prices and with its context.
    """
    kinds = {path: version for path in paths if (version := _parsed(path)[0])}
    states = [path for path, version in kinds.items() if _is_state(version)]
    newest = max(states, key=lambda path: _age(kinds[path], models[path]), default="")
    current = {path: newest for path in states if path != newest}
    for path, version in kinds.items():
        target = newest or pointed_to(path, paths, models)
        if version.kind is VersionKind.POINTER and target:
            current[path] = target
    return current


def _is_state(version: Version) -> bool:
    if version.kind is VersionKind.SNAPSHOT:
        return version.precision is Precision.DAY
    return version.kind is VersionKind.PREVIEW


def _age(version: Version, evidence: VersionEvidence) -> tuple[bool, str, str]:
    """Return a key that is greatest for the version to show first."""
    day = version.dated if version.precision is Precision.DAY else evidence.released
    return version.kind is VersionKind.SNAPSHOT, day, version.dated


def pointed_to(
    pointer: str, paths: Iterable[str], models: Mapping[str, VersionEvidence]
) -> str | None:
    """Return the only snapshot with the pointer's prices and context; None if not exactly one."""
    alike = [
        path
        for path in paths
        if (version := _parsed(path)[0]) is not None
        and version.kind is VersionKind.SNAPSHOT
        and same_terms(models[pointer].terms, models[path].terms)
    ]
    return alike[0] if len(alike) == 1 else None


def same_terms(one: Terms, other: Terms) -> bool:
    """Tell whether two offers report the same prices, and the same context but for its writing."""
    if None in (*one, *other) or not one.context or not other.context:
        return False
    # 128k is 128,000 for one provider and 131,072 for another: 5% apart.
    apart = abs(one.context - other.context) / one.context
    return one[:2] == other[:2] and apart < 0.1


def _slug(path: str) -> str:
    return path.partition("/")[2]


def _month(released: str) -> str:
    """Return the month of a partial date: 2024-11-06 is 11; "" if it has none."""
    return released[5:7]
