"""Memos on the project, on sources, on spans of sources and on codes."""

from qualcode.errors import ConflictError, NotFoundError
from qualcode.model import About, CoderName, Memo, MemoId, SourceId, Span
from qualcode.store.database import Database, Row
from qualcode.store.row_changes import Recorder, current


def add(recorder: Recorder, memo: Memo) -> None:
    """Write a memo."""
    recorder.insert(
        "memos",
        {
            "id": memo.id,
            "about": memo.about.value,
            "target": memo.target,
            "text": memo.text,
            "coder": memo.coder,
            "made_at": memo.made_at,
            "start": memo.span.start if memo.span else None,
            "end": memo.span.end if memo.span else None,
            "quote": memo.quote,
        },
    )


def read_all(database: Database) -> list[Memo]:
    """Return all memos, oldest first."""
    return [_memo(row) for row in database.rows("SELECT * FROM memos ORDER BY made_at, id")]


def on_words_of(database: Database, source: SourceId) -> tuple[Memo, ...]:
    """Return the memos on words of a source, in the order of the text."""
    rows = database.rows(
        """SELECT * FROM memos WHERE about = 'source' AND target = ? AND start IS NOT NULL
            ORDER BY start, "end", made_at, id""",
        (source,),
    )
    return tuple(_memo(row) for row in rows)


def with_id_prefix(database: Database, prefix: str) -> Memo:
    """Return the memo whose id begins with `prefix`; NotFoundError for none, ConflictError for several."""
    rows = database.rows(
        "SELECT * FROM memos WHERE id >= ? AND id < ? ORDER BY id LIMIT 2",
        (prefix.lower(), prefix.lower() + "\x7f"),
    )
    if not rows or not prefix:
        raise NotFoundError(f"There is no memo {prefix!r}.", "`qualcode memos` lists them.")
    if len(rows) > 1 and rows[0][0] != prefix:
        raise ConflictError(f"More than one memo's id begins with {prefix!r}.", "Give more characters.")
    return _memo(rows[0])


def rewrite(recorder: Recorder, memo: Memo, text: str) -> None:
    """Replace the text of a memo; ConflictError if it has been deleted."""
    recorder.update("memos", current(recorder.database, "memos", {"id": memo.id}), {"text": text})


def remove(recorder: Recorder, memo: Memo) -> None:
    """Delete a memo; ConflictError if it has been deleted already."""
    recorder.delete("memos", current(recorder.database, "memos", {"id": memo.id}))


def _memo(row: Row) -> Memo:
    identity, about, target, text, coder, made_at, start, end, quote = row
    return Memo(
        id=MemoId(str(identity)),
        about=About(str(about)),
        target=str(target),
        text=str(text),
        coder=CoderName(str(coder)),
        made_at=str(made_at),
        span=None if start is None else Span(int(start), int(end or 0)),
        quote=str(quote),
    )
