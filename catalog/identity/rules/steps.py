"""The steps that derive identity from the whole payload, as one table. Pure.

Each can be switched off, so that benchmarks measure it alone. Offerings store the key beside the
keys of rules, and the model page shows the name with the reason.
"""

from dataclasses import dataclass

from catalog.display.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of evidence from the payload; `key` is stored and never changes, names may."""

    key: str
    name: str
    why: str


GATEWAY_FOLDER = Step(
    "gateway-folder",
    _("Folder of a gateway, by what it holds"),
    _("a folder that holds models of several makers is a gateway, not a maker"),
)
RESELLER_PREFIX = Step(
    "resellers-prefix-by-the-payload",
    _("Reseller's prefix, by what follows it"),
    _("one provider puts this in front of several models that others sell without it"),
)
HOSTS_ENDING = Step(
    "hosts-ending",
    _("Host's ending, by what stands before it"),
    _("hosts put it behind models of several makers, and no maker's own channel uses it"),
)
CLOUD_WRAPPER = Step(
    "cloud-wrapper",
    _("Cloud's wrapper in the id"),
    _("regions, vendors and wrapper versions of a cloud are not part of the name"),
)
MAKER_VOTE = Step(
    "maker-vote",
    _("Maker by vote of the payload"),
    _("most providers that sell this name put it under that maker"),
)
SAME_LETTERS = Step(
    "same-letters",
    _("Same letters, other dashes"),
    _("one maker's names that differ only in dashes are one name"),
)
SAME_WORDS = Step(
    "same-words",
    _("Same words in another order"),
    _("one maker's names of the same words, with numbers in one order, are one name"),
)
SPEED_WORD = Step(
    "speed-word",
    _("Speed word that nobody leaves out"),
    _("nobody sells the rest without this word, or the maker itself sells it with the word"),
)
ONE_RESELLERS_TAIL = Step(
    "one-resellers-tail",
    _("Ending that one reseller uses"),
    _("the same provider sells the name without it at the same price and limits"),
)
CONTEXT_TAIL = Step(
    "context-tail",
    _("Context window at the end"),
    _("the rest is sold too, with one such size only, and the maker does not sell it apart"),
)
THINKING_TAIL = Step(
    "thinking-tail",
    _("Thinking at the end of a model that thinks"),
    _("the rest is sold too and can think, and the maker does not sell the mode apart"),
)
CLASS_LEFT_OUT = Step(
    "class-left-out",
    _("Word left out beside the size"),
    _("only one model of that family and size exists"),
)
SIZE_TAIL = Step(
    "size-tail",
    _("Size added or left out"),
    _("the model exists in one size only, so both names mean it"),
)
DATE_TAIL = Step(
    "date-tail",
    _("Date of one host"),
    _("one host dates the name, the rest is sold too, and the maker does not sell the date"),
)
NAME_SAYS_WHICH = Step(
    "remark-in-the-display-name",
    _("Remark in the display name"),
    _("the remark in brackets names a model that is sold under that name"),
)
LINKS = Step(
    "links",
    _("Feed's links of the same name"),
    _("most offers of this name that the feed links, it links to that model"),
)
REMEMBERED = Step(
    "remembered",
    _("Evidence of an earlier day"),
    _("an earlier payload showed it, and nothing since speaks against it"),
)

STEPS = (
    GATEWAY_FOLDER, RESELLER_PREFIX, HOSTS_ENDING, CLOUD_WRAPPER, MAKER_VOTE, SAME_LETTERS,
    SAME_WORDS, SPEED_WORD, ONE_RESELLERS_TAIL, CONTEXT_TAIL, THINKING_TAIL, SIZE_TAIL,
    CLASS_LEFT_OUT, DATE_TAIL, NAME_SAYS_WHICH, LINKS, REMEMBERED,
)  # fmt: skip
STEP_NAMES = {step.key: step.name for step in STEPS}
