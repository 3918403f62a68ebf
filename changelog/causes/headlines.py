"""An event in one line: whom it is about, and what happened. One wording for pages and feeds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from catalog.display.money import tokens_text
from catalog.templatetags.display import comma
from changelog.causes.rules import ADDED, Cause, Event
from changelog.diff import Direction, Kind
from changelog.forms import KINDS_OF, TOPICS
from changelog.models import Change
from changelog.summaries import summary
from changelog.wording import describe, describe_with_percent, full_text, joined_text


@dataclass(frozen=True, slots=True)
class Told:
    """An event, the rows of its lines as far as they are shown, and how many others there are.

    The first row is that of the event's first entry; `maker` is the name of its model's maker.
    """

    event: Event
    rows: tuple[Change, ...]
    maker: str = ""

    @property
    def first(self) -> Change:
        return self.rows[0]


ABOUT_MODEL = frozenset({Cause.PRICE, Cause.MODEL_ADDED, Cause.MODEL_GONE, Cause.MODEL_EDIT})


OF_OFFERS = frozenset(
    {Cause.OFFER, Cause.OFFERS_ADDED, Cause.OFFERS_GONE, Cause.PRICE, Cause.CORRECTION}
)


def is_one_offer(event: Event) -> bool:
    """Return whether an event is told best by the changes of its only offer."""
    return event.cause in OF_OFFERS and _is_lone(event) and not _moves_tier(event)


def names_offer(event: Event) -> bool:
    """Return whether an event is about one offer, and so is named after it."""
    return event.cause in OF_OFFERS | {Cause.BLIP} and _is_lone(event)


def _is_lone(event: Event) -> bool:
    return len({line.first.offering for line in event.lines}) == 1


def has_lead(event: Event) -> bool:
    """Return whether the changes of its first offer are an event's headline."""
    return is_one_offer(event) or (event.cause is Cause.PRICE and not _moves_tier(event))


def _moves_tier(event: Event) -> bool:
    return event.cause is Cause.PRICE and event.lines[0].moved_tier is not None


def what(told: Told) -> str:
    """Return what happened, without its subject."""
    return TEXTS[told.event.cause](told)


def headline(told: Told) -> str:
    """Return the whole event as one line of text."""
    first, event = told.first, told.event
    if is_one_offer(event):
        own = [row for row in told.rows if row.offering_id == first.offering_id]
        return full_text(first) if len(own) == 1 else _offer_text(own)
    if has_lead(event):
        own = [row for row in told.rows if row.offering_id == first.offering_id]
        more = more_offers(event.size.offers - 1)
        return gettext("{text}, {more}").format(text=_offer_text(own), more=more)
    if not (subject := subject_name(told)):
        return what(told)
    if names_offer(event) and first.offering:
        text = gettext("{model} on {provider}: {what}")
        return text.format(model=first.offering.name, provider=first.provider.name, what=what(told))
    return gettext("{provider}: {what}").format(provider=subject, what=what(told))


def subject_name(told: Told) -> str:
    """Return the name of the model, maker or provider that an event is about, "" for none."""
    cause, first = told.event.cause, told.first
    if cause is Cause.MATCHING:
        return ""
    if cause is Cause.MAKER_EDIT:
        return told.maker
    if cause in ABOUT_MODEL and first.model:
        return first.model.label
    return first.provider.name


def more_offers(number: int) -> str:
    return ngettext("and {number} more offer", "and {number} more offers", number).format(
        number=f"{number:,}"
    )


def _offer_text(rows: list[Change]) -> str:
    """Return several changes of one offer: each but the first without the names."""
    return joined_text([full_text(rows[0]), *(describe_with_percent(row) for row in rows[1:])])


def _described(told: Told) -> str:
    return describe(told.first)


def _price(told: Told) -> str:
    if not (tiers := told.event.lines[0].moved_tier):
        return describe(told.first)
    old, new = (tokens_text(tier) for tier in tiers)
    number = told.event.size.providers
    text = ngettext(
        "prices of long prompts apply over {new} tokens, not {old}, at {number} provider",
        "prices of long prompts apply over {new} tokens, not {old}, at {number} providers",
        number,
    )
    return text.format(old=old, new=new, number=f"{number:,}")


def _price_list(told: Told) -> str:
    """Count what became cheaper or dearer; the rest has no old price, or another unit."""
    directions = [line.direction for line in told.event.lines]
    return gettext("{summary}: {down} lower, {up} higher, {other} other").format(
        summary=summary(Kind.PRICE, told.event.size.offers, of_a_model=False),
        down=f"{directions.count(Direction.DOWN):,}",
        up=f"{directions.count(Direction.UP):,}",
        other=f"{directions.count(Direction.NEITHER):,}",
    )


def _model_added(told: Told) -> str:
    number = told.event.size.providers
    text = ngettext("added by {number} provider", "added by {number} providers", number)
    return text.format(number=f"{number:,}")


def _model_gone(told: Told) -> str:
    number = told.event.size.providers
    text = ngettext("withdrawn by {number} provider", "withdrawn by {number} providers", number)
    return text.format(number=f"{number:,}")


