"""Completion of commands and names, as real shells ask for it."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from qualcode.cli.command_texts import COMMANDS, SUBCOMMANDS
from qualcode.cli.completion.answer_shell import VARIABLE
from qualcode.cli.completion.argument_kinds import ARGUMENTS
from qualcode.cli.program import program
from tests.cli.conftest import Run

_PROGRAM = Path(sys.executable).with_name("qualcode")
_DEADLINE = 20.0
"""Seconds after which a shell has not answered."""
_HEAVY = ("typer", "rich", "ruamel", "pandas", "numpy", "spacy", "textual")


@pytest.fixture
def project(study: Path, run: Run) -> Path:
    """A project with an oddly named source, a case with an attribute, and a coder."""
    run("sources", "rename", "local-01", "local 01's $HOME")
    run("cases", "set", "P07", "tier=local", "--new")
    run("apply", "pursue", "-s", "local 01's $HOME", "--turn", "2", "--coder", "ann")
    with (study / "codebook.yaml").open("a", encoding="utf-8") as codebook:
        codebook.write(
            "groups:\n  - name: Street, day\n    members: [pursue]\n  - {name: pursuits, members: []}\n"
        )
    return study


def complete(folder: Path, line: str, shell: str = "fish") -> list[str]:
    """Return what the program answers fish, which quotes names itself."""
    environment = os.environ | {
        VARIABLE: f"complete_{shell}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"qualcode {line}",
    }
    answer = subprocess.run(
        [_PROGRAM], env=environment, cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return answer.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("kw", ["kwic"]),
        ("sources re", ["rename", "remove", "reopen"]),
        ("show ", ["local 01's $HOME"]),
        ("show LOCAL", ["local 01's $HOME"]),
        ("apply p", ["pursue", "protect"]),
        ("apply pursue d", ["displacement"]),
        ("apply pursue --source lo", ["local 01's $HOME"]),
        ("apply -s x --turn 2 pur", ["pursue"]),
        ("codings --coder a", ["ann"]),
        ("cases set P", ["P07"]),
        ("cases set P07 t", ["tier="]),
        ("cases join P07 ", ["local 01's $HOME"]),
        ("frequencies --by ti", ["tier"]),
        ("codings --code @", ["@Street, day", "@pursuits"]),
        ("suggest -c @PUR", ["@pursuits"]),
        ("agreement --codes protect,@p", ["protect,@pursuits"]),
        ("agreement --codes protect,p", ["protect,pursue", "protect,protect"]),
        ("codebook examples @s", ["@Street, day"]),
        ("apply @", []),
        ("show nothing-begins-so", []),
    ],
)
def test_names_of_the_project_are_completed(project: Path, line: str, names: list[str]) -> None:
    assert sorted(complete(project, line)) == sorted(names)


def test_outside_a_project_nothing_is_completed_and_nothing_fails(tmp_path: Path) -> None:
    assert complete(tmp_path, "show ") == []
    assert "show" in complete(tmp_path, "sho")


def test_options_are_left_to_typer(tmp_path: Path) -> None:
    assert any(answer.startswith("--quote") for answer in complete(tmp_path, "apply --quo"))


def test_completion_loads_no_heavy_library(project: Path) -> None:
    script = (
        "import sys\nfrom qualcode.cli.completion.answer_shell import answer_shell\nassert answer_shell()\n"
        f"sys.exit(str([name for name in {_HEAVY} if name in sys.modules]))"
    )
    for line in ("qualcode show lo", "qualcode apply p", "qualcode "):
        environment = os.environ | {VARIABLE: "complete_zsh", "_TYPER_COMPLETE_ARGS": line}
        result = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.stderr.strip() == "[]"


def test_the_table_of_arguments_names_commands_with_arguments() -> None:
    root = typer.main.get_command(program(["every command"]))
    with_arguments: set[str] = set()
    names = [*(name for commands in COMMANDS.values() for name in commands), *SUBCOMMANDS]
    for name in names:
        command = root
        for word in name.split():
            command = getattr(command, "commands", {})[word]
        if any(parameter.param_type_name == "argument" for parameter in command.params):
            with_arguments.add(name)
    assert ARGUMENTS.keys() <= with_arguments | {"sources speakers", "sources kind"}


def need(shell: str) -> str:
    path = shutil.which(shell)
    if not path:
        pytest.skip(f"{shell} is not installed here")
    return path


def script_of(shell: str) -> str:
    from typer._completion_shared import get_completion_script

    return get_completion_script(prog_name="qualcode", complete_var=VARIABLE, shell=shell)


def type_at_prompt(command: list[str], setup: str, typed: str, expected: str, folder: Path) -> str:
    """Type into an interactive shell; return its output once it has shown `expected`."""
    environment = os.environ | {
        "PATH": f"{_PROGRAM.parent}:{os.environ['PATH']}",
        "TERM": "dumb",
        "PS1": "READY> ",
        "HOME": str(folder),
    }
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, environment)  # noqa: S606 - a shell of this test
    output = ""
    until = time.monotonic() + _DEADLINE
    pending = [setup + "\necho SET-UP-DONE\n", typed]
    try:
        os.write(terminal, pending.pop(0).encode())
        while time.monotonic() < until and expected not in output:
            if select.select([terminal], [], [], 0.1)[0]:
                output += os.read(terminal, 65536).decode(errors="replace")
            if pending and output.count("SET-UP-DONE") > 1:
                output = ""
                os.write(terminal, pending.pop(0).encode())
    finally:
        os.close(terminal)
        os.kill(child, 9)
        os.waitpid(child, 0)
    return output


def test_bash_inserts_a_name_that_needs_quoting(project: Path) -> None:
    shell = need("bash")
    (project / "complete.sh").write_text(script_of("bash"), encoding="utf-8")
    expected = r"local\ 01\'s\ \$HOME"
    output = type_at_prompt(
        [shell, "--norc", "-i"], f"source {project}/complete.sh", "qualcode show lo\t", expected, project
    )
    assert expected in output


@pytest.mark.parametrize(
    ("typed", "inserted"),
    [("codings --code @St", r"@Street,\ day"), ("agreement --codes pursue,@pu", "pursue,@pursuits")],
)
def test_bash_completes_groups_though_it_parts_words_at_their_sign(
    project: Path, typed: str, inserted: str
) -> None:
    shell = need("bash")
    (project / "complete.sh").write_text(script_of("bash"), encoding="utf-8")
    setup = f"source {project}/complete.sh"
    output = type_at_prompt([shell, "--norc", "-i"], setup, f"qualcode {typed}\t", inserted, project)
    assert inserted in output


def test_zsh_inserts_a_name_that_needs_quoting(project: Path) -> None:
    shell = need("zsh")
    (project / "complete.sh").write_text(script_of("zsh"), encoding="utf-8")
    expected = r"local\ 01\'s\ \$HOME"
    output = type_at_prompt(
        [shell, "-f", "-i"],
        f"autoload -Uz compinit; compinit -u; source {project}/complete.sh",
        "qualcode show lo\t",
        expected,
        project,
    )
    assert expected in output


def test_fish_lists_the_names(project: Path) -> None:
    shell = need("fish")
    (project / "complete.fish").write_text(script_of("fish"), encoding="utf-8")
    result = subprocess.run(
        [shell, "--no-config", "-c", f"source {project}/complete.fish; complete -C 'qualcode show lo'"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PATH": f"{_PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(project)},
    )
    assert result.stdout.splitlines() == ["local 01's $HOME"]
