from decimal import Decimal

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("filters", "value", "text"),
    [
        ("ratio", Decimal("2.34"), "2.3"),
        ("ratio", Decimal("16.2"), "16"),
        ("times", Decimal("2.34"), "2.3×"),
        ("cost", Decimal("1234.5"), "$1,234.50"),
        ("usd:4", Decimal("0.01"), "$0.0100"),
        ("tokens", 16384, "16K"),
        ("percent", Decimal("0.4"), "40%"),
    ],
)
def test_filters(filters, value, text):
    template = Template(f"{{% load money %}}{{{{ value|{filters} }}}}")
    assert template.render(Context({"value": value})) == text
