"""Coding from the command line: apply, list and remove codings; every act can be undone."""

import io
import json
import sys
from pathlib import Path

import pytest

from qualcode.model import CoderName
from qualcode.store.project import open_project
from qualcode.store.records import sources
from qualcode.store.records.transcripts import reading_places
from tests.cli.conftest import INTERVIEW, Run


def codings(run: Run, *arguments: str) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(run("codings", "--format", "json", *arguments).out)
    return listed


def test_a_quote_is_coded_at_its_offsets(study: Path, run: Run) -> None:
    result = run("apply", "displacement", "--source", "local-01", "--quote", "came back within a week")
    assert result.code == 0
    [coding] = codings(run)
    assert result.out == f"{coding['id']}\n"
    assert coding["quote"] == "came back within a week"
    assert INTERVIEW[int(str(coding["start"])) : int(str(coding["end"]))] == coding["quote"]
    assert coding["coder"] == "ann"
    assert coding["origin"] == "human"
    assert coding["codebook_version"] == 1
    assert str(coding["context_before"]).endswith("It ")
    assert study.is_dir()


def test_a_quote_that_occurs_twice_is_listed_with_its_turns(study: Path, run: Run) -> None:
    result = run("apply", "pursue", "-s", "local-01", "--quote", "We took out a line")
    assert result.code == 1
    assert "--nth 1: turn 2" in result.err
    assert "--nth 2: turn 4" in result.err
    assert codings(run) == []
    assert run("apply", "pursue", "-s", "local-01", "--quote", "We took out a line", "--nth", "2").code == 0
    assert len(codings(run)) == 1
    assert study.is_dir()


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("where", "quote"),
    [
        (["--turn", "4"], "We try to safeguard them. We took out a line, and nobody asked about the kids."),
        (["--sentence", "3"], "It came back within a week."),
        (["--span", "17:28"], "Interviewer"),
    ],
)
def test_a_turn_a_sentence_or_a_span_is_coded(run: Run, where: list[str], quote: str) -> None:
    assert run("apply", "protect", "-s", "local-01", *where).code == 0
    assert [coding["quote"] for coding in codings(run)] == [quote]


def test_a_source_is_read_through_where_the_coder_says_so(study: Path, run: Run) -> None:
    def read_turns() -> list[int]:
        with open_project(study) as project:
            source = sources.with_name(project.database, "local-01").id
            place = reading_places.of_source(project.database, CoderName("ann"), source)
            turns = sources.turns(project.database, source)
            return [turn.number for turn in turns if place and place.has_read(turn)]

    assert run("apply", "protect", "-s", "local-01", "--turn", "2").code == 0
    assert read_turns() == []
    result = run("apply", "pursue", "-s", "local-01", "--turn", "2", "--read-through")
    assert read_turns() == [1, 2]
    assert "Read through: 2 turns in 1 source." in result.err
    rows = study.parent / "codings.csv"
    rows.write_text("source,start,end,code\nlocal-01,17,28,protect\n", "utf-8")
    assert run("apply", "--from", str(rows), "--read-through").code == 0
    assert read_turns() == [1, 2]
    refused = run("apply", "pursue", "--where", "line", "--read-through")
    assert (refused.code, "--read-through" in refused.err) == (2, True)


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["purse", "-s", "local-01", "--turn", "2"], 1, "Did you mean 'pursue'?"),
        (["pursue", "-s", "local-1", "--turn", "2"], 1, "Did you mean 'local-01'?"),
        (["pursue", "-s", "local-01", "--turn", "9"], 1, "has no turn 9, only 4"),
        (["pursue", "-s", "local-01", "--sentence", "9"], 1, "has no sentence 9, only 6"),
        (["pursue", "-s", "local-01", "--turn", "2", "--nth", "2"], 2, "--nth needs --quote"),
        (["pursue", "-s", "local-01", "--from", "codings.csv"], 2, "--from cannot be combined"),
        (["pursue", "-s", "local-01", "--quote", "no such words"], 1, "does not occur"),
        (["pursue", "-s", "local-01", "--span", "5000:5010"], 1, "no text to code"),
        (["pursue", "-s", "local-01", "--span", "x"], 2, "not a span"),
        (["pursue", "-s", "local-01"], 2, "exactly one option"),
        (["pursue", "--turn", "2"], 2, "source are missing"),
    ],
)
def test_what_cannot_be_coded_is_reported_and_nothing_changes(
    run: Run, arguments: list[str], code: int, message: str
) -> None:
    result = run("apply", *arguments)
    assert result.code == code
    assert message in result.err
    assert "Traceback" not in result.err
    assert codings(run) == []


