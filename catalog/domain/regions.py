"""Where an offer is served, as far as an ID or a provider's name states it. Pure.

The first rule of `RULES` that applies decides: the offer's own ID before the provider's ID, and
that before the provider's name. Where none applies the region is not stated; it is never guessed
from a company's seat. No npm package in the feed names a region, so no rule looks at one.

False friends are other words in the same places: a model's name ("gemma-sea-lion",
"bart-large-cnn", "north-mini-code"), an organisation ("aisingapore"), a date or a version after
an "@" ("claude-opus-4@20250514", "@default"), and letters inside a word ("iflowcn").
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from catalog.display.translation import gettext_noop as _


class Region(StrEnum):
    EU = "eu"
    EUROPE = "europe"
    US = "us"
    CANADA = "ca"
    CHINA = "cn"
    JAPAN = "jp"
    SINGAPORE = "sg"
    AUSTRALIA = "au"
    APAC = "apac"
    GLOBAL = "global"


class RegionBasis(StrEnum):
    """What a rule looks at."""

    OFFER_ID = "offer-id"
    PROVIDER_ID = "provider-id"
    PROVIDER_NAME = "provider-name"


# Europe is not the EU: London and Zurich are regions of the large clouds, too.
NAMES = {
    Region.EU: _("EU"),
    Region.EUROPE: _("Europe (EU not stated)"),
    Region.US: _("US"),
    Region.CANADA: _("Canada"),
    Region.CHINA: _("China"),
    Region.JAPAN: _("Japan"),
    Region.SINGAPORE: _("Singapore"),
    Region.AUSTRALIA: _("Australia"),
    Region.APAC: _("Asia-Pacific"),
    Region.GLOBAL: _("Global"),
}

# The sentence that pages show for a rule; {evidence} is what it found.
SENTENCES = {
    RegionBasis.OFFER_ID: _("The offer’s ID contains “{evidence}”."),
    RegionBasis.PROVIDER_ID: _("The provider’s ID contains “{evidence}”."),
    RegionBasis.PROVIDER_NAME: _("The provider’s name contains “{evidence}”."),
}


@dataclass(frozen=True, slots=True)
class StatedRegion:
    """A region, and the rule that found it with what it found."""

    region: Region
    basis: RegionBasis
    evidence: str

    @property
    def rule(self) -> str:
        """The message id of the rule's sentence; {evidence} is to be filled in."""
        return SENTENCES[self.basis]


@dataclass(frozen=True, slots=True)
class RegionRule:
    """`find` takes the text of the rule's basis and returns the evidence, "" if there is none.

    `reason` says what the sign is and who uses it, `example` is a text that has it.
    """

    region: Region
    basis: RegionBasis
    find: Callable[[str], str]
    reason: str
    example: str


def _prefix(words: str) -> Callable[[str], str]:
    """Find a prefix of Bedrock: `us.anthropic.claude…`, also behind a gateway's path."""
    profile = re.compile(rf"(?:^|/)((?:{words})\.)(?=[a-z0-9-]+\.[a-z])")
    return lambda text: match[1] if (match := profile.search(text)) else ""


def _at(words: str) -> Callable[[str], str]:
    """Find a region after an "@" at the end of an ID, as gateways write it: `claude@eu`."""
    suffix = re.compile(rf"(@(?:{words}))$")
    return lambda text: match[1] if (match := suffix.search(text)) else ""


def _word(words: str) -> Callable[[str], str]:
    """Find a hyphenated word of a provider's ID, but not its first, which names the company."""
    word = re.compile(rf"(-(?:{words}))(?=-|$)")
    return lambda text: match[1] if (match := word.search(text)) else ""


def _brackets(words: str) -> Callable[[str], str]:
    """Find a word in brackets in a provider's name: `Alibaba (China)`."""
    bracketed = re.compile(rf"(\((?:{words})\))")
    return lambda text: match[1] if (match := bracketed.search(text)) else ""


_PROFILE = _("A geographic inference profile of Amazon Bedrock.")
_AT = _("A region after an @, as gateways write it.")
_CLOUD = _("A region of a large cloud after an @.")
_EDITION = _("The provider lists one edition for each region, under an ID of its own.")
_NAMED = _("The provider’s name says it in brackets.")
_OFFER, _PROVIDER = RegionBasis.OFFER_ID, RegionBasis.PROVIDER_ID
_NAME = RegionBasis.PROVIDER_NAME

# Regions of Google Cloud and AWS in member states of the EU; west2 and west6 of the one, and west-2
# and central-2 of the other, are London and Zurich.
_EU_GOOGLE = r"europe-(?:west(?:1|3|4|8|9|10|12)|north[12]|central2|southwest1)"
_EU_AWS = r"eu-(?:central-1|west-[13]|north-1|south-[12])"

# No rule on an offer's ID applies without one of these, and lists have 20,000 of them.
_OFFER_SIGN = re.compile(r"(?:^|/)[a-z-]+\.[a-z0-9-]+\.[a-z]|@")

