"""The state of a project at a glance, without pandas, so that it is there at once."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from qualcode.model import Act, CodeKey, SourceId, Span, count_words
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.project.current_codebook import current_codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStatus:
    """What `qualcode status` shows; words are all but the interviewer's, counted once however often coded."""

    name: str
    folder: str
    interviews: int
    documents: int
    words: int
    coded_words: int
    codings: int
    codings_by_coder: dict[str, int]
    codes: int
    unused: tuple[CodeKey, ...]
    vanished: dict[str, int]
    last_act: Act | None


def project_status(project: Project) -> ProjectStatus:
    """Count what there is and what is coded."""
    database = project.database
    codebook = current_codebook(project).codebook
    by_code = codings.counts(database, "code")
    summaries = sources.summaries(database)
    spans = codings.spans(database)
    words = coded = 0
    for one in summaries:
        counted, touched = _words_of(project, one.id, spans.get(one.id, ()))
        words += counted
        coded += touched
    documents = sum(one.kind == "document" for one in summaries)
    return ProjectStatus(
        name=project.settings.name or project.folder.name,
        folder=str(project.folder),
        interviews=len(summaries) - documents,
        documents=documents,
        words=words,
        coded_words=coded,
        codings=sum(by_code.values()),
        codings_by_coder=codings.counts(database, "coder"),
        codes=len(codebook),
        unused=tuple(
            key for key in codebook.keys if not any(inner in by_code for inner in codebook.branch(key))
        ),
        vanished={key: count for key, count in by_code.items() if key not in codebook},
        last_act=next(iter(history.acts(database, limit=1)), None),
    )


def _words_of(project: Project, source: SourceId, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return how many words of a source count, and how many of them at least one span touches."""
    text = sources.with_id(project.database, source).text
    covered = _together(spans)
    ends = [end for _, end in covered]
    words = coded = 0
    for start, end in sources.bodies_without_interviewer(project.database, source):
        words += count_words(text[start:end])
        first = bisect_right(ends, start)
        coded += _touched(text, Span(start, end), islice(covered, first, None))
    return words, coded


def _together(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what spans, sorted by their start, cover together, in pieces that do not meet."""
    covered: list[tuple[int, int]] = []
    for start, end in spans:
        if covered and start <= covered[-1][1]:
            if end > covered[-1][1]:
                covered[-1] = covered[-1][0], end
        else:
            covered.append((start, end))
    return covered


def _touched(text: str, body: Span, covered: Iterable[tuple[int, int]]) -> int:
    """Return how many words of the body the covered pieces touch; a word touched twice counts once."""
    count, reached = 0, body.start
    for start, end in covered:
        if start >= body.end:
            break
        first, last = max(start, reached), min(end, body.end)
        while reached < first < body.end and not text[first].isspace() and not text[first - 1].isspace():
            first -= 1
        while first < last < body.end and not text[last - 1].isspace() and not text[last].isspace():
            last += 1
        count += count_words(text[first:last])
        reached = max(reached, last)
    return count
