"""What the apps above derive from the catalogue, for a past day: they register it at the start.

Scores and price trends of today are stored in tables, which lists reach through their relations.
Those of a past day are calculated, by rules that this app cannot import.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.domain.score_inputs import ScoreInputs


@dataclass(slots=True)
class Derivations:
    """The functions of the apps above; without them, a past day has no scores and no trends.

    `points` gives the points by rubric, in the order of their keys. `trends` gives, by the model's
    key, the SVG path, the blended price before and now, and the change in percent, of the models
    whose price changed in the 90 days up to a day.
    """

    points: Callable[[ScoreInputs], Mapping[str, int]]
    trends: Callable[[date], Iterable[tuple[int, tuple[Any, ...]]]]


def _no_points(_inputs: ScoreInputs) -> Mapping[str, int]:
    return {}


def _no_trends(_day: date) -> Iterable[tuple[int, tuple[Any, ...]]]:
    return ()


DERIVATIONS = Derivations(_no_points, _no_trends)
