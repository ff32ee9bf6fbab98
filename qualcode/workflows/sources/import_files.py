"""Import files: each becomes a frozen source with turns and sentences.

Each file is one transaction, so a file that fails does not stop the others. A file is read once: the bytes
that are hashed, parsed and copied into the project are the same. The copy is written before the database
refers to it. What an interrupted import has left is deleted first.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import notices
from qualcode.errors import QualcodeError, StorageError, UnreadableSourceError
from qualcode.model import (
    CoderName,
    Source,
    SourceId,
    SourceKind,
    Transcript,
    Turn,
    TurnSettings,
    WordAccount,
    count_words,
    new_id,
)
from qualcode.readers import ReadOptions
from qualcode.store import history, source_files
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.text.command_arguments import argument
from qualcode.text.plurals import counted
from qualcode.workflows.cases.join_waiting import join_waiting, joined_message
from qualcode.workflows.sources.reconnect_cases import reconnect_cases
from qualcode.workflows.sources.same_words import Wording, WordingIndex
from qualcode.workflows.speakers.cut_turns_anew import stored_read_options

if TYPE_CHECKING:
    from qualcode.segmenters import Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to read the files and recognise their speakers."""

    kind: SourceKind = SourceKind.INTERVIEW
    speakers: str | None = None
    """A regular expression for speaker labels, or `none` for paragraphs as turns; None: recognise labels."""
    named_speakers: tuple[str, ...] = ()
    """Names that begin a turn wherever they begin a line, besides the labels that are recognised."""
    interviewers: tuple[str, ...] = ()
    again: bool = False
    """Whether to import a file with the same words as a source."""
    read_options: ReadOptions = field(default_factory=ReadOptions)

    @property
    def reads_anew(self) -> bool:
        """Whether an option asks for another text of a file, or for a second source of the same words."""
        return self.again or self.read_options != ReadOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The result for one file: its new source, the source it was imported as before, or an error."""

    path: Path
    document: str = ""
    """The name of the transcript, in a table with several."""
    source: Source | None = None
    turns: tuple[Turn, ...] = ()
    duration: float | None = None
    """Seconds up to the last time that the file states."""
    warnings: tuple[str, ...] = ()
    word_account: WordAccount | None = None
    existing_source: str = ""
    """The name of the source that was imported from a file with the same bytes."""
    same_words_as: str = ""
    """The name of the source that has the same words, for which the file was not imported."""
    error: QualcodeError | None = None


def import_files(
    project: Project, coder: CoderName, files: Sequence[Path], options: ImportOptions
) -> Iterator[ImportResult]:
    """Import files one after the other, yielding a result for each; errors are results and not raised.

    A table with several transcripts has a result for each of them.
    """
    from qualcode import readers

    if swept := source_files.sweep(project):
        names = ", ".join(path.name for path in swept)
        notices.notify(f"Deleted what an interrupted command had left in the project: {names}.")
    read_options = replace(options.read_options, language=project.settings.language)
    options = replace(options, read_options=read_options)
    wordings = WordingIndex(project.database)
    for path in files:
        try:
            _require_text_name(path)
            data = readers.read_bytes(path)
            documents = readers.split_documents(data, path, options.read_options)
        except QualcodeError as error:
            yield ImportResult(path=path, error=error)
            continue
        if not documents:
            yield _import_or_error(project, coder, path, data, options, wordings)
            continue
        count = counted(len(documents), "transcript")
        notices.notify(f"{path.name} has {count}: each is kept in the project as a table of its own.")
        in_one = replace(options, read_options=replace(options.read_options, sheets=()))
        for document in documents:
            result = _import_or_error(project, coder, document.path, document.data, in_one, wordings)
            yield replace(result, path=path, document=document.name)


def _require_text_name(path: Path) -> None:
    if path.name != path.name.encode(errors="replace").decode():
        raise UnreadableSourceError(
            "The file's name has a byte that is not UTF-8.",
            "Please rename the file, and import it again.",
            path=path,
        )


def _import_or_error(
    project: Project,
    coder: CoderName,
    path: Path,
    data: bytes,
    options: ImportOptions,
    wordings: WordingIndex,
) -> ImportResult:
    try:
        return _import_data(project, coder, path, data, options, wordings)
    except StorageError:
        raise  # the project's disk or database fails: so would the next file
    except QualcodeError as error:
        return ImportResult(path=path, error=error)


def _import_data(
    project: Project,
    coder: CoderName,
    path: Path,
    data: bytes,
    options: ImportOptions,
    wordings: WordingIndex,
) -> ImportResult:
    """Import the bytes of a file; only its name is of the path."""
    from qualcode import segmenters
    from qualcode.readers import parse

    file_sha256 = hashlib.sha256(data).hexdigest()
    existing_source = sources.name_of_file(project.database, sha256=file_sha256)
    if existing_source:
        return ImportResult(path=path, existing_source=existing_source)
    name = _free_name(project, path)
    transcript = parse(data, path, options.read_options)
    recognition = _recognise_turns(transcript, project, options)
    wording = Wording.of(transcript.text, recognition.turns, path.name)
    if not options.again and (same_words_as := wordings.find(wording)):
        return ImportResult(path=path, same_words_as=same_words_as)
    nearly_same_as = "" if options.again else wordings.find_nearly_same(wording)
    sentences = segmenters.sentences(transcript.text, recognition.turns, language=project.settings.language)
    words = sum(count_words(turn.body.of(transcript.text)) for turn in recognition.turns)
    file_name = source_files.free_file_name(project, path.name, data)
    source = _source(name, file_name, file_sha256, transcript, options.kind, words)
    with (
        source_files.stored_file(project, file_name, data),
        history.act(project.database, coder, "import", name) as recorder,
    ):
        settings = _turn_settings(project, options)
        sources.add(recorder, source, recognition.turns, sentences, transcript.encoding, settings)
        reconnected = reconnect_cases(recorder, source, recognition.turns)
        joined_cases = join_waiting(recorder, source.id, name)
    wordings.wordings[source.id] = wording
    return ImportResult(
        path=path,
        source=source,
        turns=recognition.turns,
        duration=recognition.duration,
        warnings=(
            *transcript.warnings,
            *recognition.warnings,
            *reconnected,
            *joined_message(joined_cases),
            *_nearly_same_message(name, nearly_same_as),
        ),
        word_account=transcript.word_account,
    )


def _nearly_same_message(name: str, other: str) -> tuple[str, ...]:
    if not other:
        return ()
    remedy = f"If it is the same interview: `qualcode sources remove {argument(name)}`."
    return (f"It has nearly the same words as the source {other}, so both are counted. {remedy}",)


def _recognise_turns(transcript: Transcript, project: Project, options: ImportOptions) -> "Recognition":
    from qualcode import segmenters

    return segmenters.recognise_turns(
        transcript,
        kind=options.kind,
        speakers=options.speakers,
        named_speakers=options.named_speakers,
        interviewers=(*project.settings.interviewers, *options.interviewers),
    )


def _turn_settings(project: Project, options: ImportOptions) -> TurnSettings:
    return TurnSettings(
        speakers=options.speakers,
        named_speakers=options.named_speakers,
        interviewers=options.interviewers,
        project_interviewers=project.settings.interviewers,
        read_options=stored_read_options(options.read_options),
    )


def _free_name(project: Project, path: Path) -> str:
    """Return a name for the new source: the file's without suffix, with suffix, or with a random ending."""
    existing_source = sources.name_of_file(project.database, file_name=path.name)
    if existing_source:
        raise UnreadableSourceError(
            f"A file of this name with other content was imported before, as {existing_source!r}.",
            f"Sources never change: rename this file, or first `qualcode sources remove {existing_source}`.",
            path=path,
        )
    names = sources.ids_by_name(project.database)
    return next(name for name in (path.stem, path.name, f"{path.stem}-{new_id()[:8]}") if name not in names)


def _source(
    name: str, file_name: str, file_sha256: str, transcript: Transcript, kind: SourceKind, words: int
) -> Source:
    return Source(
        id=SourceId(new_id()),
        name=name,
        kind=kind,
        text=transcript.text,
        sha256=hashlib.sha256(transcript.text.encode()).hexdigest(),
        file_name=file_name,
        file_sha256=file_sha256,
        imported_at=now(),
        words=words,
    )
