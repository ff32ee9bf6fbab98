"""What was recognised in imported files: a table of them with their speakers, and what was noticed."""

from collections import Counter
from collections.abc import Iterable, Sequence

from qualcode.cli.output import show
from qualcode.model import Role, Turn
from qualcode.output_formats import TableFormat
from qualcode.text.time_codes import format_time_code
from qualcode.workflows.sources.import_files import ImportResult

_MOST_SPEAKERS = 6


def show_imported(done: Sequence[ImportResult], format_: TableFormat) -> None:
    """Show what became of each file: the sources as rows, warnings and refusals as messages."""
    rows = [_row(one) for one in done if one.source]
    columns = ("source", "speakers", "turns", "words", "duration", "warnings")
    if rows:
        show.rows(show.listing("ImportResult", columns, rows), format_)
    for one in done:
        for warning in one.warnings:
            show.say(f"{one.path.name}: {warning}", "yellow")
    for one in done:
        if one.there_already:
            show.say(f"{one.path.name} is there already, as {one.there_already}: passed over.")
    refused = [one.error for one in done if one.error]
    for error in refused:
        show.show_error(error)
    if refused:
        show.say(f"{len(refused)} of {len(done)} files were not imported; see above.", "bold")


def _row(one: ImportResult) -> tuple[str, str, int, int, str, int]:
    source = one.source
    if source is None:
        raise AssertionError("only sources have a row")
    last = max((turn.ends or turn.begins or 0.0 for turn in one.turns), default=0.0)
    return (
        source.name,
        _speakers(one.turns),
        len(one.turns),
        source.words,
        format_time_code(last or None, hour_digits=1),
        len(one.warnings),
    )


def _speakers(turns: Iterable[Turn]) -> str:
    counts = Counter((turn.speaker, turn.role) for turn in turns if turn.speaker)
    named = [
        f"{speaker}{' (interviewer)' if role is Role.INTERVIEWER else ''} {count}"
        for (speaker, role), count in counts.most_common(_MOST_SPEAKERS)
    ]
    return ", ".join(named) + (" …" if len(counts) > _MOST_SPEAKERS else "")
