"""Seals what Temporal stores: payloads and error texts are encrypted before they leave the process."""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec

from rules.errors import Refusal

ENCODING = b"binary/encrypted"
NONCE_BYTES = 12


class UnreadablePayload(Refusal):
    """A payload sealed with a key that this process does not hold, or altered since."""

    status = 500


@dataclass(frozen=True, slots=True)
class Key:
    """One AES-256 key and the public name under which payloads refer to it."""

    name: bytes
    cipher: AESGCM = field(repr=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """The key written as base64 of 32 bytes; raises ValueError for anything else."""
        try:
            raw = base64.b64decode(text, validate=True)
        except binascii.Error:
            raw = b""
        if len(raw) != 32:
            raise ValueError("a payload key is the base64 of 32 bytes: make one with `claimdesk keys new`")
        return cls(sha256(b"claimdesk payload key" + raw).hexdigest()[:12].encode(), AESGCM(raw))


def new_key() -> str:
    """A fresh key, written as base64."""
    return base64.b64encode(AESGCM.generate_key(256)).decode()


class SealingCodec(PayloadCodec):
    """Seals with the current key; opens with it and with the older ones, so that keys can be changed."""

    def __init__(self, current: Key, older: Sequence[Key] = ()) -> None:
        self.current = current
        self.keys = {key.name: key for key in (current, *older)}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Each payload as nonce + ciphertext; its own metadata is inside, the key's name is bound to it."""
        return [self.seal(each) for each in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """The payloads as they were; raises UnreadablePayload naming the missing key."""
        return [self.open(each) for each in payloads]

    def seal(self, payload: Payload) -> Payload:
        """One payload, sealed with the current key."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.current.cipher.encrypt(nonce, payload.SerializeToString(), self.current.name)
        metadata = {"encoding": ENCODING, "encryption-key-id": self.current.name}
        return Payload(metadata=metadata, data=nonce + sealed)

    def open(self, payload: Payload) -> Payload:
        """One payload, opened; refused when it was never sealed, for then anyone could have written it."""
        if payload.metadata.get("encoding") != ENCODING:
            raise UnreadablePayload("A workflow payload is not encrypted: it was not written by Claimdesk.")
        name = payload.metadata.get("encryption-key-id", b"")
        if (key := self.keys.get(name)) is None:
            raise UnreadablePayload(
                f"A workflow payload is sealed with key {name.decode(errors='replace')}, which is neither "
                "CLAIMDESK_PAYLOAD_KEY nor in CLAIMDESK_PAYLOAD_KEYS_OLD: add that key to the old ones."
            )
        nonce, sealed = payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:]
        try:
            return Payload.FromString(key.cipher.decrypt(nonce, sealed, name))
        except InvalidTag:
            raise UnreadablePayload("A workflow payload was altered after it was sealed.") from None


def sealed_converter(key: str, older: Sequence[str] = ()) -> DataConverter:
    """The converter that every client and worker uses; keys are base64 of 32 bytes."""
    return DataConverter(
        payload_converter_class=PydanticPayloadConverter,
        payload_codec=SealingCodec(Key.read(key), [Key.read(each) for each in older]),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
