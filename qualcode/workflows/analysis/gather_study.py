"""Tabulating: a study's codings, texts and cases brought together, one source at a time, and counted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.store.project import Project
from qualcode.store.records import cases, codings, sources
from qualcode.workflows.project.current_codebook import current_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.tables import Study
    from qualcode.tables.arrays.source_index import SourceIndex


_COUNTED = ("source", "start", "end", "code", "coder")


def study(project: Project, *, also: Sequence[str] = (), with_sentences: bool = False) -> "Study":
    """Return the whole study as the tables want it; `also` names more columns of its codings.

    Where they stand, their codes and coders are enough for most tables; sentences, too, only some want.
    """
    from qualcode.tables import codings_frame, gather

    return gather(
        codings_frame(codings.listing(project.database, columns=tuple(dict.fromkeys((*_COUNTED, *also))))),
        _indexed(project, with_sentences=with_sentences),
        cases.read_all(project.database),
        current_codebook(project).codebook,
    )


def _indexed(project: Project, *, with_sentences: bool) -> "Iterator[SourceIndex]":
    from qualcode.tables import index_source

    database = project.database
    for source in sources.ids_by_name(database).values():
        sentences = sources.sentences(database, source) if with_sentences else ()
        yield index_source(sources.with_id(database, source), sources.turns(database, source), sentences)
