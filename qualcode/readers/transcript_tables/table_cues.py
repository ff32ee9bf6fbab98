"""Rows of a table to a transcript: a cue for each row, and what its cells lack or have too much.

A cell that is no time costs the row its time, never its words. Everything in columns that are not read is
named as left out.
"""

from collections.abc import Sequence

from qualcode.errors import UnreadableSourceError
from qualcode.model import LeftOut, LeftOutKind, Transcript, count_words
from qualcode.output_formats import TimeUnit
from qualcode.readers.read_options import ReadOptions
from qualcode.readers.subtitle_cues import Cue, transcript_from_cues
from qualcode.readers.transcript_tables.table_columns import TranscriptColumns, find_columns
from qualcode.readers.transcript_tables.table_times import (
    SECONDS_IN,
    in_seconds,
    is_number,
    is_plain_number,
    likely_unit,
    parse_cell,
    unit_of,
    words_and_seconds,
)
from qualcode.text.plurals import counted, noun

_MAX_EXAMPLES = 5
_SEPARATOR = " | "
_IMPORT_AGAIN = "remove the source and import the file with --time-unit"


class TableCues:
    """The cues of a table under construction, row by row; `unit` is what messages call a row."""

    def __init__(
        self, header: Sequence[str], options: ReadOptions, *, unit: str, delimiter: str = ""
    ) -> None:
        self.columns: TranscriptColumns = find_columns(header, options)
        self._header = header
        self._unit = unit
        self._time_unit = options.time_unit
        self._delimiter = delimiter
        self._cues: list[Cue] = []
        self._not_times: list[str] = []
        self._joined: list[str] = []
        self._are_plain = True
        """Whether all times are whole numbers."""
        self._are_numbers = True
        self._others: dict[int, list[str]] = {}
        self._marks: dict[LeftOutKind, list[str]] = {LeftOutKind.KEYS: list(header)}

    def add(self, number: int, row: Sequence[object]) -> None:
        """Add a row; UnreadableSourceError if it has more cells than the header and text is not the last."""
        cells = self._without_surplus(number, row)
        columns = self.columns
        begins, range_end = self._time(number, cells, columns.start)
        ends, _ = self._time(number, cells, columns.end)
        text, speaker = _cell(cells, columns.text), _cell(cells, columns.speaker)
        self._cues.append(
            Cue(
                text=_string(text),
                speaker=_string(speaker),
                begins=begins,
                ends=range_end if ends is None else ends,
            )
        )
        self._marks.setdefault(LeftOutKind.SPEAKERS, []).append(_string(speaker))
        if columns.document not in (columns.text, columns.speaker, columns.start, columns.end):
            self._marks[LeftOutKind.KEYS].append(_string(_cell(cells, columns.document)))
        for index, cell in enumerate(cells):
            if index not in columns.read and _string(cell).strip():
                self._others.setdefault(index, []).append(_string(cell))

    def transcript(
        self,
        *,
        flowing: bool = False,
        encoding: str = "",
        warnings: tuple[str, ...] = (),
        left_out: tuple[LeftOut, ...] = (),
    ) -> Transcript:
        """Return the transcript of all rows, with times in seconds and warnings."""
        cues, unit_warnings = self._cues_in_seconds()
        return transcript_from_cues(
            cues,
            flowing=flowing,
            encoding=encoding,
            warnings=(*warnings, *self._warnings(), *unit_warnings),
            left_out=(*left_out, *self._left_out()),
        )

    def _without_surplus(self, number: int, row: Sequence[object]) -> Sequence[object]:
        """Return the cells; those beyond the header are the end of the text, if text is the last column.

        In a worksheet, where no separator can be mistaken, they are a column without a name.
        """
        width = len(self._header)
        if not self._delimiter or not any(_string(cell).strip() for cell in row[width:]):
            return row
        if self.columns.text == width - 1:
            text = self._delimiter.join(map(_string, row[width - 1 :]))
            self._joined.append(f"{self._unit} {number} ({_shortened(text)})")
            return [*row[: width - 1], text]
        raise UnreadableSourceError(
            f"This row has {len(row)} cells, the header {width}.",
            "Put quotes around cells that contain the separator.",
            line=number,
        )

    def _time(
        self, number: int, cells: Sequence[object], column: int | None
    ) -> tuple[float | None, float | None]:
        cell = _cell(cells, column)
        if column is None or cell is None:
            return None, None
        self._marks.setdefault(LeftOutKind.TIMES, []).append(_string(cell))
        try:
            times = parse_cell(cell)
        except ValueError:
            self._not_times.append(f"{self._unit} {number} ({_shortened(_string(cell))})")
            return None, None
        if self._time_unit and is_number(cell) and times[0] is not None:
            return round(times[0] * SECONDS_IN[self._time_unit], 3), None
        self._are_plain &= times[0] is None or is_plain_number(cell)
        self._are_numbers &= times[0] is None or is_number(cell)
        return times

    def _cues_in_seconds(self) -> tuple[Sequence[Cue], tuple[str, ...]]:
        if self._time_unit:
            return self._cues, ()
        column = self.columns.start if self.columns.start is not None else self.columns.end
        unit = unit_of(self._header[column]) if column is not None and self._are_plain else None
        if unit is not None:
            return in_seconds(self._cues, unit), ()
        words, seconds = words_and_seconds(self._cues)
        likely = likely_unit(words, seconds)
        reason = f"{counted(words, 'word')} would take {seconds:,.0f} seconds"
        if likely is TimeUnit.MILLISECONDS and self._are_plain:
            remedy = f"If they are seconds: {_IMPORT_AGAIN} seconds"
            warning = f"Times are read as milliseconds: in seconds, {reason}. {remedy}"
            return in_seconds(self._cues, SECONDS_IN[likely]), (warning,)
        if likely is not TimeUnit.SECONDS and self._are_numbers:
            remedy = f"If they are {likely}: {_IMPORT_AGAIN} {likely}"
            return self._cues, (f"Times are read as seconds, but {reason}. {remedy}",)
        return self._cues, ()

    def _warnings(self) -> tuple[str, ...]:
        warnings = []
        if self._not_times:
            count = len(self._not_times)
            warnings.append(
                f"{counted(count, 'cell')} of the column of times {noun(count, 'is', 'are')} no time: "
                f"{_examples(self._not_times)}. Correct the file, or name the column with --time-column "
                "(`none` ignores times)."
            )
        nobodys = [cue for cue in self._cues if cue.text.strip() and not cue.speaker.strip()]
        if nobodys and len(nobodys) < len(self._cues):
            words = sum(count_words(cue.text) for cue in nobodys)
            warnings.append(
                f"No speaker is stated in {counted(len(nobodys), self._unit)} ({counted(words, 'word')} of "
                f"nobody, first {_shortened(nobodys[0].text)}). Fill in who speaks, and import again."
            )
        if self._joined:
            warnings.append(
                f"The words of {counted(len(self._joined), 'row')} have the separator without quotes around "
                f"them and are kept as one cell: {_examples(self._joined)}."
            )
        return tuple(warnings)

    def _left_out(self) -> tuple[LeftOut, ...]:
        marks = (
            LeftOut(kind=kind, text=_SEPARATOR.join(strings))
            for kind, strings in self._marks.items()
            if strings
        )
        others = (
            LeftOut(kind=LeftOutKind.COLUMNS, text=_SEPARATOR.join(cells), where=self._column_name(index))
            for index, cells in sorted(self._others.items())
        )
        return (*marks, *others)

    def _column_name(self, index: int) -> str:
        name = self._header[index].strip() if index < len(self._header) else ""
        return f"column {name!r}" if name else f"column {index + 1}"


def _cell(cells: Sequence[object], column: int | None) -> object:
    return cells[column] if column is not None and column < len(cells) else None


def _string(cell: object) -> str:
    return "" if cell is None else str(cell)


def _shortened(text: str, length: int = 40) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= length else f"{words[:length]}…")


def _examples(items: Sequence[str]) -> str:
    more = len(items) - _MAX_EXAMPLES
    return ", ".join(items[:_MAX_EXAMPLES]) + (f" and {more:,} more" if more > 0 else "")
