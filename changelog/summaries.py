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
        "{number} model with a price change", "{number} models with price changes", n
    ),
    Kind.LIMIT: lambda n: ngettext(
        "{number} model with a limit change", "{number} models with limit changes", n
    ),
    Kind.CAPABILITY: lambda n: ngettext(
        "{number} model with a capability change", "{number} models with capability changes", n
    ),
    Kind.FIRST_REPORT: lambda n: ngettext(
        "{number} model with newly reported capabilities",
        "{number} models with newly reported capabilities",
        n,
    ),
    Kind.SILENCE: lambda n: ngettext(
        "{number} model with capabilities no longer reported",
        "{number} models with capabilities no longer reported",
        n,
    ),
    Kind.MODALITY: lambda n: ngettext(
        "{number} model with a modality change", "{number} models with modality changes", n
    ),
    Kind.STATUS: lambda n: ngettext(
        "{number} model with a status change", "{number} models with status changes", n
    ),
    Kind.DATE: lambda n: ngettext(
        "{number} model with a date change", "{number} models with date changes", n
    ),
    Kind.RENAME: lambda n: ngettext("{number} model renamed", "{number} models renamed", n),
    Kind.REGROUPING: lambda n: ngettext(
        "{number} offer moved to another model", "{number} offers moved to other models", n
    ),
    Kind.DETAIL: lambda n: ngettext(
        "{number} model with metadata changes", "{number} models with metadata changes", n
    ),
    Kind.CORRECTION: lambda n: ngettext(
        "{number} model with corrections", "{number} models with corrections", n
    ),
}
OFFERING_COUNTS: dict[Kind, Callable[[int], str]] = MODEL_COUNTS | {
    Kind.ARRIVAL: lambda n: ngettext("{number} offer added", "{number} offers added", n),
    Kind.RETURN: lambda n: ngettext("{number} offer returned", "{number} offers returned", n),
    Kind.WITHDRAWAL: lambda n: ngettext("{number} offer withdrawn", "{number} offers withdrawn", n),
    Kind.PRICE: lambda n: ngettext(
        "{number} offer with a price change", "{number} offers with price changes", n
    ),
    Kind.LIMIT: lambda n: ngettext(
        "{number} offer with a limit change", "{number} offers with limit changes", n
    ),
    Kind.CAPABILITY: lambda n: ngettext(
        "{number} offer with a capability change",
        "{number} offers with capability changes",
        n,
    ),
    Kind.FIRST_REPORT: lambda n: ngettext(
        "{number} offer with newly reported capabilities",
        "{number} offers with newly reported capabilities",
        n,
    ),
    Kind.SILENCE: lambda n: ngettext(
        "{number} offer with capabilities no longer reported",
        "{number} offers with capabilities no longer reported",
        n,
    ),
    Kind.MODALITY: lambda n: ngettext(
        "{number} offer with a modality change", "{number} offers with modality changes", n
    ),
    Kind.STATUS: lambda n: ngettext(
        "{number} offer with a status change", "{number} offers with status changes", n
    ),
    Kind.DATE: lambda n: ngettext(
        "{number} offer with a date change", "{number} offers with date changes", n
    ),
    Kind.RENAME: lambda n: ngettext("{number} offer renamed", "{number} offers renamed", n),
    Kind.DETAIL: lambda n: ngettext(
        "{number} offer with metadata changes", "{number} offers with metadata changes", n
    ),
    Kind.CORRECTION: lambda n: ngettext(
        "{number} offer with corrections", "{number} offers with corrections", n
    ),
}
