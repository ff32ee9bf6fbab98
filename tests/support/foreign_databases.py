"""Databases as QualCoder, Taguette and qc write them, made from a few rows, and samples of each."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

Rows = Mapping[str, Sequence[Mapping[str, object]]]


def write_database(path: Path, rows: Rows) -> Path:
    """Write a table for each name, with the columns of its first row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, records in rows.items():
            columns = list(dict.fromkeys(column for record in records for column in record)) or ["id"]
            quoted = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f'CREATE TABLE "{table}" ({quoted})')
            marks = ", ".join("?" for _ in columns)
            values = [[record.get(column) for column in columns] for record in records]
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)  # noqa: S608 - test data
    return path


TEXT = "Ann: We 😀 were glad.\nBob: Nobody minded 🚓 at all.\n"
WHEN = "2024-05-17 10:22:11"


def on(words: str, text: str = TEXT) -> dict[str, int]:
    """Return the positions of words in a source of QualCoder."""
    return {"pos0": text.index(words), "pos1": text.index(words) + len(words)}


def qualcoder_rows(version: str = "v11") -> dict[str, list[dict[str, object]]]:
    """Return the rows of a project of QualCoder, with a coding of everything that can go wrong."""
    return {
        "project": [{"databaseversion": version, "memo": "Our study", "codername": "ann"}],
        "source": [
            {"id": 1, "name": "one.txt", "fulltext": TEXT, "memo": "Noisy", "owner": "ann", "date": WHEN},
            {"id": 2, "name": "photo.jpg", "fulltext": None},
        ],
        "code_cat": [{"catid": 1, "name": "Moods", "supercatid": None, "memo": ""}],
        "code_name": [
            {"cid": 1, "name": "Glad", "memo": "Is glad", "catid": 1, "color": "#00FF00"},
            {"cid": 2, "name": "Calm", "memo": None, "catid": None, "color": "#112233"},
        ],
        "code_text": [
            {"ctid": 1, "cid": 1, "fid": 1, "seltext": "were glad", **on("were glad"), "owner": "ann",
             "date": WHEN, "memo": "really?", "important": 1},
            {"ctid": 2, "cid": 2, "fid": 1, "seltext": "Nobody minded", "pos0": 3, "pos1": 9, "owner": "ben",
             "date": WHEN, "memo": "", "important": None},
            {"ctid": 3, "cid": 2, "fid": 1, "seltext": "gone words", "pos0": 3, "pos1": 9, "owner": "ben"},
            {"ctid": 4, "cid": 9, "fid": 1, "seltext": "at all", **on("at all"), "owner": "ben"},
        ],
        "code_image": [{"imid": 1, "id": 2, "cid": 1}],
        "annotation": [{"anid": 1, "fid": 1, **on("at all"), "memo": "Sure?", "owner": "ben", "date": WHEN}],
        "attribute": [
            {"attrid": 1, "name": "town", "attr_type": "case", "value": "Ely", "id": 1},
            {"attrid": 2, "name": "month", "attr_type": "file", "value": "May", "id": 1},
        ],
        "cases": [{"caseid": 1, "name": "P1", "memo": "shy", "owner": "ann", "date": WHEN}],
        "case_text": [{"id": 1, "caseid": 1, "fid": 1, "pos0": 5, "pos1": 21}],
        "journal": [{"jid": 1, "name": "Day 1", "jentry": "Began.", "owner": "ann", "date": WHEN}],
    }  # fmt: skip


PAGE = "<p>We 😀 were <b>glad</b>.</p><ul><li>Nobody minded é</li></ul><p>At all.</p>"
OWN = "We 😀 were glad.Nobody minded éAt all."


def in_bytes(words: str) -> dict[str, int]:
    """Return the positions of words in Taguette's document, which counts bytes."""
    start = len(OWN[: OWN.index(words)].encode())
    return {"start_offset": start, "end_offset": start + len(words.encode())}


def taguette_rows() -> dict[str, list[dict[str, object]]]:
    """Return the rows of a database of Taguette with one project."""
    return {
        "projects": [{"id": 1, "name": "Moods", "description": "Of people"}],
        "documents": [{"id": 1, "name": "one", "description": "", "project_id": 1, "contents": PAGE}],
        "tags": [
            {"id": 1, "project_id": 1, "path": "mood", "description": "Any mood"},
            {"id": 2, "project_id": 1, "path": "mood.glad", "description": ""},
        ],
        "highlights": [
            {"id": 1, "document_id": 1, **in_bytes("were glad"), "snippet": "were <b>glad</b>"},
            {"id": 2, "document_id": 1, **in_bytes("minded é"), "snippet": "minded é"},
            {"id": 3, "document_id": 1, **in_bytes("At all."), "snippet": "At all."},
            {"id": 5, "document_id": 1, **in_bytes("At all."), "snippet": "At all."},
            {"id": 4, "document_id": 1, "start_offset": 900, "end_offset": 950, "snippet": "?"},
        ],
        "highlight_tags": [
            {"highlight_id": 1, "tag_id": 2},
            {"highlight_id": 2, "tag_id": 1},
            {"highlight_id": 3, "tag_id": 1},
            {"highlight_id": 3, "tag_id": 77},
            {"highlight_id": 5, "tag_id": 1},
        ],
        "commands": [
            {"id": 1, "user_login": "ann", "date": WHEN,
             "payload": '{"type": "highlight_add", "highlight_id": 1}'},
        ],
        "alembic_version": [{"version_num": "x"}],
    }  # fmt: skip


LINES: dict[str, list[dict[str, object]]] = {
    "document": [{"file_path": "one.txt", "file_hash": "x"}],
    "document_index": [{"id": 1, "name": "lines", "document_id": "one.txt"}],
    "location": [{"id": 1, "start_line": 0, "end_line": 1, "document_index_id": 1}],
    "code": [{"name": "glad"}, {"name": "new"}],
    "coded_line": [
        {"id": 1, "line": 0, "coder_id": "ann", "code_id": "glad"},
        {"id": 2, "line": 1, "coder_id": "ben", "code_id": "new"},
        {"id": 3, "line": 77, "coder_id": "ben", "code_id": "new"},
    ],
    "coded_line_location_association": [{"coded_line_id": number, "location_id": 1} for number in (1, 2, 3)],
}
DEFAULT_PLACES = ("corpus", "qualitative_coding.sqlite3", "codebook.yaml", "memos")
OTHER_PLACES = ("my texts", "my.db", "codes.yml", "notes")


def qc_folder(folder: Path, places: tuple[str, ...] = DEFAULT_PLACES) -> Path:
    """A project as qc 1.7 writes it, with its files at these places."""
    corpus, database, codebook, memos = places
    (folder / corpus).mkdir(parents=True)
    (folder / corpus / "one.txt").write_text(TEXT.replace("\n", "\r\n"), encoding="utf-8", newline="")
    (folder / memos).mkdir()
    (folder / memos / "2024-05-17-10-22_ann_first_thoughts.md").write_text("# First\n\nWell.\n")
    (folder / codebook).write_text("- mood:\n  - glad:\n    - 'very: glad'\n- \"\\xFCn\\xEF\"\n")
    (folder / "settings.yaml").write_text(
        f"codebook: {codebook}\ncorpus_dir: {corpus}\ndatabase: {database}\nmemos_dir: {memos}\n"
        "qc_version: 1.7.8\nverbose: false\n"
    )
    write_database(folder / database, LINES)
    return folder
