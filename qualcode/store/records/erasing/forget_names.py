"""Take erased names out of summaries of acts, and quotes of erased sources out of reasons of suggestions."""

import json
import re
from collections.abc import Collection

from qualcode.store.database import Database
from qualcode.store.records.erasing.forget_source import ERASED

_QUOTE = re.compile(r"(«[^»]*»)")
_SPEAKER_VERBS = ("speakers", "join case", "undo", "redo")


def in_use(database: Database) -> set[str]:
    """Return the names of all sources and cases."""
    return {str(name) for (name,) in database.rows("SELECT name FROM sources UNION SELECT name FROM cases")}


def forget_in_acts(database: Database, names: Collection[str], speakers: Collection[str]) -> None:
    """Replace these names in the summaries of all acts by `(erased)`, speakers only where acts name them.

    Quotes of other sources stay. The summary of an act without changes becomes `(erased)` if it has a name.
    """
    any_name, any_speaker = _pattern(names), _pattern({*names, *speakers})
    rows = database.rows(
        "SELECT number, verb, summary, EXISTS (SELECT 1 FROM changes WHERE act = number) FROM acts"
    )
    for number, verb, summary, has_changes in rows:
        pattern = any_speaker if verb in _SPEAKER_VERBS else any_name
        # Odd positions are quotes.
        parts = _QUOTE.split(str(summary))
        parts[::2] = [pattern.sub(ERASED, part) for part in parts[::2]]
        remaining = "".join(parts)
        if remaining != summary:
            database.execute(
                "UPDATE acts SET summary = ? WHERE number = ?", (remaining if has_changes else ERASED, number)
            )


def forget_in_reasons(database: Database, source_names: Collection[str]) -> None:
    """Take quotes of the sources with these names out of the reasons of all suggestions, also in history."""
    quote = re.compile(rf"like “.*?” \(turn \d+ of ({_alternatives(source_names)})\)", re.DOTALL)
    for table, key in (("suggestions", ("id", "coder")), ("changes", ("act", "position"))):
        columns = ("reason",) if table == "suggestions" else ("before", "after")
        where = "" if table == "suggestions" else "WHERE subject = 'suggestions'"
        for identity in database.rows(f"SELECT {', '.join((*key, *columns))} FROM {table} {where}"):
            texts = [None if text is None else str(text) for text in identity[2:]]
            remaining = [_without(quote, text, is_json=table == "changes") for text in texts]
            if remaining != texts:
                settings = ", ".join(f"{column} = ?" for column in columns)
                database.execute(
                    f"UPDATE {table} SET {settings} WHERE {key[0]} = ? AND {key[1]} = ?",
                    (*remaining, *identity[:2]),
                )


def _without(quote: re.Pattern[str], text: str | None, *, is_json: bool) -> str | None:
    replacement = f"like words of an {ERASED[1:-1]} source"
    if text is None:
        return None
    if not is_json:
        return quote.sub(replacement, text)
    record = json.loads(text)
    if "reason" not in record:
        return text
    record["reason"] = quote.sub(replacement, record["reason"])
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _pattern(names: Collection[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_alternatives(names)})(?![\w-])")


def _alternatives(names: Collection[str]) -> str:
    """Return a regular expression for any of the names, the longest first; for none of them it never fits."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) or "(?!)"
