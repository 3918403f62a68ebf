"""Tell apart models of one maker that have one name, by what differs: date, size, mode. Pure.

"Claude Opus 4.1" and "Claude Opus 4.1 (2025-08-05)", and no slug: the words that a slug has and
the name lacks are written as people write them, by the rules of one table.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalog.identity.date_tails import date_tail
from catalog.identity.makers import slugify
from catalog.identity.name_groups import day_of


@dataclass(frozen=True, slots=True)
class Named:
    """A model's slug and name; `released` is its release day, which completes a date's year."""

    slug: str
    name: str
    released: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """How to write one kind of word of a slug; `example` is a word and its text."""

    kind: str
    pattern: re.Pattern[str]
    write: Callable[[str], str]
    example: tuple[str, str]


def _remark(kind: str, pattern: str, write: Callable[[str], str], *example: str) -> Remark:
    return Remark(kind, re.compile(pattern), write, (example[0], example[1]))


OTHER = "word"
# The first rule that fits a word counts. Dates are not here: some need the release day.
REMARKS = (
    _remark("size", r"(?:\d+x)?[ae]?\d[\d.]*[bm](?:-a\d+b)?", str.upper, "30b-a3b", "30B-A3B"),
    _remark("context window", r"\d+k", str.upper, "128k", "128K"),
    _remark("version", r"v?\d[\d.]*", str, "v1.1", "v1.1"),
    _remark("experimental", r"exp", lambda _: "experimental", "exp", "experimental"),
    _remark("instruct", r"it", lambda _: "instruct", "it", "instruct"),
    _remark(
        "state or mode",
        r"alpha|base|beta|chat|experimental|fast|free|instruct|latest|legacy|non-reasoning|"
        r"preview|reasoning|thinking",
        str,
        *("preview", "preview"),
    ),
    _remark("abbreviation", r"ai|api|asr|hd|moe|ocr|tts|vl", str.upper, "vl", "VL"),
    _remark(OTHER, r".+", str.capitalize, "medium", "Medium"),
)

# Year, month and day; month and year; short forms that only a release day may complete.
_DATE = re.compile(
    r"-(?:20[2-3]\d-?[01]\d-?[0-3]\d|[01]\d-20[2-3]\d|2[3-9][01]\d[0-3]\d|\d\d-\d\d|\d{4})(?=-|$)"
)
_MONTH_OF_YEAR = re.compile(r"-(0[1-9]|1[0-2])-(20[2-3]\d)")
_POINT = re.compile(r"(?<=\d)-(?=\d{1,2}(?:-|$))")
_WORD = re.compile(r"[a-z0-9.]+")
_RUN = re.compile(r"[a-z]+|\d+(?:\.\d+)*")
_OF_TWO_WORDS = re.compile(r"(?<=\db) (?=a\d+b)|(?<=\bnon) (?=reasoning\b)")


def tell_apart(models: Iterable[Named]) -> dict[str, str]:
    """Return the label of each of one maker's models by its slug; no two namesakes share one.

    A name that one model has is its label. Names that differ in case or hyphens only are one.
    """
    groups: dict[str, list[Named]] = {}
    for model in models:
        groups.setdefault(_letters(model.name), []).append(model)
    labels: dict[str, str] = {}
    for namesakes in groups.values():
        labels |= _tell_apart(namesakes)
    return labels


def _letters(name: str) -> str:
    # A name without Latin letters or digits is its own key.
    return slugify(name.replace("+", " plus ")).replace("-", "") or name


def _tell_apart(namesakes: Sequence[Named]) -> dict[str, str]:
    if len(namesakes) == 1:
        return {namesakes[0].slug: namesakes[0].name}
    words = {word for model in namesakes for word in model.slug.split("-")}
    labels = {model.slug: _label(model, words) for model in namesakes}
    # Slugs of the same words in another order: what is left is the release day, or the slug.
    for left in ("released", "slug"):
        taken = Counter(label.lower() for label in labels.values())
        same = [model for model in namesakes if taken[labels[model.slug].lower()] > 1]
        texts = {model.slug: str(getattr(model, left)) for model in same}
        for model in same if len(set(texts.values())) == len(same) else ():
            text = texts[model.slug]
            labels[model.slug] = f"{model.name} ({text})" if text else model.name
    return labels


def _label(model: Named, words_of_namesakes: set[str]) -> str:
    remarks = ", ".join(differences(model))
    own = set(model.slug.split("-"))
    # A name may be a copy of a namesake's: "Llama 3.1 8B Instruct" of `llama-3-1-8b`.
    kept = [word for word in model.name.split() if not _is_copied(word, own, words_of_namesakes)]
    name = " ".join(kept) or model.name
    return f"{name} ({remarks})" if remarks else name


def _is_copied(word: str, own: set[str], words_of_namesakes: set[str]) -> bool:
    return slugify(word) in words_of_namesakes - own and word.isalpha()


def differences(model: Named) -> list[str]:
    """Return what a model's slug says and its name does not, each part as people write it."""
    slug, dates = _without_dates(model)
    name = model.name.lower().replace("+", " plus")
    words = _WORD.findall(name)
    # "Turbo S" is `turbos`, too.
    known = {*words, *_RUN.findall(name), *map("".join, pairwise(words))}
    left = [
        word
        for word in _POINT.sub(".", slug).split("-")
        if word not in known and not known.issuperset(_RUN.findall(word))
    ]
    return [*_written(_OF_TWO_WORDS.sub("-", " ".join(left)).split()), *dates]


def _without_dates(model: Named) -> tuple[str, list[str]]:
    """Return the slug without its dates, and those as ISO dates that the name lacks."""
    slug, dates = model.slug, []
    while found := next(filter(None, (_date(m, slug, model) for m in _DATE.finditer(slug))), None):
        text, written = found
        slug = slug.replace(written, "", 1)
        # Four digits of a date are enough to tell it: "Qwen Plus 0728".
        if re.sub(r"\D", "", text)[-4:] not in re.sub(r"\D", "", model.name):
            dates.append(text)
    return slug, dates


def _date(found: re.Match[str], slug: str, model: Named) -> tuple[str, str] | None:
    """Return a date as text and as the slug has it; None for a number of another meaning."""
    if month := _MONTH_OF_YEAR.fullmatch(found[0]):
        return f"{month[2]}-{month[1]}", found[0]
    tail = date_tail(slug[: found.end()], day_of(model.released))
    if tail is None:
        return None
    is_day = tail.first == tail.last
    text = tail.first.isoformat() if is_day else f"{tail.first:%Y-%m}"
    return text, slug[len(tail.base) : found.end()]


def _written(words: Iterable[str]) -> list[str]:
    """Write each word by its rule; neighbours that are plain words stay one remark."""
    remarks: list[str] = []
    last = ""
    for word in words:
        rule = next(rule for rule in REMARKS if rule.pattern.fullmatch(word))
        if rule.kind == last == OTHER:
            remarks[-1] += f" {rule.write(word)}"
        else:
            remarks.append(rule.write(word))
        last = rule.kind
    return remarks
