"""What a model's name in a log says of its provider, and the id that is left. Pure.

Gateways and SDKs write the same model in many ways: `bedrock/us-east-1/anthropic.claude-v2:1`,
`azure/eu/gpt-4o-2024-08-06`, an ARN, `gpt-4o-mini/openai`. The rules are the tables below; each
reading says on which basis it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from catalog.display.translation import gettext_noop as _
from catalog.identity.makers import maker_of_alias, slugify
from pricing.usage_log.provider_names import ProviderNames


class Basis(StrEnum):
    """How the provider of a row was found."""

    CHOSEN = "chosen"
    COLUMN = "column"
    RESOURCE = "resource"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    SHAPE = "shape"
    OWN = "own"
    RECOMMENDED = "recommended"
    NOT_OFFERED = "not-offered"
    NOT_LISTED = "not-listed"


class Deviation(StrEnum):
    """How the offer that is priced differs from the name in the log."""

    NONE = "none"
    REGION = "region"
    ONLY_VERSION = "only-version"
    VERSION = "version"
    UNSTATED = "unstated"
    PREVIEW = "preview"
    FINE_TUNED = "fine-tuned"


class Sure(NamedTuple):
    """A sentence for readers, and whether the price is that of the provider who bills.

    "{offer}" in a sentence stands for the provider's id of the offer that is priced.
    """

    sure: bool
    text: str


BASES: dict[Basis, Sure] = {
    Basis.CHOSEN: Sure(True, _("You chose this offer.")),
    Basis.COLUMN: Sure(True, _("The log’s provider column or format names the provider.")),
    Basis.RESOURCE: Sure(True, _("The name is a resource name of this provider.")),
    Basis.PREFIX: Sure(True, _("The name’s prefix names the provider.")),
    Basis.SUFFIX: Sure(True, _("The name’s suffix names the provider.")),
    Basis.SHAPE: Sure(True, _("Only this provider writes IDs in this form.")),
    Basis.OWN: Sure(True, _("No provider in the log: priced at the maker’s own offer.")),
    Basis.RECOMMENDED: Sure(
        False, _("No provider in the log, and the maker sells no such offer: another provider’s.")
    ),
    Basis.NOT_OFFERED: Sure(
        False, _("The provider in the log has no such offer in our data: another provider’s.")
    ),
    Basis.NOT_LISTED: Sure(
        False, _("The provider in the log isn’t in our data: another provider’s.")
    ),
}
# The log itself says that this provider bills.
STATED = frozenset(
    (Basis.CHOSEN, Basis.COLUMN, Basis.RESOURCE, Basis.PREFIX, Basis.SUFFIX, Basis.SHAPE)
)
DEVIATIONS: dict[Deviation, Sure] = {
    Deviation.NONE: Sure(True, ""),
    Deviation.REGION: Sure(True, _("Priced at the provider’s offer without this region.")),
    Deviation.ONLY_VERSION: Sure(
        True, _("The name states no version; the only one on record is {offer}.")
    ),
    Deviation.VERSION: Sure(True, _("Another version: priced at {offer}.")),
    # Versions of one name may have different prices.
    Deviation.UNSTATED: Sure(
        False, _("The name states no version, and there are several: priced at {offer}.")
    ),
    Deviation.PREVIEW: Sure(
        False, _("A preview that isn’t in our data: priced at the released model.")
    ),
    Deviation.FINE_TUNED: Sure(False, _("Fine-tuned: priced at the base model.")),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A provider (None: not named), the model's id, and what named the provider.

    `unknown` is true where the log names a provider that the data does not have.
    """

    provider: str | None
    model_id: str
    basis: Basis
    unknown: bool = False


class ResourceRule(NamedTuple):
    """A form of resource name; the group `id` is the model's id."""

    provider: str
    pattern: re.Pattern[str]


RESOURCES = (
    # AWS: foundation models and system-defined inference profiles; application profiles are opaque.
    ResourceRule(
        "amazon-bedrock",
        re.compile(
            r"^(?:bedrock/)?(?:converse/)?arn:aws[\w-]*:bedrock:[^:]*:[^:]*:"
            r"(?:foundation-model|inference-profile)/(?P<id>.+)$"
        ),
    ),
    # Google: the resource name of a publisher's model on Vertex AI, and of one on the Gemini API.
    ResourceRule(
        "google-vertex",
        re.compile(r"^(?:.*/)?publishers/(?P<org>[^/]+)/models/(?P<id>[^/]+)$"),
    ),
    ResourceRule("google", re.compile(r"^models/(?P<id>[^/]+)$")),
    ResourceRule("fireworks-ai", re.compile(r"^(?P<id>accounts/fireworks/models/[^/]+)$")),
)


class ShapeRule(NamedTuple):
    """A form of id that only one provider writes."""

    provider: str
    pattern: re.Pattern[str]


SHAPES = (
    # `anthropic.claude-…`, with a region before it: a vendor, a dot, a letter.
    ShapeRule(
        "amazon-bedrock",
        re.compile(
            r"^(?:(?:us|us-gov|eu|apac|ap|au|jp|ca|sa|global)\.)?(?:ai21|amazon|anthropic|cohere|"
            r"deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|"
            r"stability|twelvelabs|writer|xai|zai)\.[a-z]"
        ),
    ),
    ShapeRule("google-vertex", re.compile(r"-maas$|^(?:claude|gemini|codestral|jamba)[\w.-]*@")),
    ShapeRule("cloudflare-workers-ai", re.compile(r"^@cf/")),
    ShapeRule("databricks", re.compile(r"^databricks-")),
    ShapeRule("sap-ai-core", re.compile(r"^[a-z0-9]+--[a-z0-9]")),
)


