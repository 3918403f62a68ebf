"""The steps that derive identity from the whole payload, as one table. Pure.

Each can be switched off, so that benchmarks measure it alone. Offerings store the key beside the
keys of rules, and the model page shows the name with the reason.
"""

from dataclasses import dataclass

from catalog.display.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of evidence from the payload; `key` is stored and never changes, names may.

    `rare` is the reason why a step that decides fewer than four real rows is there nevertheless.
    """

    key: str
    name: str
    why: str
    rare: str = ""


GATEWAY_FOLDER = Step(
    "gateway-folder",
    _("Gateway path (several makers’ models)"),
    _("a path that holds models of several makers belongs to a gateway, not to a maker"),
    rare="the table knows today's gateways; it decides hundreds of rows once they are renamed",
)
RESELLER_PREFIX = Step(
    "resellers-prefix-by-the-payload",
    _("Reseller prefix (seen on several models)"),
    _("one provider adds this prefix to several models that others offer without it"),
    rare="the table knows today's prefixes; it decides those of a reseller that is new",
)
HOSTS_ENDING = Step(
    "hosts-ending",
    _("Host suffix (seen on several makers’ models)"),
    _("hosts add this suffix to models of several makers, and no maker uses it"),
    rare="the table knows today's suffixes; it decides those of a host that is new",
)
CLOUD_WRAPPER = Step(
    "cloud-wrapper",
    _("Cloud region or wrapper version"),
    _("cloud regions, vendors and wrapper versions aren’t part of the name"),
)
MAKER_VOTE = Step(
    "maker-vote",
    _("Maker by majority of providers"),
    _("most providers that offer this name list it under that maker"),
    rare="the table knows today's makers; it decides hundreds of rows once they are renamed",
)
SAME_LETTERS = Step(
    "same-letters",
    _("Different hyphenation"),
    _("names of one maker that differ only in hyphens are the same name"),
)
SAME_WORDS = Step(
    "same-words",
    _("Different word order"),
    _("names of one maker with the same words, and numbers in the same order, are the same name"),
)
SPEED_WORD = Step(
    "speed-word",
    _("Speed word kept"),
    _("no provider offers the name without this word, or the maker uses it"),
    rare="the table knows the speeds that known makers sell; this is for the next maker",
)
ONE_RESELLERS_TAIL = Step(
    "one-resellers-tail",
    _("Suffix of one reseller"),
    _("the same provider offers the name without it at the same price and limits"),
    rare="its guards are narrow on purpose: most words behind a name are another model",
)
CONTEXT_TAIL = Step(
    "context-tail",
    _("Context window suffix (single size)"),
    _(
        "the base name is also offered, with only one such size, and the maker doesn’t offer "
        "it separately"
    ),
)
THINKING_TAIL = Step(
    "thinking-tail",
    _("Thinking suffix of a reasoning model"),
    _(
        "the base model is also offered and supports reasoning, and the maker doesn’t offer "
        "the mode separately"
    ),
)
CLASS_LEFT_OUT = Step(
    "class-left-out",
    _("Word omitted next to the size"),
    _("only one model of this family and size exists"),
)
SIZE_TAIL = Step(
    "size-tail",
    _("Size added or omitted"),
    _("the model exists in one size only, so both names mean the same model"),
)
DATE_TAIL = Step(
    "date-tail",
    _("Date suffix of one host"),
    _(
        "one host adds a date, the name is also offered without it, and the maker doesn’t "
        "offer that date"
    ),
)
NAME_SAYS_WHICH = Step(
    "remark-in-the-display-name",
    _("Remark in the display name"),
    _("the remark in parentheses names a model that is offered under that name"),
    rare="pointers with a remark are newer than the payloads at hand",
)
LINKS = Step(
    "links",
    _("models.dev links of the same name"),
    _("models.dev links most offers of this name to that model"),
    rare="payloads before the autumn of 2026 have no links",
)
REMEMBERED = Step(
    "remembered",
    _("Evidence from an earlier day"),
    _("earlier data showed it, and nothing has contradicted it since"),
    rare="a payload judged alone has no earlier days",
)

STEPS = (
    GATEWAY_FOLDER, RESELLER_PREFIX, HOSTS_ENDING, CLOUD_WRAPPER, MAKER_VOTE, SAME_LETTERS,
    SAME_WORDS, SPEED_WORD, ONE_RESELLERS_TAIL, CONTEXT_TAIL, THINKING_TAIL, SIZE_TAIL,
    CLASS_LEFT_OUT, DATE_TAIL, NAME_SAYS_WHICH, LINKS, REMEMBERED,
)  # fmt: skip
STEP_NAMES = {step.key: step.name for step in STEPS}
