from django.db import migrations, models


def enter_on_first_days(apps, schema_editor):
    """Corrections so far held from the day on which they were entered."""
    corrections = apps.get_model("catalog", "Correction").objects
    corrections.update(entered_on=models.F("first_day"))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0019_edited_texts")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="waiting_first_day",
            field=models.DateField(blank=True, null=True, verbose_name="first day, to be applied"),
        ),
        migrations.AddField(
            model_name="correction",
            name="waiting_ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ended on, to be applied"),
        ),
        migrations.AddField(
            model_name="correction",
            name="entered_on",
            field=models.DateField(null=True, verbose_name="entered on"),
        ),
        migrations.RunPython(enter_on_first_days, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="correction",
            name="entered_on",
            field=models.DateField(verbose_name="entered on"),
        ),
    ]
