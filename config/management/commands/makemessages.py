"""`manage.py makemessages`: bring the .po file up to the marked texts; needs GNU gettext."""

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's own command, with the options under which the .po file changes with texts only."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["zh_Hant"],
            # Markdown is a template, too: templates/pages/model.md. README.md and the like are not.
            extensions=["html,md,py,txt"],
            ignore_patterns=[
                *(".venv", "[A-Z]*.md", "benchmarks", "docs", "static", "staticfiles", "tests"),
                "var",
            ],
            # Line numbers would change with every edit of the code.
            add_location="file",
            no_obsolete=True,
            no_wrap=True,
        )
