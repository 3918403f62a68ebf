"""The calculator in a mode such as fast: an offer table with the prices of that mode.

Offers without a price for the mode are left out: at standard prices they are cheaper and of
standard speed, so they would win every ranking of a mode that they do not have.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.domain.modes import Mode
from catalog.domain.prices import PriceState, Tier
from catalog.listing.bitset import BitSet
from catalog.templatetags.display import mode_name
from pricing.calculator.offer_table import NO_TARIFF, OfferTable
from pricing.eligibility import CalculatorOffer, OfferProfile
from pricing.tariff import TariffTable, mode_tariff


def with_mode(table: OfferTable, mode: str) -> OfferTable:
    """Return the table with the prices of a mode; "" is none."""
    if not mode:
        return table
    found = {
        place: one
        for place, offer in enumerate(table.offers)
        for one in offer.modes
        if one.name == mode
    }
    offers, tariffs = list(table.offers), list(table.tariffs.all)
    profiles = {profile: index for index, profile in enumerate(table.profiles)}
    standard: dict[int, int] = {}
    for place, one in found.items():
        offer = offers[place]
        tariff = mode_tariff(one, _tiers(table, offer))
        if tariff is None:
            continue
        profile = _profile(table.profile(offer), tariff.longest)
        standard[len(tariffs)] = offer.tariff
        offers[place] = offer._replace(  # noqa: SLF001 - public in named tuples
            tariff=len(tariffs), profile=profiles.setdefault(profile, len(profiles))
        )
        tariffs.append(tariff)
    return replace(
        table,
        offers=tuple(offers),
        profiles=tuple(profiles),
        tariffs=TariffTable(tariffs),
        in_mode=BitSet.of(found),
        standard_tariffs=standard,
    )


def _tiers(table: OfferTable, offer: CalculatorOffer) -> tuple[Tier, ...]:
    if offer.tariff == NO_TARIFF:
        return ()
    return tuple(band.tier for band in table.tariff(offer).bands if band.tier)


def _profile(profile: OfferProfile, longest: int | None) -> OfferProfile:
    # A mode's price may be the only one that an offer reports.
    return profile._replace(  # noqa: SLF001
        state=PriceState.PRICED, priced=True, longest_priced=longest
    )


def mode_names(offers: Iterable[Iterable[Mode]]) -> list[str]:
    """Return the names of the modes that any of these offers has a price for."""
    return sorted({mode.name for modes in offers for mode in modes})


def mode_choices(known: Iterable[str], chosen: str = "") -> list[tuple[str, str | Promise]]:
    """Return the modes to choose from, with the chosen one even where no offer has it."""
    names = dict.fromkeys((*known, *([chosen] if chosen else ())))
    return [("", gettext("Standard")), *((name, mode_name(name)) for name in names)]
