"""Project check: codings against the texts, texts and files against hashes, the database itself."""

import hashlib
from collections.abc import Sequence

from qualcode.errors import CodebookError
from qualcode.model import CodeKey, Coding, Memo, Source, Turn, context_of
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.workflows.check_files import file_faults
from qualcode.workflows.coding.act_summaries import located
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project_fault import ProjectFault


def check_project(project: Project) -> list[ProjectFault]:
    """Return the faults of a project; empty if every coding, text, file and reference is intact."""
    faults = [
        ProjectFault(location="database", problem=problem, remedy="Put back a copy from a backup.")
        for problem in project.database.problems()
    ]
    keys: tuple[CodeKey, ...] = ()
    try:
        keys = current_codebook(project).codebook.keys
    except CodebookError as error:
        faults.append(
            ProjectFault(
                location="codebook", problem=str(error).replace("\n", " "), remedy="Correct the file."
            )
        )
    memos_by_source: dict[str, list[Memo]] = {}
    for memo in memos.read_all(project.database):
        memos_by_source.setdefault(memo.target, []).append(memo)
    merged = sources.merged(project.database)
    for name in sources.ids_by_name(project.database):
        source = sources.with_name(project.database, name)
        faults += _source_faults(project, source, has_file=source.id not in merged)
        faults += _turn_faults(source, sources.turns(project.database, source.id))
        for coding in codings.of_source(project.database, source.id):
            faults += _coding_faults(source, coding)
        faults += _memo_faults(source, memos_by_source.get(source.id, ()))
    return faults + (missing_codes(project, keys) if keys else []) + file_faults(project)


def missing_codes(project: Project, keys: tuple[CodeKey, ...]) -> list[ProjectFault]:
    """Return a fault for each code of codings that is not in the codebook."""
    codebook_keys = set(keys)
    return [
        ProjectFault(
            location=f"code {key}",
            problem=f"{count} codings have the code {key!r}, which is not in the codebook.",
            remedy="`qualcode codebook adopt` asks what became of it; the codings are kept.",
        )
        for key, count in codings.counts(project.database, "code").items()
        if key not in codebook_keys
    ]


def _source_faults(project: Project, source: Source, *, has_file: bool) -> list[ProjectFault]:
    """Return the faults of a text and its file; a merged source has a file only if somebody put it there."""
    problems = []
    if hashlib.sha256(source.text.encode()).hexdigest() != source.sha256:
        problems.append("the text differs from the imported one")
    file = project.sources_folder / source.file_name
    if not file.is_file():
        if has_file:
            problems.append(f"the imported file is missing: {file}")
    elif hashlib.sha256(file.read_bytes()).hexdigest() != source.file_sha256:
        problems.append(f"the imported file has been changed: {file}")
    remedy = "Put the file back as it was; codings refer to the text in the database."
    return [
        ProjectFault(location=f"source {source.name}", problem=problem, remedy=remedy) for problem in problems
    ]


def _turn_faults(source: Source, turns: tuple[Turn, ...]) -> list[ProjectFault]:
    ends = [turn.span.end for turn in turns]
    starts = [turn.span.start for turn in turns[1:]]
    if turns and ends == [*starts, len(source.text)]:
        return []
    return [
        ProjectFault(location=f"source {source.name}", problem="its turns do not cover its text without gaps")
    ]


def _memo_faults(source: Source, on_source: Sequence[Memo]) -> list[ProjectFault]:
    return [
        ProjectFault(
            location=f"memo {memo.id[:8]}",
            problem=f"it is on {memo.quote!r}, but {located(source.name, memo.span)} is "
            f"{memo.span.of(source.text)!r}",
            remedy="Find the words in the source and write the memo again.",
        )
        for memo in on_source
        if memo.span is not None and memo.span.of(source.text) != memo.quote
    ]


def _coding_faults(source: Source, coding: Coding) -> list[ProjectFault]:
    if coding.span.of(source.text) == coding.quote and context_of(source.text, coding.span) == (
        coding.context_before,
        coding.context_after,
    ):
        return []
    quote = coding.span.of(source.text)
    location = f"{source.name}[{coding.span.start}:{coding.span.end}]"
    problem = f"its quote is {coding.quote!r}, but {location} is {quote!r}"
    return [
        ProjectFault(
            location=f"coding {coding.id[:8]}",
            problem=problem,
            remedy="Find the quote in the source and code it again.",
        )
    ]
