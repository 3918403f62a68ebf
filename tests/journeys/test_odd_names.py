"""Is the model found under the name that I have, however it is written?"""

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor


def full_width(text: str) -> str:
    """Return the letters as an input method for Chinese writes them."""
    return "".join(letter if letter == " " else chr(ord(letter) + 0xFEE0) for letter in text)


# What is typed, the model's name, and its ID: a slip, a cloud's own ID, and full-width letters.
NAMES = (
    ("cluade sonet 4.6", "Claude Sonnet 4.6", "anthropic/claude-sonnet-4-6"),
    ("eu.anthropic.claude-opus-4-6-v1", "Claude Opus 4.6", "anthropic/claude-opus-4-6"),
    (full_width("GPT 4o mini"), "GPT-4o mini", "openai/gpt-4o-mini"),
)


def test_a_model_is_found(visitor: Visitor) -> None:
    for words, model, model_id in NAMES:
        visitor.search(words, model)
        expect(visitor.main.get_by_text(model_id, exact=True).first).to_be_visible()


def test_what_nothing_is_called_is_said(visitor: Visitor) -> None:
    box = visitor.page.get_by_label(visitor.say("Search models"), exact=True)
    box.fill("zzzzqqq")
    with visitor.page.expect_navigation():
        box.press("Enter")
    visitor.see()
    expect(visitor.main).to_contain_text("zzzzqqq")
    expect(visitor.main.get_by_role("table")).to_have_count(0)
