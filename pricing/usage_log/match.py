"""Loads the directory that matches the model names of a log to offers."""

from django.db.models import F

from catalog.domain.other_fees import other_fees
from catalog.domain.prices import PriceState
from catalog.models import CanonicalModel, Offering, Provider
from pricing.usage_log.directory import MatchedOffer, ModelDirectory, ModelName
from pricing.usage_log.provider_names import ProviderName


def load_directory() -> ModelDirectory:
    """Read the names of all models, offers and providers by three queries."""
    # Live offers first, so that they win; databases disagree on where NULL sorts.
    offers = Offering.objects.order_by(
        F("withdrawn_on").asc(nulls_first=True), "provider__key", "pk"
    ).values_list(
        *("pk", "provider__key", "model__path", "price_state"),
        *("price_doubt", "extra", "provider_model_id"),
    )
    # Makers may share a slug: the official model counts, then the one with most providers.
    models = CanonicalModel.objects.order_by("-official", "-provider_count", "pk").values_list(
        "path", "version_of__path", "recommended_id"
    )
    providers = Provider.objects.values_list("key", "name", "npm")
    return ModelDirectory(
        (
            MatchedOffer(
                pk, provider, path, state == PriceState.PRICED, bool(doubt), other_fees(extra), name
            )
            for pk, provider, path, state, doubt, extra, name in offers
        ),
        (ModelName(*model) for model in models),
        (ProviderName(*provider) for provider in providers),
    )
