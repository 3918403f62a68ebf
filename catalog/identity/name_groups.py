"""The offers of each name in a payload, as evidence about names: who sells it, and how. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.identity.rules.steps import Step

Name = tuple[str, str]  # maker, slug
Prices = tuple[Decimal | None, Decimal | None]
Limits = tuple[int | None, int | None]
Joined = dict[Name, tuple[Name, Step]]  # a name, the name that it is another spelling of, and why


@dataclass(frozen=True, slots=True)
class Offer:
    """What one offer tells of its name, beside the name."""

    provider: str
    display_name: str = ""
    prices: Prices = (None, None)
    limits: Limits = (None, None)
    released: str = ""
    reasoning: bool | None = None

    @property
    def priced(self) -> bool:
        # Two free offers have equal prices, which is no evidence that they are one model.
        return any(self.prices) and None not in self.prices


@dataclass(slots=True)
class NameGroups:
    """Offers by name; `own` holds the names that makers sell in their own channels.

    `sold_before` holds the names that they sold on earlier days: a maker that no longer sells a
    model once told it apart.
    """

    offers: dict[Name, list[Offer]]
    own: frozenset[Name]
    sold_before: frozenset[Name] = frozenset()
    by_maker: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        by_maker: defaultdict[str, set[str]] = defaultdict(set)
        for maker, slug in self.offers:
            by_maker[maker].add(slug)
        self.by_maker = dict(by_maker)

    def __contains__(self, name: Name) -> bool:
        return name in self.offers

    def names(self) -> Iterator[Name]:
        return iter(sorted(self.offers))

    def providers(self, name: Name) -> set[str]:
        return {offer.provider for offer in self.offers.get(name, ())}

    def makers_own(self, name: Name) -> bool:
        """Tell whether the maker itself sells a name, or did on an earlier day."""
        return name in self.own or name in self.sold_before

    def starting(self, maker: str, start: str) -> set[str]:
        return {slug for slug in self.by_maker.get(maker, ()) if slug.startswith(start)}

    def sold_at_other_terms(self, one: Name, other: Name) -> bool:
        """Tell whether some provider sells both names at prices that differ."""
        return any(not same for same in self._same(one, other, lambda o: (o.prices,)))

    def sold_at_same_terms(self, one: Name, other: Name) -> bool:
        """Tell whether a provider sells both names, and all who do at the same price and limits."""
        same = list(self._same(one, other, lambda o: (o.prices, o.limits)))
        return bool(same) and all(same)

    def _same(
        self, one: Name, other: Name, terms: Callable[[Offer], tuple[object, ...]]
    ) -> Iterator[bool]:
        for provider in sorted(self.providers(one) & self.providers(other)):
            ours, theirs = (
                {terms(o) for o in self.offers[n] if o.provider == provider and o.priced}
                for n in (one, other)
            )
            if ours and theirs:
                yield not ours.isdisjoint(theirs)

    def released(self, name: Name) -> date | None:
        """Return the release day that most offers report; the earliest of equals."""
        days = Counter(day for o in self.offers.get(name, ()) if (day := day_of(o.released)))
        return min(days, key=lambda day: (-days[day], day)) if days else None

    def context(self, name: Name) -> int | None:
        """Return the context window in tokens that most offers report; the larger of equals."""
        windows = Counter(o.limits[0] for o in self.offers.get(name, ()) if o.limits[0])
        return max(windows, key=lambda size: (windows[size], size)) if windows else None

    def thinks(self, name: Name) -> bool:
        """Tell whether most offers of a name report that it can think."""
        told = [o.reasoning for o in self.offers.get(name, ()) if o.reasoning is not None]
        return 2 * sum(told) > len(told)

    def sold_by_more(self, names: Iterable[Name]) -> Name:
        """Return the name that the maker sells, else the one that most providers sell."""
        return min(names, key=lambda n: (not self.makers_own(n), -len(self.providers(n)), n))


def day_of(text: str) -> date | None:
    """Return the day that an ISO date names, None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def resolve(joined: Mapping[Name, tuple[Name, Step]], name: Name) -> tuple[Name, tuple[Step, ...]]:
    """Follow joined names to the last one; a circle ends where it began."""
    steps: list[Step] = []
    seen = {name}
    while (found := joined.get(name)) and found[0] not in seen:
        name = found[0]
        seen.add(name)
        steps.append(found[1])
    return name, tuple(dict.fromkeys(steps))
