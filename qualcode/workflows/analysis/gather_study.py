"""Gather the codings, sources, cases and codebook of a project as a study for tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.store.project import Project
from qualcode.store.records import cases, codings, sources
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.tables import Study
    from qualcode.tables.arrays.source_index import SourceIndex


_CODING_COLUMNS = ("source", "start", "end", "code", "coder")


def gather_study(project: Project, *, also: Sequence[str] = (), with_sentences: bool = False) -> "Study":
    """Return the coded study of a project; sources are read one at a time.

    `also` names further columns of the codings (by default source, offsets, code and coder). Sentences are
    needed only for co-occurrence within sentences.
    """
    from qualcode.tables import codings_frame, gather

    return gather(
        codings_frame(
            codings.listing(project.database, columns=tuple(dict.fromkeys((*_CODING_COLUMNS, *also))))
        ),
        _source_indexes(project, with_sentences=with_sentences),
        cases.read_all(project.database),
        current_codebook(project).codebook,
    )


def _source_indexes(project: Project, *, with_sentences: bool) -> "Iterator[SourceIndex]":
    from qualcode.tables import index_source

    database = project.database
    for source in sources.ids_by_name(database).values():
        sentences = sources.sentences(database, source) if with_sentences else ()
        yield index_source(sources.with_id(database, source), sources.turns(database, source), sentences)
