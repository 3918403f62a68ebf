"""What a rule of canonicalisation is. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting: `pattern` becomes `into`; `words` limits it to slugs that begin so.

    Offerings store the `key`, which therefore never changes; pages show the `name`, translated.
    `why` is for whoever edits the table, `example` for the tests.
    """

    key: str
    name: str
    why: str
    pattern: str
    into: str
    example: tuple[str, str]
    words: tuple[str, ...] = ()
