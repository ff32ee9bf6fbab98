"""Likeness: the passages nearest in meaning to some words or to a coding, coded or not."""

import re
from collections.abc import Callable, Iterator, Sequence

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Coding, Listing, Role, Segment, SourceId, Value
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.suggestions.run_suggester import source_ids
from qualcode.workflows.suggestions.training_data import segments_of

COLUMNS = ("source", "turn", "start", "end", "likeness", "codes", "words")
_ID = re.compile(r"(?=.*\d)[0-9a-f]{6,8}[0-9a-f-]*", re.IGNORECASE)


def similar(
    project: Project,
    asked: str,
    names: Sequence[str] = (),
    *,
    most: int = 10,
    advance: Callable[[], None] = lambda: None,
) -> Listing:
    """Return the passages nearest in meaning to the words, or to the coding of this id, nearest first.

    `codes` are those that anyone has put on words of the passage. MissingExtraError without `semantic`.
    """
    from qualcode.suggesters.learning import sentence_vectors
    from qualcode.workflows.suggestions.vector_cache import CachedVectors

    coding = _coding(project, asked)
    words = coding.quote if coding else asked
    if not words.strip():
        raise UsageError(
            "Say what the passages should be like.", 'qualcode similar "words", or a coding\'s id'
        )
    ids = source_ids(project, names)
    vectors = CachedVectors(project.database, segments_of)
    passages = _passages(project, ids, coding, advance)
    found = sentence_vectors.most_similar(vectors, vectors.of(words), passages, most=most)
    called = {source: name for name, source in sources.ids_by_name(project.database).items()}
    rows: list[tuple[Value, ...]] = []
    for one in found:
        place = one.segment
        rows.append(
            (
                called[place.source],
                place.turn,
                place.span.start,
                place.span.end,
                one.likeness,
                ", ".join(_codes(project, place)),
                " ".join(place.text.split()),
            )
        )
    return Listing(columns=COLUMNS, rows=tuple(rows))


def _coding(project: Project, asked: str) -> Coding | None:
    """Return the coding asked for by six or more characters of its id; None where these are words."""
    if not _ID.fullmatch(asked):
        return None
    try:
        return codings.with_id_prefix(project.database, asked)
    except NotFoundError:
        return None


def _passages(
    project: Project, ids: Sequence[SourceId], besides: Coding | None, advance: Callable[[], None]
) -> Iterator[Segment]:
    """Yield what participants say and documents write, without the passage that was asked about."""
    for source in ids:
        for segment in segments_of(project.database, source):
            itself = besides and besides.source == source and besides.span.overlaps(segment.span)
            if segment.role is not Role.INTERVIEWER and not itself:
                yield segment
        advance()


def _codes(project: Project, place: Segment) -> list[str]:
    found = codings.of_source(project.database, place.source)
    return sorted({one.code for one in found if one.span.overlaps(place.span)})
