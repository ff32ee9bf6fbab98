"""`@group` wherever a command takes codes to choose by."""

import csv
from io import StringIO
from pathlib import Path

import pytest
import typer.main

from qualcode.cli.program import program
from tests.cli.conftest import MadeOnce, Run

FILTERS = {
    "codings": ["codings", "-f", "csv", "--code"],
    "agreement": ["agreement", "pilot", "-f", "csv", "--codes"],
    "disagreements": ["disagreements", "-f", "csv", "--code"],
    "codebook examples": ["codebook", "examples"],
    "suggestions": ["suggestions", "-f", "csv", "--code"],
    "suggest": ["suggest", "--code"],
    "review": ["review", "--code"],
    "accept": ["accept", "--code"],
    "reject": ["reject", "--code"],
    "remove": ["remove", "--yes", "--code"],
}
"""Command → its arguments before the name of a code or group."""
GROUPS = """groups:
  - name: Street, day
    members: [pursue, displacement]
  - name: empty
    members: [gone]
  - name: pursuits
    members: [protect]
"""


@pytest.fixture
def grouped(study: Path, run: Run, made_once: MadeOnce) -> Path:
    """A study with groups, and a closed round on which ann and ben disagree on two codes."""

    def group_and_code() -> None:
        codebook = study / "codebook.yaml"
        codebook.write_text(codebook.read_text(encoding="utf-8") + GROUPS, encoding="utf-8")
        assert run("rounds", "draw", "pilot", "--coders", "ann,ben", "--share", "100%").code == 0
        for coder in ("ann", "ben"):
            for code in ("pursue", "protect"):
                words = {"ann": "We took out a line last month.", "ben": "took out a line"}[coder]
                arguments = ("--source", "local-01", "--quote", words, "--nth", "1", "--coder", coder)
                assert run("apply", code, *arguments).code == 0
            assert run("rounds", "finish", "pilot", "--coder", coder).code == 0
        assert run("rounds", "close", "pilot").code == 0

    made_once(group_and_code)
    return study


def test_every_option_of_codes_is_in_the_table() -> None:
    found = set()
    for command, names in _commands():
        if {"--code", "--codes"} & set(names):
            found.add(command)
    assert found == set(FILTERS) - {"codebook examples"}


def _commands() -> list[tuple[str, list[str]]]:
    group = typer.main.get_command(program(["--all"]))
    commands: list[tuple[str, list[str]]] = []
    waiting = [("", group)]
    while waiting:
        name, command = waiting.pop()
        waiting += [(f"{name} {each}".strip(), sub) for each, sub in getattr(command, "commands", {}).items()]
        commands.append((name, [option for parameter in command.params for option in parameter.opts]))
    return commands


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("command", ["codings", "agreement", "disagreements", "codebook examples"])
def test_a_group_is_its_codes_where_a_command_reads(run: Run, command: str) -> None:
    said = run(*FILTERS[command], "@Street, day")
    assert said.code == 0, said.err
    assert "pursue" in said.out
    assert "protect" not in said.out
    assert run(*FILTERS[command], "@street").out == said.out, "the beginning of its name"
    assert "protect" in run(*FILTERS[command], "@pursuits").out, "not the code with the most similar name"


@pytest.mark.usefixtures("grouped")
def test_a_query_takes_the_beginning_of_a_group(run: Run) -> None:
    full = run("quotes", '@"Street, day" and not displacement', "-f", "csv")
    begun = run("quotes", "@str and not displacement", "-f", "csv")
    assert begun.out == full.out
    assert "pursue" in begun.out
    assert "str: the group of codes Street, day." in begun.err


@pytest.mark.usefixtures("grouped")
def test_agreement_takes_groups_between_codes(run: Run) -> None:
    said = run("agreement", "pilot", "-f", "csv", "--codes", "@pursuits,pursue")
    coded = {row["code"] for row in csv.DictReader(StringIO(said.out))}
    assert coded == {"protect", "pursue", ""}, "the two, and all together"


@pytest.mark.usefixtures("grouped")
@pytest.mark.parametrize("command", FILTERS)
def test_an_unknown_group_gets_the_nearest_and_an_empty_one_is_not_all_codes(run: Run, command: str) -> None:
    said = run(*FILTERS[command], "@pursiuts")
    assert said.code == 1
    assert "There is no group of codes 'pursiuts'." in said.err
    assert "Did you mean 'pursuits'?" in said.err
    said = run(*FILTERS[command], "@empty")
    assert said.code == 1
    assert "The group 'empty' has none of the codebook's codes." in said.err


@pytest.mark.usefixtures("grouped")
def test_own_codings_of_a_group_are_removed(run: Run) -> None:
    assert "Removed 1 coding of @Street, day." in run("remove", "--yes", "--code", "@Street, day").err
    left = csv.DictReader(StringIO(run("codings", "-f", "csv").out))
    assert sorted((row["coder"], row["code"]) for row in left) == [
        ("ann", "protect"), ("ben", "protect"), ("ben", "pursue"),
    ]  # fmt: skip


@pytest.mark.usefixtures("grouped")
def test_a_group_for_one_code_is_named_as_such(run: Run) -> None:
    said = run("apply", "@pursuits", "--source", "local-01", "--turn", "2")
    assert said.code == 1
    assert "'@pursuits' is a group of codes; one code is needed here." in said.err
    assert "It has protect." in said.err
