"""The steps by which a payload itself shows who is who, as one table. Pure.

Each can be switched off, so that benchmarks measure it alone; the model page shows its name
and reason beside the rules of `rules.py`.
"""

from dataclasses import dataclass

from catalog.identity.rules import marked


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of evidence from a whole payload; `key` never changes, names may."""

    key: str
    name: str
    why: str


GATEWAY_FOLDER = Step(
    "gateway-folder",
    marked("Folder of a gateway, by what it holds"),
    marked("a folder that holds models of several makers is a gateway, not a maker"),
)
RESELLER_PREFIX = Step(
    "reseller-prefix",
    marked("Reseller's prefix, by what follows it"),
    marked("one provider puts this in front of several models that others sell without it"),
)
HOSTS_ENDING = Step(
    "hosts-ending",
    marked("Host's ending, by what stands before it"),
    marked("hosts put it behind models of several makers, and no maker's own channel uses it"),
)
CLOUD_WRAPPER = Step(
    "cloud-wrapper",
    marked("Cloud's wrapper in the id"),
    marked("regions, vendors and wrapper versions of a cloud are not part of the name"),
)
MAKER_VOTE = Step(
    "maker-vote",
    marked("Maker by vote of the payload"),
    marked("most providers that sell this name put it under that maker"),
)
SAME_LETTERS = Step(
    "same-letters",
    marked("Same letters, other dashes"),
    marked("one maker's names that differ only in dashes are one name"),
)
SAME_WORDS = Step(
    "same-words",
    marked("Same words in another order"),
    marked("one maker's names of the same words, with numbers in one order, are one name"),
)
SPEED_WORD = Step(
    "speed-word",
    marked("Speed word that nobody leaves out"),
    marked("nobody sells the rest without this word, or the maker itself sells it with the word"),
)
ONE_RESELLERS_TAIL = Step(
    "one-resellers-tail",
    marked("Ending that one reseller uses"),
    marked("the same provider sells the name without it at the same price and limits"),
)
CONTEXT_TAIL = Step(
    "context-tail",
    marked("Context window at the end"),
    marked("the rest is sold too, with one such size only, and the maker does not sell it apart"),
)
THINKING_TAIL = Step(
    "thinking-tail",
    marked("Thinking at the end of a model that thinks"),
    marked("the rest is sold too and can think, and the maker does not sell the mode apart"),
)
CLASS_LEFT_OUT = Step(
    "class-left-out",
    marked("Word left out beside the size"),
    marked("only one model of that family and size exists"),
)
SIZE_TAIL = Step(
    "size-tail",
    marked("Size added or left out"),
    marked("the model exists in one size only, so both names mean it"),
)
DATE_TAIL = Step(
    "date-tail",
    marked("Date of one host"),
    marked("one host dates the name, the rest is sold too, and the maker does not sell the date"),
)
NAME_SAYS_WHICH = Step(
    "name-says-which",
    marked("Display name says which"),
    marked("the remark in brackets names a model that is sold under that name"),
)
LINKS = Step(
    "links",
    marked("Feed's links of the same name"),
    marked("most offers of this name that the feed links, it links to that model"),
)
REMEMBERED = Step(
    "remembered",
    marked("Evidence of an earlier day"),
    marked("an earlier payload showed it, and nothing since speaks against it"),
)

STEPS = (
    GATEWAY_FOLDER, RESELLER_PREFIX, HOSTS_ENDING, CLOUD_WRAPPER, MAKER_VOTE, SAME_LETTERS, SAME_WORDS,
    SPEED_WORD, ONE_RESELLERS_TAIL, CONTEXT_TAIL, THINKING_TAIL, SIZE_TAIL, CLASS_LEFT_OUT, DATE_TAIL,
    NAME_SAYS_WHICH, LINKS, REMEMBERED,
)  # fmt: skip
