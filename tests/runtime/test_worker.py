"""What a worker process does beside its work."""

import asyncio

from runtime.commands.worker import meanwhile


async def test_what_is_done_beside_the_work_ends_with_it() -> None:
    begun, ended = asyncio.Event(), []

    async def deed() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    async with meanwhile(deed()):
        await begun.wait()
        assert ended == []
    assert ended == ["ended"]


async def test_what_is_over_before_the_work_is_no_trouble() -> None:
    async def deed() -> None:
        done.set()

    done = asyncio.Event()
    async with meanwhile(deed()):
        await done.wait()
