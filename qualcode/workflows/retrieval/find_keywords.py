"""Keywords in the sources of a project, coded or not, with the words around them."""

from typing import TYPE_CHECKING

from qualcode.model import Listing
from qualcode.store.project import Project
from qualcode.store.records.people import cases
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.retrieval.source_views import source_views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.retrieval import KeywordHit

_COLUMNS = ("source", "turn", "speaker", "start", "end", "left", "words", "right")


def find_hits(project: Project, words: str, *, width: int, where: str = "") -> "list[KeywordHit]":
    """Return each occurrence of the words, coded or not, with `width` characters on each side.

    `where` selects turns by the attributes of their speakers' cases; QueryError for a wrong condition.
    """
    from qualcode.retrieval import AttributeFilter, kwic

    all_cases = cases.read_all(project.database)
    condition = None
    if where.strip():
        attributes = {name for case in all_cases for name in case.attributes}
        condition = AttributeFilter(where, current_codebook(project).codebook, attributes)
    return list(kwic(words, source_views(project, all_cases=all_cases), width=width, where=condition))


def listing(hits: "Iterable[KeywordHit]") -> Listing:
    """Return hits as rows: source, turn, speaker, offsets, words, and the text on both sides."""
    rows = (
        (
            hit.source_name,
            hit.turn.number if hit.turn else None,
            hit.speaker,
            hit.span.start,
            hit.span.end,
            hit.left,
            hit.text,
            hit.right,
        )
        for hit in hits
    )
    return Listing(columns=_COLUMNS, rows=tuple(rows), title="Occurrences")
