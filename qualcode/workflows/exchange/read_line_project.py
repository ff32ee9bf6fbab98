"""Read a project folder of qc: its settings name the database, the texts, the codebook and the memos."""

import re
from pathlib import Path

from qualcode import untrusted
from qualcode.errors import CodebookError, UnreadableSourceError
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.programs.line_codings import TABLES, LineMemo, LineProject, read_line_codings
from qualcode.exchange.refi.xml_elements import clean_text
from qualcode.exchange.study_contents import StudyContents
from qualcode.model import Codebook
from qualcode.store import foreign_database

_SETTINGS_FILE = "settings.yaml"
_DEFAULTS = {
    "database": "qualitative_coding.sqlite3",
    "corpus_dir": "corpus",
    "codebook": "codebook.yaml",
    "memos_dir": "memos",
}
_MEMO_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})_(.+?)(?:_.*)?")
_MAX_MEMOS = 10_000
_SHOWN = 60
"""Characters of a file's name that a message shows."""


def is_line_project(folder: Path) -> bool:
    """Whether a folder has the settings of qc, and the database that they name."""
    settings = folder / _SETTINGS_FILE
    return settings.is_file() and _inside(folder, _paths(folder)["database"]).is_file()


def read_line_project(folder: Path) -> StudyContents:
    """Return the contents of a project of qc; UnreadableSourceError if it is damaged or not of one folder."""
    losses = LossReport()
    paths = {name: _inside(folder, path) for name, path in _paths(folder).items()}
    tables = foreign_database.read_tables(foreign_database.read_database(paths["database"]), TABLES)
    texts = {}
    for row in tables["document"]:
        relative = str(row.get("file_path") or "")
        file = _inside(paths["corpus_dir"], relative)
        if file.is_file():
            texts[relative] = clean_text(_read_text(file))
    project = LineProject(
        name=folder.absolute().name,
        texts=texts,
        codebook=_codebook(paths["codebook"], losses),
        memos=tuple(_memo(file) for file in sorted(paths["memos_dir"].glob("*.md"))[:_MAX_MEMOS]),
    )
    return read_line_codings(tables, project, losses)


def _paths(folder: Path) -> dict[str, str]:
    from qualcode.codebook import plain_fields

    file = folder / _SETTINGS_FILE
    try:
        fields = plain_fields(_read_text(file))
    except CodebookError as error:
        raise UnreadableSourceError(error.message, error.hint, path=file, line=error.line) from error
    return {name: fields.get(name) or default for name, default in _DEFAULTS.items()}


def _inside(folder: Path, path: str) -> Path:
    try:
        file = (folder / path).resolve()
        file.lstat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "it has a null character"
        raise UnreadableSourceError(
            f"The project names the file {path[:_SHOWN]!r}, which cannot be opened: {reason}.",
            "Correct it in the program that made the project, and save it again.",
        ) from error
    if not file.is_relative_to(folder.resolve()):
        raise UnreadableSourceError(
            f"The project names {path!r}, which is outside its folder.", "Move it into the project's folder."
        )
    return file


def _codebook(file: Path, losses: LossReport) -> Codebook:
    """Return the tree of codes; an empty one, and the loss is counted, if the file is not valid."""
    from qualcode.codebook import from_nested_list

    try:
        return from_nested_list(_read_text(file) if file.is_file() else "").codebook
    except CodebookError as error:
        reason = f"it cannot be read: line {error.line}: {error.message}"
        losses.add("codebook", reason, "the codes of the database, without their tree", file.name)
        return Codebook()


def _memo(file: Path) -> LineMemo:
    """Return a memo with its time and author, which are in its file's name."""
    text = clean_text(_read_text(file)).strip()
    match = _MEMO_NAME.fullmatch(file.stem)
    if match is None:
        return LineMemo(file=file.name, text=text)
    return LineMemo(file=file.name, text=text, coder=match[4], made_at=f"{match[1]}T{match[2]}:{match[3]}")


def _read_text(file: Path) -> str:
    return untrusted.read_bytes(file, untrusted.TEXT_LIMIT).decode("utf-8-sig", errors="replace")
