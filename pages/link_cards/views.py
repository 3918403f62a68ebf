"""Link previews: of a model, of a comparison, of the site."""

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.display.money import price_text, tokens_text
from catalog.domain.other_fees import FEES, fee_name, other_fees
from catalog.http import HtmxHttpRequest, cached_page, conditional_page, data_version, with_model
from catalog.models import CanonicalModel, Offering, Provider
from catalog.parameters import Answer, limit_values, reads
from catalog.templatetags.display import comma
from changelog.history.offer_choice import PRICE_PARAMETERS, PriceQuery
from changelog.history.prices import price_history
from pages.link_cards.chart_drawing import ChartCard, draw_chart
from pages.link_cards.drawing import Card, Figure, draw, drawable


@reads(answer=Answer.DROP)
@cached_page
@with_model
def model_card(request: HtmxHttpRequest, model: CanonicalModel) -> HttpResponse:
    figures = (
        Figure(_("Input"), price_text(model.input_price), _("per 1M tokens")),
        Figure(_("Output"), price_text(model.output_price), _("per 1M tokens")),
        Figure(
            _("Context"),
            tokens_text(model.context),
            ngettext("token", "tokens", model.context or 0),
        ),
        Figure(_("Providers"), f"{model.provider_count:,}"),
    )
    under = f"{drawable(model.maker.name, model.maker.slug)} | {model.path}"
    fees = fees_text(model.recommended)
    return card_response(request, drawable(model.label, model.path), under, figures, fees)


def fees_text(offering: Offering | None) -> str:
    """Return what the prices of an offer leave out; "" if nothing."""
    fees = other_fees(offering.extra) if offering else ()
    # The feed's own name of a fee may have characters that the fonts lack.
    names = [_(FEES[fee]) if fee in FEES else drawable(fee_name(fee), "?") for fee in fees]
    return _("Other fees: %(fees)s") % {"fees": comma().join(names)} if names else ""


@reads(answer=Answer.DROP)
@conditional_page
def compare_card(request: HtmxHttpRequest, paths: tuple[str, ...]) -> HttpResponse:
    """Answer with the known models; an unknown id is left out, since an image has no 404 page."""
    chosen = CanonicalModel.objects.filter(path__in=paths).select_related("recommended")
    models = list(chosen.order_by("path"))
    # For names the fonts have Latin letters only: an id replaces any other name.
    names = [drawable(model.label, model.path) for model in models]
    figures = tuple(
        Figure(name, price_text(model.input_price), price_text(model.output_price))
        for name, model in zip(names, models, strict=True)
    )
    under = _("Input and output prices, $ per 1M tokens")
    with_fees = [name for name, model in zip(names, models, strict=True) if has_fees(model)]
    fees = _("Other fees: %(fees)s") % {"fees": comma().join(with_fees)} if with_fees else ""
    return card_response(request, comma().join(names) or _("Compare models"), under, figures, fees)


def has_fees(model: CanonicalModel) -> bool:
    return bool(model.recommended and other_fees(model.recommended.extra))


@reads(answer=Answer.DROP)
@cached_page
def site_card(request: HtmxHttpRequest) -> HttpResponse:
    live = CanonicalModel.objects.listed()
    counts = live.aggregate(models=Count("pk"), makers=Count("maker", distinct=True))
    figures = (
        Figure(_("Models"), f"{counts['models']:,}"),
        Figure(_("Makers"), f"{counts['makers']:,}"),
        Figure(_("Providers"), f"{Provider.objects.live().count():,}"),
        Figure(_("Offers"), f"{Offering.objects.live().count():,}"),
    )
    return card_response(request, _("AI model prices and specs"), "", figures)


@reads(PRICE_PARAMETERS, answer=Answer.REFUSE)
@cached_page
@with_model
def price_chart(request: HtmxHttpRequest, model: CanonicalModel) -> HttpResponse:
    """Answer with the chart of input prices as a picture; 404 where no price is on record."""
    data = data_version(request)
    today = data.day if data else model.first_seen
    history = price_history(model, today, PriceQuery.read(request.GET))
    limit_values(request, "offer", history.keys)
    if not history.charts:
        raise Http404
    name, chart = history.charts[0]
    legend = [("recommended", _("Recommended offer")), ("own", _("Maker’s own offer"))]
    legend += [("lowest", _("Lowest")), ("median", _("Median"))]
    drawn = {line.key for line in chart.lines if line.pieces}
    title, unit = drawable(model.label, model.path), _("$ per 1M tokens")
    under = _("Input price") if name == "input" else _("Output price")
    fees = fees_text(model.recommended)
    card = ChartCard(
        _("Model Ledger"),
        title,
        f"{under} | {unit} | {fees}" if fees else f"{under} | {unit}",
        _("Data of %(day)s") % {"day": f"{history.last:%Y-%m-%d}"},
        tuple((key, label) for key, label in legend if key in drawn),
    )
    return HttpResponse(draw_chart(card, chart, price_text), content_type="image/png")


def card_response(
    request: HtmxHttpRequest,
    title: str,
    under: str,
    figures: tuple[Figure, ...],
    fees: str = "",
) -> HttpResponse:
    data = data_version(request)
    foot = _("Data of %(day)s") % {"day": f"{data.day:%Y-%m-%d}"} if data else ""
    foot = " · ".join(filter(None, (foot, fees)))
    drawn = draw(Card(_("Model Ledger"), title, under, figures, foot))
    return HttpResponse(drawn, content_type="image/png")
