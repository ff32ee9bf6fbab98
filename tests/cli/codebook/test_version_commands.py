"""The codebook's history, stars and live examples as a person at a terminal sees them."""

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
    found: list[dict[str, object]] = json.loads(run(*arguments, "-f", "json").out)
    return found


def test_history_diff_and_at_tell_how_the_codebook_changed(coded: Path, run: Run) -> None:
    (coded / "codebook.yaml").write_text(CODEBOOK.replace("Enforcement.", "Force."), encoding="utf-8")
    assert [row["version"] for row in rows(run, "codebook", "history")] == [None, 1]
    [change] = rows(run, "codebook", "diff")
    assert (change["change"], change["code"], change["codings"]) == ("redefined", "pursue", 2)
    assert (change["before"], change["after"]) == ("Enforcement.", "Force.")
    assert '"Enforcement." became "Force."' in run("codebook", "diff", "-f", "md").out
    assert run("codebook", "at", "1").out == CODEBOOK
    assert run("codebook", "at", "2").code == 1
    said = run("codings", "--made-before-redefinition", "pursue", "-f", "json")
    assert "last redefined in the current file: definition" in said.err
    assert len(json.loads(said.out)) == 2
    assert "has not been redefined" in run("codings", "--made-before-redefinition", "protect").err
    assert run("codings", "--made-before-redefinition", "purse").code == 1
    assert run("codings", "--made-before-redefinition", "pursue", "--branch").code == 2


@pytest.mark.usefixtures("study")
def test_before_anything_is_coded_no_version_is_kept(run: Run) -> None:
    said = run("codebook", "diff")
    assert said.code == 1
    assert "No version" in said.err
    assert [row["version"] for row in rows(run, "codebook", "history")] == [None]


@pytest.mark.usefixtures("coded")
def test_stars_are_listed_taken_back_and_exported(run: Run) -> None:
    identity = str(rows(run, "codings", "-c", "protect")[0]["id"])[:8]
    assert "★ protect" in run("codings", "star", identity).err
    assert "already" in run("codings", "star", identity).err
    assert [row["code"] for row in rows(run, "codings", "--starred")] == ["protect"]
    [path] = run("export", "--format", "json", "--only", "codings").out.split()
    exported = json.loads(Path(path).read_text(encoding="utf-8"))
    assert [row["code"] for row in exported if row["starred"]] == ["protect"]
    run("undo")
    assert rows(run, "codings", "--starred") == []
    assert run("codings", "star", identity, "--coder", "ben").code == 1


@pytest.mark.usefixtures("coded")
def test_a_page_quotes_starred_codings_first_and_never_the_interviewer(run: Run) -> None:
    one = next(row for row in rows(run, "codings", "-c", "pursue") if "safeguard" in str(row["quote"]))
    run("codings", "star", str(one["id"]))
    found = rows(run, "codebook", "examples", "roles", "--max", "2")
    assert [(row["code"], row["starred"]) for row in found] == [
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


def test_examples_leave_the_file_alone(coded: Path, run: Run) -> None:
    run("codebook", "examples")
    assert (coded / "codebook.yaml").read_text(encoding="utf-8") == CODEBOOK
