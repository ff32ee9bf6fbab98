"""Read a project of another program, whatever it is: the kind is found by its contents."""

from dataclasses import replace
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.exchange.loss_report import Loss
from qualcode.exchange.study_contents import StudyContents
from qualcode.project_folder import PROJECT_FILE
from qualcode.store import foreign_database
from qualcode.workflows.exchange.read_line_project import is_line_project, read_line_project

_LIMIT = 400 * untrusted.MEGABYTE
_QUALCODER_FILE = "data.qda"
_PSEUDONYMS_FILE = "pseudonyms.json"
_PSEUDONYMS = Loss(
    element="lists of pseudonyms",
    count=1,
    reason="QualCoder keeps them in a file beside its database",
    instead="not read; texts are as they are in the database",
    examples=(_PSEUDONYMS_FILE,),
)
_WAY = (
    "It reads REFI-QDA projects (.qdpx) of all programs, and projects of QualCoder (.qda), Taguette "
    "(.sqlite3) and qc. Export one of these, or a table of codings: qualcode codings import TABLE"
)


def read_foreign_project(path: Path, offsets: str = "", name: str = "") -> StudyContents:
    """Return the contents of a project file or folder; UnreadableSourceError if it is of no known kind.

    `name` chooses a project of a database that has several.
    """
    from qualcode.exchange.refi.read_project import read_project

    with untrusted.naming_file(path):
        if path.is_dir():
            return _read_folder(path, name)
        data = untrusted.read_bytes(path, _LIMIT)
        if data.startswith(untrusted.ZIP):
            return read_project(data, offsets)
        if data.startswith(foreign_database.HEADER):
            return _read_database(path, name)
        raise UnreadableSourceError("This is no project that qualcode knows.", _WAY)


def _read_folder(folder: Path, name: str) -> StudyContents:
    if (folder / PROJECT_FILE).is_file():
        raise UnreadableSourceError(
            "This is a qualcode project, not one of another program.",
            "Bring a colleague's project into yours with `qualcode team merge`, or open this one.",
        )
    if (folder / _QUALCODER_FILE).is_file():
        return _read_database(folder / _QUALCODER_FILE, name, folder.stem)
    if is_line_project(folder):
        return read_line_project(folder)
    raise UnreadableSourceError("This folder is no project that qualcode knows.", _WAY)


def _read_database(path: Path, name: str, title: str = "") -> StudyContents:
    from qualcode.exchange.programs import qualcoder, taguette

    data = foreign_database.read_database(path)
    names = dict.fromkeys((*qualcoder.TABLES, *taguette.TABLES))
    tables = foreign_database.read_tables(data, names)
    stem = title or (path.parent.stem if path.name == _QUALCODER_FILE else path.stem)
    if qualcoder.is_qualcoder(tables):
        contents = qualcoder.read_qualcoder(tables, stem)
        has_pseudonyms = path.with_name(_PSEUDONYMS_FILE).is_file()
        return replace(contents, losses=(*contents.losses, _PSEUDONYMS)) if has_pseudonyms else contents
    if taguette.is_taguette(tables):
        return taguette.read_taguette(tables, stem, name)
    raise UnreadableSourceError("This database is of no program that qualcode knows.", _WAY)
