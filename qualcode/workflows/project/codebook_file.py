"""Keep the codebook file and its versions in the database consistent.

Write-ahead: commit the new version with a pending flag, replace the file, clear the flag. If a program is
stopped in between, the next open recovers: it replaces the file and clears the flag. A file edited by hand is
never overwritten.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from qualcode import notices
from qualcode.errors import ConflictError
from qualcode.files import staged_file
from qualcode.model import Codebook
from qualcode.store.project import Project
from qualcode.store.records import move_codings
from qualcode.store.records.codebook import codebooks
from qualcode.store.records.codebook.codebook_json import from_json
from qualcode.store.records.codebook.codebooks import CodebookVersion, PendingFile
from qualcode.text.plurals import counted

NO_FILE = ""


@contextmanager
def codebook_transaction(project: Project) -> Iterator[None]:
    """Run the body in one transaction; if it adds a version of the codebook, replace the file afterwards.

    ConflictError, with nothing changed, if the file has been edited by hand or codings would be left with a
    code that the new version does not have.
    """
    recover_file(project)
    with ExitStack() as stack:
        with project.database.transaction():
            before = codebooks.newest(project.database)
            yield
            pending = codebooks.pending_file(project.database)
            if pending is not None:
                _require_unedited(project, pending)
                version = _newest(project)
                _require_used_codes(project, before, version)
                replace_file = stack.enter_context(staged_file(project.codebook_path, version.text.encode()))
        if pending is not None:
            _finish_write(project, pending, replace_file)


def recover_file(project: Project) -> None:
    """Replace the file if a program was stopped before it could, and tell the user."""
    if codebooks.pending_file(project.database) is None or not project.database.writable:
        return
    with project.database.transaction():
        pending = codebooks.pending_file(project.database)
        if pending is None:  # another process has done it meanwhile
            return
        if file_sha256(project.codebook_path) == pending.replaces:
            version = _newest(project)
            with staged_file(project.codebook_path, version.text.encode()) as replace_file:
                replace_file()
            notices.notify(
                f"A program was stopped before it had written {project.codebook_path.name}; "
                f"it has been written now (version {version.number} of the codebook)."
            )
        codebooks.clear_pending_file(project.database)


def parse_version(version: CodebookVersion) -> Codebook:
    """Return the codebook of a version, from its stored parsed form if possible, else from its text."""
    try:
        return from_json(version.parsed)
    except ValueError:  # written by a version of qualcode with another form
        from qualcode.codebook import read

        return read(version.text)


def text_sha256(text: str) -> str:
    """Return the SHA-256 digest (hexadecimal) that identifies a version's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 digest of a file on disk; `NO_FILE` if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return NO_FILE


def _finish_write(project: Project, pending: PendingFile, replace_file: Callable[[], None]) -> None:
    """Replace the file and clear the flag, unless another process has done so meanwhile."""
    with project.database.transaction():
        if codebooks.pending_file(project.database) == pending:
            replace_file()
            codebooks.clear_pending_file(project.database)


def _newest(project: Project) -> CodebookVersion:
    newest = codebooks.newest(project.database)
    if newest is None:
        raise AssertionError("a pending file implies a version")
    return newest


def _require_unedited(project: Project, pending: PendingFile) -> None:
    if file_sha256(project.codebook_path) != pending.replaces:
        raise ConflictError(
            f"{project.codebook_path.name} has been edited by hand since; nothing was changed.",
            "Adopt the edit with `qualcode codebook adopt`, or make the change with another command.",
        )


def _require_used_codes(project: Project, before: CodebookVersion | None, after: CodebookVersion) -> None:
    """Raise ConflictError if a code of the version before is in use and not in the new version."""
    codes = parse_version(after)
    missing = {
        key: count for key, count in move_codings.codes_in_use(project.database).items() if key not in codes
    }
    codes_before = parse_version(before) if missing and before else ()
    for key, count in missing.items():
        if key in codes_before:
            uses = describe_uses(count)
            raise ConflictError(
                f"The code `{key}` would be removed, but it still has {uses}; nothing was changed.",
                "Remove those first, or give them another code.",
            )


def describe_uses(codings: int) -> str:
    """Return a code's number of codings in words; for 0, that only decisions, memos or summaries use it."""
    if not codings:
        return "decisions, memos or summaries"
    return counted(codings, "coding")
