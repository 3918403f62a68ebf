"""How Kimi names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

KIMI: tuple[Rule, ...] = (
    Rule(
        "missing-kimi-prefix",
        _("Missing Kimi prefix"),
        "its own coding plan writes k2p5",
        r"^(?=k2-[5-9](?:-|$)|k[3-9](?:-\d)?(?:-|$))",
        "kimi-",
        ("k2-5", "kimi-k2-5"),
        ("k",),
        rare="Moonshot's own plan names each version so: k2p5, k2p6, k2p7",
    ),
    Rule(
        "kimi-k2-dated-name",
        _("Kimi K2 dated name"),
        "open weights say Instruct, the maker's channel says preview, of one dated model",
        r"^kimi-k2-(?:instruct-)?(0711|0905)$",
        r"kimi-k2-\1-preview",
        ("kimi-k2-instruct-0905", "kimi-k2-0905-preview"),
        ("kimi",),
    ),
    Rule(
        "kimi-k2-undated-name",
        _("Kimi K2 undated name"),
        "the undated name is the first release, of July 2025",
        r"^kimi-k2(?:-instruct)?(?:-1t)?$",
        r"kimi-k2-0711-preview",
        ("kimi-k2-instruct", "kimi-k2-0711-preview"),
        ("kimi",),
    ),
)
