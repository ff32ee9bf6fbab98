"""Semantic search: the passages most similar in meaning to some words or to a coding, coded or not."""

import re
from collections.abc import Callable, Iterator, Sequence

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import CoderName, Coding, Listing, Role, Segment, SourceId, Value
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.suggestions.run_suggester import source_ids
from qualcode.workflows.suggestions.training_data import segments_of

COLUMNS = ("source", "turn", "start", "end", "likeness", "codes", "words")
_CODING_ID = re.compile(r"(?=.*\d)[0-9a-f]{6,8}[0-9a-f-]*", re.IGNORECASE)


def similar(
    project: Project,
    query: str,
    names: Sequence[str] = (),
    *,
    limit: int = 10,
    coders: Sequence[CoderName] = (),
    advance: Callable[[], None] = lambda: None,
) -> Listing:
    """Return the passages most similar to the words, or to the coding with this id, the nearest first.

    `likeness` is the cosine of the sentence vectors; `codes` are those of any coder, or of these,
    on words of the passage. MissingExtraError without the extra `semantic`; `advance` is called per source.
    """
    from qualcode.suggesters.learning.meaning import sentence_vectors
    from qualcode.workflows.suggestions.vector_cache import CachedVectors

    coding = _coding(project, query)
    words = coding.quote if coding else query
    if not words.strip():
        raise UsageError(
            "The words to compare with are empty.", 'Type: qualcode similar "words", or a coding\'s id.'
        )
    ids = source_ids(project, names)
    vectors = CachedVectors(project.database, segments_of)
    candidates = _candidates(project, ids, coding, advance)
    matches = sentence_vectors.most_similar(vectors, vectors.encode_texts([words])[0], candidates, limit)
    name_of = {source: name for name, source in sources.ids_by_name(project.database).items()}
    rows: list[tuple[Value, ...]] = []
    for match in matches:
        segment = match.segment
        rows.append(
            (
                name_of[segment.source],
                segment.turn,
                segment.span.start,
                segment.span.end,
                match.similarity,
                ", ".join(_codes(project, segment, coders)),
                " ".join(segment.text.split()),
            )
        )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _coding(project: Project, query: str) -> Coding | None:
    """Return the coding whose id begins with the query; None if the query is words, or no coding has it."""
    if not _CODING_ID.fullmatch(query):
        return None
    try:
        return codings.with_id_prefix(project.database, query)
    except NotFoundError:
        return None


def _candidates(
    project: Project, ids: Sequence[SourceId], coding: Coding | None, advance: Callable[[], None]
) -> Iterator[Segment]:
    """Yield the segments of these sources without the interviewer's and those that the coding is on."""
    for source in ids:
        for segment in segments_of(project.database, source):
            is_query = coding and coding.source == source and coding.span.overlaps(segment.span)
            if segment.role is not Role.INTERVIEWER and not is_query:
                yield segment
        advance()


def _codes(project: Project, segment: Segment, coders: Sequence[CoderName]) -> list[str]:
    """Return the codes that these coders, or any, have on words of the segment, sorted."""
    source_codings = codings.of_source(project.database, segment.source, *coders)
    return sorted({coding.code for coding in source_codings if coding.span.overlaps(segment.span)})
