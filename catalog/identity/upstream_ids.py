"""What the feed itself says a listing is, and when not to believe it. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.identity.makers import maker_of_alias, slugify
from catalog.identity.parse_listing import parse_listing
from catalog.identity.rules import marked

# What a name may say against the feed's word.
DOUBTS = (
    DISTILLED := marked("the feed says {theirs}, the name a distillation: {ours}"),
    RESIZED := marked("the feed says {theirs}, the name another size: {ours}"),
    RETRAINED := marked("the feed says {theirs}, the name another training: {ours}"),
)

_TUNED = re.compile(r"-(?:instruct|it|chat)(?=-|$)")
_BASE = re.compile(r"-(?:base|pt)(?=-|$)")
_SIZE = re.compile(r"(?<![a-z0-9])(?:\d+-)?\d+b(?![a-z0-9])")


Name = tuple[str, str]  # maker, slug


@dataclass(frozen=True, slots=True, order=True)
class UpstreamModel:
    """The feed's word for a model, split into our maker's slug and the model's."""

    maker: str
    slug: str


def parse_upstream_id(text: str | None) -> UpstreamModel | None:
    """Return the feed's word, None when there is none or it is not maker/model."""
    org, _, model = (text or "").rpartition("/")
    org, slug = slugify(org.rpartition("/")[2]), slugify(model)
    if not org or not slug:
        return None
    maker = maker_of_alias(org)
    return UpstreamModel(maker.slug if maker else org, slug)


def says_training(model_id: str) -> bool:
    """Tell whether an id itself says that the model is the tuned one or the base."""
    text = "-" + slugify(model_id)
    return bool(_TUNED.search(text) or _BASE.search(text))


def contradiction(ours: str, word: UpstreamModel, *, silent: bool) -> str | None:
    """Return why the feed's word cannot be right for what the names say, None if it can.

    `silent` names, nicknames without the word Instruct, say nothing of training.
    """
    theirs = _as_we_spell(word)
    if ours == theirs:
        return None
    if "distill" in ours and "distill" not in theirs:
        return DISTILLED.format(theirs=theirs, ours=ours)
    if _other_size(ours, theirs):
        return RESIZED.format(theirs=theirs, ours=ours)
    if not silent and _other_training(ours, theirs):
        return RETRAINED.format(theirs=theirs, ours=ours)
    return None


def _as_we_spell(word: UpstreamModel) -> str:
    return parse_listing("", f"{word.maker}/{word.slug}").slug


def _other_size(ours: str, theirs: str) -> bool:
    mine, other = set(_SIZE.findall(ours)), set(_SIZE.findall(theirs))
    return bool(mine and other and not mine & other)


def _other_training(ours: str, theirs: str) -> bool:
    if bool(_BASE.search(ours)) != bool(_BASE.search(theirs)):
        return True
    if _TUNED.sub("", ours) != _TUNED.sub("", theirs):
        return False
    return bool(_TUNED.search(ours)) != bool(_TUNED.search(theirs))


def upstream_models(
    trusted: Iterable[tuple[Name, UpstreamModel]], sizes: Mapping[Name, int]
) -> dict[Name, UpstreamModel]:
    """Return the feed's one word for a (maker, slug) of ours.

    It holds where it is but another spelling, or where the feed says it of most of the listings
    that `sizes` counts: one odd row shall not rename its neighbours.
    """
    words: defaultdict[Name, Counter[UpstreamModel]] = defaultdict(Counter)
    spelt: dict[Name, UpstreamModel] = {}
    for name, word in trusted:
        words[name][word] += 1
        spelt[word.maker, _as_we_spell(word)] = word
    most = {
        name: word
        for name, found in words.items()
        for word, count in found.items()
        if 2 * count > sizes[name]
    }
    return most | {name: word for name, word in spelt.items() if name not in most}
