"""What stands behind a model's name: contexts, modes, sizes, speeds, one reseller's words. Pure.

Each function returns which names are another spelling of which, for one kind of tail. A tail
that the maker itself sells is never taken off; nor one at another price of the same provider.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator

from catalog.identity.makers import maker_of_slug
from catalog.identity.name_groups import Joined, Name, NameGroups
from catalog.identity.rules.steps import (
    CLASS_LEFT_OUT,
    CONTEXT_TAIL,
    ONE_RESELLERS_TAIL,
    SIZE_TAIL,
    SPEED_WORD,
    THINKING_TAIL,
    Step,
)
from catalog.identity.slug_builder import SlugBuilder, polish
from catalog.identity.spellings import words_and_numbers
from catalog.identity.vocabulary import DERIVED, SPEED

_CONTEXT = re.compile(r"-(?:\d{2,4}k|[1-9]\d?m)$")
_THINKING = re.compile(r"-think(?:ing)?$")
_SIZE = re.compile(r"-(\d+b(?:-a\d+b)?)(?:-(?:instruct|it))?$")
_SIZE_NEXT = re.compile(r"-(\d+b)(?=-|$)")
_ACTIVE_SIZE = re.compile(r"(?<=-)\d+b-a\d+b(?=-|$)")
# Words that make another model of the same size: training, input, purpose.
_KIND = re.compile(
    r"instruct|it|chat|base|pt|thinking|reasoning|coder|code|math|vl|vision|omni|audio|guard|"
    r"embed|rerank|\d{4,}|v\d+"
)
_NUMBER = re.compile(r"\d")

FEW_HOSTS = 2  # more sellers of a speed word tell of a model


def join_context_tails(groups: NameGroups) -> Joined:
    """Join `x-128k` to `x` where only one such size exists.

    A window larger than the one of `x` is no host's cut: that is an edition of its own.
    """
    sizes: defaultdict[Name, set[Name]] = defaultdict(set)
    for maker, slug in groups.names():
        if (base := _CONTEXT.sub("", slug)) != slug:
            sizes[maker, base].add((maker, slug))
    joined: Joined = {}
    for base_name, tails in sizes.items():
        if len(tails) == 1 and not _is_larger(groups, min(tails), base_name):
            joined |= joined_tail(groups, min(tails), base_name, CONTEXT_TAIL)
    return joined


def _is_larger(groups: NameGroups, tail: Name, base: Name) -> bool:
    ours, theirs = groups.context(tail), groups.context(base)
    # Half more, since 128k stands for 128,000 here and for 131,072 there.
    return bool(ours and theirs and 2 * ours > 3 * theirs)


def join_speed_tails(groups: NameGroups) -> Joined:
    """Join `x-turbo` to `x` where the maker is in no table and one or two hosts use the word."""
    joined: Joined = {}
    for maker, slug in groups.names():
        base, _, word = slug.rpartition("-")
        if word not in SPEED or not base or maker_of_slug(maker):
            continue
        builder = SlugBuilder(base)
        polish(builder)
        few = len(groups.providers((maker, slug))) <= FEW_HOSTS
        # Who sells both, at terms that are not the same, sells two models.
        if groups.providers((maker, slug)) & groups.providers((maker, builder.slug)):
            few = few and groups.sold_at_same_terms((maker, slug), (maker, builder.slug))
        if few and len(groups.providers((maker, builder.slug))) >= 2 * FEW_HOSTS:
            joined |= joined_tail(groups, (maker, slug), (maker, builder.slug), SPEED_WORD)
    return joined


def join_thinking_tails(groups: NameGroups) -> Joined:
    """Join `x-thinking` to `x` where `x` itself can think, so that it is a mode of `x`.

    Where an instruct model or a dated thinking one stands beside it, thinking is a training.
    """
    joined: Joined = {}
    for maker, slug in groups.names():
        base = _THINKING.sub("", slug)
        if base == slug or not groups.thinks((maker, base)):
            continue
        siblings = groups.starting(maker, f"{base}-instruct") | groups.starting(maker, f"{slug}-")
        # What at least half as many providers sell is a model, not a mode of another one.
        few = 2 * len(groups.providers((maker, slug))) < len(groups.providers((maker, base)))
        if few and not siblings:
            joined |= joined_tail(groups, (maker, slug), (maker, base), THINKING_TAIL)
    return joined


def join_size_tails(groups: NameGroups) -> Joined:
    """Join `x-120b-a12b` and `x` where the model exists in one size only."""
    joined: Joined = {}
    for maker, slug in groups.names():
        found = _SIZE.search(slug)
        if not found or (maker, base := slug[: found.start()]) not in groups:
            continue
        sizes = {
            size.group(1)
            for other in groups.starting(maker, f"{base}-")
            if (size := _SIZE_NEXT.match(other, len(base)))
        }
        if len(sizes) > 1 or all(map(groups.makers_own, ((maker, slug), (maker, base)))):
            continue
        if groups.sold_at_other_terms((maker, slug), (maker, base)):
            continue
        usual = groups.sold_by_more([(maker, slug), (maker, base)])
        other_name = (maker, base if usual[1] == slug else slug)
        joined[other_name] = (usual, SIZE_TAIL)
    return joined


def join_class_left_out(groups: NameGroups) -> Joined:
    """Join `x-120b-a12b`, or `x-super-120b`, to `x-super-120b-a12b` where only that `x` exists.

    A size with its active part is as good as a name; a plain `70b` is shared by many models.
    """
    by_size: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    shorter: defaultdict[tuple[str, Hashable], set[str]] = defaultdict(set)
    for maker, slug in groups.names():
        if found := _ACTIVE_SIZE.search(slug):
            by_size[maker, slug.partition("-")[0], found.group()].append(slug)
            if (active := slug.replace(found.group(), found.group().partition("-")[0])) != slug:
                shorter[maker, words_and_numbers(active)].add(slug)
    joined: Joined = {}
    for maker, short in groups.names() if shorter else ():
        if len(fuller_names := shorter.get((maker, words_and_numbers(short)), set())) == 1:
            joined |= joined_tail(
                groups, (maker, short), (maker, min(fuller_names)), CLASS_LEFT_OUT
            )
    for (maker, *_), slugs in by_size.items():
        for short in slugs:
            words = set(short.split("-"))
            fuller = {slug: set(slug.split("-")) for slug in slugs if words < set(slug.split("-"))}
            fullest = max(fuller, key=lambda slug: (len(fuller[slug]), slug), default=short)
            if not all(found <= fuller[fullest] for found in fuller.values()):
                continue
            added = fuller.get(fullest, words) - words
            # The name that fewer sell is the short one of a host, or else somebody's fine-tune.
            usual = groups.sold_by_more([(maker, short), (maker, fullest)])
            if added and usual[1] == fullest and not any(map(_KIND.fullmatch, added)):
                joined |= joined_tail(groups, (maker, short), (maker, fullest), CLASS_LEFT_OUT)
    return joined


def join_one_resellers_tails(groups: NameGroups) -> Joined:
    """Join `x-word` to `x` where one reseller alone uses the word and sells both alike.

    A word that two providers use anywhere, or a maker in its own channel, may name a model.
    """
    users: defaultdict[str, set[str]] = defaultdict(set)
    for name in groups.names():
        for word in name[1].split("-"):
            users[word] |= groups.providers(name)
    makers_words = Counter(word for _, slug in groups.own for word in slug.split("-"))
    joined: Joined = {}
    for maker, slug in groups.names():
        if len(groups.providers((maker, slug))) != 1:
            continue
        for base, tail in _cuts(slug):
            # Nor does one seller of all variants of its own fine-tune say that they are one.
            if len(groups.providers((maker, base))) < 2:
                continue
            only = all(
                len(users[word]) == 1
                and word not in makers_words
                and word not in DERIVED
                and not _NUMBER.search(word)
                for word in tail.split("-")
            )
            if only and groups.sold_at_same_terms((maker, slug), (maker, base)):
                joined |= joined_tail(groups, (maker, slug), (maker, base), ONE_RESELLERS_TAIL)
            # Only the longest base that others sell counts: a shorter one is another model.
            break
    return joined


def _cuts(slug: str) -> Iterator[tuple[str, str]]:
    """Yield a slug cut at each dash, the longest base first."""
    cut = slug.rfind("-")
    while cut > 0:
        yield slug[:cut], slug[cut + 1 :]
        cut = slug.rfind("-", 0, cut)


def joined_tail(groups: NameGroups, tail: Name, base: Name, step: Step) -> Joined:
    """Join a tail to its base, unless the maker sells it or a provider prices it apart."""
    if base not in groups or groups.makers_own(tail) or groups.sold_at_other_terms(tail, base):
        return {}
    return {tail: (base, step)}
