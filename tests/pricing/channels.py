"""Channels as the market holds them, from the little that a test cares about."""

from pricing.fit import Channel


def make_channel(**stated):
    usual = {
        "provider": "inference",
        "provider_name": "Inference",
        "provider_model_id": "llama",
        "model": "meta/llama",
        "model_name": "Llama",
        "maker": "meta",
        "maker_name": "Meta",
        "status": "",
        "profile": 0,
        "tariff": 0,
    }
    return Channel(**usual | stated)
