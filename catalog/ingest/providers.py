"""Write makers and providers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from catalog.domain.corrections import FIELDS, Target, correct_columns, own_values
from catalog.domain.prices import PriceState
from catalog.identity.makers import maker_of_slug
from catalog.ingest.batch import OWN_PROVIDERS, Batch
from catalog.ingest.bulk import insert, overwrite, set_fields
from catalog.ingest.corrections import Overrides
from catalog.ingest.rebuild_state import RebuildState
from catalog.models import Maker, Offering, Provider

CORRECTED = FIELDS[Target.PROVIDER]
NO_OFFERINGS = {"offering_count": 0, "priced_count": 0}


def save_makers(batch: Batch) -> dict[str, int]:
    """Add new makers; return every maker's primary key by slug."""
    stored = set(Maker.objects.values_list("slug", flat=True))
    named = {identity.maker for identity in batch.identities.values()}
    owners = {OWN_PROVIDERS[key][0] for key in batch.payload.providers if key in OWN_PROVIDERS}
    new = sorted((named | owners) - stored)
    insert(Maker, [_new_maker(slug, batch.rebuild_state) for slug in new])
    return dict(Maker.objects.values_list("slug", "pk"))


def _new_maker(slug: str, rebuild_state: RebuildState) -> Maker:
    maker = maker_of_slug(slug)
    name = maker.name if maker else slug.replace("-", " ").title()
    return Maker(pk=rebuild_state.id_of(Maker, slug), slug=slug, name=name[:200])


def save_providers(batch: Batch, makers: Mapping[str, int]) -> dict[str, int]:
    """Write new and changed providers; return every provider's primary key by its key."""
    stored = {row.key: row for row in Provider.objects.all()}
    new, changed = [], []
    for key, columns in _columns(batch, makers).items():
        if key not in stored:
            pk = batch.rebuild_state.id_of(Provider, key)
            new.append(Provider(pk=pk, first_seen=batch.day, **columns))
        elif set_fields(stored[key], columns):
            changed.append(stored[key])
    gone = [row for key, row in stored.items() if key not in batch.payload.providers]
    # Those withdrawn on an earlier day do not differ, so they are not written again.
    changed += [row for row in gone if set_fields(row, batch.withdrawal(row) | NO_OFFERINGS)]
    insert(Provider, new)
    overwrite(Provider, changed)
    return dict(Provider.objects.values_list("key", "pk"))


def refresh_providers(keys: Iterable[str], overrides: Overrides) -> None:
    """Bring these providers to the corrections in force, and their counts to their offerings."""
    rows = Provider.objects.live().filter(key__in=set(keys)).order_by("pk")
    offers = Offering.objects.live().priced().filter(provider__in=rows)
    priced = Counter(offers.values_list("provider_id", flat=True))
    changed = []
    for row in rows:
        stated = {name: getattr(row, name) for name in CORRECTED} | own_values(row.corrected)
        own = overrides.about(Target.PROVIDER, row.key)
        if set_fields(row, correct_columns(stated, own) | {"priced_count": priced[row.pk]}):
            changed.append(row)
    overwrite(Provider, changed)


def _columns(batch: Batch, makers: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    records = batch.payload.offerings.values()
    offered = Counter(record.provider for record in records)
    priced = Counter(r.provider for r in records if batch.price_state_of(r) is PriceState.PRICED)
    return {
        key: correct_columns(
            asdict(record) | {"env": list(record.env)},
            batch.overrides.about(Target.PROVIDER, key),
        )
        | {
            "maker_id": makers[OWN_PROVIDERS[key][0]] if key in OWN_PROVIDERS else None,
            "offering_count": offered[key],
            "priced_count": priced[key],
            "last_seen": None,
            "withdrawn_on": None,
        }
        for key, record in batch.payload.providers.items()
    }
