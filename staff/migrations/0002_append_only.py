from typing import Any

from django.db import migrations

from staff.append_only import allow_changes, refuse_changes


def create(_apps: Any, editor: Any) -> None:
    refuse_changes(editor)


def drop(_apps: Any, editor: Any) -> None:
    allow_changes(editor)


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
