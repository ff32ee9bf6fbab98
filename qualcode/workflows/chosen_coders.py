"""The coders whose work a list or a table has: their names are checked, and who is pooled is said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.errors import NotFoundError
from qualcode.model import CoderName, Listing
from qualcode.store.database import Database
from qualcode.store.records import codings
from qualcode.store.records.names import of_kind
from qualcode.store.records.rounds import rounds
from qualcode.text.command_arguments import shown_name, shown_names
from qualcode.workflows.rounds.hidden_work import hidden_note

_DRAWN_NAMES = 4
"""Maximum number of coders whose names have room in a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenCoders:
    """The coders that a user selected, without any all of them, and what is hidden from the user."""

    names: tuple[CoderName, ...]
    with_codings: tuple[str, ...] = ()
    """Those among them (or of all coders) who have codings that the user may see."""
    hidden: str = ""
    """What is hidden in open rounds, in a sentence."""

    def count_notes(self) -> Iterator[str]:
        """Yield what a table of numbers says on the coders whose codings it counts."""
        if self.hidden:
            yield self.hidden
        yield from missing_work_notes(self.names, self.with_codings)
        if note := pooled_note(self.with_codings):
            yield note

    def list_notes(self, listing: Listing, work: str = "codings") -> Iterator[str]:
        """Yield what a list with the column `coder` says on the coders whose work it has."""
        column = listing.columns.index("coder")
        return self.notes_on_listed((str(row[column]) for row in listing.rows), work)

    def notes_on_listed(
        self, coders: Iterable[str], work: str = "codings", *, is_count: bool = False
    ) -> Iterator[str]:
        """Yield what a list says that has the work of these coders; with `is_count`, its number alone."""
        listed = sorted(set(coders) - {""})
        if self.hidden:
            yield self.hidden
        yield from missing_work_notes(self.names, listed, work)
        if is_count and (note := pooled_note(listed)):
            yield note
        elif len(listed) > 1:
            yield f"The {work} of {shown_names(listed)} are listed together; --coder NAME lists one coder's."


def choose_coders(database: Database, names: Iterable[str] = ()) -> ChosenCoders:
    """Return the coders with these names, all if there are none; NotFoundError for one whom nothing knows."""
    known = known_coders(database)
    chosen = tuple(dict.fromkeys(CoderName(name) for name in names))
    for name in chosen:
        if name not in known:
            raise NotFoundError.among("coder", name, known, "`qualcode coders` lists them.")
    present = codings.counts(database, "coder", *chosen)
    return ChosenCoders(names=chosen, with_codings=tuple(present), hidden=hidden_note(database))


def known_coders(database: Database) -> tuple[str, ...]:
    """Return the coders of a project, also those who have coded nothing yet or whose codings are hidden."""
    members = (coder for each in rounds.read_all(database) for coder in each.coders)
    return tuple(dict.fromkeys((*of_kind(database, "coder"), *members)))


def missing_work_notes(chosen: Iterable[str], present: Iterable[str], work: str = "codings") -> Iterator[str]:
    """Yield a sentence for each chosen coder who is not among those whose work is counted or listed."""
    others = set(present)
    for name in chosen:
        if name not in others:
            yield f"{shown_name(name)} has no {work} here."


def drawn_together(coders: Sequence[str]) -> str:
    """Return a line under the title of a chart of the codings of several coders; empty for one alone."""
    if len(coders) < 2:  # noqa: PLR2004 - one coder is not pooled
        return ""
    names = shown_names(coders) if len(coders) <= _DRAWN_NAMES else f"{len(coders)} coders"
    return f"Codings of {names} together"


def pooled_note(coders: Sequence[str]) -> str:
    """Return the sentence that a number counts the codings of these coders together; empty for one alone."""
    if len(coders) < 2:  # noqa: PLR2004 - one coder is not pooled
        return ""
    return (
        f"The codings of {shown_names(coders)} are counted together: the same words coded by two are two "
        "codings. --coder NAME counts one coder's."
    )
