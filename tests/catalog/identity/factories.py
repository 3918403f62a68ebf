"""Small payloads for the steps of identity, written as lines."""

from decimal import Decimal

from catalog.identity.name_groups import Name, NameGroups, Offer
from catalog.identity.parse_payload import Parsed, parse_ids


def name(text: str) -> Name:
    """Return "maker/slug" as a name."""
    maker, _slash, slug = text.partition("/")
    return maker, slug


def make_groups(payload: str, *, own: str = "", sold_before: str = "") -> NameGroups:
    """Read lines of "provider maker/slug [price=…] [context=…] [day=…] [thinks|plain]".

    `own` are the names that their makers sell, `sold_before` those that they sold earlier.
    """
    offers: dict[Name, list[Offer]] = {}
    for line in payload.strip().splitlines():
        provider, text, *facts = line.split()
        offers.setdefault(name(text), []).append(make_offer(provider, *facts))
    names = (frozenset(map(name, texts.split())) for texts in (own, sold_before))
    return NameGroups(offers, *names)


def make_offer(provider: str, *facts: str) -> Offer:
    values = dict(fact.partition("=")[::2] for fact in facts)
    price = Decimal(values["price"]) if "price" in values else None
    context = int(values["context"]) if "context" in values else None
    thinks = True if "thinks" in values else False if "plain" in values else None
    prices, limits = (price, price), (context, None)
    return Offer(provider, "", prices, limits, values.get("day", ""), thinks)


def parse(payload: str) -> Parsed:
    """Parse lines of "provider id"."""
    keys = [tuple(line.split()) for line in payload.strip().splitlines()]
    return parse_ids(dict.fromkeys(keys, ""), frozenset())


def joined_names(joined: dict[Name, tuple[Name, object]]) -> dict[str, str]:
    """Return joined names as "maker/slug", without the steps."""
    return {"/".join(one): "/".join(other) for one, (other, _step) in joined.items()}
