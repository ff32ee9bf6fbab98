"""`apply CODE --where QUERY` codes every hit of a query in one act, after a yes."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


class Terminal(io.StringIO):
    """The answers of a person at a terminal."""

    def isatty(self) -> bool:
        return True


def quotes(run: Run, query: str) -> list[str]:
    return [row["quote"] for row in json.loads(run("quotes", query, "--format", "json").out)]


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("unit", "coded"),
    [
        ("hit", ["We took out a line last month.", "We took out a line, and nobody asked about the kids."]),
        (
            "sentence",
            ["We took out a line last month.", "We took out a line, and nobody asked about the kids."],
        ),
        (
            "turn",
            [
                "We took out a line last month. It came back within a week.",
                "We try to safeguard them. We took out a line, and nobody asked about the kids.",
            ],
        ),
    ],
)
def test_hits_sentences_or_turns_are_coded_in_one_act(run: Run, unit: str, coded: list[str]) -> None:
    result = run("apply", "pursue", "--where", 'text("took out")', "--as", unit, "--yes")
    assert result.code == 0
    assert f"2 {unit}s in 1 source for pursue:" in result.err
    assert len(result.out.split()) == 2
    assert quotes(run, "pursue") == coded
    assert run("undo").code == 0
    assert quotes(run, "*") == []


@pytest.mark.usefixtures("study")
def test_the_sentences_of_a_coding_can_be_coded(run: Run) -> None:
    assert run("apply", "pursue", "--source", "local-01", "--quote", "last month. It came").code == 0
    assert run("apply", "protect", "--where", "pursue", "--as", "sentence", "--yes").code == 0
    assert quotes(run, "protect") == ["We took out a line last month.", "It came back within a week."]


@pytest.mark.usefixtures("study")
def test_what_is_coded_already_is_left_as_it_is(run: Run) -> None:
    query = ("--where", 'text("took out")', "--yes")
    assert run("apply", "pursue", *query).code == 0
    both = run("apply", "pursue", "protect", *query, "--memo", "by rule")
    assert "2 hits in 1 source for pursue, protect (2 codings there already):" in both.err
    assert len(both.out.split()) == 2
    again = run("apply", "pursue", *query)
    assert (again.code, again.out) == (0, "")
    assert "Nothing to code (2 codings there already)." in again.err
    assert len(quotes(run, 'memo("by rule")')) == 2


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(("answer", "count"), [("n\n", 0), ("", 0), ("y\n", 2)])
def test_at_a_terminal_hits_are_coded_only_after_a_yes(
    run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, count: int
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    result = run("apply", "pursue", "--where", 'text("took out")')
    assert result.code == (0 if count else 1)
    assert "We took out a line last month." in result.err
    assert "Apply pursue (2 codings)?" in result.err
    assert len(quotes(run, "pursue")) == count


@pytest.mark.usefixtures("study")
def test_only_some_of_many_hits_are_shown(run: Run) -> None:
    result = run("apply", "pursue", "--where", "not text(elephant)", "--yes")
    assert result.err.count("local-01 [") == 5
    assert "… and 1 more" in result.err


def test_nothing_is_coded_without_an_answer_or_for_a_wrong_query(study: Path, run: Run) -> None:
    took_out = ("--where", 'text("took out")')
    before = (study / "qualcode.db").read_bytes()
    for arguments, code, message in (
        (("pursue", *took_out), 2, "Add --yes"),
        (("purse", *took_out, "--yes"), 1, "Did you mean 'pursue'?"),
        (("pursue", "--where", "pursue and", "--yes"), 1, "^"),
        (("pursue", *took_out, "--source", "local-01", "--yes"), 2, "cannot be combined"),
        (("pursue", *took_out, "--turn", 1, "--yes"), 2, "cannot be combined"),
        (took_out, 2, "codes are missing"),
        (("pursue", "--where", "text(elephant)", "--yes"), 0, "Nothing found."),
    ):
        result = run("apply", *arguments)
        assert (result.code, result.out) == (code, ""), arguments
        assert message in result.err
    assert (study / "qualcode.db").read_bytes() == before
