"""Payloads that nobody has seen: real ones with versions, makers, resellers and links changed.

Each perturbation takes listings and labels and returns both changed alike, so that a rule written
for one word of the real payload no longer helps.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from catalog.identity.canonicalise import Listing

Key = tuple[str, str]
Labels = dict[Key, str]
Labelled = tuple[list[Listing], Labels]

# A family's word and its major version; three figures or a b behind it are no version.
VERSION = re.compile(
    r"((?:gpt|claude[- ](?:opus|sonnet|haiku|fable)|claude|glm|kimi[- ]?k|\bk|minimax[- ]?m"
    r"|deepseek[- ](?:chat-)?v|qwen|gemini|gemma|llama|grok|mimo[- ]v|step(?:fun)?"
    r"|nemotron(?:[- ](?:nano|super|ultra))?|fugu|command)[- _]?)([1-8])(?!\d{2})(?!b)",
    re.IGNORECASE,
)

# Words of four real makers, in ids, names, labels and provider ids, and words that mean nothing.
MAKER_WORDS = {
    "zhipuai": "zorbai", "bigmodel": "zorbmodel", "zai": "zob", "z-ai": "z-ob", "z.ai": "z.ob",
    "glm": "zum", "xiaomi": "fenwik", "mimo": "fewi", "xiaomimimo": "fenwikfewi",
    "minimax": "kolvex", "minimaxai": "kolvexai", "stepfun": "wardun", "step": "ward",
}  # fmt: skip

# The same for the rest of the labelled makers.
OTHER_MAKER_WORDS = MAKER_WORDS | {
    "anthropic": "antrik", "claude": "klod", "opus": "magn", "sonnet": "versus", "haiku": "senryu",
    "fable": "myth", "openai": "opinai", "gpt": "gyt", "gpt-oss": "gyt-uss", "google": "gugel",
    "gemini": "jumini", "gemma": "jumma", "nvidia": "envidio", "nemotron": "nimitrin",
    "deepseek": "dipsik", "deepseek-ai": "dipsik-ai", "alibaba": "oliboba", "qwen": "quon",
    "moonshotai": "munshotai", "moonshot": "munshot", "kimi": "komu", "xai": "zai1",
    "x-ai": "z-ai1", "x": "z1", "grok": "gruk", "meta": "mota", "meta-llama": "mota-lomo",
    "llama": "lomo",
    "mistral": "mostrol", "mistralai": "mostrolai", "cohere": "cuhere", "command": "cummand",
    "perplexity": "perplaxity", "sonar": "sunor", "sakana": "sokono", "fugu": "fogo",
    "tencent": "toncent", "hy": "hu", "whisper": "wospir",
}  # fmt: skip

# Words by which providers and gateways are known to the tables.
RESELLER_WORDS = {
    "route": "gate", "routing": "gating", "tee": "box", "workers": "labour", "cf": "qf",
    "fireworks": "lanterns", "accounts": "holders", "routers": "gaters", "databricks": "claybricks",
    "duo": "trio", "coding": "typing", "pro/": "plus1/", "venice": "verona", "novita": "nuovita",
    "baseten": "basenine", "siliconflow": "carbonflow", "empiriolabs": "rationlabs",
    "alicloud": "ulicloud", "public": "open1", "synthetic": "natural1", "vertex": "zenith1",
}  # fmt: skip

Replace = Callable[[str], str]


def _words(table: Mapping[str, str]) -> Replace:
    words = sorted(table, key=len, reverse=True)
    pattern = re.compile(
        r"(?<![a-z])(" + "|".join(map(re.escape, words)) + r")(?![a-z])", re.IGNORECASE
    )
    return lambda text: pattern.sub(lambda found: table[found[1].lower()], text)


def moved(text: str) -> str:
    """Return text with its models' major versions one higher: names that nobody has seen."""
    return VERSION.sub(lambda found: found[1] + str(int(found[2]) + 1), text)


def _rewritten(
    rows: Sequence[Listing], labels: Labels, text: Replace, provider: Replace
) -> Labelled:
    changed = [
        replace(
            row,
            provider=provider(row.provider),
            provider_model_id=text(row.provider_model_id),
            name=text(row.name),
            upstream=text(row.upstream) if row.upstream else None,
        )
        for row in rows
    ]
    return changed, {(provider(p), text(i)): text(label) for (p, i), label in labels.items()}


