"""Form fields that read figures as people write them: 5K, 1.5M, 1,000, full-width digits."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 40  # characters: no figure that a form takes needs more
FIGURE = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([kmb]?)", re.IGNORECASE)
TIMES = {"": 1, "k": 1000, "m": 1_000_000, "b": 1_000_000_000}
FULL_WIDTH = {0xFEE0 + code: code for code in range(ord("!"), ord("~") + 1)}
SEPARATORS = str.maketrans("", "", ", _'$%\u00a0\u202f")


def read_figure(text: str) -> Decimal | None:
    """Return the figure that a text stands for; None where it stands for none."""
    plain = text[: LONGEST + 1].translate(FULL_WIDTH).translate(SEPARATORS)
    found = FIGURE.fullmatch(plain) if len(text) <= LONGEST else None
    return Decimal(found[1]) * TIMES[found[2].lower()] if found else None


class FigureField(forms.Field):
    """A figure of zero or more, with at most so many decimals; an empty one is None."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write a figure, such as 500, 1,000 or 5K."),
        "most": _("That is more than can be worked out here; %(limit)s is the most."),
        "least": _("Write %(limit)s or more."),
        "decimals": _("Write a whole number."),
        "fine": _("Write at most two decimals."),
    }

    def __init__(self, *, most: int, least: int = 0, decimals: int = 0, **options: Any) -> None:
        self.most, self.least, self.decimals = most, least, decimals
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or not str(value).strip():
            return None
        figure = read_figure(str(value))
        if figure is None:
            raise self._error("invalid")
        if figure > self.most:
            raise self._error("most", f"{self.most:,}")
        if figure < self.least:
            raise self._error("least", f"{self.least:,}")
        if figure != round(figure, self.decimals):
            raise self._error("fine" if self.decimals else "decimals")
        return figure

    def _error(self, code: str, limit: str = "") -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"limit": limit})
