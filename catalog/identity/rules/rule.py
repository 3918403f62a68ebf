"""What a rule of canonicalisation is. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting: `pattern` becomes `into`; `words` limits it to slugs that begin so.

    Offerings store the `key`, which therefore never changes; pages show the `name`, translated.
    `why` is for whoever edits the table, `example` for the tests. `rare` is the reason why a rule
    that rewrites fewer than four real rows is in the table nevertheless; benchmarks/identity.py
    lists such rules.
    """

    key: str
    name: str
    why: str
    pattern: str
    into: str
    example: tuple[str, str]
    words: tuple[str, ...] = ()
    rare: str = ""
