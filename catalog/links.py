"""URLs of pages, cached: a table of forty rows has as many, and `reverse` takes 10 µs for each."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def page_url(name: str, *args: str) -> str:
    """Return `reverse(name, args=args)` in the current language."""
    return _page_url(name, args, get_language(), get_script_prefix(), settings.ROOT_URLCONF)


# Everything that `reverse` depends on is a parameter. There are some 20,000 such URLs in each of
# two languages; the least recently used go first.
@lru_cache(maxsize=16384)
def _page_url(
    name: str, args: tuple[str, ...], _language: str | None, _prefix: str, _urlconf: str
) -> str:
    return reverse(name, args=args)
