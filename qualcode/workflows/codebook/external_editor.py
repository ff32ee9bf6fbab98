"""Edit the codebook file in the coder's editor, with a check afterwards and the original to restore."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import UsageError
from qualcode.files import write_atomically
from qualcode.store.project import Project
from qualcode.workflows.project.codebook_file import recover_file
from qualcode.workflows.project.current_codebook import read_codebook_file


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorDraft:
    """The codebook file while it is edited, with its bytes before."""

    project: Project
    before: bytes

    @classmethod
    def begin(cls, project: Project) -> "EditorDraft":
        """Read the file before it is edited; it need not be a valid codebook."""
        recover_file(project)
        path = project.codebook_path
        return cls(project=project, before=path.read_bytes() if path.is_file() else b"")

    @property
    def changed(self) -> bool:
        """Whether the file differs from the original."""
        path = self.project.codebook_path
        return path.is_file() and path.read_bytes() != self.before

    def open_editor(self) -> None:
        """Run the editor until it is closed; UsageError if it cannot be started or fails."""
        editor, status = run_editor(self.project.codebook_path)
        if status and not self.changed:
            raise UsageError(f"The editor {editor!r} ended with an error ({status}).")

    def check(self) -> None:
        """Raise CodebookError if the file is not a valid codebook."""
        read_codebook_file(self.project)

    def line(self, number: int | None) -> str:
        """Return a line of the file, counted from 1; empty if there is no such line."""
        lines = self.project.codebook_path.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[number - 1] if number and number <= len(lines) else ""

    def restore(self) -> None:
        """Write the original file again."""
        write_atomically(self.project.codebook_path, self.before)

    def keep_copy(self) -> Path:
        """Copy the edited file to a new name and restore the original; return the path of the copy."""
        path = self.project.codebook_path
        number = 1
        while (copy := path.with_name(f"{path.stem}.edited-{number}{path.suffix}")).exists():
            number += 1
        write_atomically(copy, path.read_bytes())
        self.restore()
        return copy


def run_editor(path: Path) -> tuple[str, int]:
    """Run the coder's editor on a file until it is closed; return its name and exit code.

    UsageError if it cannot be started.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _default_editor()
    try:
        command = [*shlex.split(editor), str(path)]
        process = subprocess.run(command, check=False)  # noqa: S603 - the coder's own editor
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The editor {editor!r} cannot be started: {error}.", "Name one in $VISUAL or $EDITOR."
        ) from error
    return editor, process.returncode


def _default_editor() -> str:
    return "notepad" if sys.platform == "win32" else "vi"
