"""List the sources that an import has made: speakers, turns, words, warnings, and the words left out."""

import math
from collections import Counter
from collections.abc import Iterable

from qualcode.model import Listing, Role, Turn, Value, WordAccount
from qualcode.text.time_codes import format_time_code
from qualcode.workflows.sources.import_files import ImportResult

_MAX_SPEAKERS = 6
COLUMNS = ("source", "speakers", "turns", "words", "duration", "warnings")
ACCOUNT_COLUMNS = ("words_in_file", "words_kept", "words_left_out", "words_lost", "words_added", "left_out")
"""The word account of each file, for other programs; a person gets warnings."""


def import_listing(results: Iterable[ImportResult], *, with_account: bool = True) -> Listing:
    """Return the new sources as rows, with the counts of the words in their files."""
    columns = (*COLUMNS, *ACCOUNT_COLUMNS) if with_account else COLUMNS
    rows = tuple(
        (*_row(result), *(_account_cells(result.word_account) if with_account else ()))
        for result in results
        if result.source
    )
    return Listing(columns=columns, rows=rows, title="Imported")


def _row(result: ImportResult) -> tuple[Value, ...]:
    source = result.source
    if source is None:
        raise AssertionError("only results with a source have a row")
    return (
        source.name,
        _speakers(result.turns),
        len(result.turns),
        source.words,
        format_time_code(_nearest_second(result.duration), hour_digits=1),
        len(result.warnings),
    )


def _nearest_second(duration: float | None) -> float | None:
    """Return a duration rounded, as a time code of whole seconds is cut off."""
    return None if duration is None else math.floor(duration + 0.5)


def _account_cells(account: WordAccount | None) -> tuple[Value, ...]:
    """Return the counts of the words in the file, in the order of `ACCOUNT_COLUMNS`."""
    if account is None:
        return (None,) * len(ACCOUNT_COLUMNS)
    kinds = "; ".join(f"{kind} {words}" for kind, _, words in account.left_out)
    left_out = sum(words for _, _, words in account.left_out)
    return account.in_file, account.kept, left_out, account.lost, account.added, kinds


def _speakers(turns: Iterable[Turn]) -> str:
    counts = Counter((turn.speaker, turn.role) for turn in turns if turn.speaker)
    named = [
        f"{speaker}{' (interviewer)' if role is Role.INTERVIEWER else ''} {count}"
        for (speaker, role), count in counts.most_common(_MAX_SPEAKERS)
    ]
    return ", ".join(named) + (" …" if len(counts) > _MAX_SPEAKERS else "")
