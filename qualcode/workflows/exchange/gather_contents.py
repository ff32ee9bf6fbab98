"""Gather a study for another program: its contents, and what another program has no place for."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qualcode import untrusted
from qualcode.errors import UnreadableSourceError
from qualcode.exchange.guids import canonical_guid, derived_guid
from qualcode.exchange.loss_report import LossReport
from qualcode.exchange.study_contents import (
    ForeignCase,
    ForeignCoding,
    ForeignMemo,
    ForeignSource,
    StudyContents,
)
from qualcode.exchange.word.read_comments import read_comments
from qualcode.model import About, Case, Code, Codebook, CoderName, Coding, Origin, Source, SourceId, Span
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, foreign_guids, memos, sources, suggestions, summaries
from qualcode.store.records.foreign_guids import GuidKind
from qualcode.store.records.people import cases, coders
from qualcode.store.records.transcripts import finished_sources
from qualcode.workflows.project.current_codebook import current_codebook

_NOT_CARRIED = "the standard has no place for it"


def gather_contents(project: Project) -> StudyContents:
    """Return the contents of a project, with the losses that any exchange by REFI-QDA has."""
    losses = LossReport()
    database = project.database
    codebook = current_codebook(project).codebook
    by_kind = {kind: foreign_guids.of_kind(database, kind) for kind in GuidKind}
    all_cases = cases.read_all(database)
    gathered = _gather_sources(project, all_cases, by_kind, losses)
    codebook = _with_missing_codes(codebook, gathered.codings, losses)
    foreign_memos = _memos(project, by_kind)
    _count_losses(project, codebook, losses)
    return StudyContents(
        name=project.settings.name or project.folder.name,
        program=f"qualcode: {codebook.name}" if codebook.name else "qualcode",
        codebook=codebook,
        sources=tuple(gathered.sources),
        codings=tuple(gathered.codings),
        memos=tuple(foreign_memos),
        cases=tuple(_case(case, gathered.bodies) for case in all_cases),
        guids={kind.value: by_name for kind, by_name in by_kind.items()},
        losses=losses.losses,
    )


@dataclass(slots=True)
class _GatheredSources:
    """Sources with their codings, and the bodies of the turns of each speaker who is a case's."""

    sources: list[ForeignSource] = field(default_factory=list)
    codings: list[ForeignCoding] = field(default_factory=list)
    bodies: dict[tuple[SourceId, str], tuple[Span, ...]] = field(default_factory=dict)


def _gather_sources(
    project: Project,
    all_cases: Sequence[Case],
    by_kind: Mapping[GuidKind, Mapping[str, str]],
    losses: LossReport,
) -> _GatheredSources:
    gathered = _GatheredSources()
    database = project.database
    speaking = {source for case in all_cases for source, speaker in case.sources if speaker}
    for source_id in sources.ids_by_name(database).values():
        source = sources.with_id(database, source_id)
        gathered.sources.append(
            ForeignSource(
                guid=_guid(source.id, "source"),
                name=source.name,
                text=source.text,
                file_name=source.file_name,
                file=_original(project, source, losses),
            )
        )
        of_source = codings.of_source(database, source_id)
        gathered.codings += [_coding(coding, by_kind) for coding in of_source]
        suggested = sum(coding.origin not in (Origin.IMPORTED, Origin.HUMAN) for coding in of_source)
        instead = "all are codings by their coders"
        losses.add("origins of codings in suggestions", _NOT_CARRIED, instead, count=suggested)
        if source_id in speaking:
            turns: dict[str, list[Span]] = {}
            for turn in sources.turns(database, source_id):
                if len(turn.body):
                    turns.setdefault(turn.speaker, []).append(turn.body)
            gathered.bodies.update({(source_id, name): tuple(spans) for name, spans in turns.items()})
    return gathered


def _original(project: Project, source: Source, losses: LossReport) -> bytes:
    """Return a Word file whose paragraphs are exactly the text; nothing, and the loss is counted, for others.

    Programs that show the file count positions in its words, so that these have to be those of the text.
    """
    name = source.file_name.lower()
    if name.endswith(".txt"):
        return b""
    if not name.endswith(".docx"):
        reason = "the standard has formatted text as .docx only, and positions are those of the text"
        losses.add("formats of files", reason, "the text alone goes out", source.file_name)
        return b""
    try:
        data = untrusted.read_bytes(project.sources_folder / source.file_name, untrusted.FILE_LIMIT)
        words = read_comments(data).text
    except UnreadableSourceError:
        losses.add("formats of files", "the file cannot be read", "the text alone goes out", source.file_name)
        return b""
    if hashlib.sha256(data).hexdigest() == source.file_sha256 and words.rstrip("\n") == source.text.rstrip(
        "\n"
    ):
        return data
    reason = "its words are not laid out as in the text, so that codings would be on others"
    losses.add("formats of files", reason, "the text alone goes out", source.file_name)
    return b""


