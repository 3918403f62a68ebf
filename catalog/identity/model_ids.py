"""Percent-escapes in the ids of a feed. Pure."""

from urllib.parse import unquote


def decoded_id(text: str) -> str:
    """Return an id with its percent-escapes decoded once: `openai%2Fgpt-5` is `openai/gpt-5`.

    Once, since a second pass would decode text that the provider escaped on purpose. Escapes of
    bytes that are no UTF-8 leave the id as it is.
    """
    if "%" not in text:
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
