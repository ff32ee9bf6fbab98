"""Importing: files on disk become frozen sources with turns and sentences.

One file is one transaction, so that a broken file does not stop the others. The file itself is kept byte
for byte in the project before the database knows of it.
"""

import glob
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import ConflictError, NotFoundError, QualcodeError, StorageError, UnreadableSourceError
from qualcode.files import write_atomically
from qualcode.model import (
    CoderName,
    Source,
    SourceId,
    SourceKind,
    Transcript,
    Turn,
    count_words,
    new_id,
)
from qualcode.readers import ReadOptions
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.migrations import backup_copies
from qualcode.store.project import Project
from qualcode.store.records import sources

if TYPE_CHECKING:
    from qualcode.segmenters import Recognition

_ABOUT = ("readme", "license", "licence")
_LEGACY = ".doc"
_PARTICIPANTS = ("participants", "participant", "cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What a person says about the files that the files do not say themselves."""

    kind: SourceKind = SourceKind.INTERVIEW
    speakers: str | None = None
    """A regular expression for speaker labels, `none` for paragraphs; None: recognise them."""
    interviewers: tuple[str, ...] = ()
    reading: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of one file: a source, or the reason why not."""

    path: Path
    source: Source | None = None
    turns: tuple[Turn, ...] = ()
    warnings: tuple[str, ...] = ()
    there_already: str = ""
    """The name of the source that these very bytes were imported as before."""
    error: QualcodeError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesToImport:
    """The files to import, and those of folders whose names say that they are no transcripts."""

    files: tuple[Path, ...]
    passed_over: Mapping[Path, str] = field(default_factory=dict)
    """Each with what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedSource:
    """What went with a source."""

    codings: int
    copies: tuple[Path, ...] = ()
    """Older copies of the database that had its words, and were deleted."""


def find_files(paths: Iterable[str]) -> FilesToImport:
    """Return the files that paths, folders and globs name, each once; folders give what readers can read.

    What a folder usually has beside its transcripts is passed over; named by itself, it is imported.
    """
    from qualcode.readers import SUFFIXES

    found: dict[Path, None] = {}
    passed_over: dict[Path, str] = {}
    for text in paths:
        path = Path(text)
        if path.is_dir():
            inside = sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in (*SUFFIXES, _LEGACY) and file.is_file()
            )
            if not inside:
                raise NotFoundError(
                    f"There is no transcript in the folder {path}.", f"Read are {' '.join(SUFFIXES)}."
                )
            passed_over.update({file: what for file in inside if (what := _beside(file))})
            found.update(dict.fromkeys(file for file in inside if file not in passed_over))
        elif path.exists():
            found[path] = None
        else:
            matching = sorted(Path(name) for name in glob.glob(text, recursive=True))  # noqa: PTH207 - any pattern
            if not matching:
                raise NotFoundError(f"There is no file {text}.")
            found.update(dict.fromkeys(file for file in matching if file.is_file()))
    return FilesToImport(
        files=tuple(found),
        passed_over={file: what for file, what in passed_over.items() if file not in found},
    )


def _beside(file: Path) -> str:
    """Return what a file in a folder of transcripts is, where its name says that it is none to be read."""
    stem, suffix = file.stem.casefold(), file.suffix.lower()
    if stem in _PARTICIPANTS and suffix in (".csv", ".xlsx"):
        return "a table of participants: `qualcode cases import` reads it"
    if suffix == _LEGACY:
        return "in Word's format of before 2007: save it as .docx"
    return "about the folder" if stem in _ABOUT else ""


def import_files(
    project: Project, coder: CoderName, files: Sequence[Path], options: ImportOptions
) -> Iterator[ImportResult]:
    """Import files one after the other, yielding what became of each; a broken one is named, not raised."""
    for path in files:
        try:
            yield _import(project, coder, path, options)
        except StorageError:
            raise  # the project's own disk refuses: the next file would fare no better
        except QualcodeError as error:
            yield ImportResult(path=path, error=error)


