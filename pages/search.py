"""Suggestions of the search box: models, providers and makers, with the URLs they lead to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.pages import dated_page
from catalog.http import DataVersion, HtmxHttpRequest, cached_page, data_version
from catalog.listing.index import ModelRow, model_index
from catalog.listing.query_string import query_string
from catalog.listing.table_query import search_words
from catalog.models import Provider
from catalog.parameters import reads
from catalog.version_cache import per_version
from pages.compare.paths import MAX_COMPARED, PATH, compare_url

MAX_SUGGESTIONS = 8
MAX_NAMED = 3  # providers, and makers


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A matching model, and the comparison that it could be added to."""

    row: ModelRow
    compare_url: str


def suggested_models(
    data: DataVersion | None, words: str, *, beside: Sequence[str] = (), most: int = MAX_SUGGESTIONS
) -> list[Suggestion]:
    """Return the best matches without those that are compared already, the models `beside`.

    A model whose other version is among them is compared already, too.
    """
    if not words:
        return []
    index = model_index(data)
    # The compared models may be the best matches, so as many more are asked for.
    places = index.search_index.search(words, most + len(beside)).places
    compared = {index.places[path] for path in beside if path in index.places}
    rows = [index.rows[place] for place in places if place not in compared]
    return [Suggestion(row, compare_url([*beside, row.path])) for row in rows[:most]]


@dataclass(frozen=True, slots=True)
class Named:
    """A provider or a maker: its name, and the address of its page."""

    name: str
    url: str


@per_version()
def every_provider_named(data: DataVersion | None) -> tuple[Named, ...]:
    """Return the providers on sale, by name without regard to case; at most one query."""
    if data and data.state:
        rows = [(one.name, one.key) for one in past_catalogue(data).providers.values()]
    else:
        rows = list(Provider.objects.live().values_list("name", "key"))
    by_name = sorted(rows, key=lambda row: (row[0].casefold(), row[1]))
    return tuple(Named(name, reverse("provider", args=[key])) for name, key in by_name)


@per_version()
def every_maker_named(data: DataVersion | None) -> tuple[Named, ...]:
    """Return the makers that have a model on sale, by name without regard to case."""
    names = {row.maker: row.maker_name for row in model_index(data).rows}
    by_name = sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    return tuple(Named(name, reverse("maker", args=[slug])) for slug, name in by_name)


def matching(words: str, several: Iterable[Named]) -> list[Named]:
    """Return those of whose name a word begins with what was typed; whole names first."""
    typed = words.casefold().strip()
    if not typed:
        return []
    found = [one for one in several if f" {typed}" in f" {one.name.casefold()}"]
    return sorted(found, key=lambda one: one.name.casefold() != typed)[:MAX_NAMED]


@reads({"q": None, "beside": None})
@dated_page
@cached_page
def suggestions(request: HtmxHttpRequest) -> HttpResponse:
    """Answer with options of a listbox; without htmx, redirect to the list of models."""
    words = search_words(request.GET)
    if not request.htmx:
        return redirect(reverse("models") + query_string([("q", words)]))
    parameters = request.GET.getlist("beside")[: MAX_COMPARED - 1]
    beside = [path for path in parameters if PATH.fullmatch(path)]
    data, comparing = data_version(request), "beside" in request.GET
    found = suggested_models(data, words, beside=beside)
    # Only models can be compared.
    providers = [] if comparing else matching(words, every_provider_named(data))
    makers = [] if comparing else matching(words, every_maker_named(data))
    context = {
        "suggestions": found,
        "groups": [(_("Providers"), providers), (_("Makers"), makers)],
        "found": len(found) + len(providers) + len(makers),
        "comparing": comparing,
    }
    return render(request, "pages/_suggestions.html", context)
