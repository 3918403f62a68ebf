"""What a decision would move, calculated before anything is written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalog.identity.decisions import Decisions
from catalog.ingest.rebuild_state import most_common
from catalog.models import CanonicalModel, MovedModel, Offering, Revision
from changelog.models import Change


@dataclass(frozen=True, slots=True)
class Move:
    """One offer that comes to another model."""

    pk: int
    provider: str
    provider_model_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that moves: offers, and with them pages, addresses, history and feeds.

    `ended` are canonical ids whose address will answer 301, with the id that it leads to; `begun`
    those that get a page, or get it back. `redirects` are former ids that will lead elsewhere.
    """

    moves: Sequence[Move]
    ended: Sequence[tuple[str, str]]
    begun: Sequence[str]
    redirects: Sequence[str]
    revisions: int
    changes: int

    @property
    def touched(self) -> list[str]:
        """The canonical ids whose pages, charts and feeds show other offers than before."""
        return sorted({path for move in self.moves for path in (move.before, move.after)})


def preview(decisions: Decisions) -> Preview:
    """Return what these decisions, all together, change of today's matches."""
    rows = Offering.objects.live().values_list(
        *("pk", "provider__key", "provider_model_id", "model__path", "by_rules")
    )
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    moves = []
    for pk, provider, model_id, path, by_rules in rows.order_by("provider__key", "id"):
        new = decisions.path_of((provider, model_id), by_rules or path)
        before[path] += 1
        after[new] += 1
        if new != path:
            moves.append(Move(pk, provider, model_id, path, new))
    ended = _ended(moves, before.keys() - after.keys())
    pks = [move.pk for move in moves]
    return Preview(
        moves=moves,
        ended=ended,
        begun=sorted(after.keys() - before.keys()),
        redirects=_redirects([path for path, _target in ended]),
        revisions=Revision.objects.filter(offering__in=pks).count(),
        changes=Change.objects.filter(offering__in=pks).count(),
    )


def _ended(moves: Sequence[Move], paths: Collection[str]) -> list[tuple[str, str]]:
    targets: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for move in moves:
        targets[move.before][move.after] += 1
    return [(path, most_common(targets[path])) for path in sorted(paths)]


def _redirects(ended: Sequence[str]) -> list[str]:
    """Return the former ids that lead to what ends, and so will lead on."""
    former = MovedModel.objects.filter(model__path__in=ended).order_by("path")
    return list(former.values_list("path", flat=True))


def exists(path: str) -> bool:
    return CanonicalModel.objects.live().filter(path=path).exists()
