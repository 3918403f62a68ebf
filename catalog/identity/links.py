"""What upstream's own links decide: for the offers that carry them, their names, later days. Pure.

A link (`canonical_model_id`, `base_model`) decides its own offer unless the id contradicts it.
For offers without one, the linked offers of the same name vote alone; and two names that are
both widely sold merge only by a majority of today's offers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.identity.memory import Link, Memory
from catalog.identity.rules.steps import LINKS, REMEMBERED, Step
from catalog.identity.upstream_ids import UpstreamModel, in_our_spelling, omitted, unrelated

Key = tuple[str, str]  # provider, provider's model id
Name = tuple[str, str]  # maker, slug

WIDELY_SOLD = 3  # providers of a name that one stray link must not merge away


@dataclass(frozen=True, slots=True)
class Decision:
    """What links decide for one offer: `model`, or None with the `doubt` about its own link.

    `linked` offers have, or had, a link of their own. `steps` are none for a link of today.
    """

    model: UpstreamModel | None
    linked: bool = False
    steps: tuple[Step, ...] = ()
    doubt: str | None = None


def decide(
    names: Mapping[Key, Name],
    links: Mapping[Key, Link],
    remembered: Mapping[Key, Link],
    memory: Memory,
    doubt_of: Callable[[Key, UpstreamModel], str | None],
    *,
    learns: bool = True,
) -> dict[Key, Decision]:
    """Return what links decide, for the offers for which they decide anything.

    `names` are our names of all offers; `links` today's, `remembered` earlier days' links of
    offers without one today. Unless it `learns`, links decide their own offers only.
    """
    decisions = {}
    trusted = []
    for key, link in links.items():
        if doubt := doubt_of(key, link.model):
            decisions[key] = Decision(None, linked=True, doubt=doubt)
        else:
            decisions[key] = Decision(link.model, linked=True)
            trusted.append((names[key], link.model))
    for key, link in remembered.items():
        if not doubt_of(key, link.model):
            decisions[key] = Decision(link.model, linked=True, steps=(REMEMBERED,))
    # An id that was re-pointed, or that has another link today, votes no more as it did before.
    earlier = [
        (link.name, link.model)
        for key, link in sorted(memory.links.items())
        if key not in names or (key in remembered and key in decisions)
    ]
    taught = models_of_names(trusted, earlier, names) if learns else {}
    of_today = {model for _, model in trusted}
    for key, name in names.items():
        if key not in decisions and (model := taught.get(name)):
            steps = (LINKS,) if model in of_today else (LINKS, REMEMBERED)
            decisions[key] = Decision(model, steps=steps)
    return decisions


def our_name(model: UpstreamModel) -> Name:
    """Return the name that our rules give to upstream's model."""
    return model.maker, in_our_spelling(model)


def models_of_names(
    today: Iterable[tuple[Name, UpstreamModel]],
    earlier: Iterable[tuple[Name, UpstreamModel]],
    names: Mapping[Key, Name],
) -> dict[Name, UpstreamModel]:
    """Return upstream's one model for each of our names that links vote on.

    `names` are all of today's offers. Links of `earlier` days vote where none of today do.
    """
    votes: defaultdict[Name, Counter[UpstreamModel]] = defaultdict(Counter)
    for name, model in today:
        votes[name][model] += 1
    linked = set(votes)
    for name, model in earlier:
        if name not in linked:
            votes[name][model] += 1
    spellings = {our_name(model): model for found in votes.values() for model in sorted(found)}
    sellers: defaultdict[Name, set[str]] = defaultdict(set)
    for (provider, _id), name in names.items():
        sellers[name].add(provider)
    sizes = Counter(names.values())
    models = {name: model for name, model in spellings.items() if name not in votes}
    for name, model in _majorities(votes):
        home = our_name(model)
        wide = min(len(sellers[name]), len(sellers[home])) >= WIDELY_SOLD
        by_majority = 2 * votes[name][model] > sizes[name]
        # One link to a name with nothing in common may be a slip; two are not.
        slip = votes[name][model] == 1 and name[0] != home[0] and unrelated(name[1], home[1])
        # Nor do links say that a dated name, of which they are silent, is the undated one.
        silent = omitted(name[1], home[1])[0] and name[0] == home[0]
        if name == home or not (slip or silent or (wide and not by_majority)):
            models[name] = model
    return models


def _majorities(
    votes: Mapping[Name, Counter[UpstreamModel]],
) -> Iterator[tuple[Name, UpstreamModel]]:
    for name, found in votes.items():
        model, count = min(found.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count > found.total():
            yield name, model
