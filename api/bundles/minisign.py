"""Detached signatures in minisign's format: Ed25519 over BLAKE2b. Pure.

The format: https://jedisct1.github.io/minisign/. The secret key is a PEM file of ours (PKCS 8,
without a password), the public key a file as minisign reads it. A signature is a function of key,
content and comment: no time is in it.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

PLAIN, PREHASHED = b"Ed", b"ED"
ID_LENGTH, KEY_LENGTH = 8, 32
UNTRUSTED, TRUSTED = "untrusted comment: ", "trusted comment: "


class BadKey(ValueError):
    """A key cannot be read; the message says why."""


class NotVerified(ValueError):
    """A signature is not one of this content by this key; the message says why."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Verifies signatures."""

    id: bytes
    raw: bytes

    @property
    def name(self) -> str:
        """The key's id as minisign prints it."""
        return f"{int.from_bytes(self.id, 'little'):016X}"

    @property
    def text(self) -> str:
        """The key as one word, for `minisign -P`."""
        return base64.b64encode(PLAIN + self.id + self.raw).decode()

    @property
    def file(self) -> str:
        """The key as a file, for `minisign -p`."""
        return f"{UNTRUSTED}minisign public key {self.name}\n{self.text}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key's word, or its file. Raises BadKey."""
        lines = text.split("\n")
        word = lines[1] if text.startswith(UNTRUSTED) and len(lines) > 1 else lines[0]
        read = _decoded(word)
        if len(read) != 2 + ID_LENGTH + KEY_LENGTH or read[:2] != PLAIN:
            raise BadKey("not a public key of minisign")
        return cls(read[2 : 2 + ID_LENGTH], read[2 + ID_LENGTH :])

    def verify(self, content: bytes, signature: str) -> str:
        """Return the trusted comment of a signature file. Raises NotVerified."""
        try:
            _comment, first, comment, last = signature.rstrip("\n").split("\n")
        except ValueError:
            raise NotVerified("not a signature of minisign") from None
        signed, over_comment = _decoded(first), _decoded(last)
        algorithm, key_id, own = signed[:2], signed[2:10], signed[10:]
        if algorithm not in (PLAIN, PREHASHED) or not comment.startswith(TRUSTED):
            raise NotVerified("not a signature of minisign")
        if key_id != self.id:
            raise NotVerified("signed by another key")
        said = comment.removeprefix(TRUSTED)
        self._check(own, _hashed(content) if algorithm == PREHASHED else content, "content")
        self._check(over_comment, own + said.encode(), "trusted comment")
        return said

    def _check(self, signature: bytes, message: bytes, what: str) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise NotVerified(f"the {what} is not what was signed") from None


@dataclass(frozen=True, slots=True)
class SecretKey:
    """Signs."""

    key: Ed25519PrivateKey

    @classmethod
    def generate(cls) -> Self:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a key's file. Raises BadKey."""
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise BadKey(f"{path}: {error.strerror}") from None
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise BadKey(f"{path}: not a key that manage.py bundle-key made") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise BadKey(f"{path}: not an Ed25519 key")
        return cls(key)

    @property
    def pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @property
    def public(self) -> PublicKey:
        raw = self.key.public_key().public_bytes_raw()
        # minisign draws the id; ours follows from the key, so that the key alone is kept.
        return PublicKey(hashlib.sha256(raw).digest()[:ID_LENGTH], raw)

    def sign(self, content: bytes, comment: str) -> str:
        """Return a signature file; it signs the comment, too. Raises ValueError on a line break."""
        if "\n" in comment or "\r" in comment:
            raise ValueError("a comment is one line")
        own = self.key.sign(_hashed(content))
        public = self.public
        return "".join(
            f"{line}\n"
            for line in (
                f"{UNTRUSTED}signature by key {public.name}",
                base64.b64encode(PREHASHED + public.id + own).decode(),
                f"{TRUSTED}{comment}",
                base64.b64encode(self.key.sign(own + comment.encode())).decode(),
            )
        )


def _hashed(content: bytes) -> bytes:
    return hashlib.blake2b(content).digest()


def _decoded(word: str) -> bytes:
    """Return the bytes of a base64 word; b"" if it is none."""
    try:
        return base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        return b""
