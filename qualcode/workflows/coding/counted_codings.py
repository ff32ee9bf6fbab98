"""Which codings the tables count: all but those wholly on the words of interviewers."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from qualcode.model import CoderName, SourceId, Span
from qualcode.store.database import Database
from qualcode.store.records import codings, sources
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.store.records.transcripts import turn_roles

CodingOwner = tuple[str, str, str]
"""The source's name, the code and the coder of a coding."""


def counted_codings(
    database: Database, coders: Sequence[CoderName] = ()
) -> Iterator[tuple[CodingOwner, bool]]:
    """Yield the source, code and coder of every coding (of these coders), and whether tables count it.

    A coding is counted if it overlaps the body of a turn that is not an interviewer's. One that overlaps no
    body (only a speaker label, or the text before the first turn) belongs to the turn in which it begins.
    """
    identities = sources.ids_by_name(database)
    tests: dict[str, Callable[[Span], bool]] = {}
    columns = ("source", "start", "end", "code", "coder")
    for source, start, end, code, coder in codings.listing(
        database, CodingFilter(coders=tuple(coders)), columns
    ).rows:
        name = str(source)
        if name not in tests:
            tests[name] = _is_counted(database, identities[name])
        owner = (name, str(code), str(coder))
        yield owner, tests[name](Span(int(start or 0), int(end or 0)))


def _is_counted(database: Database, source: SourceId) -> Callable[[Span], bool]:
    """Return a test of the codings of one source."""
    turns = turn_roles.of_source(database, source)
    if not any(turn.is_interviewer for turn in turns):
        return lambda _: True
    starts = [turn.start for turn in turns]

    def test(span: Span) -> bool:
        first = max(bisect_right(starts, span.start) - 1, 0)
        overlapped = [
            turn.is_interviewer
            for turn in turns[first : bisect_right(starts, span.end - 1)]
            if max(turn.body_start, span.start) < min(turn.body_end, span.end)
        ]
        if overlapped:
            return not all(overlapped)
        return span.start < starts[0] or not turns[first].is_interviewer

    return test


def count_by(
    counted: Iterable[tuple[CodingOwner, bool]], position: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the numbers of codings that tables count, and of the others.

    They are by source for `position` 0, by code for 1 and by coder for 2.
    """
    numbers: Sequence[dict[str, int]] = ({}, {})
    for owner, is_counted in counted:
        by_name = numbers[0 if is_counted else 1]
        by_name[owner[position]] = by_name.get(owner[position], 0) + 1
    return dict(sorted(numbers[0].items())), dict(sorted(numbers[1].items()))
