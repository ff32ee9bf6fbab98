"""Find the files to import that paths, folders and glob patterns name."""

import glob
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import NotFoundError

_ABOUT_FOLDER = ("readme", "license", "licence")
_OLD_WORD = ".doc"
_PARTICIPANT_TABLES = ("participants", "participant", "cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesToImport:
    """The files to import, and the files in folders that are skipped."""

    files: tuple[Path, ...]
    skipped: Mapping[Path, str] = field(default_factory=dict)
    """Each with the reason: what the file is."""


def find_files(paths: Iterable[str]) -> FilesToImport:
    """Return the files that paths, folders and globs name, each once; of folders, those of a known format.

    Files in a folder whose names say that they are no transcripts are skipped; named themselves, they are
    imported. Lock files and other traces of programs are skipped however they are named.
    """
    files: dict[Path, None] = {}
    skipped: dict[Path, str] = {}
    for text in paths:
        path = Path(text)
        if path.is_dir():
            candidates = _source_files(path)
            skipped.update({file: reason for file in candidates if (reason := _reason_to_skip(file))})
            files.update(dict.fromkeys(file for file in candidates if file not in skipped))
        elif path.exists():
            _add([path], files, skipped)
        else:
            matches = sorted(Path(name) for name in glob.glob(text, recursive=True))  # noqa: PTH207 - any pattern
            if not matches:
                raise NotFoundError(f"There is no file {text}.")
            _add(filter(Path.is_file, matches), files, skipped)
    return FilesToImport(
        files=tuple(files),
        skipped={file: reason for file, reason in skipped.items() if file not in files},
    )


def _add(candidates: Iterable[Path], files: dict[Path, None], skipped: dict[Path, str]) -> None:
    for file in candidates:
        if reason := _program_trace(file):
            skipped[file] = reason
        else:
            files[file] = None


def _program_trace(file: Path) -> str:
    """Return what a file is if a program made it beside a document of that name; else an empty string."""
    if file.name.startswith(("~$", ".~lock.")):
        return "the lock file of a document that is open in another program"
    return "a Mac's note about another file" if file.name.startswith("._") else ""


def _source_files(folder: Path) -> list[Path]:
    from qualcode.readers import SUFFIXES

    files = sorted(
        file for file in folder.rglob("*") if file.suffix.lower() in (*SUFFIXES, _OLD_WORD) and file.is_file()
    )
    if not files:
        raise NotFoundError(
            f"There is no transcript in the folder {folder}.", f"qualcode reads {' '.join(SUFFIXES)}."
        )
    return files


def _reason_to_skip(file: Path) -> str:
    """Return what a file in a folder is if its name says that it is no transcript; else an empty string."""
    if trace := _program_trace(file):
        return trace
    stem, suffix = file.stem.casefold(), file.suffix.lower()
    if stem in _PARTICIPANT_TABLES and suffix in (".csv", ".xlsx"):
        return "a table of participants: `qualcode cases import` reads it"
    if suffix == _OLD_WORD:
        return "in the Word format from before 2007: save it as .docx"
    return "about the folder" if stem in _ABOUT_FOLDER else ""
