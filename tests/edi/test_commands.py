import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from edi.acknowledgements import InterchangeAcknowledgement
from edi.acknowledgements_writing import write_acknowledgements
from edi.claim_acknowledgements_writing import write_277ca
from edi.claims_writing import write_batch
from edi.remittances_writing import write_835
from runtime.commands.edi import app
from tests.edi.made import AT, ON, batch, full_claim, interchange
from tests.edi.remittances import BASE, FORTY, made, remittance
from tests.edi.samples import files
from tests.edi.test_acknowledgements import REFUSED, TAKEN, group_answer
from tests.edi.test_claim_acknowledgements import report

TA1 = InterchangeAcknowledgement(interchange(), "000000055", ON, AT, "R", "025")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "160"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def file(tmp_path: Path):  # type: ignore[no-untyped-def]
    def save(content: bytes) -> str:
        path = tmp_path / "file.edi"
        path.write_bytes(content)
        return str(path)

    return save


def test_a_remittance_is_shown_as_json_of_a_fixed_shape(file) -> None:  # type: ignore[no-untyped-def]
    source = remittance("60", *BASE, "PLB*1234567893*20261231*WO:ICN1*30")
    code, out, _ = run("show", file(source), "--json")
    assert code == 0
    assert json.loads(out) == {
        "file_problems": [],
        "transactions": [
            {
                "set": "835",
                "control": "0001",
                "payer": "PAYER",
                "payer_id": "1911234567",
                "payee_npi": "1234567893",
                "trace": "EFT1",
                "payment_date": "2026-11-20",
                "paid": "60.00",
                "claims": [
                    {
                        "patient_control_number": "A1",
                        "status": "1",
                        "charge": "200.00",
                        "paid": "90.00",
                        "patient_responsibility": "25.00",
                        "payer_claim_number": "ICN1",
                        "adjustments": [],
                        "lines": [
                            {
                                "procedure": "99214",
                                "modifiers": [],
                                "charge": "200.00",
                                "paid": "90.00",
                                "units": "1",
                                "adjustments": [
                                    {"group": "CO", "reason": "45", "amount": "85.00", "quantity": None},
                                    {"group": "PR", "reason": "3", "amount": "25.00", "quantity": None},
                                ],
                                "remarks": [],
                            }
                        ],
                        "balanced": True,
                    }
                ],
                "provider_adjustments": [{"reason": "WO", "reference": "ICN1", "amount": "30.00"}],
                "balanced": True,
                "problems": [],
            }
        ],
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (write_835(made()), ["PRACTICE PAYER", "99214 25", "CO-45  85.00", "Provider adjustment WO"]),
        (
            write_batch(batch(), [full_claim()]),
            ["1 claim", "F1", "ALDER, PIP", "J3301", "PRACTICE PAYER (PP001)"],
        ),
        (write_277ca(report()), ["A1: accepted (A2:20)", "A2: rejected (A7:562:85, A7:500)", "Line L1"]),
        (
            write_acknowledgements([TA1, group_answer(TAKEN, REFUSED)]),
            ["TA1", "025", "0002: rejected (R)", "claim A1"],
        ),
    ],
)
def test_every_set_is_shown_as_a_tree_and_as_json(file, content: bytes, words: list[str]) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run("show", file(content))
    assert code == 0
    for word in words:
        assert word in out
    code, out, _ = run("show", file(content), "--json")
    assert code == 0
    assert json.loads(out)["transactions"]
    assert run("check", file(content))[0] == 0


def test_what_is_wrong_is_said_with_its_place_and_exit_code_2(file) -> None:  # type: ignore[no-untyped-def]
    path = file(remittance("151", *BASE, *FORTY))
    code, out, _ = run("check", path)
    assert code == 2
    assert "Segment 4, BPR02: claims less provider adjustments are not the amount" in out
    code, out, _ = run("check", path, "--json")
    assert code == 2
    (problem,) = json.loads(out)["problems"]
    assert problem["segment"] == 4
    code, out, _ = run("show", path)
    assert "does not balance" in out


def test_each_problem_stays_one_line_however_narrow_the_screen(file) -> None:  # type: ignore[no-untyped-def]
    path = file(remittance("151", *BASE, *FORTY))
    result = CliRunner().invoke(app, ["check", path], env={"COLUMNS": "40"})
    told = json.loads(run("check", path, "--json")[1])["problems"]
    assert told
    assert result.stdout.splitlines()[:-1] == [each["text"] for each in told]


def test_a_wrong_trailer_is_a_problem_of_the_file(file) -> None:  # type: ignore[no-untyped-def]
    path = file(remittance("90", *BASE).replace(b"IEA*1*000000001", b"IEA*1*000000002"))
    told = json.loads(run("show", path, "--json")[1])
    assert told["file_problems"][0]["text"].startswith("Segment 16, IEA02: ")
    assert "IEA02" in run("show", path)[1]
    assert run("check", path)[0] == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n", b'{"resourceType": "Bundle"}', b"MSH|^~\\&|A|B", b"ISA*00*", b"ST*271*1~SE*2*1~"],
)
@pytest.mark.parametrize("command", ["show", "check"])
def test_what_is_not_read_gives_one_line_and_exit_code_1(file, command: str, content: bytes) -> None:  # type: ignore[no-untyped-def]
    code, out, error = run(command, file(content))
    assert (code, out) == (1, "")
    assert error.startswith("claimdesk: ")
    assert error.count("\n") == 1


def test_a_missing_file_or_a_folder_gives_one_line_and_exit_code_1(tmp_path: Path) -> None:
    for path in (tmp_path / "none.835", tmp_path):
        code, _, error = run("show", str(path))
        assert code == 1
        assert error.count("\n") == 1


@pytest.mark.parametrize("path", [each for kind in ("835", "837p", "999", "277ca") for each in files(kind)])
def test_every_sample_is_shown_and_checked(path) -> None:  # type: ignore[no-untyped-def]
    for arguments in (("show", str(path)), ("show", str(path), "--json")):
        assert run(*arguments)[0] == 0
    assert run("check", str(path), "--json")[0] in (0, 2)


@pytest.mark.parametrize("path", [*files("835", "*X221A1_pass*"), *files("837p", "*X222A1_pass*")])
def test_nothing_is_wrong_with_the_clean_samples(path) -> None:  # type: ignore[no-untyped-def]
    assert run("check", str(path))[0] == 0
