"""Why an offer is in its model, in words."""

import pytest

from catalog.identity.canonicalise import Basis
from catalog.identity.reasons import BASES, LINKED_EARLIER, NORMALISED, basis_text, reason_texts


def test_every_basis_has_a_text():
    assert BASES.keys() == set(Basis)


@pytest.mark.parametrize(
    "basis, rules, text, reasons",
    [
        ("upstream", [], "Matched by models.dev", ["Matched by models.dev"]),
        ("upstream", ["free-suffix"], "Matched by models.dev", ["Matched by models.dev"]),
        ("upstream", ["remembered"], LINKED_EARLIER, [LINKED_EARLIER]),
        ("alias", ["free-suffix"], "Known alias", ["Known alias"]),
        ("singleton", ["free-suffix"], BASES[Basis.SINGLETON], [BASES[Basis.SINGLETON]]),
        ("rule", [], BASES[Basis.RULE], [BASES[Basis.RULE]]),
        ("rule", ["free-suffix"], NORMALISED, ["Free suffix"]),
        # Evidence of the payload is the reason, not the spelling before it.
        ("rule", ["free-suffix", "date-tail"], NORMALISED, ["Date suffix of one host"]),
        (
            *("singleton", ["links", "remembered"], NORMALISED),
            ["models.dev links of the same name", "Evidence from an earlier day"],
        ),
    ],
)
def test_the_text_of_a_basis_and_its_reasons(basis, rules, text, reasons):
    assert basis_text(basis, rules) == text
    assert reason_texts(basis, rules) == reasons
