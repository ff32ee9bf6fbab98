"""Keywords: every place where words are said, and coding the sentences around them in one act."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.model import CoderName, Coding, SourceId, Span
from qualcode.store import history
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.workflows.analysis.find_quotes import views
from qualcode.workflows.coding.apply_codes import make_coding
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from qualcode.retrieval import KeywordHit


def hits(project: Project, words: str, *, width: int) -> "list[KeywordHit]":
    """Return where the words are said in all sources, coded or not, with `width` characters on each side."""
    from qualcode.retrieval import kwic

    return list(kwic(words, views(project), width=width))


def sentences(found: "Sequence[KeywordHit]") -> list[tuple[SourceId, Span]]:
    """Return the sentences in which the hits begin, each once; words outside any sentence have none."""
    return list(dict.fromkeys((hit.source, hit.sentence.span) for hit in found if hit.sentence))


def apply(
    project: Project, coder: CoderName, code: str, places: Sequence[tuple[SourceId, Span]]
) -> list[Coding]:
    """Put a code on these sentences in one act; those on which the coder has it already are left out."""
    force = current_codebook(project)
    key, at = force.code(code), now()
    texts = {source: sources.with_id(project.database, source) for source, _ in places}
    with history.act(project.database, coder, "apply", "") as recorder:
        there = codings.existing_keys(project.database, coder, texts)
        version = force.keep(recorder, coder)
        made = [
            make_coding(texts[source], span, key, coder, version, made_at=at)
            for source, span in places
            if (source, span.start, span.end, key) not in there
        ]
        codings.add(recorder, made)
        recorder.summary = f"{key} on {len(made)} sentences found by words"
    return made
