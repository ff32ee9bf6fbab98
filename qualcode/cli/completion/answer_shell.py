"""Answer a shell that completes a command line, in the protocols of Typer's scripts for three shells."""

import os
import re
import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from qualcode.cli.command_texts import COMMANDS, SUBCOMMANDS
from qualcode.cli.completion.argument_kinds import ARGUMENTS, ASSIGNMENT, CODES, OPTIONS, WITHOUT_VALUE

VARIABLE = "_QUALCODE_COMPLETE"
"""The environment variable with the shell: complete_bash, complete_zsh, complete_fish."""
_WITH_LISTS = ("agreement", "disagreements")
"""The commands whose `--code` takes a list with commas."""


class CommandLine(NamedTuple):
    """The words before the one that is completed, without the program, and the beginning of that word."""

    words: Sequence[str]
    beginning: str
    earlier: str = ""
    """What stands before `beginning` in the same list, as in `pursue,@st`: the shell's word includes it."""


def answer_shell() -> bool:
    """Write the completions that the shell asks for; False if Typer has to, as for options and files."""
    shell = os.environ.get(VARIABLE, "").removeprefix("complete_")
    if shell not in ("bash", "zsh", "fish"):
        return False
    line = _command_line(shell, os.environ)
    candidates = _candidates(line)
    if candidates is None:
        return False
    matches = [
        f"{line.earlier}{name}"
        for name in [name for name in candidates if name.startswith(line.beginning)]
        or [name for name in candidates if name.casefold().startswith(line.beginning.casefold())]
    ]
    if shell == "fish" and os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        sys.exit(0 if matches else 1)
    sys.stdout.write(_answer(shell, matches))
    sys.stdout.flush()
    return True


def _command_line(shell: str, environment: Mapping[str, str]) -> CommandLine:
    if shell == "bash":
        words = _split(environment.get("COMP_WORDS", ""))
        position = int(environment.get("COMP_CWORD", "1"))
        return _bash_line(words[1:position], words[position] if position < len(words) else "")
    text = environment.get("_TYPER_COMPLETE_ARGS", "")
    words = _split(text)[1:]
    if not words or text.endswith(" "):
        return CommandLine(words, "")
    return _with_list(CommandLine(words[:-1], words[-1]))


def _bash_line(words: Sequence[str], beginning: str) -> CommandLine:
    """Return the line with the words joined that bash parts at each `@`; it keeps an `@` in a completion."""
    joined: list[str] = []
    for word in (*words, beginning):
        if joined and (joined[-1].endswith("@") or (word == "@" and joined[-1].endswith(","))):
            joined[-1] += word
        else:
            joined.append(word)
    line = _with_list(CommandLine(joined[:-1], joined[-1]))
    return line._replace(earlier="") if line.beginning.startswith("@") else line


def _with_list(line: CommandLine) -> CommandLine:
    """Part the last name from those before it, where the option takes a list with commas."""
    option, command = line.words[-1] if line.words else "", line.words[0] if line.words else ""
    takes_list = option == "--codes" or (command in _WITH_LISTS and OPTIONS.get(option) == CODES)
    earlier, comma, beginning = line.beginning.rpartition(",")
    return CommandLine(line.words, beginning, earlier + comma) if takes_list else line


def _split(text: str) -> list[str]:
    """Return the words of a command line, whose last one may have an open quotation mark."""
    for ending in ("", "'", '"', "\\"):
        try:
            return shlex.split(text + ending)
        except ValueError:
            continue
    return text.split()


def _candidates(line: CommandLine) -> Iterable[str] | None:
    """Return the names that can stand where the line ends; None if this is not known here."""
    words, previous = line.words, line.words[-1] if line.words else ""
    if line.beginning.startswith("-"):
        return None
    if not words:
        return [name for commands in COMMANDS.values() for name in commands]
    command, rest = _command(words)
    if previous in OPTIONS and rest:
        return _names(OPTIONS[previous], words)
    if previous.startswith("-") and previous not in WITHOUT_VALUE:
        return None
    arguments = _arguments(rest)
    subcommands = [name.split()[1] for name in SUBCOMMANDS if name.startswith(f"{command} ")]
    if subcommands and not arguments:
        return subcommands
    kinds = ARGUMENTS.get(command, ())
    kind = kinds[min(len(arguments), len(kinds) - 1)] if kinds else ""
    return _names(kind, words) if kind else None


def _command(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the command, of one word or two, and the words after it."""
    two = " ".join(words[:2])
    return (two, words[2:]) if two in SUBCOMMANDS else (words[0], words[1:])


def _arguments(words: Sequence[str]) -> list[str]:
    """Return the words that are neither options nor their values."""
    arguments: list[str] = []
    is_value = False
    for word in words:
        if is_value:
            is_value = False
        elif word.startswith("-"):
            is_value = word not in WITHOUT_VALUE and "=" not in word
        else:
            arguments.append(word)
    return arguments


def _names(kind: str, words: Sequence[str]) -> list[str]:
    """Return the names of this kind in the project; none where there is no project that can be read."""
    from pathlib import Path

    from qualcode.errors import QualcodeError
    from qualcode.text.name_matches import typeable_names
    from qualcode.workflows.project.known_names import known_names

    folder = next(
        (Path(words[number + 1]) for number, word in enumerate(words[:-1]) if word in ("--project", "-p")),
        None,
    )
    try:
        names = typeable_names(known_names("attribute" if kind == ASSIGNMENT else kind, folder))
    except QualcodeError:
        return []
    return [f"{name}=" for name in names] if kind == ASSIGNMENT else names


def _answer(shell: str, names: Sequence[str]) -> str:
    if shell == "zsh":
        return f"compadd -- {' '.join(map(shlex.quote, names))}" if names else ""
    lines = [re.sub(r"([^\w\-.,:/@%+=])", r"\\\1", name) for name in names] if shell == "bash" else names
    return "".join(f"{line}\n" for line in lines)
