"""Names by their beginnings: taken where a command only reads, named where it writes."""

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli.names.full_names import full_name
from qualcode.cli.names.parameter_kinds import COMMANDS
from qualcode.cli.program import program
from qualcode.errors import NotFoundError
from tests.cli.conftest import INTERVIEW, MadeOnce, Run

_NAMES = st.lists(st.text("abB", min_size=1, max_size=4), max_size=6, unique=True)


@pytest.fixture
def two_sources(study: Path, run: Run, made_once: MadeOnce) -> Path:
    def import_code_and_join() -> None:
        (study / "town-02.txt").write_text(INTERVIEW + " Nobody else asked, either.", encoding="utf-8")
        run("import", study / "town-02.txt")
        run("apply", "pursue", "-s", "local-01", "--turn", "2", "--coder", "anna")
        run("cases", "set", "P07", "tier=local", "--new")

    made_once(import_code_and_join)
    return study


@pytest.mark.parametrize(
    "arguments",
    [
        ["codings", "--source", "lo", "-f", "json"],
        ["codings", "--source", "LOCAL", "-f", "json"],
        ["codings", "--code", "pu", "-f", "json"],
        ["codings", "--coder", "ANNA", "-f", "json"],
    ],
    ids=str,
)
def test_a_beginning_is_taken_and_said_where_a_command_reads(
    two_sources: Path, run: Run, arguments: list[str]
) -> None:
    assert two_sources.is_dir()
    result = run(*arguments)
    assert [coding["code"] for coding in json.loads(result.out)] == ["pursue"]
    assert f"{arguments[2]}: the " in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["crosstab", "code", "Tier"],
        ["crosstab", "CODE", "ti"],
        ["frequencies", "--by", "TIER"],
        ["matrix", "--by", "tie"],
        ["words", "--by", "Tier"],
    ],
    ids=str,
)
def test_dimensions_of_tables_are_taken_in_any_case_and_by_their_beginning(
    two_sources: Path, run: Run, arguments: list[str]
) -> None:
    assert two_sources.is_dir()
    result = run(*arguments, "-f", "json")
    assert result.code == 0, result.err
    assert f"{arguments[-1]}: the dimension tier." in result.err


def test_a_beginning_of_several_dimensions_lists_them(two_sources: Path, run: Run) -> None:
    assert two_sources.is_dir()
    result = run("crosstab", "co", "tier")
    assert result.code == 1
    assert "They are code, coder." in result.err


def test_an_ambiguous_beginning_lists_the_names(two_sources: Path, run: Run) -> None:
    assert two_sources.is_dir()
    result = run("codings", "--code", "p")
    assert result.code == 1
    assert "pursue, protect" in result.err


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["sources", "remove", "town", "--yes"], "town-02"),
        (["sources", "rename", "t", "x"], "town-02"),
        (["apply", "disp", "-s", "local-01", "--turn", "2"], "displacement"),
        (["apply", "pursue", "-s", "loc", "--turn", "2"], "local-01"),
        (["cases", "remove", "P"], "P07"),
        (["coders", "rename", "ANNA", "b"], "anna"),
    ],
    ids=str,
)
def test_a_command_that_writes_takes_full_names_and_names_the_match(
    two_sources: Path, run: Run, arguments: list[str], name: str
) -> None:
    assert two_sources.is_dir()
    before = run("history").out
    result = run(*arguments)
    assert result.code == 1
    assert f"Did you mean '{name}'?" in result.err
    assert run("history").out == before


_WRITING = [
    (["sources", "remove", "twn-02", "--yes"], "source 'twn-02'", "town-02"),
    (["sources", "finish", "TOWN"], "source 'TOWN'", "town-02"),
    (["sources", "kind", "town", "document"], "source 'town'", "town-02"),
    (["sources", "speakers", "town", "--rename", "Participant=P9"], "source 'town'", "town-02"),
    (["memo", "source", "town", "Read."], "source 'town'", "town-02"),
    (["apply", "displcement", "-s", "town-02", "--turn", "2"], "code 'displcement'", "displacement"),
    (["codebook", "relabel", "disp", "It returns"], "code 'disp'", "displacement"),
    (["codebook", "add", "hotspot", "--under", "rol"], "code 'rol'", "roles"),
    (["cases", "set", "p07", "tier=town"], "case 'p07'", "P07"),
    (["cases", "set", "P07", "teir=town"], "attribute 'teir'", "tier"),
    (["cases", "join", "P7", "town-02"], "case 'P7'", "P07"),
    (["coders", "rename", "Ana", "b"], "coder 'Ana'", "anna"),
    (["apply", "pursue", "--where", "disp or coder(ANNA)", "--yes"], "", "displacement or coder(anna)"),
]
"""Commands that write, with a name that is no full one; how it is asked; the match."""


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], list[str]]:
    """Sit at a terminal that gives one answer; the questions are collected."""

    def answer_all(says_yes: bool) -> list[str]:
        questions: list[str] = []

        def confirm(question: str, **_: object) -> bool:
            questions.append(question)
            return says_yes

        for stream in (sys.stdin, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True)
        monkeypatch.setattr(typer, "confirm", confirm)
        return questions

    return answer_all


