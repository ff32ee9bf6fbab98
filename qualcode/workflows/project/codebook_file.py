"""The codebook's file follows the database: whatever makes another version also writes the file, or neither.

The version is committed first, with a mark that the file is still to be written; the file is put in its
place; the mark is taken away. Where a program is stopped in between, whoever opens the project next finds the
mark, writes the file and says so. What is written by hand is never written over.
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
from qualcode.store.records import codebooks, move_codings
from qualcode.store.records.codebook_json import from_json
from qualcode.store.records.codebooks import CodebookVersion, PendingFile
from qualcode.text.plurals import counted

NO_FILE = ""


@contextmanager
def followed(project: Project) -> Iterator[None]:
    """Do everything inside in one transaction; where it makes another version, the file follows.

    ConflictError, and nothing changed, where the file has been edited by hand meanwhile, or where codings
    would be left with a code that is no longer there.
    """
    settle(project)
    with ExitStack() as stack:
        with project.database.transaction():
            before = codebooks.newest(project.database)
            yield
            waiting = codebooks.pending_file(project.database)
            if waiting is not None:
                _must_be_unedited(project, waiting)
                version = _newest(project)
                _must_keep_codes(project, before, version)
                put = stack.enter_context(staged_file(project.codebook_path, version.text.encode()))
        if waiting is not None:
            _write(project, waiting, put)


def settle(project: Project) -> None:
    """Write the file where a program was stopped before it could, and say so."""
    if codebooks.pending_file(project.database) is None or not project.database.writable:
        return
    with project.database.transaction():
        waiting = codebooks.pending_file(project.database)
        if waiting is None:  # another process was first
            return
        now, version = file_sha256(project.codebook_path), _newest(project)
        if now == waiting.replaces:
            with staged_file(project.codebook_path, version.text.encode()) as put:
                put()
            notices.notify(
                f"A program was stopped before it had written {project.codebook_path.name}; "
                f"it has been written now (version {version.number} of the codebook)."
            )
        codebooks.clear_pending_file(project.database)


def parsed(version: CodebookVersion) -> Codebook:
    """Return the codebook of a version, from its kept form where that can be read."""
    try:
        return from_json(version.parsed)
    except ValueError:  # another version of qualcode wrote it in another form
        from qualcode.codebook import read

        return read(version.text)


def text_sha256(text: str) -> str:
    """Return the hash by which versions of the codebook are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the hash of the file as it is on disk; `NO_FILE` where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return NO_FILE


def _write(project: Project, waiting: PendingFile, put: Callable[[], None]) -> None:
    """Put the file in its place, unless another process has done so meanwhile."""
    with project.database.transaction():
        if codebooks.pending_file(project.database) == waiting:
            put()
            codebooks.clear_pending_file(project.database)


def _newest(project: Project) -> CodebookVersion:
    newest = codebooks.newest(project.database)
    if newest is None:
        raise AssertionError("a file is waited for, so there is a version")
    return newest


def _must_be_unedited(project: Project, waiting: PendingFile) -> None:
    if file_sha256(project.codebook_path) != waiting.replaces:
        raise ConflictError(
            f"{project.codebook_path.name} has been edited by hand since; nothing was changed.",
            "`qualcode codebook adopt` takes the edit up; or make the change back with another command.",
        )


def _must_keep_codes(project: Project, before: CodebookVersion | None, after: CodebookVersion) -> None:
    """Refuse what would leave codings of a code that was there before without it."""
    codes = parsed(after)
    gone = {
        key: count for key, count in move_codings.codes_in_use(project.database).items() if key not in codes
    }
    there = parsed(before) if gone and before else ()
    for key, count in gone.items():
        if key in there:
            raise ConflictError(
                f"The code `{key}` would be gone, but it still has {in_words(count)}; nothing was changed.",
                "Take those back first, or give them another code.",
            )


def in_words(count: int) -> str:
    """Return how many codings a code has, in words; answers and memos where there are none."""
    if not count:
        return "answers or memos"
    return counted(count, "coding")
