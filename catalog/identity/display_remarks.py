"""What a display name says of its id in brackets: "Opus Latest (Opus 4.8)". Pure."""

import re

from catalog.identity.maker_rules import family_of, first_word
from catalog.identity.name_groups import Name, NameGroups
from catalog.identity.parse_listing import parse_name

_REMARK = re.compile(r"^(?P<called>[^()]+)\((?P<remark>[^()]{1,60})\)\s*$")
_LATEST = re.compile(r"-latest$")

PROVIDERS = 2  # a name that one reseller alone uses is no reason to rename another


def named_in_brackets(groups: NameGroups, name: Name, display_name: str) -> Name | None:
    """Return the name that the brackets of a display name say, None where they say none.

    Only for a pointer (`-latest`), or a name that nobody else sells.
    """
    found = _REMARK.match(display_name)
    if not found:
        return None
    pointer = _LATEST.search(name[1]) is not None and name not in groups.own
    if not pointer and (name in groups.own or len(groups.providers(name)) >= PROVIDERS):
        return None
    maker, slug = name
    # A remark may leave out the family: "Opus Latest (4.8)".
    for text in (found["remark"], f"{first_word(slug)} {found['remark']}"):
        called = (maker, parse_name(maker, text))
        known = family_of(called[1]) is None or any(c.isdigit() for c in called[1])
        sold = called in groups.own or len(groups.providers(called)) >= PROVIDERS
        if called != name and known and sold and "-" in called[1]:
            return called
    return None
