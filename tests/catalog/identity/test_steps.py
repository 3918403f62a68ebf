"""Each step that derives identity from the payload, alone, on small made-up payloads."""

from decimal import Decimal

import pytest

from catalog.identity.canonicalise import Listing, canonicalise
from catalog.identity.rules.steps import (
    CLASS_LEFT_OUT,
    CLOUD_WRAPPER,
    CONTEXT_TAIL,
    DATE_TAIL,
    GATEWAY_FOLDER,
    HOSTS_ENDING,
    MAKER_VOTE,
    NAME_SAYS_WHICH,
    ONE_RESELLERS_TAIL,
    RESELLER_PREFIX,
    SAME_LETTERS,
    SAME_WORDS,
    SIZE_TAIL,
    SPEED_WORD,
    STEPS,
    THINKING_TAIL,
)


def row(text):
    """Read "provider id [name=…] [price=…] [day=…] [context=…] [thinks]" as a listing."""
    provider, model_id, *more = text.split()
    facts = dict(fact.partition("=")[::2] for fact in more)
    price = Decimal(facts["price"]) if "price" in facts else None
    context = int(facts["context"]) if "context" in facts else None
    return Listing(
        provider,
        model_id,
        facts.get("name", "").replace("_", " "),
        released=facts.get("day", ""),
        prices=(price, price),
        limits=(context, None),
        reasoning=True if "thinks" in facts else None,
    )


def identities(payload, step, *, off=False):
    without = {s.key for s in STEPS if s is not step or off}
    rows = [row(line) for line in payload.strip().splitlines()]
    found = canonicalise(rows, without=frozenset(without))
    return [found[r.provider, r.provider_model_id] for r in rows]


def check(payload, step, *, joined):
    """Check whether the first two rows are one model by the step, and two without it."""
    first, second, *_ = identities(payload, step)
    before, other, *_ = identities(payload, step, off=True)
    assert before.id != other.id
    assert (first.id == second.id) is joined
    assert (step.key in (*first.rules, *second.rules)) is joined


SOLD = "a zai-org/glm-9\nb z-ai/glm-9\nc glm-9\n"

