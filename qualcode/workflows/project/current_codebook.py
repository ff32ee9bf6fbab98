"""Opening a project: where it is, which codebook is in force, and who is coding.

The codebook is the YAML file as it stands now. Its parsed form is kept with each version in the
database, so a file that has not changed is never parsed again.
"""

from dataclasses import dataclass
from pathlib import Path

from qualcode import notices
from qualcode.errors import CodebookError, ConflictError, NotFoundError
from qualcode.model import Codebook, CodeKey, CoderName
from qualcode.store.project import Project
from qualcode.store.records import codebooks
from qualcode.store.records.codebook_json import to_json
from qualcode.store.row_changes import Recorder
from qualcode.workflows.project.codebook_file import parsed, settle, text_sha256
from qualcode.workflows.project.missing_codes import MissingCode, questions, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentCodebook:
    """The codebook as its file stands now; `version` is None where it has not been kept yet."""

    codebook: Codebook
    text: str
    sha256: str
    version: int | None
    newest: int = 0
    """The newest version that was kept when this was read."""
    file: str = "codebook.yaml"

    def keep(self, recorder: Recorder, coder: CoderName) -> int:
        """Return the number of this version, keeping it as a new one where it has changed.

        VanishedCodesError where codes in use are gone from it; ConflictError where it is out of date.
        """
        known, sha256 = codebooks.newest_number_and_hash(recorder.database) or (0, "")
        if known and sha256 == self.sha256:
            return known
        if known != self.newest:
            raise ConflictError(
                "The codebook has been changed in the meantime; nothing was written.", "Do it again."
            )
        if asked := questions(recorder.database, self.codebook):
            raise refuse(asked, self.file, folder=recorder.database.path.parent, coder=coder)
        return codebooks.add(recorder, coder, self.text, self.sha256, to_json(self.codebook))

    def code(self, key: str) -> CodeKey:
        """Return the key if the codebook has it; NotFoundError with the nearest one if not."""
        if key not in self.codebook:
            raise NotFoundError.among(
                "code", key, self.codebook.keys, "`qualcode codebook` shows the codes that there are."
            )
        return CodeKey(key)


def current_codebook(project: Project) -> CurrentCodebook:
    """Read the project's codebook; CodebookError names the line of what is wrong in it.

    Where codes in use are gone from the file, the user is told; nothing can be written until it is known
    what became of them.
    """
    force = read_codebook_file(project)
    if force.version is None and (asked := questions(project.database, force.codebook)):
        names = ", ".join(question.named for question in asked)
        notices.notify(
            f"{force.file} no longer has {names}. `qualcode codebook adopt` asks what became of it."
        )
    return force


def read_codebook_file(project: Project) -> CurrentCodebook:
    """Read the codebook without a word about codes that vanished from it."""
    settle(project)
    text = read_text(project.codebook_path)
    sha256 = text_sha256(text)
    known = codebooks.newest(project.database)
    waiting = codebooks.pending_file(project.database)
    if (
        known and waiting and waiting.replaces == sha256
    ):  # the project can only be read: the file stays behind
        text, sha256 = known.text, known.sha256
    kept = known if known is not None and known.sha256 == sha256 else None
    return CurrentCodebook(
        codebook=parsed(kept) if kept else _read(text, project.codebook_path),
        text=text,
        sha256=sha256,
        version=kept.number if kept else None,
        newest=known.number if known else 0,
        file=project.codebook_path.name,
    )


def _read(text: str, path: Path) -> Codebook:
    from qualcode.codebook import read

    return read(text, path)


def missing_codes(project: Project) -> tuple[MissingCode, ...]:
    """Return what has to be answered before anything can be written."""
    force = read_codebook_file(project)
    return questions(project.database, force.codebook) if force.version is None else ()


def read_text(path: Path) -> str:
    """Return a codebook file's text; CodebookError where it is not there or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        raise CodebookError(
            "The codebook is not UTF-8 text.",
            "Save it as UTF-8.",
            path=path,
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
        ) from error
    except OSError as error:
        raise CodebookError(
            f"Cannot read the codebook: {error.strerror}.",
            "Put the file there, name another in qualcode.toml, or bring back a kept version: "
            f"qualcode codebook at NUMBER > {path.name}",
            path=path,
        ) from error
