"""Names that begin or end with white space, or have a line break: typed, joined, completed, printed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.cli.completion.answer_shell import _answer
from qualcode.store.project import open_project
from qualcode.store.records import names
from qualcode.text.command_arguments import argument, shown_name
from qualcode.text.name_matches import matching_names, plain_name, same_name, typeable_names
from tests.cli.conftest import CODEBOOK, INTERVIEW, Run

NAMES = ("line\nbreak", " it's \\ $HOME\n")
MORE_NAMES = (
    " leading", "trailing ", "  both  ", "carriage\r\nreturn", "tab\tstop", "form\x0cfeed",
    "\u00a0no-break\u00a0", "line\u2028separator", "next\x85line",
)  # fmt: skip
READ = (
    "show {}", "codings -s {}", "kwic line", "sources speakers {}", "history",
    "sources", "cases", "coders", "codings", "memos", "codings -f csv", "codings -f json", "status", "check",
    "crosstab code source", "quotes pursue", "frequencies",
)  # fmt: skip


@pytest.fixture(
    params=[*NAMES, *(pytest.param(name, marks=pytest.mark.long) for name in MORE_NAMES)], ids=ascii
)
def name(request: pytest.FixtureRequest) -> str:
    """A name with white space that is not seen; the others with `-m long`."""
    return str(request.param)


@pytest.fixture
def named(study: Path, run: Run, name: str) -> Path:
    """A study in which a source, a case, an attribute's value and a coder have the name."""
    assert run("sources", "rename", "local-01", name).code == 0
    assert run("cases", "join", name, name, "--new").code == 0
    assert run("apply", "pursue", "-s", name, "--turn", "2", "--coder", name, "--memo", name).code == 0
    return study


def stored(study: Path, kind: str) -> list[str]:
    with open_project(study) as project:
        return names.of_kind(project.database, kind)


@pytest.mark.parametrize("typed", [str, plain_name], ids=["as it is", "on one line"])
def test_every_command_takes_the_name(named: Path, run: Run, name: str, typed: Callable[[str], str]) -> None:
    assert stored(named, "source") == [name]
    for line in READ:
        result = run(*(typed(name) if word == "{}" else word for word in line.split()))
        assert result.code == 0, (line, result.err)
    for command in (
        ("memo", "source", typed(name), "A memo."),
        ("apply", "protect", "-s", typed(name), "--turn", "3"),
        ("cases", "set", typed(name), "tier=local"),
        ("cases", "rename", typed(name), "plain"),
        ("cases", "rename", "plain", name),
        ("sources", "finish", typed(name)),
        ("sources", "rename", typed(name), "plain"),
        ("sources", "rename", "plain", name),
        ("coders", "rename", typed(name), "ben"),
        ("sources", "remove", typed(name), "--erase", "--yes"),
    ):
        result = run(*command)
        assert result.code == 0, (command, result.err)
    assert stored(named, "source") == stored(named, "case") == []


@pytest.mark.parametrize("typed", [str, plain_name], ids=["as it is", "on one line"])
@pytest.mark.usefixtures("study")
def test_a_table_of_participants_joins_it(
    run: Run, tmp_path: Path, name: str, typed: Callable[[str], str]
) -> None:
    assert run("sources", "rename", "local-01", name).code == 0
    quoted = '"{}"'.format(typed(name).replace('"', '""'))
    table = tmp_path / "participants.csv"
    table.write_bytes(f"case,source,speaker,tier\n{quoted},{quoted},Participant,local\n".encode())
    for _ in range(2):
        result = run("cases", "import", table)
        assert "not joined" not in result.err, "imported again, it is the same case"
    listed = run("cases", "-f", "json").out
    assert "(waiting)" not in listed
    assert listed.count('"tier": "local"') == 1


@pytest.mark.usefixtures("named")
def test_tables_and_messages_show_it_as_it_can_be_typed(run: Run, name: str) -> None:
    for command in ("sources", "cases", "codings"):
        [row] = [line for line in run(command).out.splitlines() if shown_name(name) in line]
        assert row.replace("\u00a0", " ").isprintable(), command
    assert plain_name(name) in run("coders").out, "coders' names are stored on one line"
    message = run("cases", "rename", name, "plain").err
    assert message == f"{shown_name(name)} is now plain.\n"


@pytest.mark.parametrize("name", [*NAMES, *MORE_NAMES], ids=ascii)
def test_a_message_with_the_name_is_one_line_that_a_shell_reads_as_the_name(name: str) -> None:
    assert argument(name).isprintable() or "\u00a0" in name
    shell = shutil.which("bash") or pytest.skip("bash is not installed")
    command = [shell, "-c", f"printf %s {argument(name)}"]
    result = subprocess.run(command, capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    assert result.stdout.decode() == name


@pytest.mark.parametrize("name", [*NAMES, *MORE_NAMES], ids=ascii)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_it_is_completed_on_one_line(shell: str, name: str) -> None:
    [typed] = typeable_names([name])
    answer = _answer(shell, [typed])
    assert len(answer.splitlines()) == 1
    assert same_name(typed, [name, "other"]) == name
    assert matching_names(plain_name(name)[:4], [name, "other"]) == [name]


def test_names_that_differ_only_in_white_space_are_told_apart() -> None:
    alike = [" a", "a ", "a"]
    assert [same_name(each, alike) for each in alike] == alike
    assert same_name("  a", alike) is None
    assert typeable_names(alike) == alike
    assert same_name("", [" "]) is None


def test_labels_and_speakers_with_line_breaks_are_shown_on_one_line(
    study: Path, run: Run, tmp_path: Path
) -> None:
    (study / "codebook.yaml").write_text(CODEBOOK.replace("label: Pursue", 'label: " Pur\\nsue "'), "utf-8")
    (tmp_path / "new.txt").write_text(INTERVIEW.replace("line", "phone"), encoding="utf-8")
    assert run("import", tmp_path / "new.txt").code == 0
    assert run("sources", "speakers", "new", "--rename", "Participant= An\nna ").code == 0
    for command in (("codebook",), ("frequencies",), ("sources", "speakers"), ("show", "new")):
        result = run(*command)
        assert result.code == 0, command
        assert all(line.isprintable() for line in result.out.splitlines()), command
    assert run("cases", "join", "P1", "new", "An na", "--new").code == 0
    assert stored(study, "case") == ["P1"]
