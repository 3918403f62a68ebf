"""What kind of seller stands behind an offer: the maker, a cloud, a gateway, a subscription. Pure.

The feed has no field for this. The first rule that applies decides, in the order of `SellerRule`:
how the offer is billed, whose model it is, then the provider's npm package, its name, and two lists
that we keep. A provider that no rule knows is "not stated": never guessed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from catalog.display.translation import gettext_noop as _


class SellerKind(StrEnum):
    MAKER = "maker"
    OTHER_MAKER = "other-maker"
    CLOUD = "cloud"
    GATEWAY = "gateway"
    PLAN = "plan"


class SellerRule(StrEnum):
    """The rules in their order."""

    PLAN = "plan"
    OWN = "own"
    CLOUD_PACKAGE = "cloud-package"
    CLOUD_LIST = "cloud-list"
    GATEWAY_PACKAGE = "gateway-package"
    GATEWAY_NAME = "gateway-name"
    GATEWAY_LIST = "gateway-list"
    OTHER_MAKER = "other-maker"


NAMES = {
    SellerKind.MAKER: _("Maker’s own"),
    SellerKind.OTHER_MAKER: _("Another maker"),
    SellerKind.CLOUD: _("Cloud or host"),
    SellerKind.GATEWAY: _("Gateway"),
    SellerKind.PLAN: _("Subscription"),
}

KIND_OF = {
    SellerRule.PLAN: SellerKind.PLAN,
    SellerRule.OWN: SellerKind.MAKER,
    SellerRule.CLOUD_PACKAGE: SellerKind.CLOUD,
    SellerRule.CLOUD_LIST: SellerKind.CLOUD,
    SellerRule.GATEWAY_PACKAGE: SellerKind.GATEWAY,
    SellerRule.GATEWAY_NAME: SellerKind.GATEWAY,
    SellerRule.GATEWAY_LIST: SellerKind.GATEWAY,
    SellerRule.OTHER_MAKER: SellerKind.OTHER_MAKER,
}

# The sentence that pages show for a rule.
SENTENCES = {
    SellerRule.PLAN: _("The offer is billed by subscription."),
    SellerRule.OWN: _("The provider belongs to the model’s maker."),
    SellerRule.CLOUD_PACKAGE: _("Its npm package is that of a cloud."),
    SellerRule.CLOUD_LIST: _("It is in our list of clouds and inference hosts."),
    SellerRule.GATEWAY_PACKAGE: _("Its npm package is that of a gateway."),
    SellerRule.GATEWAY_NAME: _("Its name says gateway or router."),
    SellerRule.GATEWAY_LIST: _("It is in our list of gateways."),
    SellerRule.OTHER_MAKER: _("The provider belongs to a maker, but not to this model’s."),
}

CLOUD_PACKAGES = frozenset(
    {
        *("@ai-sdk/amazon-bedrock", "@ai-sdk/azure"),
        *("@ai-sdk/google-vertex", "@ai-sdk/google-vertex/anthropic"),
    }
)
GATEWAY_PACKAGES = frozenset({"@ai-sdk/gateway"})
GATEWAY_WORD = re.compile(r"(?:router|\bgateway)\b", re.IGNORECASE)

# Clouds that sell servers to everybody, then hosts of open models. They bill in their own name for
# what they run themselves.
CLOUDS = frozenset(
    {
        *("cloudferro-sherlock", "cloudflare-workers-ai", "databricks", "digitalocean", "evroc"),
        *("gmicloud", "hpc-ai", "nebius", "ovhcloud", "scaleway", "snowflake-cortex", "stackit"),
        *("vultr", "wandb"),
        *("baseten", "berget", "cerebras", "chutes", "clarifai", "deepinfra", "fireworks-ai"),
        *(
            "friendli",
            "github-models",
            "groq",
            "inference",
            "io-net",
            "novita-ai",
            "privatemode-ai",
            "regolo-ai",
        ),
        *("siliconflow", "siliconflow-cn", "tinfoil", "togetherai"),
    }
)
# One API in front of models that other companies run.
GATEWAYS = frozenset(
    {
        *("302ai", "abacus", "aihubmix", "anyapi", "cortecs", "helicone", "huggingface", "kilo"),
        *(
            "nano-gpt",
            "opencode",
            "opencode-go",
            "perplexity-agent",
            "poe",
            "requesty",
            "routing-run",
            "vercel",
        ),
        "zenmux",
    }
)


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What the rules look at; `maker` is the slug of the maker that it belongs to, "" if none."""

    key: str
    name: str = ""
    npm: str = ""
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """A kind of seller, and the rule that decided."""

    rule: SellerRule

    @property
    def kind(self) -> SellerKind:
        return KIND_OF[self.rule]


# One object for each rule: lists have thousands of offers.
_SELLERS = {rule: Seller(rule) for rule in SellerRule}


def offer_seller(provider: ProviderFacts, *, maker: str, plan: bool) -> Seller | None:
    """Return who sells an offer of a model by `maker` (a slug); None is "not stated".

    `plan` is whether the offer is billed by subscription.
    """
    if plan:
        return _SELLERS[SellerRule.PLAN]
    if provider.maker and provider.maker == maker:
        return _SELLERS[SellerRule.OWN]
    if rule := _business(provider):
        return _SELLERS[rule]
    return _SELLERS[SellerRule.OTHER_MAKER] if provider.maker else None


def provider_seller(provider: ProviderFacts, *, plan: bool) -> Seller | None:
    """Return what kind of seller a provider is on the whole; None is "not stated".

    `plan` is whether any of its offers is billed by subscription. A cloud or gateway that belongs
    to a maker is still a cloud or gateway here.
    """
    if plan:
        return _SELLERS[SellerRule.PLAN]
    if rule := _business(provider):
        return _SELLERS[rule]
    return _SELLERS[SellerRule.OWN] if provider.maker else None


def _business(provider: ProviderFacts) -> SellerRule | None:
    """Return the rule that tells a cloud or a gateway by its package, name or ID."""
    if provider.npm in CLOUD_PACKAGES:
        return SellerRule.CLOUD_PACKAGE
    if provider.key in CLOUDS:
        return SellerRule.CLOUD_LIST
    if provider.npm in GATEWAY_PACKAGES:
        return SellerRule.GATEWAY_PACKAGE
    if GATEWAY_WORD.search(provider.name):
        return SellerRule.GATEWAY_NAME
    return SellerRule.GATEWAY_LIST if provider.key in GATEWAYS else None