@pytest.mark.parametrize(("arguments", "typed", "name"), _WRITING, ids=str)
def test_a_terminal_is_shown_the_match_and_asked(
    two_sources: Path,
    run: Run,
    answer: Callable[[bool], list[str]],
    arguments: list[str],
    typed: str,
    name: str,
) -> None:
    run("apply", "displacement", "-s", "local-01", "--turn", "2", "--coder", "anna")
    history = run("history").out
    refused = answer(False)
    assert run(*arguments).code == 1
    assert len(refused) == 1
    assert typed in refused[0]
    assert name in refused[0]
    assert run("history").out == history
    accepted = answer(True)
    assert run(*arguments).code == 0
    assert accepted == refused
    assert run("history").out != history
    assert two_sources.is_dir()


@pytest.mark.parametrize(("arguments", "typed", "name"), _WRITING, ids=str)
def test_without_a_terminal_the_match_is_named_and_nothing_is_written(
    two_sources: Path, run: Run, arguments: list[str], typed: str, name: str
) -> None:
    run("apply", "displacement", "-s", "local-01", "--turn", "2", "--coder", "anna")
    history = run("history").out
    result = run(*arguments)
    assert result.code == 1
    assert f"There is no {typed}" in result.err
    assert name.split(maxsplit=1)[0] in result.err
    assert run("history").out == history
    assert two_sources.is_dir()


def test_a_new_attribute_with_a_similar_name_is_made_on_demand(two_sources: Path, run: Run) -> None:
    assert "--new" in run("cases", "set", "P07", "tier2=town").err
    assert run("cases", "set", "P07", "tier2=town", "--new").code == 0
    assert run("cases", "set", "P07", "organisation=town").code == 0
    rows = json.loads(run("cases", "-f", "json").out)
    assert (rows[0]["tier2"], rows[0]["organisation"]) == ("town", "town")
    assert two_sources.is_dir()


def test_names_in_queries_are_completed_where_a_command_reads(two_sources: Path, run: Run) -> None:
    run("cases", "join", "P07", "local-01")
    full = run("quotes", 'pursue and coder(anna) and tier = "local"', "-f", "json")
    assert len(json.loads(full.out)) == 1
    short = run("quotes", 'purs and coder("ANNA") and ti = "local"', "-f", "json")
    assert short.out == full.out
    assert [line for line in short.err.splitlines() if ": the " in line] == [
        "purs: the code pursue.",
        "ANNA: the coder anna.",
        "ti: the attribute tier.",
    ]
    assert run("codings", "--where", "ti = local", "-f", "json").out == run("codings", "-f", "json").out
    assert two_sources.is_dir()


@pytest.mark.parametrize(
    ("query", "message"),
    [("p or roles", "pursue, protect"), ("coder(zoe)", "There is no coder 'zoe'"), ("pursue and (", "ends")],
)
def test_a_query_with_a_wrong_name_points_at_it(
    two_sources: Path, run: Run, query: str, message: str
) -> None:
    result = run("quotes", query)
    assert result.code == 1
    assert message in result.err
    assert "^" in result.err
    assert two_sources.is_dir()


def test_speakers_are_listed_for_a_beginning_and_words_take_one(two_sources: Path, run: Run) -> None:
    assert (
        run("sources", "speakers", "loc", "-f", "json").out
        == run("sources", "speakers", "local-01", "-f", "json").out
    )
    beginning = run("words", "--coder", "ANNA", "-f", "json")
    assert "ANNA: the coder anna." in beginning.err
    assert two_sources.is_dir()


_NAMED = {
    "source", "sources", "names", "code", "codes", "key", "keys", "case", "theme", "old", "as_", "under",
    "after", "where", "query",
}  # fmt: skip
_NEW = {("codebook add", "key")}
"""Parameters with these names that take new ones."""


def test_every_parameter_with_a_name_is_in_the_table() -> None:
    app = program(["no command"])
    callbacks = {
        str(command.name or command.callback.__name__): command
        for command in app.registered_commands
        if command.callback
    }
    for group in app.registered_groups:
        assert group.typer_instance
        for command in group.typer_instance.registered_commands:
            assert command.callback
            callbacks[f"{group.name} {command.name or command.callback.__name__}"] = command
    parameters = {
        (name, parameter)
        for name, command in callbacks.items()
        if command.callback
        for parameter in inspect.signature(command.callback).parameters
        if parameter in _NAMED
    }
    listed = {(name, parameter) for name, command in COMMANDS.items() for parameter in command.kinds}
    assert parameters - _NEW <= listed


@given(_NAMES, st.text("abB", min_size=1, max_size=4))
def test_a_beginning_is_the_only_name_that_begins_so(names: list[str], typed: str) -> None:
    begin_so = [name for name in names if name.startswith(typed)]
    any_case = [name for name in names if name.casefold().startswith(typed.casefold())]
    equal = [name for name in any_case if len(name) == len(typed)]
    matches = [typed] if typed in names else equal or begin_so or any_case
    if len(matches) > 1:
        with pytest.raises(NotFoundError):
            full_name(typed, names, "source")
    else:
        assert full_name(typed, names, "source") == (matches or [typed])[0]
