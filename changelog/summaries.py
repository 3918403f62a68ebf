"""Many changes of one kind as one line: "37 models added".

Each kind has its own texts: languages differ in where the number and the verb stand.
"""

from collections.abc import Callable

from django.utils.translation import ngettext

from changelog.diff import Kind


def summary(kind: Kind, number: int, *, of_a_model: bool) -> str:
    """Return the line for models of one provider, or for offerings of one model."""
    counts = OFFERING_COUNTS if of_a_model else MODEL_COUNTS
    return counts[kind](number).format(number=f"{number:,}")


MODEL_COUNTS: dict[Kind, Callable[[int], str]] = {
    Kind.ARRIVAL: lambda n: ngettext("{number} model added", "{number} models added", n),
    Kind.RETURN: lambda n: ngettext("{number} model returned", "{number} models returned", n),
    Kind.WITHDRAWAL: lambda n: ngettext("{number} model withdrawn", "{number} models withdrawn", n),
    Kind.PRICE: lambda n: ngettext(
        "{number} model changed its price", "{number} models changed their prices", n
    ),
    Kind.LIMIT: lambda n: ngettext(
        "{number} model changed its limits", "{number} models changed their limits", n
    ),
    Kind.CAPABILITY: lambda n: ngettext(
        "{number} model changed its capabilities", "{number} models changed their capabilities", n
    ),
    Kind.FIRST_REPORT: lambda n: ngettext(
        "{number} model reports more capabilities", "{number} models report more capabilities", n
    ),
    Kind.SILENCE: lambda n: ngettext(
        "{number} model reports fewer capabilities", "{number} models report fewer capabilities", n
    ),
    Kind.MODALITY: lambda n: ngettext(
        "{number} model changed its modalities", "{number} models changed their modalities", n
    ),
    Kind.STATUS: lambda n: ngettext(
        "{number} model changed its status", "{number} models changed their status", n
    ),
    Kind.DATE: lambda n: ngettext(
        "{number} model changed its dates", "{number} models changed their dates", n
    ),
    Kind.RENAME: lambda n: ngettext("{number} model renamed", "{number} models renamed", n),
    Kind.REGROUPING: lambda n: ngettext(
        "{number} channel counted to another model", "{number} channels counted to other models", n
    ),
    Kind.DETAIL: lambda n: ngettext(
        "{number} model changed in details", "{number} models changed in details", n
    ),
}
OFFERING_COUNTS: dict[Kind, Callable[[int], str]] = MODEL_COUNTS | {
    Kind.ARRIVAL: lambda n: ngettext("{number} channel added", "{number} channels added", n),
    Kind.RETURN: lambda n: ngettext("{number} channel returned", "{number} channels returned", n),
    Kind.WITHDRAWAL: lambda n: ngettext(
        "{number} channel withdrawn", "{number} channels withdrawn", n
    ),
    Kind.PRICE: lambda n: ngettext(
        "{number} channel changed its price", "{number} channels changed their prices", n
    ),
    Kind.LIMIT: lambda n: ngettext(
        "{number} channel changed its limits", "{number} channels changed their limits", n
    ),
    Kind.CAPABILITY: lambda n: ngettext(
        "{number} channel changed its capabilities",
        "{number} channels changed their capabilities",
        n,
    ),
    Kind.FIRST_REPORT: lambda n: ngettext(
        "{number} channel reports more capabilities",
        "{number} channels report more capabilities",
        n,
    ),
    Kind.SILENCE: lambda n: ngettext(
        "{number} channel reports fewer capabilities",
        "{number} channels report fewer capabilities",
        n,
    ),
    Kind.MODALITY: lambda n: ngettext(
        "{number} channel changed its modalities", "{number} channels changed their modalities", n
    ),
    Kind.STATUS: lambda n: ngettext(
        "{number} channel changed its status", "{number} channels changed their status", n
    ),
    Kind.DATE: lambda n: ngettext(
        "{number} channel changed its dates", "{number} channels changed their dates", n
    ),
    Kind.RENAME: lambda n: ngettext("{number} channel renamed", "{number} channels renamed", n),
    Kind.DETAIL: lambda n: ngettext(
        "{number} channel changed in details", "{number} channels changed in details", n
    ),
}
