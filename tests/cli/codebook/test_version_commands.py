"""`codebook history`, `diff`, `at` and `examples`, and starred codings."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CODEBOOK, Run


@pytest.fixture
def coded(study: Path, run: Run) -> Path:
    run("apply", "pursue", "-s", "local-01", "--turn", "2")
    run("apply", "pursue", "protect", "-s", "local-01", "--turn", "4")
    run("apply", "displacement", "-s", "local-01", "--turn", "1")
    return study


def rows(run: Run, *arguments: object) -> list[dict[str, object]]:
    parsed: list[dict[str, object]] = json.loads(run(*arguments, "-f", "json").out)
    return parsed


def test_history_diff_and_at_show_the_changes_of_the_codebook(coded: Path, run: Run) -> None:
    (coded / "codebook.yaml").write_text(CODEBOOK.replace("Enforcement.", "Force."), encoding="utf-8")
    assert [row["version"] for row in rows(run, "codebook", "history")] == [None, 1]
    [change] = rows(run, "codebook", "diff")
    assert (change["change"], change["code"], change["codings"]) == ("redefined", "pursue", 2)
    assert (change["before"], change["after"]) == ("Enforcement.", "Force.")
    assert '"Enforcement." became "Force."' in run("codebook", "diff", "-f", "md").out
    assert run("codebook", "at", "1").out == CODEBOOK
    assert run("codebook", "at", "2").code == 1
    result = run("codings", "--made-before-redefinition", "pursue", "-f", "json")
    assert "last redefined in the current file: definition" in result.err
    assert len(json.loads(result.out)) == 2
    assert "has not been redefined" in run("codings", "--made-before-redefinition", "protect").err
    assert run("codings", "--made-before-redefinition", "purse").code == 1
    assert run("codings", "--made-before-redefinition", "pursue", "--branch").code == 2


@pytest.mark.usefixtures("study")
def test_before_the_first_coding_no_version_is_stored(run: Run) -> None:
    result = run("codebook", "diff")
    assert result.code == 1
    assert "No version" in result.err
    assert [row["version"] for row in rows(run, "codebook", "history")] == [None]


@pytest.mark.usefixtures("coded")
def test_diff_without_numbers_shows_the_last_change_of_a_stored_codebook(run: Run) -> None:
    only = run("codebook", "diff")
    assert only.code == 0
    assert "There is nothing before version 1" in only.err
    run("codebook", "retire", "protect")
    last = run("codebook", "diff")
    assert "From version 1" in last.err
    assert "to version 2" in last.err
    assert "protect" in last.out
    assert run("codebook", "diff", "1").out == last.out


@pytest.mark.usefixtures("coded")
def test_stars_are_listed_undone_and_exported(run: Run) -> None:
    identity = str(rows(run, "codings", "-c", "protect")[0]["id"])[:8]
    assert "★ protect" in run("codings", "star", identity).err
    assert "Already" in run("codings", "star", identity).err
    assert [row["code"] for row in rows(run, "codings", "--starred")] == ["protect"]
    [path] = run("export", "--format", "json", "--only", "codings").out.split()
    exported = json.loads(Path(path).read_text(encoding="utf-8"))
    assert [row["code"] for row in exported if row["starred"]] == ["protect"]
    run("undo")
    assert rows(run, "codings", "--starred") == []
    assert run("codings", "star", identity, "--coder", "ben").code == 1


@pytest.mark.usefixtures("coded")
def test_examples_show_starred_quotes_first_and_never_the_interviewer(run: Run) -> None:
    coding = next(row for row in rows(run, "codings", "-c", "pursue") if "safeguard" in str(row["quote"]))
    run("codings", "star", str(coding["id"]))
    examples = rows(run, "codebook", "examples", "roles", "--max", "2")
    assert [(row["code"], row["starred"]) for row in examples] == [
        ("roles", False),
        ("pursue", True),
        ("pursue", False),
        ("protect", False),
    ]
    page = run("codebook", "examples", "--max", "1").out
    assert "★ “We try to safeguard them." in page
    assert "What do you do" not in page
    assert "local-01" in page
    anonymous = run("codebook", "examples", "pursue", "--pseudonymous", "-f", "md").out
    assert "local-01" not in anonymous
    assert "S01, turn 4" in anonymous


def test_examples_do_not_change_the_file(coded: Path, run: Run) -> None:
    run("codebook", "examples")
    assert (coded / "codebook.yaml").read_text(encoding="utf-8") == CODEBOOK
