"""Keywords in all sources, and one code on the sentences that contain them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qualcode.model import CoderName, Coding, Listing, SourceId, Span
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.analysis.source_views import source_views
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from qualcode.retrieval import KeywordHit

_COLUMNS = ("source", "turn", "speaker", "start", "end", "left", "words", "right")


def find_hits(project: Project, words: str, *, width: int) -> "list[KeywordHit]":
    """Return each occurrence of the words, coded or not, with `width` characters on each side."""
    from qualcode.retrieval import kwic

    return list(kwic(words, source_views(project), width=width))


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
    return Listing(columns=_COLUMNS, rows=tuple(rows))


def sentences_of_hits(hits: "Sequence[KeywordHit]") -> list[tuple[SourceId, Span]]:
    """Return the sentences in which the hits begin, each once; a hit outside any sentence has none."""
    return list(dict.fromkeys((hit.source, hit.sentence.span) for hit in hits if hit.sentence))


def code_sentences(
    project: Project, coder: CoderName, code: str, sentences: Sequence[tuple[SourceId, Span]]
) -> list[Coding]:
    """Code these sentences in one act and return the new codings; existing ones are left as they are."""
    codebook = current_codebook(project)
    key, made_at = codebook.code(code), now()
    texts = {source: sources.with_id(project.database, source) for source, _ in sentences}
    with history.act(project.database, coder, "apply", "") as recorder:
        existing = codings.existing_keys(project.database, coder, texts)
        version = codebook.keep(recorder, coder)
        new_codings = [
            make_coding(texts[source], span, key, coder, version, made_at=made_at)
            for source, span in sentences
            if (source, span.start, span.end, key) not in existing
        ]
        codings.add(recorder, new_codings)
        recorder.summary = f"{key} on {len(new_codings)} sentences found by words"
    return new_codings