GATEWAYS = {
    "a folder of two makers' models": (
        "new gate/glm-9-zero\na zai-org/glm-9-zero\nnew gate/gpt-9\na gpt-9\n", True),
    "a folder of one maker's models": ("new gate/glm-9-zero\na zai-org/glm-9-zero\n", False),
    "a folder of names that nobody else sells": (
        "new gate/glm-9-zero\na zai-org/glm-9-zero\nnew gate/gpt-9-mine\n", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", GATEWAYS.values(), ids=GATEWAYS)
def test_gateway_folder(payload, joined):
    check(payload, GATEWAY_FOLDER, joined=joined)


PREFIXES = {
    "before two makers' models": (
        "new plan-glm-9\na glm-9\nnew plan-gpt-9\nb gpt-9", True),
    "before three models of one maker": (
        "new plan-glm-9\na glm-9\nnew plan-glm-8\nb glm-8\nnew plan-glm-7\nb glm-7", True),
    "before one model": ("new plan-glm-9\na glm-9", False),
    "of a fine-tune": (
        "new uncensored-glm-9\na glm-9\nnew uncensored-gpt-9\nb gpt-9", False),
    "the provider's own word": ("orbit-host orbit-zum-9\na zum-9", True),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", PREFIXES.values(), ids=PREFIXES)
def test_reseller_prefix(payload, joined):
    if "zum-9" in payload:  # nobody's family: only the names can be compared
        first, second = identities(payload, RESELLER_PREFIX)
        assert (first.slug == second.slug) is joined
    else:
        check(payload, RESELLER_PREFIX, joined=joined)


def ending(word, models):
    return "".join(f"new {model}-{word}\nother {model}\n" for model in models.split())


ENDINGS = {
    "behind three makers' models": (ending("box", "glm-9 gpt-9 grok-9"), True),
    "behind two makers' models": (ending("box", "glm-9 gpt-9"), False),
    "of a changed model": (ending("abliterated", "glm-9 gpt-9 grok-9"), False),
    "that a maker uses": (ending("box", "glm-9 gpt-9 grok-9") + "openai gpt-8-box\nother gpt-8", False),
    "of names that nobody sells without": (
        ending("box", "glm-9 gpt-9 grok-9") + "new glm-1-box\nnew glm-2-box\nnew glm-3-box", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", ENDINGS.values(), ids=ENDINGS)
def test_hosts_ending(payload, joined):
    check(payload, HOSTS_ENDING, joined=joined)


@pytest.mark.parametrize(
    "model_id",
    [
        "mx.anthropic.claude-opus-9-1",
        "gate/us.anthropic.claude-opus-9-1-v1:0",
        "bedrock:eu.anthropic.claude-opus-9-1-v2:0",
        "claude-opus-9-1-v1:0",
        "claude-opus-9-1@us-east5",
        "anthropic/claude-opus-9-1@global",
    ],
)
def test_cloud_wrapper(model_id):
    check(f"new {model_id}\na claude-opus-9-1", CLOUD_WRAPPER, joined=True)


VOTES = {
    "a name without a maker": ("a zum-9\nb zorb/zum-9\nc zorb/zum-9", True),
    "a name of one word": ("a zumzum\nb zorb/zumzum\nc zorb/zumzum", True),
    "two spellings of a maker": ("a zorb-ai/zum-9\nb zorb/zum-9\nc zorb/zum-9", True),
    "two words with two names in common": (
        "a yorick/zum-9\nb zorb/zum-9\nc zorb/zum-9\na yorick/zum-8\nb zorb/zum-8\nc zorb/zum-8",
        True),
    "two words with one name in common": ("a yorick/zum-9\nb zorb/zum-9\nc zorb/zum-9", False),
    "letters alike": ("a zum-92\nb zorb/zum-9-2\nc zorb/zum-9-2", True),
    "the maker in front": ("a zorb-zum-9\nb zorb/zum-9\nc zorb/zum-9", True),
    "a gateway's routers": (
        "a auto\nb kilo/auto\nc kilo/auto\nkilo gpt-9\nkilo glm-9\nkilo grok-9", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", VOTES.values(), ids=VOTES)
def test_maker_vote(payload, joined):
    first, second, *_ = identities(payload, MAKER_VOTE)
    assert (first.id == second.id) is joined


@pytest.mark.parametrize("one, other", [("a m/orbit-92", "b m/orbit-9-2"), ("a m/x9", "b m/x-9")])
def test_same_letters(one, other):
    check(f"{one}\n{other}\nc {other.split()[1]}", SAME_LETTERS, joined=True)


def test_letters_of_a_makers_two_models_do_not_join():
    check("openai orbit-92\nopenai orbit-9-2", SAME_LETTERS, joined=False)


WORDS = {
    "another order": ("a m/orbit-9-2-pro\nb m/orbit-pro-9-2\nc m/orbit-pro-9-2", True),
    "another order of numbers": ("a m/orbit-preview-06-05\nb m/orbit-preview-05-06", False),
    "another first word": ("a m/orbit-pro\nb m/pro-orbit", False),
}


@pytest.mark.parametrize("payload, joined", WORDS.values(), ids=WORDS)
def test_same_words(payload, joined):
    check(payload, SAME_WORDS, joined=joined)


SPEEDS = {
    "nobody sells the rest": ("a deepseek/deepseek-v9-flash-turbo\n", "deepseek-v9-flash-turbo"),
    "somebody sells the rest": (
        "a deepseek/deepseek-v9-flash-turbo\nb deepseek-v9-flash", "deepseek-v9-flash"),
    "the maker sells the word": (
        "a deepseek-v9-pro-turbo\nb deepseek-v9-pro\ndeepseek deepseek-v9-pro-turbo",
        "deepseek-v9-pro-turbo"),
    "a host's word behind a size": ("a qwen/qwen9-8b-fast", "qwen9-8b"),
    "one host's word of an unknown maker": (
        "a m/orbit-9-turbo\nb m/orbit-9\nc m/orbit-9\nd m/orbit-9\ne m/orbit-9", "orbit-9"),
    "a word that several hosts use": (
        "a m/orbit-9-turbo\nb m/orbit-9-turbo\nc m/orbit-9-turbo\nd m/orbit-9", "orbit-9-turbo"),
}  # fmt: skip


@pytest.mark.parametrize("payload, slug", SPEEDS.values(), ids=SPEEDS)
def test_speed_word(payload, slug):
    assert identities(payload, SPEED_WORD)[0].slug == slug


TAILS = {
    "at the same terms": ("a m/orbit-9-zeta price=2\na m/orbit-9 price=2\nb m/orbit-9", True),
    "at another price": ("a m/orbit-9-zeta price=3\na m/orbit-9 price=2\nb m/orbit-9", False),
    "at other limits": (
        "a m/orbit-9-zeta price=2 context=8\na m/orbit-9 price=2 context=9\nb m/orbit-9", False),
    "without a price": ("a m/orbit-9-zeta\na m/orbit-9\nb m/orbit-9", False),
    "free": ("a m/orbit-9-zeta price=0\na m/orbit-9 price=0\nb m/orbit-9", False),
    "that two sellers share": (
        "a m/orbit-9-zeta price=2\na m/orbit-9 price=2\nb m/orbit-9\nb m/other-zeta", False),
    "where nobody else sells the rest": ("a m/orbit-9-zeta price=2\na m/orbit-9 price=2", False),
    "with a number": ("a m/orbit-9-z5 price=2\na m/orbit-9 price=2\nb m/orbit-9", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", TAILS.values(), ids=TAILS)
def test_one_resellers_tail(payload, joined):
    check(payload, ONE_RESELLERS_TAIL, joined=joined)


CONTEXTS = {
    "one size": ("a m/orbit-9-128k\nb m/orbit-9", True),
    "two sizes": ("a m/orbit-9-128k\nb m/orbit-9\nc m/orbit-9-256k", False),
    "sold by the maker": ("moonshotai kimi-9-128k\nb kimi-9", False),
    "priced apart": ("a m/orbit-9-128k price=3\na m/orbit-9 price=2", False),
    "larger than the model's": ("a m/orbit-9-32k context=32768\nb m/orbit-9 context=8192", False),
}


@pytest.mark.parametrize("payload, joined", CONTEXTS.values(), ids=CONTEXTS)
def test_context_tail(payload, joined):
    check(payload, CONTEXT_TAIL, joined=joined)


MANY = "b m/orbit-9 thinks\nc m/orbit-9 thinks\nd m/orbit-9 thinks"
THINKING = {
    "of a model that thinks": (f"a m/orbit-9-thinking\n{MANY}", True),
    "of a model that does not": ("a m/orbit-9-thinking\nb m/orbit-9\nc m/orbit-9", False),
    "beside an instruct model": (f"a m/orbit-9-thinking\n{MANY}\ne m/orbit-9-instruct", False),
    "beside a dated one": (f"a m/orbit-9-thinking\n{MANY}\ne m/orbit-9-thinking-2701", False),
    "priced apart": (
        f"a m/orbit-9-thinking price=3\n{MANY}\na m/orbit-9 price=2 thinks", False),
    "sold by the maker": ("moonshotai kimi-9-thinking\n" + MANY.replace("m/orbit", "kimi"), False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", THINKING.values(), ids=THINKING)
def test_thinking_tail(payload, joined):
    check(payload, THINKING_TAIL, joined=joined)


SIZES = {
    "one size": ("a m/orbit-9-30b\nb m/orbit-9\nc m/orbit-9", True),
    "with its active part": ("a m/orbit-9-30b-a3b\nb m/orbit-9\nc m/orbit-9", True),
    "two sizes": ("a m/orbit-9-30b\nb m/orbit-9\nc m/orbit-9-70b", False),
    "both sold by the maker": ("mistral orbital-9-30b\nmistral orbital-9", False),
    "priced apart": ("a m/orbit-9-30b price=3\na m/orbit-9 price=2", False),
}


@pytest.mark.parametrize("payload, joined", SIZES.values(), ids=SIZES)
def test_size_tail(payload, joined):
    check(payload, SIZE_TAIL, joined=joined)


FULL = "b m/orbit-9-super-90b-a9b\nc m/orbit-9-super-90b-a9b"
CLASSES = {
    "the class left out": (f"a m/orbit-9-90b-a9b\n{FULL}", True),
    "the class left out where two have it": (
        f"a m/orbit-9-90b-a9b\n{FULL}\nd m/orbit-9-ultra-90b-a9b", False),
    "the active part left out, in another order": (f"a m/orbit-super-9-90b\n{FULL}", True),
    "another kind": ("a m/orbit-9-90b-a9b\nb m/orbit-9-vl-90b-a9b\nc m/orbit-9-vl-90b-a9b", False),
    "one seller's change": (
        "a m/orbit-9-90b-a9b\nb m/orbit-9-mine-90b-a9b\nc m/orbit-9-90b-a9b", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", CLASSES.values(), ids=CLASSES)
def test_class_left_out(payload, joined):
    first, second, *_ = identities(payload, CLASS_LEFT_OUT)
    assert (first.id == second.id) is joined


DATES = {
    "the release day": ("a m/orbit-9-2027-01-02\nb m/orbit-9 day=2027-01-05\nc m/orbit-9", True),
    "one host's start": ("a m/orbit-9-270120\nb m/orbit-9 day=2027-01-02\nc m/orbit-9", True),
    "a later snapshot": ("a m/orbit-9-270620\nb m/orbit-9 day=2027-01-02\nc m/orbit-9", False),
    "two dates": ("a m/orbit-9-270120\nb m/orbit-9 day=2027-01-19\nc m/orbit-9-270620", False),
    "a month and a day": (
        "a m/orbit-9-0105 day=2027-01-05\nb m/orbit-9 day=2027-01-02\nc m/orbit-9", True),
    "a number that is no date": (
        "a m/orbit-9-0405 day=2027-01-05\nb m/orbit-9 day=2027-01-02\nc m/orbit-9", False),
    "a year and a month": ("a m/orbit-9-2701\nb m/orbit-9 day=2027-01-31\nc m/orbit-9", True),
    "no day of any calendar": ("a m/orbit-9-271399\nb m/orbit-9\nc m/orbit-9", False),
    "the maker's only name": ("sakana fugu-9-2701\nb fugu-9 day=2027-01-20", True),
    "both sold by the maker": (
        "sakana fugu-9-2701\nsakana fugu-9 day=2027-01-20", False),
}  # fmt: skip


@pytest.mark.parametrize("payload, joined", DATES.values(), ids=DATES)
def test_date_tail(payload, joined):
    first, second, *_ = identities(payload, DATE_TAIL)
    assert (first.id == second.id) is joined


REMARKS = {
    "latest": ("a m/orbit-latest name=Orbit_Latest_(Orbit_9)\nb m/orbit-9\nc m/orbit-9", True),
    "latest in short": ("a m/orbit-latest name=Orbit_Latest_(9)\nb m/orbit-9\nc m/orbit-9", True),
    "another name": ("a m/comet name=Comet_(Orbit_9)\nb m/orbit-9\nc m/orbit-9", True),
    "a name that others sell": (
        "a m/comet name=Comet_(Orbit_9)\nb m/orbit-9\nc m/orbit-9\nb m/comet",
        False,
    ),
    "a name that nobody sells": ("a m/comet name=Comet_(Orbit_9)\nb m/orbit-8", False),
    "no name": ("a m/comet name=Comet_(free)\nb m/orbit-9\nc m/orbit-9", False),
}


@pytest.mark.parametrize("payload, joined", REMARKS.values(), ids=REMARKS)
def test_name_says_which(payload, joined):
    check(payload, NAME_SAYS_WHICH, joined=joined)
