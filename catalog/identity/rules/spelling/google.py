"""How Gemini, Gemma, Imagen and Veo names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

GOOGLE: tuple[Rule, ...] = (
    Rule(
        "gemini-trailing-zero",
        _("Gemini trailing .0"),
        "from version 3 on Google leaves .0 out",
        r"^gemini-([3-9])-0(?=-)",
        r"gemini-\1",
        ("gemini-3-0-pro", "gemini-3-pro"),
        ("gemini",),
    ),
    Rule(
        "imagen-and-veo-generate-suffix",
        _("Imagen and Veo generate suffix"),
        "Vertex adds what the model does and the number of its first stable version",
        r"^((?:imagen|veo)-.*)-generate-001$",
        r"\1",
        ("veo-3-1-fast-generate-001", "veo-3-1-fast"),
        ("imagen", "veo"),
    ),
    Rule(
        "imagen-and-veo-version-format",
        _("Imagen and Veo version format"),
        "veo3.1 is veo-3.1, and 4.0 is 4",
        r"^(imagen|veo)-?([3-9])(?:-0(?=-|$))?",
        r"\1-\2",
        ("imagen-4-0-ultra", "imagen-4-ultra"),
        ("imagen", "veo"),
    ),
    Rule(
        "gemini-stable-version-suffix",
        _("Gemini stable version suffix"),
        "-001 is the number of the stable version that the plain name means",
        r"^(gemini-\d-\d-(?:pro|flash|flash-lite))-001$",
        r"\1",
        ("gemini-2-0-flash-001", "gemini-2-0-flash"),
        ("gemini",),
    ),
    Rule(
        "gemma-version-format",
        _("Gemma version format"),
        "gemma4 and gemma-4 are one name",
        r"^gemma-?([2-9]n?)(?=-)",
        r"gemma-\1",
        ("gemma4-31b-it", "gemma-4-31b-it"),
        ("gemma",),
    ),
    Rule(
        "gemma-implied-it-suffix",
        _("Gemma implied -it suffix"),
        "hosts serve the tuned Gemma; the base model says pt",
        r"^(gemma-[2-9]n?-(?:e?\d+b)(?:-a\d+b)?)(?:-instruct)?$",
        r"\1-it",
        ("gemma-4-31b", "gemma-4-31b-it"),
        ("gemma",),
    ),
)
