"""The demo's processes: who dies is started again, and who does not stay up is given up aloud."""

import asyncio
from pathlib import Path

import pytest

from runtime.demo import supervisor
from runtime.demo.supervisor import TOO_OFTEN, Part, Parts

AGAIN = "The nonsense stopped; starting it again."


async def said_of_a_part_that_dies_at_its_start(folder: Path, lines: int) -> list[str]:
    said: list[str] = []
    enough = asyncio.Event()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == lines:
            enough.set()

    parts = Parts(folder, {}, say, (Part("keys", "The nonsense", ("--nonsense",)),))
    parts.start_all()
    keeping = asyncio.create_task(parts.keep_running())
    async with asyncio.timeout(60):
        await enough.wait()
    keeping.cancel()
    parts.stop_all()
    return said


async def test_a_part_that_dies_at_every_start_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    *before, last = await said_of_a_part_that_dies_at_its_start(tmp_path, TOO_OFTEN + 1)
    assert before == [AGAIN] * TOO_OFTEN
    assert last.startswith("The nonsense does not stay up. The end of ")
    assert "--nonsense" in last


async def test_a_part_that_had_settled_may_die_as_often_as_it_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "SETTLED", 0.0)
    said = await said_of_a_part_that_dies_at_its_start(tmp_path, TOO_OFTEN + 2)
    assert said == [AGAIN] * (TOO_OFTEN + 2)