def raise_versions(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Raise every model's major version by one."""
    return _rewritten(rows, labels, moved, lambda provider: provider)


# Years of dates: 2025-08-05, 20250805, 08-2025, and 250805 or 2508 with the century left out.
_YEAR = re.compile(
    r"(?<!\d)20(2[4-6])(?=-?(?:0[1-9]|1[0-2])(?:-?[0-3]\d)?(?!\d))|(?<=\d-)20(2[4-6])(?!\d)"
    r"|(?<![\d.])(2[4-6])(?=(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?![\d.]))"
)
_SIZE = re.compile(r"(?<![\d.])(\d{1,3})(?=b(?![a-z]))", re.IGNORECASE)


def _a_year_later(text: str) -> str:
    def later(found: re.Match[str]) -> str:
        century = "" if found[3] else "20"
        return f"{century}{int(found[1] or found[2] or found[3]) + 1}"

    return _YEAR.sub(later, text)


def raise_dates(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Move every date in ids and names, and every release day, to the next year."""
    changed, moved_labels = _rewritten(rows, labels, _a_year_later, lambda provider: provider)
    return [replace(row, released=_a_year_later(row.released)) for row in changed], moved_labels


def raise_sizes(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Give every model seven billion parameters more."""

    def larger(text: str) -> str:
        return _SIZE.sub(lambda found: str(int(found[1]) + 7), text)

    return _rewritten(rows, labels, larger, lambda provider: provider)


def change_all(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Raise versions, dates and sizes, and rename four makers and the gateways, all at once."""
    for change in (raise_versions, raise_dates, raise_sizes, rename_makers, rename_resellers):
        rows, labels = change(rows, labels)
    return list(rows), labels


def rename_makers(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Give four makers, their families and their own providers words that no table knows."""
    text = _words(MAKER_WORDS)
    return _rewritten(rows, labels, text, text)


def rename_all_makers(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Give nearly all labelled makers, families and classes words that no table knows."""
    text = _words(OTHER_MAKER_WORDS)
    return _rewritten(rows, labels, text, text)


def rename_resellers(rows: Sequence[Listing], labels: Labels) -> Labelled:
    """Give gateways, their folders and their prefixes words that no table knows."""
    text = _words(RESELLER_WORDS)
    return _rewritten(rows, labels, text, text)


def without_half_of_the_links(
    rows: Sequence[Listing], labels: Labels, seed: int
) -> tuple[list[Listing], Labels]:
    """Return listings that carry a random half of the labels as links, and the other half."""
    keys = sorted(labels)
    linked = set(random.Random(seed).sample(keys, len(keys) // 2))
    carried = [
        replace(row, upstream=labels[key]) if (key := key_of(row)) in linked else row
        for row in rows
    ]
    return carried, {key: label for key, label in labels.items() if key not in linked}


LINKED, WRONG = 0.63, 0.05  # the shares of offers with a link, and of wrong links among them
_OMITTED = (
    re.compile(r"-(?:20\d{6}|20\d\d-\d\d-\d\d|\d{6}|\d{4})$"),
    re.compile(r"-\d+b(?:-a\d+b)?"),
    re.compile(r"-(?:instruct|it|chat)$"),
)


def with_wrong_links(
    rows: Sequence[Listing], models: Mapping[Key, str], seed: int
) -> list[Listing]:
    """Return listings of which most carry a link to their model, some of them a wrong one.

    A wrong link leaves out a date, a size or the word for an instruct model, or names any model.
    """
    chance = random.Random(seed)
    keys = sorted(models)
    links = {key: models[key] for key in chance.sample(keys, int(LINKED * len(keys)))}
    for key in chance.sample(sorted(links), int(WRONG * len(links))):
        left_out = chance.choice(_OMITTED).sub("", links[key])
        links[key] = left_out if left_out != links[key] else models[chance.choice(keys)]
    return [replace(row, upstream=links.get(key_of(row))) for row in rows]


def first_days(days: Mapping[str, Mapping[Key, str]], models: Mapping[Key, str]) -> dict[str, str]:
    """Return the first day on which any offering of each model was sold, by the model's id.

    `days` holds each day's offerings with their models; `models` the offerings to date.
    """
    seen: defaultdict[str, str] = defaultdict(lambda: "9999")
    for day, found in days.items():
        for model in set(found.values()):
            seen[model] = min(seen[model], day)
    return {model: seen[model] for model in set(models.values())}


def key_of(row: Listing) -> Key:
    return row.provider, row.provider_model_id
