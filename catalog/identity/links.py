"""What the feed's own links teach: of the offers that carry them, of their names, of later days.

A link (`canonical_model_id`, `base_model`) decides its own offer unless the id contradicts it.
For offers without one, the linked offers of the same name vote alone; and two names that are
both widely sold merge only by a majority of today's offers. Pure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from catalog.identity.makers import slugify
from catalog.identity.memory import Memory
from catalog.identity.parse_listing import parse_listing
from catalog.identity.rules import marked
from catalog.identity.upstream_ids import UpstreamModel

Name = tuple[str, str]  # maker, slug

WIDELY_SOLD = 3  # providers of a name that one stray link must not merge away

DATE_DROPPED = marked("the feed says {theirs}, the name adds a date: {ours}")
SIZE_DROPPED = marked("the feed says {theirs}, the name adds a size: {ours}")

_DATE = re.compile(
    r"(?:-(?:instruct|thinking|chat|it))?"
    r"-(?:20[2-3]\d-?[01]\d-?[0-3]\d|2[3-9][01]\d[0-3]\d|2[3-9][01]\d|[01]\d-?[0-3]\d)$"
)
_SIZE = re.compile(r"-\d+b(?:-a\d+b)?(?:-(?:instruct|it))?$")


def dropped(model_id: str, ours: str, theirs: str, *, sold: bool) -> str | None:
    """Return the doubt about a link that drops a date or a size which the id itself states.

    `sold`: the feed's name is sold beside ours. Only then the two may be two models; else the
    feed's name is but a shorter spelling.
    """
    more = ours.removeprefix(theirs)
    if not sold or more == ours or not more or more.strip("-") not in slugify(model_id):
        return None
    if _DATE.fullmatch(more):
        return DATE_DROPPED.format(theirs=theirs, ours=ours)
    return SIZE_DROPPED.format(theirs=theirs, ours=ours) if _SIZE.fullmatch(more) else None


def as_we_spell(model: UpstreamModel) -> Name:
    """Return the name that our rules give to the feed's model."""
    return model.maker, parse_listing("", f"{model.maker}/{model.slug}").slug


def models_of_names(
    today: Iterable[tuple[Name, UpstreamModel]],
    memory: Memory,
    rows: Mapping[Name, int],
    sellers: Mapping[Name, set[str]],
) -> dict[Name, UpstreamModel]:
    """Return the feed's one model for each of our names that links vote on.

    `rows` and `sellers` count all of today's offers by our name.
    """
    votes: defaultdict[Name, Counter[UpstreamModel]] = defaultdict(Counter)
    linked: set[Name] = set()
    for name, model in today:
        votes[name][model] += 1
        linked.add(name)
    for _, link in sorted(memory.links.items()):
        if link.name not in linked:
            votes[link.name][link.model] += 1
    spelt = {as_we_spell(model): model for found in votes.values() for model in sorted(found)}
    decided = dict(_decided(votes))
    names_of: defaultdict[UpstreamModel, set[Name]] = defaultdict(set)
    for name, model in (spelt | decided).items():
        names_of[model].add(name)
    models = {}
    for name, model in decided.items():
        home = as_we_spell(model)
        merges = name != home and len(sellers.get(home, ())) >= WIDELY_SOLD
        wide = len(sellers.get(name, ())) >= WIDELY_SOLD
        if merges and wide and 2 * votes[name][model] <= rows[name]:
            continue
        models[name] = model
    return {name: model for name, model in spelt.items() if name not in votes} | models


def _decided(
    votes: Mapping[Name, Counter[UpstreamModel]],
) -> Iterator[tuple[Name, UpstreamModel]]:
    for name, found in votes.items():
        model, count = min(found.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count > found.total():
            yield name, model