class SpellingRule(NamedTuple):
    """A part of an id that is no part of the model's name, and what leaving it out changes."""

    pattern: re.Pattern[str]
    replacement: str
    deviation: Deviation = Deviation.NONE


# Applied one after the other; the id is looked up after each, so the first that is listed counts.
SPELLINGS = (
    # LiteLLM's routes, commitments and regions before an id of Bedrock, deployments of Azure.
    SpellingRule(re.compile(r"^(?:converse|converse_like|invoke|responses|chat|completion)/"), ""),
    SpellingRule(re.compile(r"^[a-z]{2}(?:-gov)?-[a-z]+-\d/"), "", Deviation.REGION),
    SpellingRule(re.compile(r"^\d-month-commitment/"), "", Deviation.REGION),
    SpellingRule(re.compile(r"^(?:global-standard|global|standard)/"), ""),
    SpellingRule(re.compile(r"^(?:eu|us|apac|datazone)/"), "", Deviation.REGION),
    # OpenAI's fine-tunes: ft:gpt-4o-2024-08-06:organisation::id.
    SpellingRule(re.compile(r"^ft:([^:]+).*$"), r"\1", Deviation.FINE_TUNED),
    # Bedrock's inference profiles.
    SpellingRule(re.compile(r"^global\."), ""),
    SpellingRule(
        re.compile(r"^(?:us|us-gov|eu|apac|ap|au|jp|ca|sa)\.(?=[a-z])"), "", Deviation.REGION
    ),
    # Versions of ids: Bedrock's `-v1:0`, Vertex's `@20241022`, `@default` and `-maas`.
    # Only after a number of the model's own: `claude-v1` and `claude-v2` are two models.
    SpellingRule(re.compile(r"^([^:]*\d[^:]*)-v\d+(?::\d+){0,2}k?$"), r"\1"),
    SpellingRule(re.compile(r"(?<=.):\d+k?$"), ""),
    SpellingRule(re.compile(r"@(?:default|latest|\d{3})$"), ""),
    SpellingRule(re.compile(r"(?:-v\d)?@(\d{8})$"), r"-\1"),
    SpellingRule(re.compile(r"-maas$"), ""),
    # OpenRouter's routing: the same offer, with a preference for speed or price, or web search.
    SpellingRule(re.compile(r":(?:nitro|floor|online|exacto|extended)$"), ""),
    # The vendor before a dot, on Bedrock.
    SpellingRule(re.compile(r"^[a-z0-9]+\.(?=[a-z])"), ""),
)
# An offer without charge is another offer, never the one with a price.
FREE = re.compile(r":free$")
MOST_SEGMENTS = 20
ADDRESSES = frozenset({"accounts", "projects", "publishers", "models", "@cf"})


def readings(name: str, column: str, providers: ProviderNames) -> Iterator[Reading]:
    """Yield what a name, in lower case, may say, the most certain first.

    `column` is the log's provider, "" where it has none.
    """
    named = providers.find_in_column(column) if column else None
    if named:
        yield from _in_column(name, named, providers)
    for rule in RESOURCES:
        if match := rule.pattern.match(name):
            yield Reading(rule.provider, match["id"], Basis.RESOURCE)
    if not named:
        yield from _without_column(name, providers)
    unknown = bool(column) and not named
    yield Reading(None, name, Basis.OWN, unknown=unknown or _names_a_stranger(name, providers))


def _in_column(name: str, provider: str, providers: ProviderNames) -> Iterator[Reading]:
    yield Reading(provider, name, Basis.COLUMN)
    head, _slash, rest = name.partition("/")
    # LiteLLM repeats the provider before the id.
    if rest and providers.find(head) == provider:
        yield Reading(provider, rest, Basis.COLUMN)


def _without_column(name: str, providers: ProviderNames) -> Iterator[Reading]:
    segments = name.split("/", MOST_SEGMENTS)
    if len(segments) > 1:
        if provider := providers.find(segments[0]):
            yield Reading(provider, name.partition("/")[2], Basis.PREFIX)
        # Helicone's gateway: the model, then its provider.
        elif provider := providers.find(segments[-1]):
            yield Reading(provider, name.rpartition("/")[0], Basis.SUFFIX)
    for rule in SHAPES:
        if rule.provider in providers.keys and rule.pattern.search(name):
            yield Reading(rule.provider, name, Basis.SHAPE)


def _names_a_stranger(name: str, providers: ProviderNames) -> bool:
    """Return whether a name begins with neither a provider nor a maker we know: `replicate/…`."""
    head, slash, _rest = name.partition("/")
    known = providers.find(head) or maker_of_alias(slugify(head)) or head in ADDRESSES
    return bool(slash) and not known


def spellings(model_id: str) -> Iterator[tuple[str, Deviation]]:
    """Yield an id, then the id without one part after the other that is not the model's name."""
    deviation = Deviation.NONE
    yield model_id, deviation
    for rule in SPELLINGS:
        shorter = rule.pattern.sub(rule.replacement, model_id, count=1)
        if shorter != model_id and shorter:
            model_id = shorter
            deviation = _larger(deviation, rule.deviation)
            yield model_id, deviation


def _larger(one: Deviation, other: Deviation) -> Deviation:
    order = list(Deviation)
    return max(one, other, key=order.index)
