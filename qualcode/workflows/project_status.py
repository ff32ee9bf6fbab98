"""Status of a project in numbers, computed without pandas to start fast."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from qualcode.model import Act, CodeKey, CoderName, SourceId, SourceState, Span, count_words
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.store.records import backups, codings, sources
from qualcode.store.records.backups import KnownBackup
from qualcode.store.records.coding_filter import CodingFilter
from qualcode.workflows.coding.counted_codings import count_by, counted_codings
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.rounds.hidden_work import visible_finishers
from qualcode.workflows.rounds.list_rounds import open_rounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStatus:
    """The numbers that `qualcode status` shows.

    `words` and `codings` leave out interviewers' turns, as tables do; `coded_words` counts a word once
    however many codings it has.
    """

    name: str
    folder: str
    interviews: int
    documents: int
    words: int
    coded_words: int
    finished: int
    """Sources that somebody has coded to the end."""
    begun: int
    """Sources with codings that nobody has finished."""
    untouched: int
    """Sources without codings that nobody has finished."""
    finished_by_coder: dict[str, int]
    codings: int
    codings_on_interviewers: int
    """Codings wholly on the words of interviewers, which are not among `codings`."""
    codings_by_coder: dict[str, int]
    codes: int
    unused: tuple[CodeKey, ...]
    """Codes without codings of their own or of a descendant."""
    open_rounds: tuple[tuple[str, str], ...]
    """The name of each round that is not closed, and how many sources each coder has finished of how many."""
    missing_codes: dict[str, int]
    """Codes of codings that are not in the codebook → number of codings."""
    last_act: Act | None
    last_backup: KnownBackup | None


def project_status(project: Project, coders: Sequence[CoderName] = ()) -> ProjectStatus:
    """Return the status of a project; with `coders`, only their codings and finished sources count."""
    database = project.database
    codebook = current_codebook(project).codebook
    by_code = codings.counts(database, "code", *coders)
    by_coder, on_interviewers = count_by(counted_codings(database, coders), 2)
    finished_by = _finishers(project, coders)
    coded = codings.counts(database, "source_id", *coders)
    summaries = sources.summaries(database)
    spans = codings.spans(database, CodingFilter(coders=tuple(coders)))
    words = coded_words = 0
    for source in summaries:
        source_words, source_coded = _word_counts(project, source.id, spans.get(source.id, ()))
        words += source_words
        coded_words += source_coded
    states = Counter(
        SourceState.of(finished=source.id in finished_by, coded=source.id in coded) for source in summaries
    )
    documents = sum(source.kind == "document" for source in summaries)
    return ProjectStatus(
        name=project.settings.name or project.folder.name,
        folder=str(project.folder),
        interviews=len(summaries) - documents,
        documents=documents,
        words=words,
        coded_words=coded_words,
        finished=states[SourceState.FINISHED],
        begun=states[SourceState.BEGUN],
        untouched=states[SourceState.UNTOUCHED],
        finished_by_coder=dict(
            sorted(Counter(coder for coders in finished_by.values() for coder in coders).items())
        ),
        codings=sum(by_coder.values()),
        codings_on_interviewers=sum(on_interviewers.values()),
        codings_by_coder=by_coder,
        codes=len(codebook),
        unused=tuple(
            key
            for key in codebook.keys
            if not any(branch_key in by_code for branch_key in codebook.branch(key))
        ),
        open_rounds=open_rounds(database),
        missing_codes={key: count for key, count in by_code.items() if key not in codebook},
        last_act=next(iter(history.acts(database, limit=1)), None),
        last_backup=next(iter(backups.read_all(database)), None),
    )


def _finishers(project: Project, coders: Sequence[CoderName]) -> dict[SourceId, list[CoderName]]:
    """Return who has finished each source, of these coders if there are any."""
    finishers = {
        source: [coder for coder in names if coder in coders or not coders]
        for source, names in visible_finishers(project.database).items()
    }
    return {source: names for source, names in finishers.items() if names}


def _word_counts(project: Project, source: SourceId, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the number of words of a source, and of those that overlap a span; without interviewers."""
    text = sources.with_id(project.database, source).text
    covered = _union(spans)
    ends = [end for _, end in covered]
    words = coded = 0
    for start, end in sources.bodies_without_interviewer(project.database, source):
        words += count_words(text[start:end])
        first = bisect_right(ends, start)
        coded += _overlapping_words(text, Span(start, end), islice(covered, first, None))
    return words, coded


def _union(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of spans, sorted by start, as spans that neither overlap nor touch."""
    covered: list[tuple[int, int]] = []
    for start, end in spans:
        if covered and start <= covered[-1][1]:
            if end > covered[-1][1]:
                covered[-1] = covered[-1][0], end
        else:
            covered.append((start, end))
    return covered


def _overlapping_words(text: str, body: Span, covered: Iterable[tuple[int, int]]) -> int:
    """Return the number of words of the body that overlap a covered span, each counted once."""
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
