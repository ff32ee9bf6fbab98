"""The sources of a project as retrieval reads them, one at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.model import Case, CoderName
from qualcode.store.project import Project
from qualcode.store.records import codings, sources
from qualcode.store.records.people import cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.retrieval import SourceView


def source_views(
    project: Project,
    *,
    coders: Sequence[CoderName] = (),
    with_sentences: bool = True,
    all_cases: Sequence[Case] | None = None,
) -> "Iterator[SourceView]":
    """Yield each source, by name, with its turns, sentences, cases and codings (of these coders or all).

    `all_cases` are the cases of the project where the caller has read them already. The project must stay
    open until the last source was yielded.
    """
    from qualcode.retrieval import SourceView

    database = project.database
    known_cases = cases.read_all(database) if all_cases is None else all_cases
    for source_id in sources.ids_by_name(database).values():
        yield SourceView(
            source=sources.with_id(database, source_id),
            turns=sources.turns(database, source_id),
            sentences=sources.sentences(database, source_id) if with_sentences else (),
            codings=codings.of_source(database, source_id, *coders),
            cases=tuple(case for case in known_cases if source_id in dict(case.sources)),
        )
