"""Cases by hand, and tables of participants that name sources which come later."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import MadeOnce, Run


@pytest.fixture
def participants(study: Path, run: Run, made_once: MadeOnce) -> Path:
    """A table with a row for the source that exists, one for a speaker, one for a source that comes later."""

    def import_table() -> None:
        table = study / "participants.csv"
        table.write_text(
            "case,source,speaker,tier\n"
            "L01,local-01,Participant,local\nL01,local-01,Nurse,local\nN02,later,,nat\n",
            encoding="utf-8",
        )
        assert run("cases", "import", table).code == 0

    made_once(import_table)
    return study


def cases(run: Run) -> dict[str, str]:
    return {row["case"]: row["sources"] for row in json.loads(run("cases", "-f", "json").out)}


def test_rows_that_cannot_be_joined_wait_and_are_listed(participants: Path, run: Run) -> None:
    result = run("cases", "import", participants / "participants.csv")
    assert "2 rows not joined yet" in result.err
    assert "Line 3: There is no speaker in local-01 'Nurse'." in result.err
    assert "Line 4: There is no source 'later'." in result.err
    assert cases(run) == {
        "L01": "local-01 (Participant); local-01 (Nurse) (waiting)",
        "N02": "later (waiting)",
    }


def test_a_waiting_case_is_joined_when_its_source_is_imported(participants: Path, run: Run) -> None:
    file = participants / "later.txt"
    file.write_text("I: Well?\nP: No.\n", encoding="utf-8")
    assert "Joined to the case N02." in run("import", file).err
    assert cases(run)["N02"] == "later"
    run("undo")
    assert cases(run)["N02"] == "later (waiting)"
    run("redo")
    assert cases(run)["N02"] == "later"


def test_a_waiting_case_is_joined_when_a_source_gets_the_name(participants: Path, run: Run) -> None:
    assert participants.is_dir()
    assert "N02" in run("sources", "rename", "local-01", "later").err
    assert cases(run) == {
        "L01": "later (Participant); local-01 (Nurse) (waiting)",
        "N02": "later",
    }


def test_cases_are_edited_by_hand_and_each_act_is_undone(study: Path, run: Run) -> None:
    assert study.is_dir()
    assert run("cases", "set", "P1", "tier=local", "years=12").code == 1
    acts = [
        (
            ["cases", "set", "P1", "tier=local", "years=12", "--new"],
            {"case": "P1", "sources": "", "tier": "local"},
        ),
        (["cases", "join", "P1", "local-01", "Participant"], {"sources": "local-01 (Participant)"}),
        (["cases", "set", "P1", "tier=", "city=Riverton"], {"city": "Riverton", "years": "12"}),
        (["cases", "rename", "P1", "L1"], {"case": "L1", "city": "Riverton"}),
        (["cases", "remove", "L1"], {}),
    ]
    states: list[list[dict[str, str]]] = [[]]
    for arguments, expected in acts:
        result = run(*arguments)
        assert result.code == 0, result.err
        states.append(json.loads(run("cases", "-f", "json").out))
        assert expected.items() <= (states[-1] or [{}])[0].items()
    assert "tier" not in states[3][0]
    for state in reversed(states[:-1]):
        run("undo")
        assert json.loads(run("cases", "-f", "json").out) == state


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["set", "L1", "tier=x"], "Did you mean 'L01'?"),
        (["set", "L01", "tier"], "Write attribute=value."),
        (["set", "L01", "source=x"], "qualcode cases join"),
        (["join", "L01", "local-1"], "Did you mean 'local-01'?"),
        (["join", "L01", "local-01", "Partcipant"], "Did you mean 'Participant'?"),
        (["join", "L01", "local-01", "Participant"], "already"),
        (["rename", "L01", "N02"], "already"),
        (["rename", "L01", " "], "needs a name"),
        (["remove", "L0"], "Did you mean 'L01'?"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    participants: Path, run: Run, arguments: list[str], message: str
) -> None:
    assert participants.is_dir()
    before = run("history").out
    result = run("cases", *arguments)
    assert result.code in (1, 2)
    assert message in result.err
    assert run("history").out == before


def test_a_renamed_case_keeps_its_summaries(participants: Path, run: Run) -> None:
    assert participants.is_dir()
    assert run("summary", "L01", "roles", "Short.").code == 0
    assert run("cases", "rename", "L01", "P07").code == 0
    assert "Short." in run("summary", "P07", "roles").out + run("summary", "P07", "roles").err


def test_decimal_commas_and_dates_are_read_by_column_and_said(study: Path, run: Run) -> None:
    table = study / "participants.csv"
    table.write_text(
        "case;years;seen;place\nA;1,5;3.11.2025;Ost, 1\nB;12;24.12.2025;West\nC;;;\n", encoding="utf-8"
    )
    result = run("cases", "import", table)
    assert "years: decimal commas (1,5 is read as 1.5)." in result.err
    assert "seen: dates (day, month, year; 24.12.2025 is read as 2025-12-24)." in result.err
    rows = json.loads(run("cases", "-f", "json").out)
    assert [(row["years"], row["seen"], row["place"]) for row in rows] == [
        ("1.5", "2025-11-03", "Ost, 1"),
        ("12", "2025-12-24", "West"),
        ("", "", ""),
    ]
