"""What a decision would move, calculated before anything is written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.domain.prices import price_state
from catalog.feed.plausible import plausible
from catalog.identity.decisions import Decisions
from catalog.identity.model_ids import decoded_id
from catalog.ingest.batch import Batch
from catalog.ingest.rebuild_state import NO_STATE, most_common
from catalog.ingest.snapshots import newest_snapshot, read_payload
from catalog.models import CanonicalModel, MovedModel, Offering, Provider, Revision
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
class Restated:
    """One offer that is paid for in another way than before."""

    pk: int
    provider: str
    provider_model_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that moves: offers, and with them pages, addresses, history and feeds.

    `restated` are the offers whose price state changes.

    `ended` are canonical ids whose address will answer 301, with the id that it leads to; `begun`
    those that get a page, or get it back. `redirects` are former ids that will lead elsewhere.
    """

    moves: Sequence[Move]
    ended: Sequence[tuple[str, str]]
    begun: Sequence[str]
    redirects: Sequence[str]
    revisions: int
    changes: int
    restated: Sequence[Restated] = ()

    @property
    def touched(self) -> list[str]:
        """The canonical ids whose pages, charts and feeds show other offers than before."""
        return sorted({path for move in self.moves for path in (move.before, move.after)})


def preview(decisions: Decisions, *, of_rules: bool = False) -> Preview:
    """Return what these decisions, all together, change of today's matches.

    With `of_rules`, the decision in question changes a rule: the newest payload is matched anew,
    which takes seconds.
    """
    names = _matched_anew(decisions) if of_rules else {}
    rows = Offering.objects.live().values_list(
        *("pk", "provider__key", "provider_model_id", "model__path", "by_rules")
    )
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    moves = []
    for pk, provider, model_id, path, by_rules in rows.order_by("provider__key", "id"):
        key = provider, model_id
        new = names.get(key) or decisions.path_of(key, by_rules or path)
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
        restated=list(_restated(decisions)) if of_rules else (),
    )


def _matched_anew(decisions: Decisions) -> Mapping[tuple[str, str], str]:
    """Return the canonical ids of the newest payload's offers under these decisions."""
    snapshot = newest_snapshot()
    if snapshot is None:
        return {}
    names = dict(Provider.objects.values_list("key", "name"))
    payload = plausible(read_payload(snapshot.body), snapshot.day, names)
    batch = Batch.of(
        payload,
        day=snapshot.day,
        last_seen=snapshot.day,
        rebuild_state=NO_STATE,
        decisions=decisions,
    )
    return {key: identity.id for key, identity in batch.identities.items()}


def _restated(decisions: Decisions) -> Iterator[Restated]:
    rows = Offering.objects.live().select_related("provider").order_by("provider__key", "id")
    for row in rows.iterator(5000):
        state = price_state(
            row.prices,
            provider=row.provider.key,
            provider_model_id=decoded_id(row.provider_model_id),
            sells_plan=decisions.plans.get(row.provider.key),
        )
        if state != row.price_state:
            yield Restated(
                row.pk,
                row.provider.key,
                row.provider_model_id,
                row.price_state,
                state.value,
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