def _offers(told: Told) -> str:
    kind = Kind(told.first.kind)
    if kind in ADDED:
        kind = Kind.ARRIVAL if told.event.first.kind is Kind.ARRIVAL else Kind.RETURN
    return summary(kind, told.event.size.offers, of_a_model=False)


def _provider_added(told: Told) -> str:
    number = told.event.size.offers
    text = ngettext("new provider with {number} offer", "new provider with {number} offers", number)
    return text.format(number=f"{number:,}") if number else gettext("new provider")


def _provider_gone(told: Told) -> str:
    number = told.event.size.offers
    text = ngettext(
        "provider withdrawn with its {number} offer",
        "provider withdrawn with its {number} offers",
        number,
    )
    return text.format(number=f"{number:,}") if number else gettext("provider withdrawn")


def _provider_renamed(told: Told) -> str:
    number = sum(line.first.kind in ADDED for line in told.event.lines) - 1
    text = ngettext(
        "listed as {old} until now, with {number} offer",
        "listed as {old} until now, with {number} offers",
        number,
    )
    return text.format(old=told.rows[1].provider.name, number=f"{number:,}")


def _id_renamed(told: Told) -> str:
    number = len(told.event.lines) // 2
    if number > 1:
        return ngettext(
            "ID of {number} offer changed", "IDs of {number} offers changed", number
        ).format(number=f"{number:,}")
    new, old = (line.first.provider_model_id for line in told.event.lines)
    return gettext("ID changed from “{old}” to “{new}”").format(old=old, new=new)


def _makers_edit(told: Told) -> str:
    size = told.event.size
    models = ngettext("{number} model", "{number} models", size.models)
    text = ngettext(
        "{what}: {models} at {number} provider",
        "{what}: {models} at {number} providers",
        size.providers,
    )
    return text.format(
        what=_edits(told),
        models=models.format(number=f"{size.models:,}"),
        number=f"{size.providers:,}",
    )


def _edits(told: Told) -> str:
    """Return the edit that several offers have in common, or how many such edits there are."""
    number = len({line.values for line in told.event.lines})
    if number == 1:
        return describe(told.first)
    return ngettext("{number} edit", "{number} edits", number).format(number=f"{number:,}")


def _models_edit(told: Told) -> str:
    number = told.event.size.providers
    text = ngettext("{what} at {number} provider", "{what} at {number} providers", number)
    return text.format(what=_edits(told), number=f"{number:,}")


def _bulk_edit(told: Told) -> str:
    number = told.event.size.offers
    text = ngettext("{number} offer edited: {fields}", "{number} offers edited: {fields}", number)
    kinds = {line.first.kind for line in told.event.lines}
    topics = [str(name) for key, name, _kinds in TOPICS if kinds & set(KINDS_OF[key])]
    return text.format(number=f"{number:,}", fields=comma().join(topics))


def _field_edit(told: Told) -> str:
    return summary(Kind(told.first.kind), told.event.size.offers, of_a_model=False)


def _blip(told: Told) -> str:
    away, back = told.event.lines[0].entries
    days = (back.day - away.day).days
    lasted = ngettext("{number} day", "{number} days", days).format(number=days)
    number = len(told.event.lines)
    if number > 1:
        text = ngettext(
            "{number} value changed and was back after {lasted}",
            "{number} values changed and were back after {lasted}",
            number,
        )
        return text.format(number=f"{number:,}", lasted=lasted)
    if away.kind is Kind.WITHDRAWAL:
        return gettext("missing for {lasted}").format(lasted=lasted)
    if away.kind in ADDED:
        return gettext("listed for {lasted} only").format(lasted=lasted)
    return gettext("{what}, back after {lasted}").format(what=describe(told.first), lasted=lasted)


def _matching(told: Told) -> str:
    return summary(Kind.REGROUPING, told.event.size.offers, of_a_model=False)


def _details(told: Told) -> str:
    number = told.event.size.lines
    text = ngettext("{number} edit of dates and names", "{number} edits of dates and names", number)
    return text.format(number=f"{number:,}")


TEXTS: dict[Cause, Callable[[Told], str]] = {
    Cause.BLIP: _blip,
    Cause.PROVIDER_RENAMED: _provider_renamed,
    Cause.ID_RENAMED: _id_renamed,
    Cause.PROVIDER_ADDED: _provider_added,
    Cause.PROVIDER_GONE: _provider_gone,
    Cause.PRICE: _price,
    Cause.PRICE_LIST: _price_list,
    Cause.MODEL_ADDED: _model_added,
    Cause.MODEL_GONE: _model_gone,
    Cause.OFFERS_ADDED: _offers,
    Cause.OFFERS_GONE: _offers,
    Cause.MAKER_EDIT: _makers_edit,
    Cause.MODEL_EDIT: _models_edit,
    Cause.BULK_EDIT: _bulk_edit,
    Cause.FIELD_EDIT: _field_edit,
    Cause.MATCHING: _matching,
    Cause.CORRECTION: _described,
    Cause.DETAILS: _details,
    Cause.OFFER: _described,
}
