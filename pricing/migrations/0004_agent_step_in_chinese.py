"""Call the scenario "Agent step" by the term that the Chinese pages use; edited names stay."""

from typing import Any

from django.db import migrations

BEFORE, AFTER = "代理步驟", "AI 代理步驟"


def rename(apps: Any, old: str, new: str) -> None:
    scenarios = apps.get_model("pricing", "Scenario").objects
    scenarios.filter(key="agent-step", name_zh_hant=old).update(name_zh_hant=new)


class Migration(migrations.Migration):
    dependencies = [("pricing", "0003_plain_labels")]

    operations = [
        migrations.RunPython(
            lambda apps, _editor: rename(apps, BEFORE, AFTER),
            lambda apps, _editor: rename(apps, AFTER, BEFORE),
        )
    ]
