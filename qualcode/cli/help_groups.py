"""How help lists commands: the program's from the table of texts, a noun's with whole sentences."""

from typing import Any

import typer
from typer.core import TyperGroup

from qualcode.cli.command_texts import COMMANDS, SUBCOMMANDS


class ProgramHelp(TyperGroup):
    """The program: its help lists the commands of the table in groups, without importing them."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as below
        """Run the command; an error of usage says what to type instead, if that is known."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from qualcode.cli.near_misses import advice

            if (instead := advice(error)) and isinstance(message := getattr(error, "message", ""), str):
                complete = message.partition(" Did you mean")[0].rstrip(".")
                setattr(error, "message", f"{complete}. {instead}")  # noqa: B010 - an error of Typer's
            raise

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer does not export these types
        """Write the commands under their headings."""
        del ctx
        width = max(len(name) for commands in COMMANDS.values() for name in commands)
        for heading, commands in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), entry.sentence) for name, entry in commands.items()])


class NounHelp(TyperGroup):
    """A group of commands on a noun: its help has whole sentences."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer does not export these types
        """Write each command with the first paragraph of its help, wrapped."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, " ".join((command.help or "").split("\n\n")[0].split()))
                    for name in self.list_commands(ctx)
                    if (command := self.get_command(ctx, name)) is not None
                ]
            )


def add_examples(app: typer.Typer) -> None:
    """Give each command of the program its example and its topic of the guide; groups whole sentences."""
    top_level = {name: entry for commands in COMMANDS.values() for name, entry in commands.items()}
    for command in app.registered_commands:
        entry = top_level.get(_name(command.name, command.callback))
        command.epilog = entry and _epilog(entry.example, entry.topic)
    for group in app.registered_groups:
        group.cls = NounHelp
        if entry := top_level.get(str(group.name)):
            group.epilog = _epilog(entry.example, entry.topic)
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            name = f"{group.name} {_name(command.name, command.callback)}"
            if example := SUBCOMMANDS.get(name):
                command.epilog = _epilog(f"{name} {example.example}".rstrip(), example.topic)


def _name(name: str | None, callback: object) -> str:
    return name or str(getattr(callback, "__name__", ""))


def _epilog(example: str, topic: str) -> str:
    """Return the end of a command's help, in paragraphs that are not wrapped."""
    return f"\b\nExample:\n  qualcode {example}\n\n\b\nMore: qualcode guide {topic}"
