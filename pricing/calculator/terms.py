"""The calculator at a reader's terms: an offer table with other tariffs, never kept or stored."""

from collections.abc import Iterator
from dataclasses import replace
from functools import wraps

from django.http import HttpResponse

from catalog.http import HtmxHttpRequest, View
from pricing.calculator.offer_table import NO_TARIFF, OfferTable
from pricing.eligibility import CalculatorOffer
from pricing.tariff import TariffTable
from pricing.terms import Term, Terms, pick_term
from pricing.terms_forms import names_terms


def with_terms(table: OfferTable, terms: Terms) -> OfferTable:
    """Return the table at the reader's terms; offers without a published price keep none."""
    if not terms.lines:
        return table
    tariffs, by_names = list(table.tariffs.all), terms.by_names
    places: dict[tuple[int, Term], int] = {}

    def offers() -> Iterator[CalculatorOffer]:
        for offer in table.offers:
            term = pick_term(by_names, offer.provider, offer.model)
            if term is None or offer.tariff == NO_TARIFF:
                yield offer
                continue
            key = (offer.tariff, term)
            if key not in places:
                places[key] = len(tariffs)
                tariffs.append(term.tariff(table.tariffs.all[offer.tariff]))
            yield offer._replace(tariff=places[key])  # noqa: SLF001 - public in named tuples

    changed = tuple(offers())
    listed = {place: index for (index, _term), place in places.items()}
    return replace(table, offers=changed, tariffs=TariffTable(tariffs), listed_tariffs=listed)


def not_kept_with_terms(view: View) -> View:
    """Decorate a page: with a reader's terms in its URL, no cache of ours may keep the answer."""

    @wraps(view)
    def wrapper(request: HtmxHttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if names_terms(request.GET):
            response.kept_in_state = None  # type: ignore[attr-defined]
            response["Cache-Control"] = "private, no-store"
        return response

    return wrapper
