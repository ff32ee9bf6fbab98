"""Another copy of the study, or a pack of it: a file from outside, opened read-only and checked first.

Nothing in it runs: its schema has to be exactly the one that this program makes, so that it has no triggers,
views or functions, and it is never attached to the project's database. Rows are checked as they are read.
"""

import re
import sqlite3
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from qualcode.errors import ConflictError, InvalidFileError
from qualcode.store import migrations
from qualcode.store.database import Cell, Record
from qualcode.store.team.checked_rows import ColumnType, RowCheck, check_source, checked_change, pack_digest
from qualcode.store.team.exchanged_tables import PACK_ID, PACK_TABLE, UNDIGESTED_PACK
from qualcode.untrusted import MEGABYTE, TEXT_LIMIT

_SIZE_LIMIT = 1_000 * MEGABYTE
_HEADER = b"SQLite format 3\x00"
_OTHER = "Ask for another one: qualcode team pack FILE"


class OtherCopy:
    """An opened pack or copy of a project, and context manager that closes it."""

    def __init__(self, path: Path, study: str) -> None:
        """Open and check a file; InvalidFileError with the reason if it cannot be used.

        `path` is a pack, a project's folder or its database; `study` is the UUID that it must have.
        """
        self.path = path
        file = path / "qualcode.db" if path.is_dir() else path
        _check_file(file)
        self._connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
        try:
            with self._refusing_damage():
                self._check(study)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @cached_property
    def is_pack(self) -> bool:
        """Whether it is a pack, not a whole copy of the project."""
        return self._pragma("application_id") == PACK_ID

    @cached_property
    def has_texts(self) -> bool:
        """Whether the texts of the sources are in it."""
        if not self.is_pack:
            return True
        row = self._connection.execute("SELECT has_texts FROM pack").fetchone()
        return bool(row and row[0] == 1)

    @cached_property
    def columns(self) -> Mapping[str, Mapping[str, ColumnType]]:
        """Table → column → its declared type, and whether it must have a value."""
        return {table: self._columns_of(table) for table in self._tables()}

    def rows(self, table: str) -> Iterator[Record]:
        """Yield the rows of a table, each checked."""
        columns = self.columns[table]
        check = RowCheck(table, columns)
        order = "ORDER BY number" if table in ("acts", "codebook_versions") else ""
        names = ", ".join(f'"{name}"' for name in columns)
        with self._refusing_damage(), closing(self._connection.cursor()) as cursor:
            for row in cursor.execute(f"SELECT {names} FROM {table} {order}"):
                check.check(row)
                record = dict(zip(columns, row, strict=True))
                if table == "sources":
                    check_source(record, has_text=self.has_texts)
                yield record

    def changes(self, acts: Collection[Cell]) -> Iterator[tuple[int, int, str, Record | None, Record | None]]:
        """Yield act, position, table, and the row before and after, of each change of these acts."""
        query = "SELECT act, position, subject, before, after FROM changes ORDER BY act, position"
        with self._refusing_damage(), closing(self._connection.cursor()) as cursor:
            for act, position, subject, before, after in cursor.execute(query):
                if act not in acts:
                    continue
                if type(act) is not int or type(position) is not int or type(subject) is not str:
                    raise InvalidFileError("Its history is not in order.", _OTHER, path=self.path)
                sides = (checked_change(subject, side, self.columns) for side in (before, after))
                yield act, position, subject, *sides  # type: ignore[misc]

    def positions(self) -> dict[Cell, Cell]:
        """Return the positions of the changes of each act, joined by commas."""
        with self._refusing_damage():
            return dict(
                self._connection.execute("SELECT act, group_concat(position) FROM changes GROUP BY act")
            )

    def _check(self, study: str) -> None:
        connection = self._connection
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * TEXT_LIMIT)
        identity, version = self._pragma("application_id"), self._pragma("user_version")
        newest = migrations.newest_version(migrations.migration_scripts())
        if identity not in (PACK_ID, migrations.APPLICATION_ID):
            raise InvalidFileError(
                "This is neither a pack nor a project of qualcode.", _OTHER, path=self.path
            )
        if version > newest:
            raise InvalidFileError(
                "It was made with a newer qualcode.",
                "Install the newest qualcode: pip install -U qualcode",
                path=self.path,
            )
        if version < newest or self._columns_of("pack").keys() == UNDIGESTED_PACK:
            raise InvalidFileError(
                "It was made with an older qualcode.",
                "Let its maker install the newest qualcode, run `qualcode status`, and pack again.",
                path=self.path,
            )
        problems = connection.execute("PRAGMA quick_check(1)").fetchone()
        if problems != ("ok",):
            raise InvalidFileError("It is damaged.", _OTHER, path=self.path)
        if _schema(connection) != _own_schema(is_pack=self.is_pack):
            raise InvalidFileError(
                "Its tables are not those that qualcode makes: it has been changed by another program.",
                _OTHER,
                path=self.path,
            )
        if self.is_pack and connection.execute("SELECT digest FROM pack").fetchall() != [
            (pack_digest(connection),)
        ]:
            raise InvalidFileError(
                "It has been changed or damaged since it was packed.", _OTHER, path=self.path
            )
        studies = connection.execute("SELECT uuid FROM study").fetchall()
        if studies != [(study,)]:
            raise ConflictError(
                f"{self.path} is of another study.",
                "Copies of one study come from one project: begin with a copy of its folder.",
            )

    def _refusing_damage(self) -> "_RefusingDamage":
        return _RefusingDamage(self.path)

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _tables(self) -> list[str]:
        rows = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [str(name) for (name,) in rows]

    def _columns_of(self, table: str) -> dict[str, ColumnType]:
        rows = self._connection.execute(f"PRAGMA table_info({table})")
        return {str(row[1]): (str(row[2]), bool(row[3]) or bool(row[5])) for row in rows}


