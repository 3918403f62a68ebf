"""A maker's models as releases, and the families that the feed says they belong to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from catalog.identity.makers import slugify
from catalog.models import Maker, family_url


@dataclass(frozen=True, slots=True)
class Release:
    """A model as a timeline shows it, at the prices of its recommended channel."""

    path: str
    name: str
    family: str
    released: str
    input: Decimal | None
    output: Decimal | None
    withdrawn_on: date | None

    @property
    def url(self) -> str:
        return reverse("model", args=[*self.path.split("/", 1)])


@dataclass(frozen=True, slots=True)
class Family:
    """A family of one maker; what the feed spells in several ways is one family."""

    name: str
    url: str
    live: int
    newest: str


def releases_of(maker: Maker) -> list[Release]:
    """Return every model of a maker, withdrawn ones too, in the order of their names."""
    rows = maker.models.order_by("label", "path").values_list(
        *("path", "label", "family", "released", "input_price", "output_price", "withdrawn_on")
    )
    return [Release(*row) for row in rows]


def usual_name(members: Iterable[Release]) -> str:
    """Return how most of a family's models spell it."""
    return Counter(member.family for member in members).most_common(1)[0][0]


def families_of(maker: Maker, releases: Iterable[Release]) -> list[Family]:
    """Return the families that somebody sells a model of, the largest first."""
    own: dict[str, list[Release]] = {}
    for release in releases:
        if slugify(release.family) and release.withdrawn_on is None:
            own.setdefault(slugify(release.family), []).append(release)
    found = [
        Family(
            usual_name(members),
            family_url(maker.slug, slug),
            len(members),
            max(member.released for member in members),
        )
        for slug, members in own.items()
    ]
    return sorted(found, key=lambda family: (-family.live, family.name))
