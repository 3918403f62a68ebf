"""Pictures for links: of a model, of models side by side, of the site."""

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import gettext as _

from catalog.display.money import price_text, tokens_text
from catalog.http import HtmxHttpRequest, cached_page, conditional_page, data_version, with_model
from catalog.models import CanonicalModel, Offering, Provider
from pages.link_cards.drawing import Card, Figure, draw, drawable


@cached_page
@with_model
def model_card(request: HtmxHttpRequest, found: CanonicalModel) -> HttpResponse:
    figures = (
        Figure(_("Input"), price_text(found.input_price), _("per 1M tokens")),
        Figure(_("Output"), price_text(found.output_price), _("per 1M tokens")),
        Figure(_("Context"), tokens_text(found.context), _("tokens")),
        Figure(_("Providers"), f"{found.provider_count:,}"),
    )
    under = f"{drawable(found.maker.name, found.maker.slug)} | {found.path}"
    return card_response(request, drawable(found.label, found.path), under, figures)


@conditional_page
def compare_card(request: HtmxHttpRequest, paths: tuple[str, ...]) -> HttpResponse:
    """Answer with the models that are known, by canonical id, as their comparison has them."""
    found = list(CanonicalModel.objects.filter(path__in=paths).order_by("path"))
    names = [drawable(model.label, model.path) for model in found]
    figures = tuple(
        Figure(name, price_text(model.input_price), price_text(model.output_price))
        for name, model in zip(names, found, strict=True)
    )
    under = _("Input and output price in USD per million tokens")
    return card_response(request, ", ".join(names) or _("Compare models"), under, figures)


@cached_page
def site_card(request: HtmxHttpRequest) -> HttpResponse:
    live = CanonicalModel.objects.live()
    counts = live.aggregate(models=Count("pk"), makers=Count("maker", distinct=True))
    figures = (
        Figure(_("Models"), f"{counts['models']:,}"),
        Figure(_("Makers"), f"{counts['makers']:,}"),
        Figure(_("Providers"), f"{Provider.objects.live().count():,}"),
        Figure(_("Channels"), f"{Offering.objects.live().count():,}"),
    )
    return card_response(request, _("Every model, every provider, every price"), "", figures)


def card_response(
    request: HtmxHttpRequest, title: str, under: str, figures: tuple[Figure, ...]
) -> HttpResponse:
    data = data_version(request)
    foot = f"{_('Data of')} {data.day:%Y-%m-%d}" if data else ""
    drawn = draw(Card(_("Model Ledger"), title, under, figures, foot))
    return HttpResponse(drawn, content_type="image/png")
