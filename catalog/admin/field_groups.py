"""Columns that several of the admin's pages show together."""

SEEN = ("first_seen", "last_seen", "withdrawn_on")
LIMITS = ("context", "max_input", "max_output")
FLAGS = (
    *("tool_calling", "structured_output", "reasoning", "temperature", "attachment"),
    "open_weights",
)
MODALITIES = ("input_modalities", "output_modalities")
DATES = ("released", "last_updated", "knowledge")
MOST_ROWS_SHOWN = 100  # of a table within a page; a link leads to the rest
