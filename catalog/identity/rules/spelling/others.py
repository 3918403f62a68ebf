"""How names of makers with one or two rules are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

OTHERS: tuple[Rule, ...] = (
    Rule(
        "minimax-version-format",
        _("Version of MiniMax"),
        "minimax-m25 means M2.5",
        r"^minimax-m([2-9])-?([1-9])(?=-|$)",
        r"minimax-m\1-\2",
        ("minimax-m25", "minimax-m2-5"),
        ("minimax",),
    ),
    Rule(
        "mimo-version-format",
        _("Version of MiMo"),
        "mimo-v25 means V2.5",
        r"^mimo-v([2-9])-?([1-9])(?=-|$)",
        r"mimo-v\1-\2",
        ("mimo-v25-pro", "mimo-v2-5-pro"),
        ("mimo",),
    ),
    Rule(
        "stepfun-prefix-on-step",
        _("Step by its maker's name"),
        "a reseller writes StepFun 3.5 for Step 3.5",
        r"^stepfun-(?=\d)|^step(?=\d)",
        "step-",
        ("stepfun-3-5-flash", "step-3-5-flash"),
        ("stepfun", "step"),
    ),
    Rule(
        "nova-v1-suffix",
        _("First version of a Nova"),
        "Bedrock's wrapper version, kept by others",
        r"^(?:amazon-)?(nova-.*?)-v1$",
        r"\1",
        ("nova-pro-v1", "nova-pro"),
        ("nova", "amazon"),
    ),
    Rule(
        "solar-pro-version-format",
        _("Number of Solar Pro"),
        "Upstage writes the number without a dash",
        r"^solar-pro-(?=\d)",
        r"solar-pro",
        ("solar-pro-3", "solar-pro3"),
        ("solar",),
    ),
    Rule(
        "lfm-version-format",
        _("Number of LFM"),
        "Liquid AI writes the number without a dash",
        r"^lfm-(?=\d)",
        r"lfm",
        ("lfm-2-24b-a2b", "lfm2-24b-a2b"),
        ("lfm",),
    ),
    Rule(
        "l3-version-format",
        _("Llama in short"),
        "fine-tuners write L3.1, some resellers L31",
        r"^l3([1-3])(?=-)",
        r"l3-\1",
        ("l31-70b-euryale-v2-2", "l3-1-70b-euryale-v2-2"),
        ("l",),
    ),
    Rule(
        "phi-4-implied-instruct-suffix",
        _("Phi that exists only tuned"),
        "Microsoft published no base of these two",
        r"^(phi-4-(?:mini|multimodal))$",
        r"\1-instruct",
        ("phi-4-mini", "phi-4-mini-instruct"),
        ("phi",),
    ),
)