@contextmanager
def refusing_contradictions(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the rows of a file from outside into one InvalidFileError."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise InvalidFileError(
            f"Its rows contradict each other or refer to rows that are not there ({error}).",
            _OTHER,
            path=path,
        ) from error
    except (KeyError, ValueError, TypeError) as error:  # rows of another form than this program writes
        raise InvalidFileError(
            f"Its rows contradict each other ({type(error).__name__}: {error}).", _OTHER, path=path
        ) from error


class _RefusingDamage:
    """Turns SQLite's errors about a damaged file into one InvalidFileError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error | UnicodeDecodeError | OverflowError):
            raise InvalidFileError("It is damaged.", _OTHER, path=self.path) from error
        if isinstance(error, InvalidFileError) and error.path is None:
            error.path, error.hint = self.path, error.hint or _OTHER


def _check_file(file: Path) -> None:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InvalidFileError("This is not a file.", path=file)
        with file.open("rb") as content:
            header = content.read(len(_HEADER))
        log = file.with_name(f"{file.name}-wal")
        if log.exists() and log.stat().st_size:
            raise InvalidFileError(
                f"Its last changes are in {log.name}: another program has it open.",
                "Close that program, or run `qualcode status` there; or merge a pack of it.",
                path=file,
            )
    except OSError as error:
        raise InvalidFileError(f"It cannot be opened: {error.strerror}.", path=file) from error
    if header != _HEADER:
        raise InvalidFileError("This is neither a pack nor a project of qualcode.", _OTHER, path=file)
    if status.st_size > _SIZE_LIMIT:
        raise InvalidFileError(f"The file is larger than {_SIZE_LIMIT // MEGABYTE:,} MB.", path=file)


def _schema(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return the SQL of everything in the schema, without comments, quotation marks and layout."""
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(str(kind), str(name)): _plain(str(sql)) for kind, name, sql in rows if name != "sqlite_sequence"}


def _own_schema(*, is_pack: bool) -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.create(connection)
        if is_pack:
            connection.execute(PACK_TABLE)
        return _schema(connection)


def _plain(sql: str) -> str:
    without_comments = re.sub(r"--[^\n]*", "", sql).replace('"', "").strip()
    return re.sub(r"\s*([(),])\s*|\s+", lambda match: match[1] or " ", without_comments)
