"""What a payload claims and cannot be true on its day: dates to come, and names of others. Pure.

Such a claim is dropped and reported; the rest of the offering or provider is kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unicodedata import combining, normalize

from catalog.display.translation import gettext_noop as _
from catalog.domain.records import OfferingRecord, ProviderRecord
from catalog.feed.fields import UnreadableField
from catalog.feed.normalise import DATES, Key, NormalisedPayload, SkipReport

# Letters of other scripts that look like Latin ones, as in "OpenAI" with a Cyrillic O.
LOOKALIKES = str.maketrans("авсԁеһіјкӏморԛѕтѵԝхузαβεικνορτυχ", "abcdehijklmopqstvwxyzabeiknoptux")


def plausible(
    payload: NormalisedPayload, day: date, known_names: Mapping[str, str]
) -> NormalisedPayload:
    """Return the payload without dates after `day` and without names that belong to others.

    `known_names` are the names, by id, of the providers that are on record already.
    """
    remarks = list(payload.remarks)
    offerings = without_dates_to_come(payload.offerings, day, remarks)
    providers = without_taken_names(payload.providers, known_names, remarks)
    return replace(payload, offerings=offerings, providers=providers, remarks=remarks)


def without_dates_to_come(
    offerings: Mapping[Key, OfferingRecord], day: date, remarks: list[SkipReport]
) -> dict[Key, OfferingRecord]:
    """Drop dates after the day that follows `day`, by when it has begun everywhere.

    The newest `last_updated` chooses a model's reference offer, so a date to come would decide it.
    """
    # As text: 2026-05 is not after 2026-05-12, 2026-06 is.
    latest = str(day + timedelta(days=1))
    checked = {}
    for key, record in offerings.items():
        to_come = [name for name in DATES if getattr(record.facts, name) > latest]
        for name in to_come:
            problem = UnreadableField(_("{field}: a date to come"), field=DATES[name])
            remarks.append(SkipReport.of(*key, problem))
        checked[key] = _without(record, to_come) if to_come else record
    return checked


def _without(record: OfferingRecord, names: list[str]) -> OfferingRecord:
    dropped: dict[str, Any] = dict.fromkeys(names, "")
    return replace(record, facts=replace(record.facts, **dropped))


def without_taken_names(
    providers: Mapping[str, ProviderRecord],
    known_names: Mapping[str, str],
    remarks: list[SkipReport],
) -> dict[str, ProviderRecord]:
    """Show a provider by its id if its name looks like the name or the id of another one.

    A name belongs to the provider whose id it is, else to the one that had it on record.
    """
    owners = {looks(name): key for key, name in sorted(known_names.items(), reverse=True)}
    for key, record in sorted(providers.items(), reverse=True):
        owners.setdefault(looks(record.name), key)
    owners |= {looks(key): key for key in sorted({*known_names, *providers}, reverse=True)}
    checked = {}
    for key, record in providers.items():
        owner = owners.get(looks(record.name), key)
        if key not in {owner, record.name}:
            problem = UnreadableField(
                _("its name is that of {owner}; its id is shown"), owner=owner
            )
            remarks.append(SkipReport.of(key, "", problem))
            record = replace(record, name=key)  # noqa: PLW2901
        checked[key] = record
    return checked


def looks(name: str) -> str:
    """Return what a name looks like: its letters and digits, without case, accents and script."""
    plain = normalize("NFKD", name).casefold().translate(LOOKALIKES)
    return "".join(c for c in plain if c.isalnum() and not combining(c)) or name
