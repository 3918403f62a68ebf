"""What a model is for: chat, embedding, image generation and so on, by one table of rules. Pure.

The first rule of `RULES` that applies decides. The feed has no reliable field for this: embeddings
are said to output text, and speech models to read and write text. So names and families decide
where they say it, then modalities; everything else is chat. Rules on the ID look at whole words of
the canonical id, so that "embed" is found in "codestral-embed" and not in "embedded-assistant".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from catalog.display.translation import gettext_noop as _

LONGEST_EVIDENCE = 60


class ModelKind(StrEnum):
    CHAT = "chat"
    EMBEDDING = "embedding"
    RERANK = "rerank"
    MODERATION = "moderation"
    CLASSIFICATION = "classification"
    REWARD = "reward"
    OCR = "ocr"
    TRANSLATION = "translation"
    TRANSCRIPTION = "transcription"
    SPEECH = "speech"
    MUSIC = "music"
    IMAGE = "image"
    VIDEO = "video"
    ROUTER = "router"
    OTHER = "other"


class KindBasis(StrEnum):
    """What a rule looks at, or that an editor decided."""

    STATED = "stated"
    ID = "id"
    FAMILY = "family"
    OUTPUT = "output"
    INPUT = "input"
    NONE = "none"
    EDITOR = "editor"


NAMES = {
    ModelKind.CHAT: _("Chat"),
    ModelKind.EMBEDDING: _("Embedding"),
    ModelKind.RERANK: _("Reranking"),
    ModelKind.MODERATION: _("Moderation (guard)"),
    ModelKind.CLASSIFICATION: _("Classification"),
    ModelKind.REWARD: _("Reward model"),
    ModelKind.OCR: _("OCR"),
    ModelKind.TRANSLATION: _("Translation"),
    ModelKind.TRANSCRIPTION: _("Speech to text"),
    ModelKind.SPEECH: _("Text to speech"),
    ModelKind.MUSIC: _("Music and sound"),
    ModelKind.IMAGE: _("Image generation"),
    ModelKind.VIDEO: _("Video generation"),
    ModelKind.ROUTER: _("Router (chooses a model)"),
    ModelKind.OTHER: _("Other"),
}

# The sentence that the model page shows for a rule; {evidence} is what it found.
SENTENCES = {
    KindBasis.STATED: _("models.dev reports the type “{evidence}”."),
    KindBasis.ID: _("The ID contains “{evidence}”."),
    KindBasis.FAMILY: _("The family is “{evidence}”."),
    KindBasis.OUTPUT: _("It is reported to output “{evidence}” and no text."),
    KindBasis.INPUT: _("It is reported to take “{evidence}” and no text."),
    KindBasis.NONE: _("No rule for another type applies."),
    KindBasis.EDITOR: _("An editor corrected it."),
}


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What the rules look at; empty modalities are "not reported".

    `types` are the values of the feed's field for this that offers report.
    """

    path: str
    family: str = ""
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DerivedKind:
    """A model's kind, and the rule that decided with what it found."""

    kind: ModelKind
    basis: KindBasis
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class KindRule:
    """`find` returns the evidence for the kind, "" if there is none."""

    kind: ModelKind
    basis: KindBasis
    find: Callable[[KindFacts], str]


def _type(*names: str) -> Callable[[KindFacts], str]:
    return lambda facts: next(iter(sorted(facts.types.intersection(names))), "")


def _id(pattern: str) -> Callable[[KindFacts], str]:
    """Look for whole words of the id; hyphens separate them. A pattern with "/" names the maker."""
    words = re.compile(rf"(?:^|-)({pattern})(?=-|$)")
    with_maker = "/" in pattern

    def find(facts: KindFacts) -> str:
        searched = facts.path if with_maker else facts.path.partition("/")[2]
        return match[1] if (match := words.search(searched)) else ""

    return find


def _family(pattern: str) -> Callable[[KindFacts], str]:
    words = re.compile(pattern)
    return lambda facts: facts.family if words.search(facts.family.lower()) else ""


def _outputs(modality: str) -> Callable[[KindFacts], str]:
    def find(facts: KindFacts) -> str:
        return modality if modality in facts.outputs and "text" not in facts.outputs else ""

    return find


def _takes_only(*modalities: str) -> Callable[[KindFacts], str]:
    def find(facts: KindFacts) -> str:
        only = facts.inputs and facts.inputs <= frozenset(modalities)
        return ", ".join(sorted(facts.inputs)) if only else ""

    return find


