"""How Mistral names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

MISTRAL: tuple[Rule, ...] = (
    Rule(
        "mistral-labs-prefix",
        _("Mistral Labs prefix"),
        "Mistral's labs channel sells the same models early",
        r"^labs-(?=(?:devstral|mistral|leanstral))",
        r"",
        ("labs-devstral-small-2512", "devstral-small-2512"),
        ("labs",),
        rare="Mistral's own channel names its early models so, one at a time",
    ),
    Rule(
        "mistral-open-prefix",
        _("Mistral open prefix"),
        "in Mistral's own channel open- means the tuned open weights",
        r"^open-(?=mi[sx]tral)",
        r"",
        ("open-mixtral-8x7b", "mixtral-8x7b"),
        ("open",),
    ),
    Rule(
        "mistral-nemo-name-variant",
        _("Mistral Nemo name variant"),
        "one size, one date, and hosts serve the tuned one",
        r"^mistral-nemo(?:-12b)?(?:-instruct)?(?:-2407)?(?:-v1)?$",
        r"mistral-nemo",
        ("mistral-nemo-instruct-2407", "mistral-nemo"),
        ("mistral",),
    ),
    Rule(
        "ministral-3-name-variant",
        _("Ministral 3 name variant"),
        "Ministral 3 is the release of December 2025, of each size",
        r"^ministral-3-(\d+b)(?:-instruct)?(?:-2512)?$",
        r"ministral-\1-2512",
        ("ministral-3-14b-instruct-2512", "ministral-14b-2512"),
        ("ministral",),
    ),
    Rule(
        "mistral-dated-name",
        _("Mistral dated name"),
        "Mistral's month is its version; size, number and Instruct repeat what it says",
        r"^((?:mistral|devstral|magistral)-(?:small|medium|large)|devstral(?!-(?:small|medium|large))|ministral-\d+b|codestral|pixtral-large|voxtral-(?:mini|small))(?:-(?:\d{1,3}b?|instruct))+-(2[3-9](?:0[1-9]|1[0-2]))$",
        r"\1-\2",
        ("mistral-small-3-2-24b-instruct-2506", "mistral-small-2506"),
        ("mistral", "devstral", "magistral", "ministral", "codestral", "pixtral", "voxtral"),
    ),
    Rule(
        "mistral-size-and-instruct-suffix",
        _("Mistral size and Instruct suffix"),
        "a numbered Mistral has one size, and hosts serve the tuned one",
        r"^((?:mistral|devstral|magistral)(?:-(?:small|medium|large))?-\d(?:-\d)?)(?:-(?:24|119|123|128|675)b)?(?:-instruct)?$",
        r"\1",
        ("mistral-small-3-2-24b-instruct", "mistral-small-3-2"),
        ("mistral", "devstral", "magistral"),
    ),
    Rule(
        "mixtral-version-suffix",
        _("Mixtral version suffix"),
        "only one version of each was ever served",
        r"^(mixtral-8x\d+b-instruct)-v0-1$",
        r"\1",
        ("mixtral-8x7b-instruct-v0-1", "mixtral-8x7b-instruct"),
        ("mixtral",),
    ),
)
