"""Packs that were changed or damaged after packing are refused, whatever was changed in them."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.api import open as open_study
from qualcode.errors import ConflictError, InvalidFileError
from qualcode.model import CoderName
from qualcode.store.project import open_project
from qualcode.store.team.other_copy import OtherCopy
from qualcode.workflows.project import create_project
from qualcode.workflows.team.merge_copies import merge_copies
from qualcode.workflows.team.pack_study import pack_study
from tests.support.pack_changes import change_and_seal_pack, change_pack

ANN = CoderName("ann")
MEMO = "ANNSECRETMEMO"
TEXT = "Interviewer: What then?\nDana: We took out a line. It came back within a week.\n"
REFUSAL = "It has been changed or damaged since it was packed."


@pytest.fixture(scope="module")
def study_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one interview, a case and a coding with a memo."""
    root = tmp_path_factory.mktemp("packed")
    (root / "codes.yaml").write_text("codebook: Test\ncodes:\n  - code: pursue\n")
    (root / "one.txt").write_text(TEXT)
    create_project.create(root / "study", codebook=root / "codes.yaml").database.close()
    with open_study(root / "study", coder="ann") as study:
        study.import_files([root / "one.txt"])
        study.set_case("P01", tier="local", create=True)
        study.apply("pursue", "one", quote="We took out a line.", memo=MEMO)
    return root / "study"


@pytest.fixture(scope="module")
def packed_bytes(study_folder: Path) -> bytes:
    """A pack of that study."""
    file = study_folder.parent / "ann.qpack"
    with open_project(study_folder) as project:
        pack_study(project, ANN, file)
    return file.read_bytes()


@pytest.fixture
def pack(packed_bytes: bytes, tmp_path: Path) -> Path:
    """The file of that pack, for one test."""
    file = tmp_path / "ann.qpack"
    file.write_bytes(packed_bytes)
    return file


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {str(name): connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}  # noqa: S608


def columns(file: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]


def refusal(file: Path) -> str:
    """Return why a file is refused, nothing if all but the name of its study is accepted."""
    try:
        with OtherCopy(file, "another study"):
            raise AssertionError("It was opened as another study.")
    except ConflictError:  # the last thing that is checked
        return ""
    except InvalidFileError as error:
        return str(error)


def literal(cell: object) -> str:
    """Return a cell of a row as SQL."""
    if isinstance(cell, str):
        return "'" + cell.replace("'", "''") + "'"
    return "NULL" if cell is None else repr(cell)


def changes_of(table: str, names: list[str], row: tuple[object, ...]) -> list[str]:
    """Return statements that add a row, delete this one, and change each of its cells."""
    this = " AND ".join(f'"{name}" IS {literal(cell)}' for name, cell in zip(names, row, strict=True))
    return [
        f"INSERT INTO {table} VALUES ({', '.join('77' for _ in names)})",  # noqa: S608 - our own names
        f"DELETE FROM {table} WHERE {this}",  # noqa: S608
        *(
            f'UPDATE {table} SET "{name}" = {changed_cell(cell)} WHERE {this}'  # noqa: S608
            for name, cell in zip(names, row, strict=True)
        ),
    ]


def changed_cell(cell: object) -> str:
    return literal(cell + 1000 if isinstance(cell, int | float) else f"{cell or ''}x")


def test_nothing_in_any_table_can_be_changed(packed_bytes: bytes, pack: Path) -> None:
    """A row more, a row less, and each cell of a row; in a table without rows, those of a row put there."""
    assert refusal(pack) == ""
    accepted = []
    for table, content in rows(pack).items():
        names = columns(pack, table)
        add, *others = changes_of(table, names, content[0] if content else (77,) * len(names))
        pack.write_bytes(packed_bytes)
        for statement in (add, *others):
            if not content and statement != add:
                change_and_seal_pack(pack, add)
            before = rows(pack)[table]
            change_pack(pack, statement)
            assert rows(pack)[table] != before, statement
            if REFUSAL not in refusal(pack):
                accepted.append((statement, refusal(pack)))
            pack.write_bytes(packed_bytes)
    assert accepted == []


def test_an_altered_byte_of_a_text_is_noticed_wherever_a_row_has_it(packed_bytes: bytes, pack: Path) -> None:
    """In the memo, the quote, the transcript and what the history has of them; not in unused space."""
    original = rows(pack)
    for words in (MEMO, "We took out a line.", "Interviewer", "pursue"):
        places = [place.start() for place in re.finditer(words.encode(), packed_bytes)]
        reasons = []
        for place in places:
            data = bytearray(packed_bytes)
            data[place + len(words) - 1] ^= 1
            pack.write_bytes(data)
            reasons.append(refusal(pack))
            assert reasons[-1] or rows(pack) == original, (words, place)
        assert any(REFUSAL in reason for reason in reasons), words


def test_a_pack_with_an_altered_byte_is_refused_unless_its_rows_are_the_same(
    packed_bytes: bytes, pack: Path
) -> None:
    original, refused = rows(pack), 0
    for place in range(100, len(packed_bytes), len(packed_bytes) // 25):
        data = bytearray(packed_bytes)
        data[place] ^= 0xFF
        pack.write_bytes(data)
        reason = refusal(pack)
        refused += bool(reason)
        assert reason or rows(pack) == original, place
    assert refused


def test_an_altered_memo_is_not_merged(pack: Path, study_folder: Path) -> None:
    pack.write_bytes(pack.read_bytes().replace(MEMO.encode(), MEMO[:-1].encode() + b"X"))
    with open_project(study_folder) as project:
        with pytest.raises(InvalidFileError, match=REFUSAL) as refused:
            merge_copies(project, ANN, [pack])
        assert refused.value.hint == "Ask for another one: qualcode team pack FILE"


def test_a_pack_of_a_version_without_digests_is_said_to_be_older(pack: Path) -> None:
    change_pack(pack, "ALTER TABLE pack DROP COLUMN digest")
    assert "It was made with an older qualcode." in refusal(pack)


def test_a_pack_that_is_sealed_anew_is_opened(pack: Path) -> None:
    """The digest shows accidents, not forgery: the guide says so."""
    change_and_seal_pack(pack, "UPDATE codings SET memo = 'forged'")
    assert refusal(pack) == ""