_STATED, _ID, _FAMILY = KindBasis.STATED, KindBasis.ID, KindBasis.FAMILY
RULES: tuple[KindRule, ...] = (
    # The feed's own word comes first, for the day on which it has one; unknown values are ignored.
    KindRule(ModelKind.CHAT, _STATED, _type("chat", "language", "llm", "text-generation")),
    KindRule(ModelKind.EMBEDDING, _STATED, _type("embedding", "embeddings")),
    KindRule(ModelKind.RERANK, _STATED, _type("rerank", "reranker", "reranking")),
    KindRule(ModelKind.MODERATION, _STATED, _type("moderation", "guard")),
    KindRule(ModelKind.IMAGE, _STATED, _type("image", "image-generation", "text-to-image")),
    KindRule(ModelKind.VIDEO, _STATED, _type("video", "video-generation", "text-to-video")),
    KindRule(ModelKind.TRANSCRIPTION, _STATED, _type("transcription", "speech-to-text", "stt")),
    KindRule(ModelKind.SPEECH, _STATED, _type("speech", "text-to-speech", "tts")),
    KindRule(ModelKind.OCR, _STATED, _type("ocr")),
    # Names. Rerankers before embeddings: "bge-reranker" is of an embedding family.
    KindRule(ModelKind.RERANK, _ID, _id(r"rerank\w*")),
    KindRule(ModelKind.REWARD, _ID, _id(r"reward")),
    KindRule(ModelKind.MODERATION, _ID, _id(r"\w*guard|moderation|shield\w*|content-safety")),
    KindRule(ModelKind.EMBEDDING, _ID, _id(r"embed(?:ding|dings|code)?|bge|gte|e5|voyage")),
    KindRule(ModelKind.EMBEDDING, _FAMILY, _family(r"embed")),
    KindRule(ModelKind.CLASSIFICATION, _ID, _id(r"distilbert|gliner|classifier|intent-detect")),
    KindRule(ModelKind.TRANSCRIPTION, _ID, _id(r"whisper|transcri\w+|asr|stt|parakeet")),
    KindRule(ModelKind.TRANSCRIPTION, _ID, _id(r"deepgram/nova")),
    KindRule(ModelKind.MUSIC, _ID, _id(r"music|lyria|text-to-audio")),
    KindRule(ModelKind.SPEECH, _ID, _id(r"\w*tts|text-to-speech|speech")),
    KindRule(ModelKind.SPEECH, _ID, _id(r"deepgram/aura")),
    KindRule(ModelKind.OCR, _ID, _id(r"\w*ocr")),
    KindRule(ModelKind.TRANSLATION, _ID, _id(r"\w*translate|mt|m2m100|nllb|indictrans\w*")),
    KindRule(ModelKind.ROUTER, _ID, _id(r"auto|router|route-llm")),
    KindRule(ModelKind.ROUTER, _ID, _id(r"openrouter/free|kilo/(?:free|small|balanced|frontier)")),
    # Image models that also write text, by name; a chat model that draws has no such word.
    KindRule(ModelKind.IMAGE, _ID, _id(r"image|nano-banana|dall-e|flux|stable-diffusion")),
    KindRule(
        ModelKind.OTHER, _ID, _id(r"esm2|esmfold|bart-large|smart-turn|studiovoice|usdvalidate")
    ),
    # Modalities, for what the name does not say.
    KindRule(ModelKind.VIDEO, KindBasis.OUTPUT, _outputs("video")),
    KindRule(ModelKind.IMAGE, KindBasis.OUTPUT, _outputs("image")),
    KindRule(ModelKind.SPEECH, KindBasis.OUTPUT, _outputs("audio")),
    KindRule(ModelKind.TRANSCRIPTION, KindBasis.INPUT, _takes_only("audio")),
    KindRule(ModelKind.OTHER, KindBasis.INPUT, _takes_only("audio", "image", "video", "pdf")),
    KindRule(ModelKind.CHAT, KindBasis.NONE, lambda _facts: "-"),
)


def derive_kind(facts: KindFacts) -> DerivedKind:
    """Return the kind by the first rule that applies; the last one always does."""
    for rule in RULES:
        if evidence := rule.find(facts):
            found = "" if rule.basis is KindBasis.NONE else evidence[:LONGEST_EVIDENCE]
            return DerivedKind(rule.kind, rule.basis, found)
    raise AssertionError("the last rule applies to every model")
