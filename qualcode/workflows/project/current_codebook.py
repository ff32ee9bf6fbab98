"""Read the project's current codebook: the YAML file as it is on disk.

The parsed form is stored with each version in the database, so an unchanged file is not parsed again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from qualcode import notices
from qualcode.errors import CodebookChangedError, CodebookError, InvalidFileError, UsageError
from qualcode.files import TEXT_LIMIT, read_limited
from qualcode.model import Codebook, CodeKey, CoderName
from qualcode.store.database import Database
from qualcode.store.project import Project
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.codebook.codebook_json import to_json
from qualcode.store.records.codebook.codebooks import CodebookVersion, PendingFile
from qualcode.store.row_changes import Recorder
from qualcode.text.command_arguments import argument
from qualcode.workflows.project.codebook_file import parse_version, recover_file, text_sha256
from qualcode.workflows.project.filter_codes import known_code
from qualcode.workflows.project.missing_codes import MissingCode, find_missing_codes, missing_codes_error


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentCodebook:
    """The codebook in the file; `version` is None if it is not stored as a version yet."""

    codebook: Codebook
    text: str
    sha256: str
    version: int | None
    newest: int = 0
    """The number of the newest stored version when this was read; 0 if there was none."""
    file: str = "codebook.yaml"

    def keep(self, recorder: Recorder, coder: CoderName, keys: Collection[str] = ()) -> int:
        """Return the number of this version; store it as a new version if it has changed.

        If a newer version was stored since, its number is returned if it still has the codes `keys` that are
        to be used; else CodebookChangedError. VanishedCodesError if codes in use are missing from it.
        """
        newest, sha256 = codebooks.newest_number_and_hash(recorder.database) or (0, "")
        if newest and sha256 == self.sha256:
            return newest
        if newest != self.newest:
            if self.version is not None and keys and _has_codes(recorder.database, keys):
                return newest
            raise CodebookChangedError(
                "The codebook has been changed in the meantime; nothing was written.",
                "Do it again.",
            )
        if missing := find_missing_codes(recorder.database, self.codebook):
            folder = recorder.database.path.parent
            raise missing_codes_error(missing, self.file, folder=folder, coder=coder)
        return codebooks.add(recorder, coder, self.text, self.sha256, to_json(self.codebook))

    def code(self, key: str) -> CodeKey:
        """Return the key if the codebook has it; else NotFoundError with the nearest key."""
        return known_code(self.codebook, key)

    def codable(self, key: str) -> CodeKey:
        """Return the key if new codings may have it: UsageError if it is retired."""
        known = self.code(key)
        if self.codebook.code(known).retired:
            raise UsageError(
                f"{known} is retired: it cannot be applied to new text.",
                f"Choose another code, or: qualcode codebook revive {known}",
            )
        return known


def _has_codes(database: Database, keys: Collection[str]) -> bool:
    newest = codebooks.newest(database)
    return newest is not None and set(keys) <= set(parse_version(newest).keys)


def current_codebook(project: Project) -> CurrentCodebook:
    """Read the project's codebook; CodebookError with line and column if it is not valid.

    If codes in use are missing from the file, the user is told: nothing can be written until the coder has
    said what became of them.
    """
    current = read_codebook_file(project)
    if current.version is None and (missing := find_missing_codes(project.database, current.codebook)):
        names = ", ".join(code.name_with_uses for code in missing)
        notices.notify(
            f"{current.file} no longer has {names}. Say what became of it with `qualcode codebook adopt`."
        )
    return current


def read_codebook_file(project: Project) -> CurrentCodebook:
    """Read the project's codebook without a notice about missing codes."""
    return _with_codebook(project, *_text_and_newest(project))


def _text_and_newest(project: Project) -> tuple[str, CodebookVersion | None]:
    """Return the current text of the codebook, and the newest stored version."""
    text, newest, pending = _consistent_file(project)
    is_out_of_date = newest and pending and pending.replaces == text_sha256(text)  # in a read-only project
    return newest.text if newest and is_out_of_date else text, newest


def _with_codebook(project: Project, text: str, newest: CodebookVersion | None) -> CurrentCodebook:
    sha256 = text_sha256(text)
    stored = newest if newest is not None and newest.sha256 == sha256 else None
    return CurrentCodebook(
        codebook=parse_version(stored) if stored else _read(text, project.codebook_path),
        text=text,
        sha256=sha256,
        version=stored.number if stored else None,
        newest=newest.number if newest else 0,
        file=project.codebook_path.name,
    )


def _consistent_file(project: Project) -> tuple[str, CodebookVersion | None, PendingFile | None]:
    """Return the file's text, the newest version and its flag, with no other edit between their readings."""
    while True:
        recover_file(project)
        before = codebooks.newest_number_and_hash(project.database)
        flag_before = codebooks.pending_file(project.database)
        text = read_project_text(project)
        newest = codebooks.newest(project.database)
        pending = codebooks.pending_file(project.database)
        unchanged = (newest.number if newest else 0) == (before[0] if before else 0)
        if unchanged and (flag_before is None or not project.database.writable):
            return text, newest, pending


def _read(text: str, path: Path) -> Codebook:
    from qualcode.codebook import read

    return read(text, path)


def missing_codes(project: Project) -> tuple[MissingCode, ...]:
    """Return the codes in use that are missing from the file; none if the file is a stored version."""
    text, newest = _text_and_newest(project)
    if newest is not None and newest.sha256 == text_sha256(text):  # its codebook need not be parsed
        return ()
    return find_missing_codes(project.database, _with_codebook(project, text, newest).codebook)


def read_text(path: Path) -> str:
    """Return a codebook file's text; CodebookError if it cannot be read or is not UTF-8."""
    try:
        return read_limited(path, TEXT_LIMIT).decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        raise CodebookError(
            "The codebook is not UTF-8 text.",
            "Save it as UTF-8.",
            path=path,
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
        ) from error
    except InvalidFileError as error:
        raise CodebookError(error.message, error.hint, path=path) from error


def read_project_text(project: Project) -> str:
    """Return the text of the project's codebook file; CodebookError, with the ways to get it back."""
    path = project.codebook_path
    try:
        return read_text(path)
    except CodebookError as error:
        if not path.is_file():
            error.hint = (
                "Put the file there, name another in qualcode.toml, or restore a stored version: "
                f"qualcode codebook at NUMBER > {argument(path.name)}"
            )
        raise
