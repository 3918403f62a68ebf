"""Writing makers and providers as of one payload."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from catalog.domain.prices import PriceState
from catalog.identity.makers import maker_of_slug
from catalog.ingest.batch import OWN_CHANNELS, Batch, price_state_of
from catalog.ingest.bulk import insert, overwrite, set_fields
from catalog.ingest.rebuild_state import RebuildState
from catalog.models import Maker, Provider

NOTHING_OFFERED = {"offering_count": 0, "priced_count": 0}


def save_makers(today: Batch) -> dict[str, int]:
    """Add the makers that are new; return every maker's id by slug."""
    known = dict(Maker.objects.values_list("slug", "pk"))
    named = {identity.maker for identity in today.identities.values()}
    owners = {OWN_CHANNELS[key][0] for key in today.read.providers if key in OWN_CHANNELS}
    new = sorted((named | owners) - known.keys())
    insert(Maker, [_new_maker(slug, today.memory) for slug in new])
    return dict(Maker.objects.values_list("slug", "pk"))


def _new_maker(slug: str, memory: RebuildState) -> Maker:
    maker = maker_of_slug(slug)
    name = maker.name if maker else slug.replace("-", " ").title()
    return Maker(pk=memory.id_of(Maker, slug), slug=slug, name=name[:200])


def save_providers(today: Batch, makers: Mapping[str, int]) -> dict[str, int]:
    """Write the providers that are new or say something new; return every provider's id by key."""
    known = {row.key: row for row in Provider.objects.all()}
    new, changed = [], []
    for key, stated in _stated(today, makers).items():
        if key not in known:
            pk = today.memory.id_of(Provider, key)
            new.append(Provider(pk=pk, first_seen=today.day, **stated))
        elif set_fields(known[key], stated):
            changed.append(known[key])
    gone = [row for key, row in known.items() if key not in today.read.providers]
    changed += [row for row in gone if set_fields(row, today.withdrawal(row) | NOTHING_OFFERED)]
    insert(Provider, new)
    overwrite(Provider, changed)
    return dict(Provider.objects.values_list("key", "pk"))


def _stated(today: Batch, makers: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    records = today.read.offerings.values()
    offered = Counter(record.provider for record in records)
    priced = Counter(r.provider for r in records if price_state_of(r) is PriceState.PRICED)
    return {
        key: asdict(record)
        | {
            "env": list(record.env),
            "maker_id": makers[OWN_CHANNELS[key][0]] if key in OWN_CHANNELS else None,
            "offering_count": offered[key],
            "priced_count": priced[key],
            "last_seen": None,
            "withdrawn_on": None,
        }
        for key, record in today.read.providers.items()
    }
