"""Events as pages show them: a headline, the lines that open, and where all of them are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.models import CanonicalModel, Maker, Provider
from changelog.causes.headlines import (
    ABOUT_MODEL,
    Told,
    has_lead,
    headline,
    is_one_offer,
    more_offers,
    names_offer,
    subject_name,
    what,
)
from changelog.causes.rules import Cause, Event
from changelog.forms import BY_MODEL, BY_PROVIDER, TOPICS, ChangelogQuery
from changelog.models import Change
from changelog.reading import ChangeLine, group_into_lines


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as pages show it: its first line, the `others` that open, how many more there are.

    `lead` is the first line, None where the headline is a text; `query` shows all the changes.
    """

    told: Told
    lead: ChangeLine | None
    others: tuple[ChangeLine, ...]
    more: int
    query: str

    @property
    def subject(self) -> CanonicalModel | Provider | Maker | None:
        """What the event is about; a maker is named by `name` alone."""
        cause, first = self.told.event.cause, self.told.first
        if cause is Cause.MATCHING or cause is Cause.MAKER_EDIT:
            return None
        by_model = cause in ABOUT_MODEL or self.names_offer
        return first.model if by_model and first.model else first.provider

    @property
    def name(self) -> str:
        first = self.told.first
        if self.names_offer and first.offering:
            return first.offering.name
        return subject_name(self.told)

    @property
    def names_offer(self) -> bool:
        return names_offer(self.told.event)

    @property
    def what(self) -> str:
        return what(self.told)

    @property
    def headline(self) -> str:
        return headline(self.told)

    @property
    def is_folded(self) -> bool:
        """Whether the headline is what opens: beside the name of its subject."""
        return bool(self.others) and not self.lead and not self.names_offer

    @property
    def shows_provider(self) -> bool:
        """Whether a line that opens has to name its provider: the headline does not."""
        return self.told.event.size.providers > 1

    @property
    def shows_model(self) -> bool:
        return self.told.event.cause not in ABOUT_MODEL

    @property
    def opens_with(self) -> str:
        if self.lead:
            return more_offers(len(self.others) + self.more)
        return ""


@dataclass(frozen=True, slots=True)
class EventRows:
    """What events are shown with: the rows of their changes by number, makers by primary key."""

    query: ChangelogQuery
    rows: Mapping[int, Change]
    makers: Mapping[int, Maker]
    most_lines: int

    def line_of(self, event: Event) -> EventLine:
        read = event.lines[: self.most_lines + 2]
        changes = [self.rows[entry.number] for line in read for entry in line.entries]
        maker = self.makers.get(event.first.maker or 0)
        told = Told(event, tuple(changes), maker.name if maker else "")
        lead, others = _lead_and_others(event, changes)
        # "and 1 more" would take the room of the line that it hides.
        kept = others if len(others) <= self.most_lines + 1 else others[: self.most_lines]
        more = len(others) - len(kept) + len(event.lines) - len(read)
        return EventLine(told, lead, tuple(kept), more, _query(self.query, told))


def _lead_and_others(
    event: Event, changes: Sequence[Change]
) -> tuple[ChangeLine | None, list[ChangeLine]]:
    """Return the line that is the headline, None if it is a text, and the lines that open."""
    if is_one_offer(event):
        return ChangeLine(tuple(changes)), []
    if names_offer(event) and len(event.lines) == 1:
        return None, []  # the headline has all of it
    lines = group_into_lines(changes)
    return (lines[0], lines[1:]) if has_lead(event) else (None, lines)


def _query(query: ChangelogQuery, told: Told) -> str:
    """Return the query string that shows all changes of an event among those of its day."""
    first, cause = told.first, told.event.cause
    kinds = {entry.kind for entry in told.event.entries}
    topic = next((key for key, _name, own in TOPICS if kinds <= set(own)), query.kind)
    view = query.of_day(first.day).but(kind=topic)
    if cause in ABOUT_MODEL and first.model:
        return view.but(by=BY_MODEL, model=first.model.path).text
    if cause in {Cause.MATCHING, Cause.MAKER_EDIT}:
        return view.but(by=BY_PROVIDER).text
    return view.but(by=BY_PROVIDER, provider=first.provider.key).text
