"""Coders with their counts, and two names that are one person."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def two_names(study: Path, run: Run) -> Path:
    for coder, code, turn in (("ann", "pursue", "2"), ("Ann", "protect", "4"), ("Ann", "pursue", "4")):
        run("apply", code, "-s", "local-01", "--turn", turn, "--coder", coder)
    run("memo", "project", "Later.", "--coder", "Ann")
    return study


def counts(run: Run) -> dict[str, tuple[int, int]]:
    rows = json.loads(run("coders", "-f", "json").out)
    return {row["coder"]: (row["codings"], row["memos"]) for row in rows if row["codings"]}


def test_coders_are_listed_with_their_counts(two_names: Path, run: Run) -> None:
    assert two_names.is_dir()
    assert counts(run) == {"ann": (1, 0), "Ann": (2, 1)}


def test_one_person_with_two_names_becomes_one_coder(two_names: Path, run: Run) -> None:
    assert two_names.is_dir()
    before = run("codings", "-f", "json").out
    assert run("coders", "rename", "Ann", "ann", "--coder", "ann").code == 0
    assert counts(run) == {"ann": (3, 1)}
    assert "Ann" not in {act["coder"] for act in json.loads(run("history", "-f", "json").out)}
    assert run("undo", "--coder", "ann").code == 0
    assert counts(run) == {"ann": (1, 0), "Ann": (2, 1)}
    assert run("codings", "-f", "json").out == before
    assert run("redo", "--coder", "ann").code == 0
    assert counts(run) == {"ann": (3, 1)}
    assert run("check").code == 0


def test_a_coder_who_renames_themself_can_undo_it(two_names: Path, run: Run) -> None:
    assert two_names.is_dir()
    assert run("coders", "rename", "Ann", "anna", "--coder", "Ann").code == 0
    assert counts(run) == {"ann": (1, 0), "anna": (2, 1)}
    assert run("undo", "--coder", "anna").code == 0
    assert counts(run) == {"ann": (1, 0), "Ann": (2, 1)}


def test_codings_on_the_same_words_need_merge(two_names: Path, run: Run) -> None:
    assert two_names.is_dir()
    run("apply", "pursue", "-s", "local-01", "--turn", "2", "--coder", "Ann", "--memo", "hers")
    refused = run("coders", "rename", "Ann", "ann", "--coder", "ann")
    assert refused.code == 1
    assert "--merge" in refused.err
    assert counts(run) == {"ann": (1, 0), "Ann": (3, 1)}
    merged = run("coders", "rename", "Ann", "ann", "--coder", "ann", "--merge")
    assert "one of each is kept" in merged.err
    assert counts(run) == {"ann": (3, 1)}
    assert "hers" in [coding["memo"] for coding in json.loads(run("codings", "-f", "json").out)]
    run("undo", "--coder", "ann")
    assert counts(run) == {"ann": (1, 0), "Ann": (3, 1)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("An", "x", "Did you mean"), ("Ann", "Ann", "another name"), ("Ann", " ", "another name")],
)
def test_what_cannot_be_renamed_is_said(two_names: Path, run: Run, old: str, new: str, message: str) -> None:
    assert two_names.is_dir()
    result = run("coders", "rename", old, new, "--coder", "ann")
    assert result.code in (1, 2)
    assert message in result.err
