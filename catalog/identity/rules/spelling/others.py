"""How names of makers with one or two rules are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

OTHERS: tuple[Rule, ...] = (
    Rule(
        "stepfun-prefix-on-step",
        _("StepFun prefix on Step"),
        "a reseller writes StepFun 3.5 for Step 3.5",
        r"^stepfun-(?=\d)|^step(?=\d)",
        "step-",
        ("stepfun-3-5-flash", "step-3-5-flash"),
        ("stepfun", "step"),
    ),
    Rule(
        "nova-v1-suffix",
        _("Nova v1 suffix"),
        "Bedrock's wrapper version, kept by others",
        r"^(?:amazon-)?(nova-.*?)-v1$",
        r"\1",
        ("nova-pro-v1", "nova-pro"),
        ("nova", "amazon"),
    ),
    Rule(
        "lfm-version-format",
        _("LFM version format"),
        "Liquid AI writes the number without a dash",
        r"^lfm-(?=\d)",
        r"lfm",
        ("lfm-2-24b-a2b", "lfm2-24b-a2b"),
        ("lfm",),
    ),
    Rule(
        "phi-4-implied-instruct-suffix",
        _("Phi-4 implied Instruct suffix"),
        "Microsoft published no base of these two",
        r"^(phi-4-(?:mini|multimodal))$",
        r"\1-instruct",
        ("phi-4-mini", "phi-4-mini-instruct"),
        ("phi",),
    ),
)
