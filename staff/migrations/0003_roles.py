"""The two groups; `staff.roles` grants their permissions after each migration."""

from typing import Any

from django.db import migrations

GROUPS = ("editor", "operator")


def make_groups(apps: Any, _editor: Any) -> None:
    group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0002_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
