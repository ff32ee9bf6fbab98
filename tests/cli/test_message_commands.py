"""Every command and every option that a message names exists: what a hint says can be typed."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import qualcode
from tests.support.command_lines import check_command_line, check_mention, commands, whole_program

PACKAGE = Path(qualcode.__file__).parent
_COMMAND = re.compile(r"`(qualcode [^`]*)`|^ {2,}(qualcode \S.*?)(?: {2,}.*)?$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*(?!\w)")
INSERTED = {
    "command": ("code", "tutor"),
    "example": ("status",),
    "noun": ("case", "source"),
    "verb": ("undo", "redo"),
}
"""The words that stand for a command, and the commands that they become; others stand for an argument."""
WRONG_ON_PURPOSE = {"qualcode export word", "qualcode sources list"}
"""Examples of near misses in a docstring."""
SHELL = re.compile(r" [>|] \S+$")
OF_OTHERS = {"--headless", "--convert-to", "--force-reinstall", "--command-palette"}
"""Options of LibreOffice and pip, and a widget of Textual."""


def texts(module: Path) -> Iterator[str]:
    """Return every text of a module; an expression in it becomes its name in braces."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    parts = {id(part) for text in _joined(tree) for part in ast.walk(text) if part is not text}
    for node in ast.walk(tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(_shown(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _joined(tree: ast.AST) -> list[ast.JoinedStr]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]


def _shown(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{ast.unparse(part.value)}}}"
    return str(part.value) if isinstance(part, ast.Constant) else ""


def lines_for(mention: str) -> list[str]:
    """Return the command lines that a mention can become."""
    lines = [SHELL.sub("", mention)]
    for name, replacements in INSERTED.items():
        lines = [line.replace(f"{{{name}}}", word) for line in lines for word in replacements]
    return list(dict.fromkeys(re.sub(r"\{[^}]*\}", "1", line) for line in lines))


@cache
def mentions() -> dict[str, str]:
    """Return the commands in the texts of the package, each with a module that has it."""
    return {
        command or indented: str(module.relative_to(PACKAGE))
        for module in sorted(PACKAGE.rglob("*.py"))
        for text in texts(module)
        for command, indented in _COMMAND.findall(text)
    }


def options() -> set[str]:
    """Return the names of all options of all commands."""
    parameters = [one for command in [whole_program(), *commands().values()] for one in command.params]
    return {name for one in parameters for name in (*one.opts, *one.secondary_opts)} | {"--help"}


def test_every_command_in_a_message_exists() -> None:
    assert len(mentions()) > 60
    wrong = []
    for mention, module in mentions().items():
        if mention in WRONG_ON_PURPOSE:
            continue
        for line in lines_for(mention):
            try:
                check_mention(line)
            except Exception as error:  # noqa: BLE001 - Click has many; all are reported
                wrong.append(f"{module}: {line}: {error}")
    assert wrong == []


def test_every_option_in_a_text_exists() -> None:
    known = options() | OF_OTHERS
    unknown = {
        f"{module.relative_to(PACKAGE)}: {option}"
        for module in PACKAGE.rglob("*.py")
        for text in texts(module)
        for option in _OPTION.findall(text)
        if option not in known
    }
    assert unknown == set()


def test_a_wrong_command_in_a_text_is_noticed(tmp_path: Path) -> None:
    module = tmp_path / "hint.py"
    module.write_text(
        'hint = f"Type `qualcode codings --nonsense {key}`, " "or:\\n  qualcode nothing  # x"\n'
    )
    [text] = texts(module)
    found = [command or indented for command, indented in _COMMAND.findall(text)]
    assert found == ["qualcode codings --nonsense {key}", "qualcode nothing"]
    for mention in found:
        [line] = lines_for(mention)
        with pytest.raises(Exception, match="No such"):
            check_command_line(line)
