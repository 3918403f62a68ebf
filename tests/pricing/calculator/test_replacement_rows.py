from decimal import Decimal

from pricing.calculator.replacement_rows import shown_replacement
from tests.pricing.calculator.test_replace_offer import USED, found, offer


def test_it_works():
    shown = shown_replacement(found(offer("b/other", 1)).replaced)
    assert (shown.offer, shown.cost, shown.elsewhere) == (USED, 10, ())
    (row,) = shown.models
    assert (row.offer.model, row.cost, row.saving) == ("b/other", 1, Decimal(9))
    assert (row.pays_after, row.gained, row.lost) == (1, (), ())
