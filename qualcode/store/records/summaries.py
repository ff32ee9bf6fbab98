"""Summaries, the cells of a framework matrix: what analysts write on a case under a theme."""

from qualcode.model import CodeKey, CoderName, Summary
from qualcode.store.database import Database, Row
from qualcode.store.row_changes import Recorder, current


def read_all(database: Database) -> list[Summary]:
    """Return all summaries, sorted by case, theme and age."""
    rows = database.rows(
        "SELECT id, unit, code, text, coder, made_at FROM summaries ORDER BY unit, code, made_at, id"
    )
    return [_summary(row) for row in rows]


def write(recorder: Recorder, summary: Summary) -> None:
    """Write a summary in place of this coder's earlier one of the cell."""
    remove(recorder, summary.unit, summary.code, summary.coder)
    recorder.insert(
        "summaries",
        {
            "id": summary.id,
            "unit": summary.unit,
            "code": summary.code,
            "text": summary.text,
            "coder": summary.coder,
            "made_at": summary.made_at,
        },
    )


def remove(recorder: Recorder, unit: str, code: CodeKey, coder: CoderName) -> int:
    """Delete this coder's summaries of a cell; return their number."""
    rows = recorder.database.rows(
        "SELECT id FROM summaries WHERE unit = ? AND code = ? AND coder = ?", (unit, code, coder)
    )
    for (identity,) in rows:
        recorder.delete("summaries", current(recorder.database, "summaries", {"id": identity}))
    return len(rows)


def _summary(row: Row) -> Summary:
    identity, unit, code, text, coder, made_at = (str(cell) for cell in row)
    return Summary(
        id=identity, unit=unit, code=CodeKey(code), text=text, coder=CoderName(coder), made_at=made_at
    )
