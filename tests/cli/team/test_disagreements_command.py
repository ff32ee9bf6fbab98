"""`disagreements`: a list, filters, and a worksheet for a meeting, from the state at the closing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def closed(study: Path, run: Run) -> Path:
    """The study with a closed round on which ann and ben disagree twice."""
    quotes = {
        "ann": ("pursue", "We took out a line last month."),
        "ben": ("pursue", "took out a line last month"),
    }
    assert run("rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%").code == 0
    for coder, (code, quote) in quotes.items():
        assert run("apply", code, "--source", "local-01", "--quote", quote, "--coder", coder).code == 0
    run("apply", "protect", "--source", "local-01", "--quote", "safeguard them", "--coder", "ben")
    for coder in quotes:
        assert run("rounds", "finish", "pilot", "--coder", coder).code == 0
    assert run("rounds", "close", "pilot").code == 0
    return study


@pytest.mark.usefixtures("closed")
def test_the_list_says_kind_code_words_and_who(run: Run) -> None:
    said = run("disagreements", "--format", "json")
    assert '"kind": "boundary"' in said.out
    assert "ben: protect «safeguard them»\\nann: nothing" in said.out
    assert "Round pilot, ann, ben: 2 disagreements in 2 stretches" in said.err
    assert "protect" not in run("disagreements", "pilot", "--kind", "boundary").out
    assert "pursue" not in run("disagreements", "pilot", "--code", "protect").out


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "options",
    [("--code", "pursue,protect"), ("--codes", "pursue, protect"), ("-c", "pursue", "--codes", "protect")],
)
@pytest.mark.parametrize("command", ["agreement", "disagreements"])
def test_several_codes_are_separated_by_commas_or_options(
    run: Run, command: str, options: tuple[str, ...]
) -> None:
    said = run(command, "pilot", *options, "-f", "json")
    assert said.code == 0, said.err
    assert '"pursue"' in said.out
    assert '"protect"' in said.out


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("option", "name", "message"),
    [
        ("--code", "protekt", "Error: There is no code 'protekt'."),
        ("--source", "local-1", "Error: There is no source of the round pilot 'local-1'."),
    ],
)
def test_a_code_or_source_that_is_not_there_is_refused(
    run: Run, option: str, name: str, message: str
) -> None:
    said = run("disagreements", option, name)
    assert (said.code, said.err.splitlines()[0]) == (1, message)


@pytest.mark.usefixtures("closed")
def test_a_code_has_the_key_that_it_had_when_the_round_was_closed(run: Run) -> None:
    before = run("disagreements", "--code", "protect").out
    assert run("codebook", "rename", "protect", "shelter").code == 0
    assert run("disagreements", "--code", "protect").out == before
    said = run("disagreements", "--code", "shelter")
    assert (said.code, "There is no code 'shelter'" in said.err) == (1, True)


@pytest.mark.usefixtures("study")
def test_what_is_on_interviewers_words_only_is_said_as_agreement_leaves_it_out(run: Run) -> None:
    run("rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%")
    run("apply", "pursue", "--source", "local-01", "--turn", 1, "--coder", "ann")
    run("apply", "protect", "--source", "local-01", "--turn", 2, "--coder", "ben")
    for coder in ("ann", "ben"):
        run("rounds", "finish", "pilot", "--coder", coder)
    run("rounds", "close", "pilot")
    left_out = "1 of them on interviewers' words"
    assert left_out in run("disagreements").err
    assert left_out not in run("disagreements", "--code", "protect").err
    assert "1 coding on interviewers' words is left out" in run("agreement", "pilot").err


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("ending", ["docx", "xlsx", "md"])
def test_a_worksheet_has_columns_for_the_decision(run: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"meeting.{ending}"
    assert run("disagreements", "-o", file).code == 0
    assert file.stat().st_size > 0
    if ending == "md":
        assert "| decision | reason" in file.read_text()


@pytest.mark.usefixtures("closed")
def test_what_is_coded_after_the_closing_changes_nothing(run: Run) -> None:
    before = run("disagreements", "--format", "csv").out
    run("apply", "displacement", "--source", "local-01", "--quote", "It came back", "--coder", "ann")
    assert run("disagreements", "--format", "csv").out == before


@pytest.mark.usefixtures("study")
def test_without_a_closed_round_there_is_nothing_to_list(run: Run) -> None:
    said = run("disagreements")
    assert (said.code, said.err.splitlines()[0]) == (1, "Error: No round is closed yet.")


@pytest.mark.usefixtures("study")
def test_an_open_round_is_refused(run: Run) -> None:
    assert run("rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%").code == 0
    said = run("disagreements", "pilot")
    assert (said.code, said.err.splitlines()[0]) == (1, "Error: The round pilot is still open.")
