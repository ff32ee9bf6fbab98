"""Create a project from the contents of another program's project, in one act.

Everything is read and cut into turns before the project is created, and the project gets its place when it is
whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from qualcode.exchange.loss_report import Loss, LossReport
from qualcode.exchange.study_contents import ForeignCoding, StudyContents
from qualcode.model import (
    Case,
    CodeKey,
    CoderName,
    Coding,
    CodingId,
    Memo,
    MemoId,
    Origin,
    SourceId,
    SourceKind,
    context_of,
)
from qualcode.store import history, source_files
from qualcode.store.clock import now
from qualcode.store.project import Project, open_project
from qualcode.store.publish_folder import folder_to_publish
from qualcode.store.records import codings, foreign_guids, memos, sources
from qualcode.store.records.foreign_guids import GuidKind
from qualcode.store.records.people import cases, coders
from qualcode.store.row_changes import Recorder
from qualcode.text.plurals import counted
from qualcode.workflows.exchange.cut_sources import CutSource, cut_sources, joined_case
from qualcode.workflows.project import create_project
from qualcode.workflows.project.current_codebook import current_codebook

_NAMED = 5
"""Maximum number of sources that a note names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedStudy:
    """The new project, how much it holds, and what could not be taken over."""

    project: Project
    program: str
    sources: int
    codes: int
    codings: int
    memos: int
    cases: int
    losses: tuple[Loss, ...]
    notes: tuple[str, ...]


def create_from_contents(
    folder: Path, contents: StudyContents, file_name: str, coder: CoderName, name: str = ""
) -> CreatedStudy:
    """Create a project in `folder` with these contents; ConflictError if the folder has one already."""
    from qualcode.codebook import read, with_schema, write

    losses = LossReport()
    text = with_schema(write(contents.codebook))
    read(text)
    cut = list(cut_sources(contents.sources, losses))
    study_cases = [joined_case(case, cut, losses) for case in contents.cases]
    title = name or contents.name or folder.absolute().name
    all_losses = (*contents.losses, *losses.losses)
    create_project.require_no_project(folder)
    with (
        folder_to_publish(folder) as new,
        create_project.create_with_text(new, title, text) as project,
        ExitStack() as stack,
    ):
        for each in cut:
            stack.enter_context(source_files.stored_file(project, each.source.file_name, each.file))
        summary = _summary(contents, file_name, all_losses)
        recorder = stack.enter_context(history.act(project.database, coder, "import project", summary))
        _write(project, recorder, coder, contents, cut, study_cases)
    return CreatedStudy(
        project=open_project(folder),
        program=contents.program,
        sources=len(cut),
        codes=len(contents.codebook),
        codings=len(contents.codings),
        memos=len(contents.memos),
        cases=len(study_cases),
        losses=all_losses,
        notes=(*contents.notes, *_notes_on_speakers(cut)),
    )


def _notes_on_speakers(cut: Sequence[CutSource]) -> Iterator[str]:
    """Yield a note on the sources in whose text no labels of speakers were recognised."""
    names = [each.source.name for each in cut if each.source.kind is SourceKind.DOCUMENT]
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        read_as = "read as a document" if len(names) == 1 else "read as documents"
        yield (
            f"No speakers are named in the text of {counted(len(names), 'source')}, {read_as}: "
            f"{', '.join(names[:_NAMED])}{more}. "
            "The speakers of captions are kept only where their own file is imported."
        )


def _summary(contents: StudyContents, file_name: str, losses: Sequence[Loss]) -> str:
    counts = ", ".join(
        (
            counted(len(contents.sources), "source"),
            counted(len(contents.codebook), "code"),
            counted(len(contents.codings), "coding"),
            counted(len(contents.memos), "memo"),
        )
    )
    lost = ", ".join(f"{loss.count:,} {loss.element} ({loss.instead})" for loss in losses)
    return f"{file_name} of {contents.program}: {counts}" + (f". Not as it was: {lost}" if lost else "")


def _write(
    project: Project,
    recorder: Recorder,
    coder: CoderName,
    contents: StudyContents,
    cut: Sequence[CutSource],
    study_cases: Sequence[Case],
) -> None:
    names = {each.coder for each in contents.codings} | {each.coder for each in contents.memos}
    coders.add_missing(recorder, sorted(names))
    version = current_codebook(project).keep(recorder, coder)
    for each in cut:
        sources.add(recorder, each.source, each.turns, each.sentences, "utf-8")
    texts = {each.source.id: each.source.text for each in cut}
    codings.add(recorder, _codings(contents.codings, texts, version))
    for memo in contents.memos:
        memos.add(
            recorder,
            Memo(
                id=MemoId(memo.guid),
                about=memo.about,
                target=memo.target,
                text=memo.text,
                coder=CoderName(memo.coder),
                made_at=memo.made_at or now(),
                span=memo.span,
                quote=memo.span.of(texts[SourceId(memo.target)]) if memo.span else "",
            ),
        )
    cases.replace(recorder, study_cases)
    _write_guids(recorder, contents)


def _codings(
    foreign: Sequence[ForeignCoding], texts: Mapping[SourceId, str], version: int
) -> Iterator[Coding]:
    made_at = now()
    for each in foreign:
        source = SourceId(each.source)
        before, after = context_of(texts[source], each.span)
        yield Coding(
            id=CodingId(each.guid),
            source=source,
            span=each.span,
            quote=each.span.of(texts[source]),
            context_before=before,
            context_after=after,
            code=CodeKey(each.code),
            coder=CoderName(each.coder),
            made_at=each.made_at or made_at,
            origin=Origin.IMPORTED,
            codebook_version=version,
            memo=each.memo,
            starred=each.starred,
        )


def _write_guids(recorder: Recorder, contents: StudyContents) -> None:
    for kind, by_name in contents.guids.items():
        foreign_guids.add(recorder, GuidKind(kind), {name: guid for name, guid in by_name.items() if guid})
    selections = {each.guid: each.selection for each in contents.codings}
    selections |= {each.guid: each.selection for each in contents.memos}
    foreign_guids.add(recorder, GuidKind.SELECTION, {id_: guid for id_, guid in selections.items() if guid})
    notes = {each.guid: each.note for each in contents.codings if each.note}
    foreign_guids.add(recorder, GuidKind.NOTE, notes)
