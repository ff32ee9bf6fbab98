"""`init`, `status`, `check`, `export` and `demo`."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import INTERVIEW, Run


def test_outside_a_project_the_error_names_qualcode_init(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("status")
    assert result.code == 1
    assert "qualcode init" in result.err


def test_a_project_is_found_from_a_folder_inside_it(
    study: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(study / "sources")
    assert run("status").code == 0


@pytest.mark.usefixtures("study")
def test_init_refuses_a_folder_with_a_project(run: Run) -> None:
    result = run("init", ".")
    assert result.code == 1
    assert "already" in result.err


@pytest.mark.usefixtures("study")
def test_a_second_demonstration_says_what_to_do(run: Run) -> None:
    result = run("demo", ".")
    assert (result.code, "cd ." in result.err, "ANOTHER-FOLDER" in result.err) == (1, True, True)


def test_init_says_to_write_a_codebook_only_where_none_was_given(tmp_path: Path, run: Run) -> None:
    without = run("init", tmp_path / "a")
    assert "Next: write the codebook, then `qualcode import FILES`." in without.err
    given = run("init", tmp_path / "b", "--codebook", tmp_path / "a" / "codebook.yaml")
    assert "Next: `qualcode import FILES`." in given.err


def test_init_with_an_invalid_codebook_creates_nothing(tmp_path: Path, run: Run) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("codes:\n  - code: a\n    labl: A\n", encoding="utf-8")
    result = run("init", tmp_path / "study", "--codebook", bad)
    assert result.code == 1
    assert "bad.yaml:3" in result.err
    assert "label" in result.err
    assert not (tmp_path / "study").exists()


@pytest.mark.usefixtures("study")
def test_status_counts_participants_words_and_unused_codes(run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    facts = {row["what"]: row["value"] for row in json.loads(run("status", "-f", "json").out)}
    assert facts["words of participants and documents"] == "29"
    assert facts["coded words"] == "13"
    assert facts["coded share"] == "44.8 %"
    assert facts["codes unused"] == "protect, displacement"
    assert "apply: pursue on «We took out a line" in str(facts["last act"])
    assert "local-01 [72:130]" in str(facts["last act"])


@pytest.mark.parametrize("invalid", [b"codes:\n  - cod: x\n", b"codes:\n  - code: caf\xe9\n", None])
def test_an_invalid_codebook_is_a_fault_of_the_check(study: Path, run: Run, invalid: bytes | None) -> None:
    assert run("apply", "pursue", "-s", "local-01", "--turn", 2).code == 0
    file = study / "codebook.yaml"
    original = file.read_bytes()
    if invalid is None:
        file.unlink()
    else:
        file.write_bytes(invalid)
    (study / "sources" / "local-01.txt").unlink()
    result = run("check", "-f", "json")
    assert result.code == 3, result.err
    assert [row["where"] for row in json.loads(result.out)] == ["codebook", "source local-01"]
    if invalid is None:
        assert "qualcode codebook at NUMBER > codebook.yaml" in run("status").err
        assert run("codebook", "at", 1).out.encode() == original
    else:
        assert "codebook.yaml:2:" in run("status").err


def test_an_unchanged_project_passes_its_check(study: Path, run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    assert run("check").code == 0
    assert study.is_dir()


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE codings SET start = start + 1", "its quote is"),
        ("UPDATE sources SET text = text || 'x'", "differs from the imported one"),
        ("DELETE FROM turns WHERE number = 2", "do not cover its text"),
        ("UPDATE codings SET code = 'gone'", "not in the codebook"),
    ],
)
def test_changes_of_the_database_are_faults(study: Path, run: Run, sql: str, message: str) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    with closing(sqlite3.connect(study / "qualcode.db")) as database, database:
        database.execute(sql)
    result = run("check", "-f", "json")
    assert result.code == 3
    assert any(message in fault["what is wrong"] for fault in json.loads(result.out))


def test_a_changed_or_missing_source_file_is_a_fault(study: Path, run: Run) -> None:
    file = study / "sources" / "local-01.txt"
    file.write_text(INTERVIEW + "x", encoding="utf-8")
    assert "has been changed" in " ".join(run("check").out.split())
    file.unlink()
    assert run("check").code == 3


def test_a_code_missing_from_the_codebook_keeps_its_codings(study: Path, run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    path = study / "codebook.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("code: pursue", "code: chase"), encoding="utf-8")
    result = run("check")
    assert result.code == 3
    assert "'pursue'" in result.out
    assert [row["code"] for row in json.loads(run("frequencies", "-f", "json").out)] == ["pursue"]
    result = run("apply", "chase", "-s", "local-01", "--turn", "4")
    assert result.code == 1
    assert "codebook adopt --rename pursue=chase" in result.err
    assert run("codebook", "adopt", "--rename", "pursue=chase").code == 0
    run("apply", "chase", "-s", "local-01", "--turn", "4")
    versions = [row["codebook_version"] for row in json.loads(run("codings", "-f", "json").out)]
    assert versions == [1, 2]


def test_the_codebook_tree_counts_branches(study: Path, run: Run) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    rows = json.loads(run("codebook", "-f", "json").out)
    assert [(row["code"], row["direct_codings"], row["codings"]) for row in rows] == [
        ("roles", 0, 1),
        ("pursue", 1, 1),
        ("protect", 0, 0),
        ("displacement", 0, 0),
    ]
    assert study.is_dir()


def test_exported_codings_have_the_quote_at_their_offsets(study: Path, run: Run) -> None:
    run("apply", "pursue", "displacement", "-s", "local-01", "--turn", "2")
    result = run("export", "--format", "json", "--only", "codings")
    [path] = result.out.split()
    assert Path(path).parent == study / "tables"
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    assert len(rows) == 2
    for row in rows:
        assert INTERVIEW[row["start"] : row["end"]] == row["quote"]
        assert row["turn"] == 2
        assert row["speaker"] == "Participant"
        assert row["codebook_version"] == 1
    columns = (
        "coding_id source case speaker role turn time start end quote context_before context_after theme "
    )
    columns += "code label coder made_at origin suggester score codebook_version memo"
    assert set(columns.split()) <= set(rows[0])


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json", "md", "latex", "html"])
def test_every_format_is_written(run: Run, form: str) -> None:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    result = run("export", "--format", form)
    assert result.code == 0
    files = [Path(line) for line in result.out.splitlines()]
    assert len(files) == (1 if form == "xlsx" else 7)
    assert all(file.stat().st_size > 0 for file in files)


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "--format", "xls"], "xlsx"),
        (["export", "--only", "coding"], "codings"),
        (["frequencies", "--by", "teir"], "teir"),
        (["frequencies", "--of", "word"], "words"),
        (["codings", "--code", "purse"], "pursue"),
    ],
)
def test_an_unknown_name_gets_the_nearest_in_its_hint(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.code == 1
    assert message in result.err


def test_the_demonstration_project_passes_its_check(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "demo"
    result = run("demo", folder)
    assert result.code == 0
    assert "In a study a person decides" in result.err
    assert "qualcode show" in result.err
    assert "pursue" in result.out
    rows = json.loads(run("codings", "-f", "json", "-p", folder).out)
    assert len(rows) > 100
    assert {(row["coder"], row["origin"], row["suggester"]) for row in rows} == {
        ("demo", "suggestion", "patterns")
    }
    assert run("check", "-p", folder).code == 0
    assert "11 sources: 8 finished, 3 begun." in run("frequencies", "-p", folder).err
    present = json.loads(run("matrix", "--binary", "--by", "source", "-f", "json", "-p", folder).out)
    cells = {row["source"]: {row[code] for code in row if code != "source"} for row in present}
    assert cells["local-01-neighbourhood-sergeant"] == {0, 1}
    assert cells["local-03-custody-sergeant"] == {None, 1}
    tiers = json.loads(run("frequencies", "--by", "tier", "-f", "json", "-p", folder).out)
    assert {"local", "regional", "national", "partner"} <= set(tiers[0])


@pytest.mark.usefixtures("study")
def test_the_status_shows_no_milliseconds(run: Run) -> None:
    assert run("memo", "project", "A thought.").code == 0
    out = run("status").out
    assert re.search(r"memo: on project \(ann, \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\)", out)
