"""The state of a project at a glance, without pandas, so that it is there at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.model import Act, CodeKey, Role, SourceId, word_bounds
from qualcode.store import codings, history, sources
from qualcode.store.project import Project
from qualcode.workflows.opening import codebook_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
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


def overview(project: Project) -> Overview:
    """Count what there is and what is coded."""
    database = project.database
    codebook = codebook_in_force(project).codebook
    by_code = codings.counts(database, "code")
    summaries = sources.summaries(database)
    spans = codings.spans(database)
    words = coded = 0
    for one in summaries:
        counted = _participants_words(project, one.id)
        words += len(counted[0])
        coded += _covered(counted, spans.get(one.id, ()))
    documents = sum(one.kind == "document" for one in summaries)
    return Overview(
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


def _participants_words(project: Project, source: SourceId) -> tuple[list[int], list[int]]:
    """Return where each word of a source that counts begins, and where it ends."""
    bounds = word_bounds(sources.get(project.database, source).text)
    starts, ends = bounds[::2], bounds[1::2]
    first: list[int] = []
    last: list[int] = []
    for turn in sources.turns(project.database, source):
        if turn.role is not Role.INTERVIEWER:
            inside = slice(bisect_left(starts, turn.body.start), bisect_left(starts, turn.body.end))
            first.extend(starts[inside])
            last.extend(ends[inside])
    return first, last


def _covered(words: tuple[list[int], list[int]], spans: Iterable[tuple[int, int]]) -> int:
    """Return how many of the words at least one span touches; spans come sorted by their start."""
    starts, ends = words
    count = reached = 0
    for start, end in spans:
        first = max(bisect_right(ends, start), reached)
        last = bisect_left(starts, end)
        if last > first:
            count += last - first
            reached = last
    return count
