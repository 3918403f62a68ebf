"""How GLM names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

GLM: tuple[Rule, ...] = (
    Rule(
        "glm-version-format",
        _("Version of GLM"),
        "glm-47, glm4.7 and glm-4.7 are one name",
        r"^glm-?([4-9])-?([1-9])(?=v?(?:-|$))",
        r"glm-\1-\2",
        ("glm-47-flash", "glm-4-7-flash"),
        ("glm",),
    ),
    Rule(
        "missing-hyphen-in-glm",
        _("GLM without a dash"),
        "glm5 and glm-5 are one name",
        r"^glm(?=[4-9])",
        r"glm-",
        ("glm5", "glm-5"),
        ("glm",),
    ),
    Rule(
        "glm-vision-suffix-format",
        _("V of a GLM that sees"),
        "4.6-V and 4.6V are one name",
        r"^(glm-[4-9](?:-\d)?)-v(?=-|$)",
        r"\1v",
        ("glm-4-6-v", "glm-4-6v"),
        ("glm",),
    ),
)
