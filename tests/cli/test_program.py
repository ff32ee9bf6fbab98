"""The program is put together from its groups, and from one of them where that is enough."""

from importlib import import_module

import pytest
import typer

from qualcode.cli.program import GROUPS, program


def commands(app: typer.Typer) -> set[str]:
    """Return the names of an application's commands and groups of commands."""
    plain = {
        command.name or str(getattr(command.callback, "__name__", "")) for command in app.registered_commands
    }
    return plain | {str(group.name) for group in app.registered_groups}


@pytest.mark.parametrize("name", GROUPS)
def test_the_table_of_groups_names_the_commands_that_each_module_has(name: str) -> None:
    app = typer.Typer()
    import_module(f"qualcode.cli.{name}").add_to(app)
    assert commands(app) == set(GROUPS[name])


def test_a_command_is_found_in_the_program_for_it_alone() -> None:
    assert commands(program(["code", "one"])) == {"code"}


ALL = {command for group in GROUPS.values() for command in group}


@pytest.mark.parametrize("arguments", [["cods"], ["--project", "x"]])
def test_without_a_known_command_the_program_is_whole(arguments: list[str]) -> None:
    assert commands(program(arguments)) == ALL


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["--version"]])
def test_help_and_overview_need_no_command(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert commands(program(arguments)) == set()
    monkeypatch.setenv("_QUALCODE_COMPLETE", "complete_bash")
    assert commands(program(arguments)) == ALL


def test_the_program_put_together_again_has_every_command_once() -> None:
    program(["every", "group"])
    for group in program(["every", "group"]).registered_groups:
        assert group.typer_instance is not None
        names = [command.name or command.callback for command in group.typer_instance.registered_commands]
        assert len(names) == len(set(names)), group.name
