"""Take words of an erased source out of memos and summaries, and erased names out of their earlier texts."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from qualcode.model import SourceId
from qualcode.store.database import Database
from qualcode.store.records.erasing import written_texts
from qualcode.store.records.erasing.copied_words import CopiedWords, word_runs
from qualcode.store.records.erasing.forget_source import ERASED

_TEXT_COLUMNS = {"memos": "text", "codings": "memo", "summaries": "text"}
_MEMO_OF_FROZEN = 8
"""Position of the memo in a coding of a closed round."""


def texts_of(database: Database, sources: Collection[SourceId]) -> list[str]:
    """Return the texts of these sources, also of removed ones that the history has."""
    rows = database.rows(
        """SELECT text FROM sources WHERE id IN (SELECT value FROM json_each(?1))
           UNION ALL SELECT json_extract(before, '$.text') FROM changes
           WHERE subject = 'sources' AND after IS NULL
             AND json_extract(before, '$.id') IN (SELECT value FROM json_each(?1))""",
        (json.dumps(list(sources)),),
    )
    return [str(text) for (text,) in rows if text]


def copied_words(database: Database, erased_texts: Iterable[str]) -> CopiedWords:
    """Return the words of erased texts that coders have copied; those of other sources are shared."""
    erased = {run for text in erased_texts for run, _ in word_runs(text)}
    copied = {
        run for _, text in written_texts.read_all(database) for run, _ in word_runs(text) if run in erased
    }
    shared = set()
    if copied:
        for (source,) in database.rows("SELECT id FROM sources"):
            [(text,)] = database.rows("SELECT text FROM sources WHERE id = ?", (source,))
            shared |= {run for run, _ in word_runs(str(text)) if run in copied}
    return CopiedWords(copied, shared)


def forget(database: Database, words: CopiedWords, names: re.Pattern[str] | None) -> int:
    """Replace copied words in all texts of coders, and names in those that are no longer current.

    Return how many texts were changed. Acts whose texts were changed cannot be undone.
    """

    def without_words(text: str) -> str:
        return words.replace(text, ERASED)

    def without_words_and_names(text: str) -> str:
        return without_words(text) if names is None else names.sub(ERASED, without_words(text))

    changed = 0
    with database.transaction():
        current = dict(_current_texts(database))
        for (table, key), text in current.items():
            if (remaining := without_words(text)) != text:
                column = _TEXT_COLUMNS[table]
                database.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (remaining, key))
                current[table, key] = remaining
                changed += 1
        changed += _forget_earlier(database, current, without_words, without_words_and_names)
        _forget_in_frozen(database, without_words)
    return changed


def _current_texts(database: Database) -> Iterator[tuple[tuple[str, str], str]]:
    for table, column in _TEXT_COLUMNS.items():
        for key, text in database.rows(f"SELECT id, {column} FROM {table} WHERE {column} <> ''"):
            yield (table, str(key)), str(text)


def _forget_earlier(
    database: Database,
    current: dict[tuple[str, str], str],
    without_words: Callable[[str], str],
    without_words_and_names: Callable[[str], str],
) -> int:
    rows = database.rows(
        """SELECT act, position, subject, before, after FROM changes
           WHERE subject IN ('memos', 'codings', 'summaries')
             AND (json_extract(before, '$.text') <> '' OR json_extract(after, '$.text') <> ''
               OR json_extract(before, '$.memo') <> '' OR json_extract(after, '$.memo') <> '')"""
    )

    def remaining_side(table: str, side: str) -> str:
        record, column = json.loads(side), _TEXT_COLUMNS[table]
        text = record.get(column) or ""
        clean = without_words(text)
        if current.get((table, record["id"])) != clean:
            clean = without_words_and_names(text)
        if clean == text:
            return side
        record[column] = clean
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

    changed = 0
    for act, position, subject, *sides in rows:
        remaining = [side if side is None else remaining_side(str(subject), str(side)) for side in sides]
        if remaining != sides:
            database.execute(
                "UPDATE changes SET before = ?, after = ? WHERE act = ? AND position = ?",
                (*remaining, act, position),
            )
            database.execute("UPDATE acts SET undoable = 0 WHERE number = ?", (act,))
            changed += 1
    return changed


def _forget_in_frozen(database: Database, without_words: Callable[[str], str]) -> None:
    for round_id, source, packed in database.rows("SELECT round_id, source_id, codings FROM frozen_sources"):
        codings = json.loads(str(packed))
        for coding in codings:
            coding[_MEMO_OF_FROZEN] = without_words(coding[_MEMO_OF_FROZEN])
        remaining = json.dumps(codings, ensure_ascii=False, separators=(",", ":"))
        if remaining != packed:
            database.execute(
                "UPDATE frozen_sources SET codings = ? WHERE round_id = ? AND source_id = ?",
                (remaining, round_id, source),
            )
