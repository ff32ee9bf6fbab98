"""The summaries of a framework matrix: what analysts say of cases under themes."""

from qualcode.model import CodeKey, CoderName, Summary
from qualcode.store.database import Database, Row
from qualcode.store.row_changes import Recorder, current


def read_all(database: Database) -> list[Summary]:
    """Return all summaries, by case and theme, oldest first."""
    rows = database.rows(
        "SELECT id, unit, code, text, coder, made_at FROM summaries ORDER BY unit, code, made_at, id"
    )
    return [_summary(row) for row in rows]


def write(recorder: Recorder, summary: Summary) -> None:
    """Write a summary; what this coder said of the cell before gives way to it."""
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
    """Take this coder's words for a cell away; return how many there were, the history keeps them."""
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
