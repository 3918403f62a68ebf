"""The admin's page of corrections: of one offer, model, provider or maker, field by field."""
