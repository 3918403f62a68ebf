"""Upstream's own canonical id, and when to distrust it. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from catalog.display.translation import gettext_noop as _
from catalog.identity.maker_rules import family_of
from catalog.identity.makers import maker_of_alias, slugify
from catalog.identity.model_ids import decoded_id
from catalog.identity.parse_listing import parse_listing

# Why upstream's id was not used. An offering stores "key|theirs|ours": a slug holds no "|".
DISTILLATION, SIZE, TRAINING = "distillation", "size", "training"
NO_DATE, NO_SIZE, MODEL, VERSION = "no-date", "no-size", "model", "version"
DOUBTS = {
    VERSION: _("models.dev reports {theirs}, but the name indicates a different version ({ours})"),
    MODEL: _("models.dev reports {theirs}, but the name indicates a different model ({ours})"),
    DISTILLATION: _(
        "models.dev reports {theirs}, but the name indicates a distilled model ({ours})"
    ),
    SIZE: _("models.dev reports {theirs}, but the name indicates a different size ({ours})"),
    TRAINING: _(
        "models.dev reports {theirs}, but the name indicates a different training variant ({ours})"
    ),
    NO_DATE: _("models.dev reports {theirs}, but the name has a date: {ours}"),
    NO_SIZE: _("models.dev reports {theirs}, but the name has a size: {ours}"),
}

_TUNED = re.compile(r"-(?:instruct|it|chat)(?=-|$)")
_BASE = re.compile(r"-(?:base|pt)(?=-|$)")
_SIZE = re.compile(r"(?<![a-z0-9])(?:\d+-)?\d+b(?![a-z0-9])")


# Years with or without a century, month and day; the month and day, or year and month, alone.
_DATE_TAIL = re.compile(
    r"(?:-(?:instruct|thinking|chat|it))?"
    r"-(?:20[2-3]\d-?[01]\d-?[0-3]\d|2[3-9][01]\d[0-3]\d|2[3-9][01]\d|[01]\d-?[0-3]\d)"
)
_SIZE_WITHIN = re.compile(r"-\d+b(?:-a\d+b)?(?=-)")
# The first number behind a family's name is its version: `gpt-5-4-mini`, `qwen3-5-plus`.
_VERSION = re.compile(
    r"(?P<family>[a-z]+(?:-[a-z]+)*?)-?v?(?P<major>\d{1,2})(?:-(?P<minor>\d{1,2}))?(?=-|$)"
)
_SIZE_TAIL = re.compile(r"-\d+b(?:-a\d+b)?(?:-(?:instruct|it))?")


@dataclass(frozen=True, slots=True, order=True)
class UpstreamModel:
    """Upstream's canonical id, split into our maker's slug and the model's."""

    maker: str
    slug: str


def parse_upstream_id(text: str | None) -> UpstreamModel | None:
    """Return upstream's id; None where there is none, or where it is not maker/model."""
    org, _slash, model = decoded_id(text or "").rpartition("/")
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
    theirs = in_our_spelling(upstream)
    if ours == theirs:
        return None
    checks = _CONTRADICTIONS if training_known else _CONTRADICTIONS[:-1]
    return next((f"{key}|{theirs}|{ours}" for key, differ in checks if differ(ours, theirs)), None)


def omission(model_id: str, ours: str, upstream: UpstreamModel) -> str | None:
    """Return the doubt about an upstream id that omits a date or a size which the id states.

    It may be a shorter spelling; but a dated snapshot is not what its alias points to today.
    """
    theirs = in_our_spelling(upstream)
    kind, more = omitted(ours, theirs)
    return f"{kind}|{theirs}|{ours}" if kind and more.strip("-") in slugify(model_id) else None


def omitted(ours: str, theirs: str) -> tuple[str, str]:
    """Return whether their slug is ours without a date or a size, and that part; "" if not."""
    more = ours.removeprefix(theirs)
    if more != ours and _DATE_TAIL.fullmatch(more):
        return NO_DATE, more
    if more != ours and _SIZE_TAIL.fullmatch(more):
        return NO_SIZE, more
    sizes = (size.group() for size in _SIZE_WITHIN.finditer(ours))
    return next(((NO_SIZE, s) for s in sizes if ours.replace(s, "", 1) == theirs), ("", ""))


def doubt_sentence(stored: str) -> tuple[str, dict[str, str]]:
    """Return a stored doubt as the message id to translate and the arguments to fill it with.

    Text of unknown form is returned as it is, without arguments.
    """
    key, _bar, slugs = stored.partition("|")
    if key not in DOUBTS:
        return stored, {}
    theirs, _bar, ours = slugs.partition("|")
    return DOUBTS[key], {"theirs": theirs, "ours": ours}


def in_our_spelling(upstream: UpstreamModel) -> str:
    """Return the slug that our rules give to upstream's model."""
    return parse_listing("", f"{upstream.maker}/{upstream.slug}").slug


def unrelated(ours: str, theirs: str) -> bool:
    """Tell whether two slugs have no word in common; numbers are no words."""
    return not _words(ours) & _words(theirs)


def _words(slug: str) -> set[str]:
    return {word for word in slug.split("-") if not word.isdigit()}


def _families_differ(ours: str, theirs: str) -> bool:
    """Tell whether two slugs name families of two makers, and neither is made from the other."""
    our_maker, their_maker = family_of(ours), family_of(theirs)
    known = our_maker is not None and their_maker is not None
    return known and our_maker is not their_maker and unrelated(ours, theirs)


def _versions_differ(ours: str, theirs: str) -> bool:
    """Tell whether two slugs name versions of one family that cannot be the same."""
    one, other = _VERSION.match(ours), _VERSION.match(theirs)
    if one is None or other is None or one["family"] != other["family"]:
        return False
    # A minor version may be left out.
    minors_differ = None not in (one["minor"], other["minor"]) and one["minor"] != other["minor"]
    return one["major"] != other["major"] or minors_differ


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


def _only_ours_is_distilled(ours: str, theirs: str) -> bool:
    return "distill" in ours and "distill" not in theirs


# In this order; the training last, since a name may tell nothing of it.
_CONTRADICTIONS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    (MODEL, _families_differ),
    (VERSION, _versions_differ),
    (DISTILLATION, _only_ours_is_distilled),
    (SIZE, _sizes_differ),
    (TRAINING, _training_differs),
)
