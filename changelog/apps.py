"""The app of changes: it tells the catalogue how the price trends of a past day are drawn."""

from django.apps import AppConfig

from catalog.as_of.derivations import DERIVATIONS


class ChangelogConfig(AppConfig):
    name = "changelog"

    def ready(self) -> None:
        # Here, since it imports models, which is possible only when all apps are ready.
        from changelog.history.sparklines import trends_on  # noqa: PLC0415

        DERIVATIONS.trends = trends_on
