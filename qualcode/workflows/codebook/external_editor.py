"""The codebook in the coder's own editor: opened, checked when closed, and a way back where it is wrong."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import UsageError
from qualcode.files import write_atomically
from qualcode.store.project import Project
from qualcode.workflows.project.codebook_file import settle
from qualcode.workflows.project.current_codebook import read_codebook_file


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorDraft:
    """The codebook's file while it is being edited, and what it was before."""

    project: Project
    before: bytes

    @classmethod
    def begun(cls, project: Project) -> "EditorDraft":
        """Remember the file as it is, right or wrong."""
        settle(project)
        path = project.codebook_path
        return cls(project=project, before=path.read_bytes() if path.is_file() else b"")

    @property
    def changed(self) -> bool:
        """Whether the file is another now."""
        path = self.project.codebook_path
        return path.is_file() and path.read_bytes() != self.before

    def open_editor(self) -> None:
        """Wait until the coder has closed their editor; UsageError where it cannot be started or fails."""
        named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _usual()
        try:
            command = [*shlex.split(named), str(self.project.codebook_path)]
            done = subprocess.run(command, check=False)  # noqa: S603 - the coder's own editor
        except (OSError, ValueError) as error:
            raise UsageError(
                f"The editor {named!r} cannot be started: {error}.", "Name one in $VISUAL or $EDITOR."
            ) from error
        if done.returncode and not self.changed:
            raise UsageError(f"The editor {named!r} ended with an error ({done.returncode}).")

    def check(self) -> None:
        """Raise the CodebookError that says what is wrong in the file, if anything is."""
        read_codebook_file(self.project)

    def line(self, number: int | None) -> str:
        """Return a line of the file, from 1; empty where there is none."""
        lines = self.project.codebook_path.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[number - 1] if number and number <= len(lines) else ""

    def put_back(self) -> None:
        """Make the file again what it was."""
        write_atomically(self.project.codebook_path, self.before)

    def keep_beside(self) -> Path:
        """Keep the edited file under another name, and make the file again what it was; return that name."""
        path = self.project.codebook_path
        number = 1
        while (beside := path.with_name(f"{path.stem}.edited-{number}{path.suffix}")).exists():
            number += 1
        write_atomically(beside, path.read_bytes())
        self.put_back()
        return beside


def _usual() -> str:
    return "notepad" if sys.platform == "win32" else "vi"
