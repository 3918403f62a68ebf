"""The URL of a comparison: canonical ids, sorted, so that each set of models has one URL."""

import re
from collections.abc import Iterable

from django.urls import reverse

MAX_COMPARED = 6
PATH = re.compile(r"[-\w]+/[-\w]+")


class ComparedPathsConverter:
    """Converts up to six canonical ids: `maker/slug/vs/maker/slug`."""

    # The limit is part of the pattern: a longer URL answers 404 before any view runs.
    regex = rf"{PATH.pattern}(?:/vs/{PATH.pattern}){{0,{MAX_COMPARED - 1}}}"

    def to_python(self, value: str) -> tuple[str, ...]:
        words = value.split("/")  # not split("/vs/"): a maker or a model may be called "vs" too
        return tuple("/".join(words[n : n + 2]) for n in range(0, len(words), 3))

    def to_url(self, value: Iterable[str]) -> str:
        return "/vs/".join(value)


def compare_url(paths: Iterable[str], name: str = "compare") -> str:
    """Return the URL at which these models are compared, whatever their order.

    `name` is that of the page or of a file: "compare-csv" or "compare-markdown".
    """
    ordered = tuple(sorted(set(paths)))
    return reverse(name, args=[ordered]) if ordered else reverse("compare")