@pytest.mark.usefixtures("study")
def test_the_same_code_on_the_same_span_is_refused(run: Run) -> None:
    assert run("apply", "pursue", "-s", "local-01", "--turn", "2").code == 0
    result = run("apply", "protect", "pursue", "-s", "local-01", "--turn", "2")
    assert result.code == 1
    assert "already" in result.err
    assert len(codings(run)) == 1
    assert run("apply", "pursue", "-s", "local-01", "--turn", "2", "--coder", "ben").code == 0


@pytest.mark.usefixtures("study")
def test_a_coding_named_twice_is_removed_once(run: Run) -> None:
    identity = run("apply", "pursue", "-s", "local-01", "--turn", "2").out.strip()
    result = run("remove", identity, identity[:6])
    assert (result.code, result.err.count("Removed")) == (0, 1)
    assert codings(run) == []


@pytest.mark.usefixtures("study")
def test_all_own_codings_of_a_code_are_removed_after_a_question_with_their_number(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn, coder in ((2, "ann"), (4, "ann"), (4, "ben")):
        assert run("apply", "pursue", "-s", "local-01", "--turn", turn, "--coder", coder).code == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    refused = run("remove", "--code", "pursue")
    assert (refused.code, len(codings(run))) == (1, 3)
    assert "Remove 2 codings of pursue by ann in 1 source?" in refused.err
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert run("remove", "--code", "pursue", "--source", "local-01").code == 0
    assert [coding["coder"] for coding in codings(run)] == ["ben"]
    assert run("remove", "--code", "pursue", "--yes").err == "ann has no codings of pursue there.\n"
    assert run("undo").code == 0
    assert len(codings(run)) == 3
    assert "Did you mean 'pursue'?" in run("remove", "--code", "persue").err
    assert run("remove", "--code", "pursue", "--source", "local-2").code == 1
    for arguments in ((), ("3f2a", "--code", "pursue"), ("--source", "local-01")):
        assert run("remove", *arguments).code == 2


@pytest.mark.usefixtures("study")
def test_undo_restores_the_same_coding(run: Run) -> None:
    identity = run("apply", "pursue", "-s", "local-01", "--turn", "2", "--memo", "first").out.strip()
    before = codings(run)
    assert run("remove", identity[:6]).code == 0
    assert codings(run) == []
    assert run("undo").code == 0
    assert codings(run) == before
    assert run("undo", "--last", 2).code == 0
    assert codings(run) == []
    assert run("redo").code == 0
    history = json.loads(run("history", "-f", "json").out)
    assert [act["verb"] for act in history] == ["redo", "undo", "undo", "undo", "remove", "apply", "import"]


@pytest.mark.usefixtures("study")
def test_a_coder_cannot_remove_another_coders_coding(run: Run) -> None:
    identity = run("apply", "pursue", "-s", "local-01", "--turn", "2").out.strip()
    result = run("remove", identity[:6], "--coder", "ben")
    assert result.code == 1
    assert "by ann" in result.err


@pytest.mark.usefixtures("study")
def test_a_branch_includes_its_child_codes(run: Run) -> None:
    run("apply", "pursue", "displacement", "-s", "local-01", "--turn", "2")
    assert [one["code"] for one in codings(run, "--code", "roles", "--branch")] == ["pursue"]
    assert codings(run, "--code", "roles") == []


def test_memos_on_project_source_code_and_coding_are_listed(study: Path, run: Run) -> None:
    identity = run("apply", "pursue", "-s", "local-01", "--turn", "2").out.strip()
    assert run("memo", "project", "begin").code == 0
    assert run("memo", "source", "local-01", "a good one").code == 0
    assert run("memo", "code", "pursue", "narrow it").code == 0
    assert run("memo", "coding", identity[:5], "typical").code == 0
    listed = json.loads(run("memos", "-f", "json").out)
    assert [(memo["about"], memo["what"], memo["memo"]) for memo in listed] == [
        ("project", "", "begin"),
        ("source", "local-01", "a good one"),
        ("code", "pursue", "narrow it"),
        ("coding", "pursue in local-01", "typical"),
    ]
    assert run("memo", "remove", str(listed[0]["id"])[:6]).code == 0
    assert len(json.loads(run("memos", "-f", "json").out)) == 3
    assert study.is_dir()


def bulk(study: Path, run: Run, text: str, name: str = "codings.csv") -> tuple[int, str]:
    path = study / name
    path.write_text(text, encoding="utf-8")
    result = run("apply", "--from", path)
    return result.code, result.err


def test_a_file_of_codings_is_applied_as_one_act(study: Path, run: Run) -> None:
    start = INTERVIEW.index("We took")
    rows = f"source,code,start,end,quote,memo\nlocal-01,pursue,{start},{start + 18},We took out a line,yes\n"
    rows += "local-01,displacement,,,It came back,\n"
    assert bulk(study, run, rows)[0] == 0
    assert [one["quote"] for one in codings(run)] == ["We took out a line", "It came back"]
    run("undo")
    assert codings(run) == []


def test_json_lines_are_applied_too(study: Path, run: Run) -> None:
    line = json.dumps({"source": "local-01", "code": "pursue", "quote": "We took out a line", "nth": 2})
    assert bulk(study, run, line + "\n", "codings.jsonl")[0] == 0
    assert [one["code"] for one in codings(run)] == ["pursue"]


def test_every_faulty_row_is_reported_and_none_is_applied(study: Path, run: Run) -> None:
    rows = "source,code,start,end,quote\nlocal-01,pursue,,,It came back\nlocal-02,pursue,,,x\n"
    rows += "local-01,pursu,0,4,\nlocal-01,pursue,0,4,\nlocal-01,pursue,0,4,\nlocal-01,pursue,9999,10000,\n"
    rows += "local-01,pursue,17,28,Participant\nlocal-01,pursue,a,b,\n,pursue,0,4,\n"
    code, err = bulk(study, run, rows)
    assert code == 1
    assert "7 of 9 rows" in err
    for line, message in [
        (3, "local-02"),
        (4, "Did you mean 'pursue'?"),
        (6, "already"),
        (7, "not in local-01"),
        (8, "not «Participant»"),
        (9, "whole number"),
        (10, "the source is missing"),
    ]:
        assert any(f"line {line}:" in text and message in text for text in err.splitlines()), (line, err)
    assert codings(run) == []


def test_unreadable_lines_are_reported_with_the_others(study: Path, run: Run) -> None:
    good = json.dumps({"source": "local-01", "code": "pursue", "quote": "It came back"})
    bad = json.dumps({"source": "local-01", "code": "pursu", "quote": "It came back"})
    code, err = bulk(study, run, f"{good}\n{{not json\n{bad}\n[1]\n", "a.jsonl")
    assert code == 1
    assert "3 of 4 rows" in err
    assert ["line 2:" in err, "line 3:" in err, "line 4:" in err] == [True] * 3
    code, err = bulk(study, run, "source,code,quote\nlocal-01,pursue,It,came,back\nlocal-01,pursu,It\n")
    assert code == 1
    assert "2 of 2 rows" in err
    assert "line 2: This row has 5 cells" in err
    assert codings(run) == []


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("source,start\nlocal-01,1\n", "a.csv", "no column 'code'"),
        ("{not json\n", "a.jsonl", "line 1: This is not valid JSON"),
        ("[1]\n", "a.jsonl", "line 1: This is not a JSON object"),
        ("", "a.csv", "empty"),
        ("source,code,quote\n", "a.csv", "no rows"),
        ("\n", "a.jsonl", "no rows"),
        ('source,code\n"local', "a.csv", "a.csv:2"),
    ],
)
def test_a_broken_file_of_codings_is_refused_by_line(
    study: Path, run: Run, text: str, name: str, message: str
) -> None:
    code, err = bulk(study, run, text, name)
    assert code == 1
    assert message in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("study")
def test_without_a_terminal_or_a_name_the_coder_must_be_given(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_CODER")
    result = run("apply", "pursue", "-s", "local-01", "--turn", "2")
    assert result.code == 2
    assert "--coder" in result.err
