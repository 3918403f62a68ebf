"""Addresses of pages: worked out once for each page and language, then remembered."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from catalog.identity.makers import slugify

PAGES = 50_000


def address(view: str, *args: str) -> str:
    """Return the address of a page in the reader's language.

    Raises NoReverseMatch where the site has no such page. A page names a hundred others, and
    working out an address takes as long as twenty of its table cells.
    """
    return address_in(get_language(), view, args)


def family_address(maker: str, family: str) -> str:
    """Return the address of a family's page; nothing where its name holds no letter of one."""
    slug = slugify(family)
    return address("family", maker, slug) if slug else ""


@lru_cache(maxsize=PAGES)
def address_in(_language: str | None, view: str, args: tuple[str, ...]) -> str:
    """Return the address of a page where the reader's language is known already."""
    return reverse(view, args=args)
