"""The versions of a model on its page: which there are, how they differ, which one is chosen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from catalog.as_of.catalogue import past_catalogue
from catalog.display.cells import TableCell
from catalog.display.money import distinct_tokens_texts
from catalog.display.price_columns import PriceText, price_column
from catalog.display.translation import gettext_noop as _
from catalog.http import DataVersion
from catalog.identity.versions import VersionKind
from catalog.models import CanonicalModel, Offering

PRICES = ("input_price", "output_price")
# The columns of the table: fields of a model with their labels.
FIGURES = {
    "input_price": _("Input"),
    "output_price": _("Output"),
    "context": _("Context"),
    "max_output": _("Max output"),
    "released": _("Released"),
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version as the page's table shows it; `query` limits the price table to its offers."""

    label: str
    path: str
    offers: int
    is_current: bool
    is_chosen: bool
    query: str
    history_url: str
    cells: Sequence[TableCell]


@dataclass(frozen=True, slots=True)
class ModelVersions:
    """The versions of one model on sale, the current one first.

    `chosen` is the one whose offers alone are shown; None shows those of all. `opened` is the one
    whose address was opened, None for the current one's: no choice of another changes that.
    """

    all: Sequence[CanonicalModel]
    chosen: CanonicalModel | None = None
    opened: CanonicalModel | None = None

    @property
    def current(self) -> CanonicalModel:
        return self.all[0]

    @property
    def another(self) -> CanonicalModel | None:
        """The chosen version where that is not the current one."""
        return self.chosen if self.chosen != self.current else None

    @property
    def labelled(self) -> list[tuple[str, CanonicalModel]]:
        """Each version with its label; empty for a single one."""
        return [(self.labels[version.pk], version) for version in self.all if self.others]

    @property
    def others(self) -> Sequence[CanonicalModel]:
        return self.all[1:]

    def offers_shown(self, offerings: Iterable[Offering]) -> list[Offering]:
        """Return the offers of the chosen version, or those of all."""
        chosen = self.chosen
        return [o for o in offerings if chosen is None or o.model_id == chosen.pk]

    @property
    def shown(self) -> Sequence[CanonicalModel]:
        """The versions whose offers are shown."""
        return [self.chosen] if self.chosen else self.all

    def has_chosen(self, slug: str) -> bool:
        """Tell whether a slug names the chosen version."""
        return self.chosen is not None and self.chosen.slug == slug

    @property
    def labels(self) -> dict[int, str]:
        """What the price table calls each version, by primary key; empty for a single one."""
        if not self.others:
            return {}
        previews = all(v.version_kind == VersionKind.PREVIEW for v in self.others)
        base = pgettext("version", "released") if previews else pgettext("version", "undated")
        return {version.pk: version_label(version) or base for version in self.all}


def read_versions(
    model: CanonicalModel, chosen: str = "", data: DataVersion | None = None
) -> ModelVersions:
    """Return the versions of a model by any of them; one query, none for a model without others.

    `chosen` is the slug of the version to show. Another version's own address chooses itself.
    """
    current = model.version_of or model
    if current.version_count == 1:
        return ModelVersions([current])
    versions = [current, *_other_versions(current, data)]
    opened = model if model != current else None
    named = next((version for version in versions if version.slug == chosen), opened)
    return ModelVersions(versions, named, opened)


def _other_versions(current: CanonicalModel, data: DataVersion | None) -> list[CanonicalModel]:
    """Return the other versions of a model on the day of the data, the newest first."""
    if data and data.state:
        on_sale = past_catalogue(data).models.values()
        others = [model for model in on_sale if model.version_of_id == current.pk]
    else:
        others = list(current.other_versions.order_by("path"))
    # Stable: two of one release day stay in order of their ids.
    return sorted(others, key=lambda version: version.released, reverse=True)


def version_label(version: CanonicalModel) -> str:
    """Return what sets a version apart: a date, "preview", "latest"; "" if its id says nothing."""
    if version.version_kind == VersionKind.PREVIEW:
        word = pgettext("version", "preview")
        return f"{word} {version.version_date}".strip()
    if version.version_kind == VersionKind.POINTER:
        return pgettext("version", "latest")
    return version.version_date


def version_rows(versions: ModelVersions, query: Any) -> list[VersionRow]:
    """Return a row per version with the prices of its recommended offer and its limits.

    What differs from the current version is marked.
    """
    columns = [list(_column(versions.all, name)) for name in FIGURES]
    return [
        VersionRow(
            label=versions.labels[version.pk],
            path=version.path,
            offers=version.channel_count,
            is_current=version == versions.current,
            is_chosen=version == versions.chosen,
            query=query.but(version=version.slug, every_row=False, page=1).text,
            history_url=reverse("price-history", args=[version.maker_slug, version.slug]),
            cells=[column[place] for column in columns],
        )
        for place, version in enumerate(versions.all)
    ]


def _column(versions: Sequence[CanonicalModel], name: str) -> Iterator[TableCell]:
    """Yield the cells of a figure; what differs from the first, the current version's, is marked.

    Not reported in another version doesn't count as different.
    """
    values = [getattr(version, name) for version in versions]
    texts = _texts(name, values)
    label, why = gettext(FIGURES[name]), gettext("Not reported")
    for value in values:
        shown = texts[value]
        differs = "differs" if shown.text and value != values[0] else ""
        css = " ".join(filter(None, ("num", shown.css, differs)))
        yield TableCell(shown.text, css, label, why)


def _texts(name: str, values: Sequence[Any]) -> Mapping[Any, PriceText]:
    if name in PRICES:
        return price_column(values)
    if name == "released":
        return {value: PriceText(value, "") for value in values}
    texts = distinct_tokens_texts(values)
    return {value: PriceText(texts.get(value, ""), "") for value in values}