def prepare(path: Path, project: Project, options: ImportOptions) -> "tuple[Transcript, Recognition]":
    """Read a file and recognise who speaks, without writing anything."""
    from qualcode import readers, segmenters

    transcript = readers.read(path, options=options.reading)
    recognition = segmenters.turns(
        transcript,
        kind=options.kind,
        speakers=options.speakers,
        interviewer=(*project.settings.interviewers, *options.interviewers),
    )
    return transcript, recognition


def rename(project: Project, coder: CoderName, name: str, new_name: str) -> None:
    """Give a source another name; codings do not notice."""
    source = sources.with_name(project.database, name)
    _must_be_free(project, new_name)
    with history.act(project.database, coder, "rename source", f"{name} to {new_name}") as recorder:
        sources.rename(recorder, source, new_name)


def remove(project: Project, coder: CoderName, name: str, *, erase: bool = False) -> RemovedSource:
    """Remove a source and its codings; return what went with it.

    It can be undone, unless `erase` is set: then the file and every word of it leave the project for good,
    as a participant who withdraws may ask, and with them the copies of the database from before an update.
    """
    source = sources.with_name(project.database, name)
    copies = backup_copies(project.database.path) if erase else ()
    if erase:  # files first: while the source is still listed, what could not be deleted can be tried again
        for file in (project.sources_folder / source.file_name, *copies):
            _delete(file)
    with history.act(project.database, coder, "remove source", name) as recorder:
        gone = sources.remove(recorder, source)
    if erase:
        sources.erase_history(project.database, source)
    return RemovedSource(codings=gone, copies=copies)


def _delete(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            f"{file} could not be deleted: {error.strerror or error}.",
            "Nothing of the source was erased from the database yet; put this right and erase it again.",
        ) from error


def _import(project: Project, coder: CoderName, path: Path, options: ImportOptions) -> ImportResult:
    from qualcode import segmenters

    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    there = sources.name_of_file(project.database, sha256=digest)
    if there:
        return ImportResult(path=path, there_already=there)
    name = _free_name(project, path)
    transcript, recognition = prepare(path, project, options)
    sentences = segmenters.sentences(transcript.text, recognition.turns, language=project.settings.language)
    words = sum(count_words(turn.body.of(transcript.text)) for turn in recognition.turns)
    source = _source(name, path, digest, transcript, options.kind, words)
    kept = write_atomically(project.sources_folder / path.name, data, parents=True)
    try:
        with history.act(project.database, coder, "import", name) as recorder:
            sources.add(recorder, source, recognition.turns, sentences, transcript.encoding)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    return ImportResult(
        path=path,
        source=source,
        turns=recognition.turns,
        warnings=(*transcript.warnings, *recognition.warnings),
    )


def _bytes(path: Path) -> bytes:
    from qualcode import untrusted

    return untrusted.file_bytes(path, untrusted.FILE_LIMIT)


def _free_name(project: Project, path: Path) -> str:
    there = sources.name_of_file(project.database, file_name=path.name)
    if there:
        raise UnreadableSourceError(
            f"A file of this name was imported before, as {there!r}, and its content was different.",
            f"Sources never change: rename this file, or first `qualcode sources remove {there}`.",
            path=path,
        )
    names = sources.ids_by_name(project.database)
    return next(name for name in (path.stem, path.name, f"{path.stem}-{new_id()[:8]}") if name not in names)


def _must_be_free(project: Project, name: str) -> None:
    if not name.strip():
        raise ConflictError("A source needs a name.")
    if name in sources.ids_by_name(project.database):
        raise ConflictError(f"There is a source {name!r} already.", "Choose another name.")


def _source(
    name: str, path: Path, digest: str, transcript: Transcript, kind: SourceKind, words: int
) -> Source:
    return Source(
        id=SourceId(new_id()),
        name=name,
        kind=kind,
        text=transcript.text,
        sha256=hashlib.sha256(transcript.text.encode()).hexdigest(),
        file_name=path.name,
        file_sha256=digest,
        imported_at=now(),
        words=words,
    )
