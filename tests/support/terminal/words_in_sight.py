"""Whether the selected words are in sight: read from the finished screen, not from its state."""

from tests.support.terminal.pilot_driver import Drive


def words_shown(drive: Drive) -> str:
    """Return what stands in the columns of the words, from row to row."""
    transcript = drive.app.screen_stack[0].query_one("TranscriptView")
    right = transcript.words_right  # type: ignore[attr-defined] # of TranscriptView
    left = right - transcript.row_cells  # type: ignore[attr-defined]
    rows = [line.ljust(right)[left:right] for line in drive.lines()[: transcript.size.height]]
    return " ".join(" ".join(rows).split())


def selected_words(drive: Drive) -> str:
    session = drive.session
    return " ".join(session.cursor.selection.of(session.open_source.units.text).split())


def assert_selection_in_sight(drive: Drive) -> None:
    assert selected_words(drive) in words_shown(drive)
