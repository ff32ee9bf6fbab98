"""The full names that typed ones stand for: read commands take beginnings, writing ones ask or refuse."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typer

from qualcode.cli.completion.argument_kinds import ASSIGNMENT, ATTRIBUTE, CODE
from qualcode.cli.names.parameter_kinds import DIMENSION, QUERY
from qualcode.cli.output import show
from qualcode.cli.output.streams import at_terminal
from qualcode.errors import NotFoundError, QualcodeError, QueryError, nearest_name
from qualcode.text.command_arguments import shown_name
from qualcode.text.name_matches import matching_names, same_name

_GROUP = "group of codes"
"""The kind of a name after `@`."""
_LISTED = 5
"""Maximum number of names that the error on an ambiguous beginning lists."""


class FullNames:
    """The full names for the typed ones of one command in one project."""

    def __init__(self, project: Path | None, *, writes: bool) -> None:
        self._project = project
        self._writes = writes
        self._names = cache(self._read_names)

    def of(self, typed: str, kind: str) -> str:
        """Return the full name, assignment or query.

        NotFoundError lists the names that begin so if there are several, and names the match where a command
        that writes cannot ask. A name that matches none is returned as it is.
        """
        if kind == QUERY:
            return self._full_query(typed)
        if kind == CODE and typed.startswith("@"):
            return f"@{self._full_name(typed[1:], _GROUP)}"
        if kind == ASSIGNMENT:
            name, sign, value = typed.partition("=")
            return f"{self._full_name(name.strip(), ATTRIBUTE)}{sign}{value}"
        return self._full_name(typed, kind)

    def _full_name(self, typed: str, kind: str) -> str:
        names = self._names(kind)
        if not typed or typed in names:
            return typed
        if same := same_name(typed, names):
            return self._said(typed, kind, same)
        if self._writes:
            return self._confirmed_name(typed, kind)
        return self._said(typed, kind, full_name(typed, names, kind))

    def _confirmed_name(self, typed: str, kind: str) -> str:
        """Return the only name that begins so, or the most similar one, once the user has agreed."""
        names = self._names(f"parsed {CODE}" if kind == CODE else kind)
        matches = matching_names(typed, names)
        name = matches[0] if len(matches) == 1 else None if matches else nearest_name(typed, names)
        if typed in names or not (name or matches):
            return typed
        if name and at_terminal():
            return _asked(f"There is no {kind} {typed!r}. Take {name!r}?", name)
        hint = "Commands that write take full names." if name else ""
        if kind == ATTRIBUTE:
            hint = "To make a new attribute: --new."
        error = NotFoundError.among(kind, typed, names)
        raise NotFoundError(error.message, f"{error.hint} {hint}".strip())

    def _full_query(self, query: str) -> str:
        from qualcode.retrieval.query.complete_names import complete_names

        try:
            full, completions = complete_names(query, self._names)
        except QueryError:
            if self._writes:
                return query  # the command's own error is on the query as it was typed
            raise
        for completion in completions:
            if not self._writes:
                self._said(*completion)
            elif not at_terminal():
                return query
        return _asked(f"Take the query as {full}?", full) if completions and self._writes else full

    def _said(self, typed: str, kind: str, name: str) -> str:
        if name != typed:
            show.say(f"{typed}: the {kind} {shown_name(name)}.")
        return name

    def _read_names(self, kind: str) -> Sequence[str]:
        from qualcode.workflows.project.known_names import codebook_groups, codebook_keys, names_in_use

        if kind == DIMENSION:
            from qualcode.tables import dimension_names

            attributes = names_in_use(ATTRIBUTE, self._project)
            return list(dict.fromkeys((*dimension_names([]), *attributes)))
        if kind == _GROUP:
            return codebook_groups(self._project)
        if kind != f"parsed {CODE}":
            return names_in_use(kind, self._project)
        try:
            return list(dict.fromkeys((*codebook_keys(self._project), *self._names(CODE))))
        except QualcodeError:
            return self._names(CODE)  # the command says what is wrong with the codebook


def full_name(typed: str, names: Sequence[str], kind: str) -> str:
    """Return the only name that begins so; what was typed if it is a name or no name begins so.

    NotFoundError lists the names if there are several.
    """
    matches = matching_names(typed, names)
    if len(matches) > 1:
        more = f" and {len(matches) - _LISTED} more" if len(matches) > _LISTED else ""
        raise NotFoundError(
            f"There is no {kind} {typed!r}, and it is the beginning of several.",
            f"They are {', '.join(matches[:_LISTED])}{more}.",
        )
    return matches[0] if matches else typed


def _asked(question: str, answer: str) -> str:
    """Return the answer if the user says yes; Exit 1 otherwise."""
    if not typer.confirm(question, err=True):
        show.say("Nothing was changed.")
        raise typer.Exit(1)
    return answer
