"""The parameters of the calculator: workloads, comparisons, terms, filters of its offers."""

from catalog.http import DataVersion
from catalog.listing.parameters import filter_parameters
from catalog.listing.table_query import EVERY_ROW
from catalog.parameters import Parameters
from catalog.version_cache import per_version
from pricing.calculator.forms import MAX_WORKLOADS, ComparisonForm
from pricing.calculator.offer_table import offer_table
from pricing.calculator.query import WORKLOAD_FIELDS, parameter
from pricing.terms import MAX_LINES, line_prefix
from pricing.terms_forms import LINE_FIELDS, CurrencyForm

# The forms tell what is wrong with a value.
WORKLOAD: Parameters = dict.fromkeys(WORKLOAD_FIELDS)
WORKLOADS: Parameters = dict.fromkeys(
    parameter(index, field) for index in range(MAX_WORKLOADS) for field in WORKLOAD_FIELDS
)
TERMS: Parameters = dict.fromkeys(
    [
        *(f"{line_prefix(n)}-{field}" for n in range(1, MAX_LINES + 1) for field in LINE_FIELDS),
        *CurrencyForm.base_fields,
    ]
)
ONE_MODEL: Parameters = {
    **WORKLOADS,
    **TERMS,
    **dict.fromkeys(("models", "do", *ComparisonForm.base_fields)),
    "offers": EVERY_ROW[1:],
}


@per_version()
def calculator_parameters(data: DataVersion | None) -> Parameters:
    """Return the parameters of the calculator and its CSV."""
    return {**ONE_MODEL, **filter_parameters(offer_table(data).facets)}
