"""`manage.py messages`: bring each translation up to the texts that the site marks."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand

from config.messages import brought_up_to_date, messages


class Command(BaseCommand):
    help = "Add what is new to every .po file and drop what is gone; say what waits for words."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = messages(settings.BASE_DIR)
        for path in sorted(Path(settings.LOCALE_PATHS[0]).rglob("*.po")):
            old = polib.pofile(str(path), wrapwidth=100)
            new = brought_up_to_date(old, found)
            new.save(str(path))
            self.report(path.parent.parent.name, new)

    def report(self, language: str, texts: polib.POFile) -> None:
        waiting = [entry for entry in texts if not entry.translated()]
        self.stdout.write(f"{language}: {len(texts)} texts, {len(waiting)} without a translation")
        for entry in waiting:
            self.stdout.write(f"  {entry.occurrences[0][0]}: {entry.msgid}")