RULES: tuple[RegionRule, ...] = (
    RegionRule(Region.EU, _OFFER, _prefix("eu"), _PROFILE, "eu.anthropic.claude-opus-4-8"),
    RegionRule(Region.US, _OFFER, _prefix("us|us-gov"), _PROFILE, "us.anthropic.claude-opus-4-8"),
    RegionRule(Region.CANADA, _OFFER, _prefix("ca"), _PROFILE, "ca.amazon.nova-lite-v1:0"),
    RegionRule(Region.JAPAN, _OFFER, _prefix("jp"), _PROFILE, "jp.anthropic.claude-opus-4-8"),
    RegionRule(Region.AUSTRALIA, _OFFER, _prefix("au"), _PROFILE, "au.anthropic.claude-opus-4-8"),
    RegionRule(Region.APAC, _OFFER, _prefix("apac"), _PROFILE, "apac.amazon.nova-pro-v1:0"),
    RegionRule(
        Region.GLOBAL, _OFFER, _prefix("global"), _PROFILE, "global.anthropic.claude-opus-4-8"
    ),
    RegionRule(Region.EU, _OFFER, _at("eu"), _AT, "claude-opus-4-8@eu"),
    RegionRule(Region.US, _OFFER, _at("us"), _AT, "claude-opus-4-8@us"),
    RegionRule(Region.CHINA, _OFFER, _at("cn"), _AT, "qwen3-max@cn"),
    RegionRule(Region.GLOBAL, _OFFER, _at("global"), _AT, "claude-opus-4-8@global"),
    RegionRule(
        Region.EU, _OFFER, _at(f"{_EU_GOOGLE}|{_EU_AWS}"), _CLOUD, "claude-opus-4-8@europe-west1"
    ),
    RegionRule(
        Region.EUROPE,
        _OFFER,
        _at(r"europe-[a-z]+\d+|eu-[a-z]+-\d+|europe"),
        _CLOUD,
        "claude-opus-4-8@europe-west2",
    ),
    RegionRule(Region.US, _OFFER, _at(r"us-[a-z]+-?\d+"), _CLOUD, "claude-opus-4-8@us-east5"),
    RegionRule(
        Region.APAC,
        _OFFER,
        _at(r"(?:asia|ap)-[a-z]+-?\d+"),
        _CLOUD,
        "claude-opus-4-8@asia-southeast1",
    ),
    RegionRule(Region.EU, _PROVIDER, _word("eu"), _EDITION, "provider-eu"),
    # Amsterdam, in the EU; the name beside it says "Europe".
    RegionRule(Region.EU, _PROVIDER, _word("ams"), _EDITION, "xiaomi-token-plan-ams"),
    RegionRule(Region.US, _PROVIDER, _word("us"), _EDITION, "provider-us"),
    RegionRule(Region.CHINA, _PROVIDER, _word("cn"), _EDITION, "alibaba-cn"),
    RegionRule(Region.JAPAN, _PROVIDER, _word("jp"), _EDITION, "provider-jp"),
    RegionRule(Region.SINGAPORE, _PROVIDER, _word("sgp"), _EDITION, "xiaomi-token-plan-sgp"),
    RegionRule(Region.EU, _NAME, _brackets("EU"), _NAMED, "Provider (EU)"),
    RegionRule(Region.EUROPE, _NAME, _brackets("Europe"), _NAMED, "Provider (Europe)"),
    RegionRule(Region.US, _NAME, _brackets("US|USA"), _NAMED, "Provider (US)"),
    RegionRule(Region.CHINA, _NAME, _brackets("China"), _NAMED, "Alibaba (China)"),
    RegionRule(Region.JAPAN, _NAME, _brackets("Japan"), _NAMED, "Provider (Japan)"),
    RegionRule(Region.SINGAPORE, _NAME, _brackets("Singapore"), _NAMED, "Provider (Singapore)"),
    RegionRule(Region.AUSTRALIA, _NAME, _brackets("Australia"), _NAMED, "Provider (Australia)"),
    RegionRule(Region.GLOBAL, _NAME, _brackets("Global"), _NAMED, "Provider (Global)"),
)


def stated_region(
    *, provider: str, provider_name: str, provider_model_id: str
) -> StatedRegion | None:
    """Return the region by the first rule that applies; None is "not stated"."""
    if _OFFER_SIGN.search(provider_model_id) and (found := _first(_OFFER, provider_model_id)):
        return found
    return provider_region(provider, provider_name)


@lru_cache(maxsize=1024)
def provider_region(provider: str, provider_name: str) -> StatedRegion | None:
    """Return the region that a provider's ID or name states for all its offers."""
    return _first(_PROVIDER, provider) or _first(_NAME, provider_name)


def _first(basis: RegionBasis, text: str) -> StatedRegion | None:
    for rule in RULES:
        if rule.basis is basis and (evidence := rule.find(text)):
            return StatedRegion(rule.region, basis, evidence)
    return None
