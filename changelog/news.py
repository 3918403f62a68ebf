"""The last seven days in ten lines: price changes by cause, new and retired models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.models import CanonicalModel
from changelog.lifecycle import new_models, withdrawn_models
from changelog.price_news import WEEK, PriceList, PriceMove, price_news

LINES_OF_THE_WEEK, NEW_SHOWN, RETIRED_SHOWN, LISTS_SHOWN = 10, 4, 2, 2


@dataclass(frozen=True, slots=True)
class Week:
    """The last seven days in about ten lines, the most important first."""

    since: date
    moves: tuple[PriceMove, ...]
    lists: tuple[PriceList, ...]
    new: tuple[CanonicalModel, ...]
    retired: tuple[CanonicalModel, ...]

    @property
    def quiet(self) -> bool:
        return not (self.moves or self.lists or self.new or self.retired)


def read_week(today: date) -> Week:
    """Read the last seven days, in a few queries for any number of changes."""
    since = today - timedelta(days=WEEK)
    new = [model for model in _by_providers(new_models(today)) if model.first_seen > since]
    gone = withdrawn_models(today)
    retired = [model for model in gone if model.withdrawn_on and model.withdrawn_on > since]
    new, retired = new[:NEW_SHOWN], retired[:RETIRED_SHOWN]
    news = price_news(today)
    lists = news.lists[:LISTS_SHOWN]
    room = LINES_OF_THE_WEEK - len(new) - len(retired) - len(lists)
    return Week(since, news.moves[:room], lists, tuple(new), tuple(retired))


def _by_providers(models: Iterable[CanonicalModel]) -> list[CanonicalModel]:
    """Return models with those first that most providers offer."""
    return sorted(models, key=lambda model: -model.provider_count)
