"""`undo`, `redo` and `history`: how many acts, back to which act, and whose."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import MadeOnce, Run


@pytest.fixture(autouse=True)
def acts(study: Path, run: Run, made_once: MadeOnce) -> None:
    """Make four acts after the import of the study: three by ann, one by ben between them."""
    assert study.is_dir()

    def code_four_times() -> None:
        for turn, coder in ((1, "ann"), (2, "ann"), (2, "ben"), (3, "ann")):
            assert run("apply", "pursue", "-s", "local-01", "--turn", turn, "--coder", coder).code == 0

    made_once(code_four_times)


def verbs(run: Run, coder: str = "ann") -> list[tuple[int, str]]:
    rows = json.loads(run("history", "-f", "json", "--coder", coder).out)
    return [(row["act"], row["verb"]) for row in rows]


@pytest.mark.parametrize("verb", ["undo", "redo"])
@pytest.mark.parametrize("number", ["1", "2", "15"])
def test_a_bare_number_is_refused_with_what_it_could_mean(verb: str, number: str, run: Run) -> None:
    before = verbs(run)
    result = run(verb, number)
    assert result.code == 2
    assert f"`qualcode {verb} --last {number}`" in result.err
    assert (f"`qualcode undo --act {number}`" in result.err) == (verb == "undo")
    assert verbs(run) == before


def test_several_acts_are_undone_and_redone(run: Run) -> None:
    assert run("undo", "--last", 2).err.count("Undid act") == 2
    assert [verb for _, verb in verbs(run)] == ["undo", "undo", "apply", "apply", "apply", "import"]
    undone = [act for act in json.loads(run("history", "--format", "json").out) if act["undone_by"]]
    redone = [f"Redid act {act['act']}: {act['verb']}: {act['what']}" for act in undone[::-1]]
    assert run("redo", "--last", 2).err.splitlines() == redone
    assert run("redo").err.strip() == "There is nothing to redo."


def test_more_acts_than_there_are_are_refused_and_nothing_is_undone(run: Run) -> None:
    before = verbs(run)
    result = run("undo", "--last", 5)
    assert (result.code, "You have 4 acts to undo, not 5." in result.err) == (2, True)
    assert verbs(run) == before
    run("undo", "--last", 2)
    before = verbs(run)
    assert "You have 2 acts to redo, not 3." in run("redo", "--last", 3).err
    assert verbs(run) == before


def test_undo_back_to_an_act_shows_the_acts_and_asks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    second = verbs(run)[1][0]
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    refused = run("undo", "--act", second)
    assert refused.code == 1
    assert refused.err.count("act ") >= 2
    assert len(verbs(run)) == 4
    assert run("undo", "--act", second, "--yes").err.count("Undid act") == 2
    assert len(json.loads(run("codings", "-f", "json").out)) == 2


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda run: verbs(run, "ben")[0][0], "it is ben's"),
        (lambda run: (run("undo"), verbs(run)[1][0])[1], "undid it"),
        (lambda run: (run("undo"), verbs(run)[0][0])[1], "an undo or redo itself"),
        (lambda _: 99, "There is no act 99"),
    ],
)
def test_an_act_that_cannot_be_undone_says_why(make: Callable[[Run], int], reason: str, run: Run) -> None:
    number = make(run)
    before = verbs(run)
    result = run("undo", "--act", number, "--yes")
    assert result.code in (1, 2)
    assert reason in result.err
    assert verbs(run) == before


def test_one_way_of_saying_how_many(run: Run) -> None:
    assert "exclude each other" in run("undo", "--last", 2, "--act", 3).err


def test_undo_names_the_newer_acts_that_an_erasure_keeps_from_being_undone(run: Run, study: Path) -> None:
    (study / "other.txt").write_text("Interviewer: And you?\nKim: We see another line here.\n")
    assert run("import", study / "other.txt").code == 0
    run("apply", "protect", "--source", "local-01", "--turn", 2)
    assert run("apply", "pursue", "--where", 'text("line")', "--yes").code == 0
    assert run("sources", "remove", "other", "--erase", "--yes").code == 0
    said = run("undo").err
    assert "apply: protect" in said
    assert "Not undone, since an erasure took out a part: act " in said


def test_undo_says_that_the_closing_of_a_round_cannot_be_undone(run: Run) -> None:
    run("apply", "protect", "--source", "local-01", "--turn", 2)
    assert run("rounds", "draw", "pilot", "--coders", "ben,cy", "--share", "100%", "--coder", "ben").code == 0
    assert run("rounds", "close", "pilot", "--anyway").code == 0
    said = run("undo").err
    assert "apply: protect" in said
    assert "Not undone, since a closed round stays closed: act " in said
    assert "erasure" not in said
