from dataclasses import dataclass
from datetime import date

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError

from runtime.payloads import UnreadablePayload, new_key, sealed_converter

OLD, NEW = new_key(), new_key()


@dataclass(frozen=True)
class Look:
    claim: str
    due_on: date


LOOK = Look("8f2c", date(2026, 11, 23))


async def test_a_payload_on_the_wire_shows_nothing_of_what_it_carries() -> None:
    (sealed,) = await sealed_converter(NEW).encode([LOOK])
    assert b"8f2c" not in sealed.SerializeToString()
    assert b"2026" not in sealed.SerializeToString()


async def test_what_was_sealed_is_read_back_with_its_types() -> None:
    converter = sealed_converter(NEW)
    assert await converter.decode(await converter.encode([LOOK]), [Look]) == [LOOK]


async def test_the_same_value_never_looks_the_same_twice() -> None:
    converter = sealed_converter(NEW)
    assert await converter.encode([LOOK]) != await converter.encode([LOOK])


async def test_after_a_change_of_keys_old_payloads_are_still_read() -> None:
    sealed = await sealed_converter(OLD).encode([LOOK])
    assert await sealed_converter(NEW, [OLD]).decode(sealed, [Look]) == [LOOK]


async def test_a_key_that_is_missing_is_said_with_what_to_do() -> None:
    sealed = await sealed_converter(OLD).encode([LOOK])
    with pytest.raises(UnreadablePayload, match="CLAIMDESK_PAYLOAD_KEYS_OLD: add that key"):
        await sealed_converter(NEW).decode(sealed)


async def test_a_payload_that_was_altered_is_refused() -> None:
    converter = sealed_converter(NEW)
    (sealed,) = await converter.encode([LOOK])
    changed = Payload(metadata=sealed.metadata, data=sealed.data[:-1] + bytes([sealed.data[-1] ^ 1]))
    with pytest.raises(UnreadablePayload, match="altered"):
        await converter.decode([changed])


async def test_a_payload_that_was_never_sealed_is_refused() -> None:
    with pytest.raises(UnreadablePayload, match="not encrypted"):
        await sealed_converter(NEW).decode([Payload(metadata={"encoding": b"json/plain"}, data=b"1")])


async def test_the_text_of_an_error_is_sealed_too() -> None:
    converter = sealed_converter(NEW)
    failure = Failure()
    await converter.encode_failure(ApplicationError("no answer about 8f2c"), failure)
    assert b"8f2c" not in failure.SerializeToString()
    assert "8f2c" in str(await converter.decode_failure(failure))


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sealed_converter("c2hvcnQ=")
