"""Decide in the editor on codes that two copies of a study both changed, and merge with that."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from qualcode.cli.output import show
from qualcode.cli.output.streams import at_terminal
from qualcode.errors import CodebookConflictError, CodebookError, ConflictError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.workflows.team.merge_copies import MergedCopy


def merge_with_editor(merge: "Callable[[Mapping[Path, str]], list[MergedCopy]]") -> "list[MergedCopy]":
    """Merge; for each file whose codebook changed the same codes, open the editor and merge again.

    ConflictError, with nothing merged, if the text was not changed.
    """
    edited: dict[Path, str] = {}
    while True:
        try:
            return merge(edited)
        except CodebookConflictError as error:
            if error.path is None or error.path in edited:
                raise
            edited[error.path] = _edited(error)


def _edited(conflict: CodebookConflictError) -> str:
    """Return the codebook as it was saved in the editor; it is valid."""
    from qualcode.codebook import read
    from qualcode.workflows.codebook.external_editor import run_editor

    with TemporaryDirectory(prefix="qualcode-merge-") as folder:
        file = Path(folder) / "codebook.yaml"
        file.write_text(conflict.draft, encoding="utf-8", newline="")
        while True:
            editor, status = run_editor(file)
            if status:
                raise ConflictError(
                    f"The editor {editor!r} ended with an error ({status}).", "Nothing was merged."
                )
            try:
                text = _saved(file)
                if text == conflict.draft:
                    raise ConflictError("The codebook was not changed in the editor.", "Nothing was merged.")
                read(text)
            except CodebookError as error:
                if not at_terminal():
                    raise
                show.show_error(error)
                if not typer.confirm("Open it again? No discards the edit", default=True, err=True):
                    raise typer.Exit(1) from error
                continue
            return text


def _saved(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CodebookError("The text is not UTF-8.", "Save it as UTF-8.", path=file) from error
