"""Form fields for numbers in everyday notation: 5K, 1.5M, 1,000, full-width digits."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 40  # characters; parsing must not take time for what cannot be a number
NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([kmb]?)", re.IGNORECASE)
FACTORS = {"": 1, "k": 1000, "m": 1_000_000, "b": 1_000_000_000}
# Full-width forms lie at a fixed distance from ASCII; Chinese input methods produce them.
FULL_WIDTH = {0xFEE0 + code: code for code in range(ord("!"), ord("~") + 1)}
IGNORED = str.maketrans("", "", ", _'$%\u00a0\u202f")


def parse_number(text: str) -> Decimal | None:
    """Return the number that a text stands for, or None."""
    if len(text) > MAX_LENGTH:
        return None
    match = NUMBER.fullmatch(text.translate(FULL_WIDTH).translate(IGNORED))
    return Decimal(match[1]) * FACTORS[match[2].lower()] if match else None


class NumberField(forms.Field):
    """An optional number within bounds and with at most `decimals` decimals; empty is None."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Enter a number, e.g. 500, 1,000 or 5K."),
        "maximum": _("Enter %(limit)s or less."),
        "minimum": _("Enter %(limit)s or more."),
        "whole": _("Enter a whole number."),
        "decimals": _("Use at most two decimal places."),
    }

    def __init__(
        self, *, maximum: int, minimum: int = 0, decimals: int = 0, **options: Any
    ) -> None:
        self.maximum, self.minimum, self.decimals = maximum, minimum, decimals
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or not str(value).strip():
            return None
        number = parse_number(str(value))
        if number is None:
            raise self._error("invalid")
        if number > self.maximum:
            raise self._error("maximum", self.maximum)
        if number < self.minimum:
            raise self._error("minimum", self.minimum)
        if number != round(number, self.decimals):
            raise self._error("decimals" if self.decimals else "whole")
        return number

    def _error(self, code: str, limit: int = 0) -> ValidationError:
        params = {"limit": f"{limit:,}"}
        return ValidationError(self.error_messages[code], code=code, params=params)
