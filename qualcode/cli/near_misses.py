"""What to type instead of a command that does not exist, or of a word that a command does not take.

`qualcode export word` is `qualcode export --format word`, `qualcode sources list` is `qualcode sources`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.cli.command_texts import COMMANDS, SUBCOMMANDS

_UNKNOWN = re.compile(r"No such command '(.*?)'")
_EXTRA = re.compile(
    r"Got unexpected extra arguments? \((\S+).*\)|Got unexpected extra argument\(s\) \((\S+).*\)"
)
_LISTS = frozenset({"list", "ls", "show", "view", "print", "all"})
INSTEAD: Mapping[str, Sequence[str]] = {
    "codes": ("codebook",),
    "coding": ("codings", "code SOURCE"),
    "categories": ("codebook",),
    "themes": ("codebook",),
    "new": ("init",),
    "create": ("init",),
    "open": ("code SOURCE", "show SOURCE"),
    "tag": ("apply CODE --source SOURCE --turn NUMBER",),
    "delete": ("remove CODING", "sources remove SOURCE"),
    "search": ("quotes QUERY", "kwic WORD"),
    "find": ("quotes QUERY", "kwic WORD"),
    "grep": ("kwic WORD",),
    "interviews": ("sources",),
    "transcripts": ("sources",),
    "documents": ("sources",),
    "participants": ("cases",),
    "attributes": ("cases",),
    "notes": ("memos",),
    "reliability": ("agreement",),
    "kappa": ("agreement",),
    "alpha": ("agreement",),
    "merge": ("team merge PACK", "codebook merge CODES --into CODE"),
    "pack": ("team pack FILE",),
    "rename": ("codebook rename CODE NEW", "sources rename SOURCE NEW", "cases rename CASE NEW"),
    "version": ("--version",),
    "tutorial": ("tutor",),
    "memo list": ("memos",),
    "sources list": ("sources",),
    "sources show": ("sources", "show SOURCE"),
    "sources add": ("import FILES",),
    "codings add": ("apply CODE --source SOURCE --turn NUMBER",),
    "codings show": ("codings", "show SOURCE"),
    "memo add": ("memo source SOURCE TEXT", "memo code CODE TEXT"),
    "cases add": ("cases set NAME ATTRIBUTE=VALUE --new",),
    "cases new": ("cases set NAME ATTRIBUTE=VALUE --new",),
    "coders add": ("init --coder NAME",),
    "rounds new": ("rounds draw NAME --coders NAMES",),
    "team export": ("team pack FILE",),
    "team import": ("team merge PACK",),
    "codebook new": ("codebook add CODE",),
    "codebook create": ("codebook add CODE",),
    "codebook show": ("codebook",),
}
"""Words that people type, after `qualcode` or a noun → the commands that do it."""
_SYNONYMS: Mapping[str, Sequence[str]] = {
    "delete": ("remove",),
    "rm": ("remove",),
    "add": ("import",),
    "new": ("draw", "add"),
    "create": ("draw", "add"),
    "load": ("import",),
    "export": ("export", "pack"),
}


def advice(error: object) -> str:
    """Return what to type instead after an error of usage, as a sentence; nothing if that is not known."""
    message, context = getattr(error, "message", ""), getattr(error, "ctx", None)
    if context is None or not isinstance(message, str):
        return ""
    path = " ".join(str(context.command_path).split()[1:])
    if unknown := _UNKNOWN.search(message):
        return _sentence(_commands_for(path, unknown[1].casefold(), context.command))
    if extra := _EXTRA.search(message):
        return _sentence(_options_for(path, extra[1] or extra[2], context.command))
    return ""


def _sentence(commands: Sequence[str]) -> str:
    return f"Type: {', or: '.join(f'qualcode {command}' for command in commands)}" if commands else ""


def _commands_for(noun: str, word: str, group: Any) -> Sequence[str]:  # noqa: ANN401 - Typer does not export these types
    """Return the commands that somebody means who types a word that is none, after a noun or without one."""
    if commands := INSTEAD.get(f"{noun} {word}".strip()):
        return commands
    if not noun:
        return ()
    if word in _LISTS and getattr(group, "invoke_without_command", False):
        return (noun,)
    verbs = (word, *_SYNONYMS.get(word, ()))
    own = [f"{noun} {verb}" for verb in verbs if f"{noun} {verb}" in SUBCOMMANDS]
    top_level = {name for commands in COMMANDS.values() for name in commands}
    return own or [verb for verb in verbs if verb in top_level] or _options_for(noun, word, group)


def _options_for(path: str, word: str, command: Any) -> Sequence[str]:  # noqa: ANN401 - as above
    """Return the command with the option that somebody means who types its name or its value alone."""
    options = {name: parameter for parameter in command.params for name in parameter.opts}
    if f"--{word}" in options:
        value = "" if getattr(options[f"--{word}"], "is_flag", False) else " …"
        return (f"{path} --{word}{value}",)
    format_option = options.get("--format")
    choices = map(str, getattr(getattr(format_option, "type", None), "choices", ()))
    listed = re.findall(r"\w+", str(getattr(format_option, "help", "") or ""))
    if format_option is not None and word in {*choices, *listed}:
        return (f"{path} --format {word}",)
    if "." in word.strip(".") and "--output" in options:
        return (f"{path} --output {word}",)
    return [f"{path} {option} {word}" for option in ("--by", "--source") if option in options]
