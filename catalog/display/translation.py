"""Marking texts for translation where Django must not be imported. Pure."""


def gettext_noop(text: str) -> str:
    """Mark a text for extraction and return it as it is; it is translated where it is shown."""
    return text
