"""Upstream's own canonical id, and when to distrust it. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.display.translation import gettext_noop as _
from catalog.identity.makers import maker_of_alias, slugify
from catalog.identity.parse_listing import parse_listing

# Why upstream's id was not used. An offering stores "key|theirs|ours": a slug holds no "|".
DISTILLATION, SIZE, TRAINING = "distillation", "size", "training"
DOUBTS = {
    DISTILLATION: _(
        "models.dev reports {theirs}, but the name indicates a distilled model ({ours})"
    ),
    SIZE: _("models.dev reports {theirs}, but the name indicates a different size ({ours})"),
    TRAINING: _(
        "models.dev reports {theirs}, but the name indicates a different training variant ({ours})"
    ),
}

_TUNED = re.compile(r"-(?:instruct|it|chat)(?=-|$)")
_BASE = re.compile(r"-(?:base|pt)(?=-|$)")
_SIZE = re.compile(r"(?<![a-z0-9])(?:\d+-)?\d+b(?![a-z0-9])")


Name = tuple[str, str]  # maker, slug


@dataclass(frozen=True, slots=True, order=True)
class UpstreamModel:
    """Upstream's canonical id, split into our maker's slug and the model's."""

    maker: str
    slug: str


def parse_upstream_id(text: str | None) -> UpstreamModel | None:
    """Return upstream's id; None where there is none, or where it is not maker/model."""
    org, _slash, model = (text or "").rpartition("/")
    org, slug = slugify(org.rpartition("/")[2]), slugify(model)
    if not org or not slug:
        return None
    maker = maker_of_alias(org)
    return UpstreamModel(maker.slug if maker else org, slug)


def states_training(model_id: str) -> bool:
    """Tell whether an id names the training: instruct or base."""
    text = "-" + slugify(model_id)
    return bool(_TUNED.search(text) or _BASE.search(text))


def contradiction(ours: str, upstream: UpstreamModel, *, training_known: bool) -> str | None:
    """Return why upstream's id cannot be right for our slug, None if it can.

    `training_known` is false for names that tell nothing of the training: they contradict no
    upstream id by it. The answer is what an offering stores; see `doubt_sentence`.
    """
    theirs = _in_our_spelling(upstream)
    if ours == theirs:
        return None
    if "distill" in ours and "distill" not in theirs:
        return f"{DISTILLATION}|{theirs}|{ours}"
    if _sizes_differ(ours, theirs):
        return f"{SIZE}|{theirs}|{ours}"
    if training_known and _training_differs(ours, theirs):
        return f"{TRAINING}|{theirs}|{ours}"
    return None


def doubt_sentence(stored: str) -> tuple[str, dict[str, str]]:
    """Return a stored doubt as the message id to translate and the arguments to fill it with.

    Text of unknown form is returned as it is, without arguments.
    """
    key, _bar, slugs = stored.partition("|")
    if key not in DOUBTS:
        return stored, {}
    theirs, _bar, ours = slugs.partition("|")
    return DOUBTS[key], {"theirs": theirs, "ours": ours}


def _in_our_spelling(upstream: UpstreamModel) -> str:
    return parse_listing("", f"{upstream.maker}/{upstream.slug}").slug


def _sizes_differ(ours: str, theirs: str) -> bool:
    our_sizes, their_sizes = set(_SIZE.findall(ours)), set(_SIZE.findall(theirs))
    return bool(our_sizes and their_sizes and not our_sizes & their_sizes)


def _training_differs(ours: str, theirs: str) -> bool:
    if bool(_BASE.search(ours)) != bool(_BASE.search(theirs)):
        return True
    # Only the word Instruct may differ: other differences are other spellings.
    if _TUNED.sub("", ours) != _TUNED.sub("", theirs):
        return False
    return bool(_TUNED.search(ours)) != bool(_TUNED.search(theirs))


def upstream_models(
    trusted: Iterable[tuple[Name, UpstreamModel]], sizes: Mapping[Name, int]
) -> dict[Name, UpstreamModel]:
    """Return upstream's id for a (maker, slug) of ours, for listings without one.

    It applies where it is only another spelling, or where most of the listings that `sizes`
    counts have it: one odd row must not rename its neighbours.
    """
    ids: defaultdict[Name, Counter[UpstreamModel]] = defaultdict(Counter)
    spellings: dict[Name, UpstreamModel] = {}
    for name, upstream in trusted:
        ids[name][upstream] += 1
        spellings[upstream.maker, _in_our_spelling(upstream)] = upstream
    most = {
        name: upstream
        for name, counted in ids.items()
        for upstream, count in counted.items()
        if 2 * count > sizes[name]
    }
    return most | {name: theirs for name, theirs in spellings.items() if name not in most}
