"""What a user is told to type instead of a command or a word that does not exist."""

import shlex

import pytest

from qualcode.cli.near_misses import INSTEAD
from tests.cli.conftest import Run
from tests.support.command_lines import commands


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("export word", "export --format word"),
        ("export deposit", "export --format deposit"),
        ("export study.qdpx", "export --output study.qdpx"),
        ("codebook export csv", "codebook export --format csv"),
        ("report methods", "report --methods"),
        ("frequencies tier", "frequencies --by tier"),
        ("frequencies csv", "frequencies --format csv"),
        ("codings local-01", "codings --source local-01"),
        ("codings list", "codings"),
        ("sources ls", "sources"),
        ("sources show x", "sources, or: qualcode show SOURCE"),
        ("sources import x.txt", "import"),
        ("sources delete x", "sources remove"),
        ("memo list", "memos"),
        ("rounds create", "rounds draw"),
        ("team export", "team pack FILE"),
        ("codes", "codebook"),
        ("Search x", "quotes QUERY, or: qualcode kwic WORD"),
    ],
)
def test_a_near_miss_names_the_command(run: Run, typed: str, instead: str) -> None:
    said = run(*shlex.split(typed))
    assert said.code == 2
    assert f". Type: qualcode {instead}\n" in said.err
    assert "Did you mean" not in said.err


@pytest.mark.parametrize("typed", ["nonsense", "codebook nonsense", "undo nonsense"])
def test_words_that_mean_nothing_get_no_advice(run: Run, typed: str) -> None:
    said = run(*typed.split())
    assert (said.code, "Type:" in said.err) == (2, False)


def test_a_misspelt_command_still_gets_the_nearest(run: Run) -> None:
    assert "Did you mean 'codebook'" in run("codebok").err


def test_all_commands_that_are_advised_exist() -> None:
    existing = set(commands())
    for instead in INSTEAD.values():
        for command in instead:
            words = command.split()
            names = {words[0], " ".join(words[:2])}
            assert names & existing or command == "--version", command
    assert not {word for word in INSTEAD if word in existing}
