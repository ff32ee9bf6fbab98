"""Help: the commands in groups with whole sentences, and an example and a topic for each."""

import re

import pytest

from qualcode.cli.command_texts import COMMANDS, SUBCOMMANDS
from qualcode.cli.program import GROUPS
from qualcode.guide import TOPICS
from tests.cli.conftest import Run
from tests.support.command_lines import check_command_line, commands

TOP_LEVEL = [command for names in GROUPS.values() for command in names]


def test_the_table_of_help_has_every_command_once() -> None:
    described = [name for group in COMMANDS.values() for name in group]
    assert sorted(described) == sorted(TOP_LEVEL)
    assert sorted(SUBCOMMANDS) == sorted(name for name in commands() if " " in name)


def test_help_lists_every_command_in_its_group_with_a_whole_sentence(run: Run) -> None:
    shown = " ".join(run("--help").out.split())
    position = 0
    for heading, group in COMMANDS.items():
        position = shown.index(f"{heading}:", position)
        for name, entry in group.items():
            assert entry.sentence.endswith(".")
            position = shown.index(f"{name} {entry.sentence}", position)
    assert "..." not in shown.replace("[ARGS]...", "")


@pytest.mark.parametrize("width", ["80", "120"])
def test_no_line_of_help_is_wider_than_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for line in run("--help").out.splitlines():
        assert len(line) <= int(width)


@pytest.mark.parametrize("group", sorted({name.split()[0] for name in SUBCOMMANDS}))
def test_help_of_a_group_has_whole_sentences(run: Run, group: str) -> None:
    listed = run(group, "--help").out.split("Commands:\n")[1]
    assert "..." not in listed
    for name, command in commands().items():
        if name.startswith(f"{group} "):
            sentence = " ".join(command.help.split("\n\n")[0].split())
            assert f"{name.split()[1]} {sentence}" in " ".join(listed.split())


@pytest.mark.parametrize("name", sorted(commands()))
def test_help_of_a_command_ends_with_an_example_and_a_topic(run: Run, name: str) -> None:
    shown = run(*name.split(), "--help")
    ending = re.search(r"\n  Example:\n    (qualcode .+)\n\n  More: qualcode guide (\S+)\n$", shown.out)
    assert ending, shown.out
    assert re.match(rf"qualcode {name}\b", ending[1])
    check_command_line(ending[1])
    assert ending[2] in TOPICS


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize("noun", ["sources", "cases", "codebook", "codings", "memos"])
def test_a_noun_alone_lists(run: Run, noun: str) -> None:
    listed = run(noun)
    assert listed.code == 0
    assert "Usage" not in listed.out


def test_a_wrong_example_is_noticed() -> None:
    for line in ("qualcode nonsense", "qualcode codings --no-such-option", "qualcode sources rename one"):
        with pytest.raises(Exception, match=r"No such|Missing"):
            check_command_line(line)