def _with_missing_codes(
    codebook: Codebook, of_study: Sequence[ForeignCoding], losses: LossReport
) -> Codebook:
    """Return the codebook with the codes of codings that are gone from it, as retired codes."""
    missing = sorted({coding.code for coding in of_study} - codebook.entries.keys())
    losses.add(
        "codes that are gone from the codebook", "codings have them", "retired codes", count=len(missing)
    )
    added = tuple(Code(key=key, retired=True) for key in missing)
    return replace(codebook, codes=(*codebook.codes, *added)) if added else codebook


def _guid(identity: str, kind: str) -> str:
    """Return the GUID of a row: its id, or one derived from an id of another form."""
    return canonical_guid(identity) or derived_guid(kind, identity)


def _coding(coding: Coding, by_kind: Mapping[GuidKind, Mapping[str, str]]) -> ForeignCoding:
    return ForeignCoding(
        guid=_guid(coding.id, "coding"),
        source=_guid(coding.source, "source"),
        span=coding.span,
        code=coding.code,
        coder=coding.coder,
        made_at=coding.made_at,
        memo=coding.memo,
        starred=coding.starred,
        selection=by_kind[GuidKind.SELECTION].get(coding.id, ""),
        note=by_kind[GuidKind.NOTE].get(coding.id, ""),
    )


def _memos(project: Project, by_kind: Mapping[GuidKind, Mapping[str, str]]) -> Sequence[ForeignMemo]:
    """Return all memos, and summaries of the framework matrix as memos on the project."""
    found = [
        ForeignMemo(
            guid=_guid(memo.id, "memo"),
            about=memo.about,
            target=_guid(memo.target, "source") if memo.about is About.SOURCE else memo.target,
            text=memo.text,
            coder=memo.coder,
            made_at=memo.made_at,
            span=memo.span,
            selection=by_kind[GuidKind.SELECTION].get(memo.id, ""),
        )
        for memo in memos.read_all(project.database)
    ]
    found += [
        ForeignMemo(
            guid=derived_guid("summary", summary.unit, summary.code, summary.coder),
            about=About.PROJECT,
            target="",
            text=f"Summary of {summary.unit} under {summary.code}: {summary.text}",
            coder=summary.coder,
            made_at=summary.made_at,
        )
        for summary in summaries.read_all(project.database)
    ]
    return found


def _case(case: Case, bodies: Mapping[tuple[SourceId, str], tuple[Span, ...]]) -> ForeignCase:
    spans: dict[str, tuple[Span, ...]] = {}
    for source, speaker in case.sources:
        if speaker:
            guid = _guid(source, "source")
            spans[guid] = (*spans.get(guid, ()), *bodies.get((source, speaker), ()))
    return ForeignCase(
        guid=_guid(case.id, "case"),
        name=case.name,
        attributes=case.attributes,
        sources=tuple(_guid(source, "source") for source, speaker in case.sources if not speaker),
        spans={guid: each for guid, each in spans.items() if each},
    )


def _count_losses(project: Project, codebook: Codebook, losses: LossReport) -> None:
    database = project.database
    pending = [
        len(suggestions.pending(database, CoderName(coder.name), codebook))
        for coder in coders.counts(database)
    ]
    losses.add("suggestions", _NOT_CARRIED, "they stay in the project", count=max(pending, default=0))
    losses.add(
        "decisions", _NOT_CARRIED, "they stay in the project", count=len(suggestions.decisions(database))
    )
    losses.add(
        "acts of the history", _NOT_CARRIED, "they stay in the project", count=len(history.acts(database))
    )
    finished = Counter(
        coder for names in finished_sources.coders_by_source(database).values() for coder in names
    )
    losses.add("marks of finished sources", _NOT_CARRIED, "they stay in the project", count=finished.total())
    count = len(summaries.read_all(database))
    losses.add(
        "summaries of cases under themes", _NOT_CARRIED, "each became a note on the project", count=count
    )
    turns = sum(summary.turns for summary in sources.summaries(database))
    losses.add(
        "turns with speakers, roles and times",
        _NOT_CARRIED,
        "labels that are in a text stay in it",
        count=turns,
    )
    for name, count in sources.turns_without_label(database):
        losses.add(
            "turns whose speaker is not named in the text, as in captions",
            _NOT_CARRIED,
            "their words go out without a speaker; to keep them, share the file that was imported",
            name,
            count=count,
        )
    waiting = sum(len(case.waiting) for case in cases.read_all(database))
    losses.add("cases that wait for a source", _NOT_CARRIED, "they stay in the project", count=waiting)
