"""A file of answers is taken once, and what it means for nobody here is said."""

import pytest
from sqlalchemy import func, select

from activities.acknowledgements import take_acknowledgements
from activities.actors import CLAIMDESK
from models.acknowledgements import Acknowledgement
from rules.claims import Stage
from rules.errors import Unreadable
from tests.factories_acknowledgements import Sent, stages, two
from tests.factories_imports import SAMPLES, stored


async def test_the_same_answer_again_changes_nothing(sent: Sent) -> None:
    await two(sent)
    first = await sent.answer_277ca(("A1", "A7:562:85"), ("A2", "A2:20"))
    path = sent.folder / "answer1.277"
    file_id = await stored(sent.office, sent.folder, path)
    again = await take_acknowledgements(sent.office, file_id, path)
    assert (first.words, again.words) == ("1 accepted, 1 rejected", "nothing new")
    assert len(await sent.tasks()) == 1
    async with sent.office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(select(func.count(Acknowledgement.id))) == 3


async def test_answers_to_strangers_are_problems_of_the_file(sent: Sent) -> None:
    await two(sent)
    report = await sent.answer_277ca(("X9", "A2:20"), batch="77")
    assert [each.text for each in report.problems] == [
        "Answers a batch that nobody here has sent.",
        "Answers a claim that nobody here has sent.",
    ]
    assert [each.text for each in (await sent.answer_999("A", batch="77")).problems] == [
        "Answers file 77, which nobody here has sent."
    ]


async def test_a_file_that_is_no_x12_is_unreadable(sent: Sent) -> None:
    with pytest.raises(Unreadable):
        await sent.take(b"nothing of the kind", "999")


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
@pytest.mark.parametrize(
    ("name", "problems"),
    [
        ("277ca/imsweb_accepted.277", 2),
        ("277ca/imsweb_rejected.277", 2),
        ("999/imsweb_accepted.999", 1),
        ("999/imsweb_rejected.999", 1),
        ("999/stupidedi_X231A1_pass_response-to-functional-group-containing-3-837s.999", 1),
    ],
)
async def test_sample_answers_to_others_change_nothing_and_say_so(
    sent: Sent, name: str, problems: int
) -> None:
    await two(sent)
    report = await sent.take((SAMPLES / name).read_bytes(), "sample")
    assert (report.words, len(report.problems)) == ("nothing new", problems)
    assert set(stages(await sent.claims()).values()) == {Stage.SENT}


async def test_what_is_damaged_in_an_answer_is_told(sent: Sent) -> None:
    await two(sent)
    await sent.answer_999("A")
    path = sent.folder / "damaged.999"
    path.write_bytes((sent.folder / "answer1.999").read_bytes().replace(b"AK1*HC", b"AKX*HC"))
    report = await take_acknowledgements(sent.office, await stored(sent.office, sent.folder, path), path)
    assert "Segment 3, ST: a required value is missing." in [each.text for each in report.problems]
