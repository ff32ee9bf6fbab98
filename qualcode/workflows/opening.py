"""Opening a project: where it is, which codebook is in force, and who is coding.

The codebook is the YAML file as it stands now. Its parsed form is kept with each version in the
database, so a file that has not changed is never parsed again.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import CodebookError, NotFoundError
from qualcode.model import Codebook, CodeKey, CoderName
from qualcode.store import codebooks
from qualcode.store.project import Project
from qualcode.store.rows import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookInForce:
    """The codebook as its file stands now; `version` is None where it has not been kept yet."""

    codebook: Codebook
    text: str
    sha256: str
    version: int | None

    def keep(self, recorder: Recorder, coder: CoderName) -> int:
        """Return the number of this version, keeping it as a new one where it has changed."""
        if self.version is not None:
            return self.version
        known = codebooks.latest(recorder.database)
        if known is not None and known.sha256 == self.sha256:  # another process was first
            return known.number
        from qualcode.codebook import to_json

        return codebooks.add(recorder, coder, self.text, self.sha256, to_json(self.codebook))

    def code(self, key: str) -> CodeKey:
        """Return the key if the codebook has it; NotFoundError with the nearest one if not."""
        if key not in self.codebook:
            raise NotFoundError.among(
                "code", key, self.codebook.keys, "`qualcode codebook` shows the codes that there are."
            )
        return CodeKey(key)


def codebook_in_force(project: Project) -> CodebookInForce:
    """Read the project's codebook; CodebookError names the line of what is wrong in it."""
    text = read_text(project.codebook_path)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    known = codebooks.latest(project.database)
    kept = known if known is not None and known.sha256 == sha256 else None
    return CodebookInForce(
        codebook=_parsed(kept, text, project.codebook_path),
        text=text,
        sha256=sha256,
        version=kept.number if kept else None,
    )


def _parsed(kept: codebooks.CodebookVersion | None, text: str, path: Path) -> Codebook:
    from qualcode.codebook import from_json, read

    if kept is not None:
        try:
            return from_json(kept.parsed)
        except ValueError:  # another version of qualcode wrote it in another form
            pass
    return read(text, path)


def read_text(path: Path) -> str:
    """Return a codebook file's text; CodebookError where it is not there or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CodebookError(
            "The codebook is not UTF-8 text.", "Save it as UTF-8.", path=path, line=line
        ) from error
    except OSError as error:
        raise CodebookError(
            f"Cannot read the codebook: {error.strerror}.",
            "Put the file there, or name another in qualcode.toml.",
            path=path,
        ) from error
