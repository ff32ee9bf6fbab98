"""Gather the codings, sources, cases and codebook of a project as a study for tables."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.model import SourceId, SourceState
from qualcode.text.plurals import counted, noun
from qualcode.workflows.analysis.analysis_options import AnalysisOptions, scope_of
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.result_notes import scope_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from qualcode.store.project import Project
    from qualcode.tables import Scope, Study, TableNotes
    from qualcode.tables.arrays.source_index import SourceIndex
    from qualcode.workflows.agreement.machine_coder import MachineCodings


_CODING_COLUMNS = ("source", "start", "end", "code", "coder", "origin")


def gather_study(
    project: "Project",
    *,
    also: Sequence[str] = (),
    with_sentences: bool = False,
    machines: "Sequence[MachineCodings]" = (),
) -> "Study":
    """Return the coded study of a project; sources are read one at a time.

    `also` names further columns of the codings (by default source, offsets, code and coder). Sentences are
    needed only for co-occurrence within sentences. Suggesters can stand beside the coders.
    """
    from qualcode.store.records import codings
    from qualcode.store.records.people import cases
    from qualcode.tables import codings_frame, gather
    from qualcode.workflows.chosen_coders import known_coders
    from qualcode.workflows.project.current_codebook import current_codebook
    from qualcode.workflows.rounds.hidden_work import visible_finishers

    listing = codings.listing(project.database, columns=tuple(dict.fromkeys((*_CODING_COLUMNS, *also))))
    finished: Mapping[SourceId, Sequence[str]] = visible_finishers(project.database)
    for machine in machines:
        listing, finished = machine.added_to(listing), machine.finished(finished)
    return gather(
        codings_frame(listing),
        _source_indexes(project, with_sentences=with_sentences),
        cases.read_all(project.database),
        current_codebook(project).codebook,
        finished,
        known_coders(project.database),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedStudy:
    """A study and the part of it that an analysis counts."""

    study: "Study"
    scope: "Scope"
    options: AnalysisOptions
    hidden: str = ""
    """What is hidden from the viewer in open rounds, in a sentence."""

    def of_sources(self, names: "Collection[str]") -> "SelectedStudy":
        """Return the study with only these sources in scope."""
        sources = frozenset(facts.id for facts in self.study.sources if facts.name in names)
        return replace(self, scope=replace(self.scope, sources=sources))

    def result(
        self,
        table: "pd.DataFrame",
        *,
        title: str,
        topic: str,
        pooled: bool = True,
        notes: Sequence[str] = (),
        empty: str = "",
        chart: ChartSpec | None = None,
        writers: "Mapping[str, Callable[[pd.DataFrame, Sequence[TableNotes]], bytes]] | None" = None,
    ) -> AnalysisResult:
        """Return the table as a result; `pooled` says if it counts the codings of all coders together."""
        coder_notes = tuple(self.coder_notes(pooled=pooled))
        return AnalysisResult(
            table=table,
            title=title,
            topic=topic,
            codebook=self.study.codebook,
            notes=(
                *self.selection_notes(),
                *self.interviewer_notes(),
                *coder_notes,
                *notes,
            ),
            pooled_coders=self.coders_in_scope() if pooled else (),
            coder_notes=(*((self.hidden,) if self.hidden else ()), *coder_notes),
            scope=tuple(scope_sentences(self.options, self.study.coders)),
            empty=empty or ("No coding is in scope." if len(self.study.codings) else "No codings yet."),
            chart=chart,
            writers=writers or {},
        )

    def selection_notes(self, *, codings: bool = True) -> "Iterator[str]":
        """Yield what is hidden, what `where` selects, and how many of the sources in scope are coded.

        `codings` says if the table counts any.
        """
        from qualcode.tables import source_states

        if self.hidden:
            yield self.hidden
        if self.scope.selects is not None:
            turns = self.study.within(self.scope).turns
            selected = turns.source[turns.words_in_scope > 0]
            condition = self.options.where.strip()
            yield (
                f"Only turns of {f'cases with {condition}' if condition else 'the sample'}: "
                f"{counted(len(selected), 'turn')} in {counted(len(set(selected.tolist())), 'source')} of "
                f"{len(self.study.sources):,}."
            )
        states = source_states(self.study, replace(self.scope, finished=False))
        if not states:
            return
        counts = Counter(states.values())
        figures = [f"{counts[state]:,} {state.value}" for state in SourceState if counts[state]]
        yield f"{counted(len(states), 'source')}: {', '.join(figures)}."
        if self.options.finished and codings:
            yield "Only finished sources are counted, each with the codings of those who finished it."

    def interviewer_notes(self) -> "Iterator[str]":
        """Yield how many codings are left out because they are on interviewers' words."""
        if self.scope.with_interviewer:
            return
        left_out = len(self.study.within(replace(self.scope, with_interviewer=True)).spans.codings) - len(
            self.study.within(self.scope).spans.codings
        )
        if left_out:
            yield (
                f"{counted(left_out, 'coding')} on interviewers' words {noun(left_out, 'is', 'are')} "
                "left out; --with-interviewer counts them."
            )

    def coders_in_scope(self) -> tuple[str, ...]:
        """Return the coders with codings in scope."""
        numbers = set(self.study.coder[self.study.within(self.scope).spans.codings].tolist())
        return tuple(self.study.coders[number] for number in sorted(numbers))

    def coder_notes(self, *, pooled: bool = True) -> "Iterator[str]":
        """Yield who of the selected coders has no codings in scope, and, if `pooled`, who is pooled."""
        from qualcode.workflows.chosen_coders import missing_work_notes, pooled_note

        coders = self.coders_in_scope()
        yield from missing_work_notes(self.scope.coders, coders)
        if pooled and (note := pooled_note(coders)):
            yield note


def select_study(
    data: "Project | Study",
    options: AnalysisOptions,
    *,
    also: Sequence[str] = (),
    with_sentences: bool = False,
    machines: "Sequence[MachineCodings]" = (),
) -> SelectedStudy:
    """Return the study of an open project, or one that was gathered before, with the scope of the options."""
    from qualcode.store.project import Project
    from qualcode.workflows.rounds.hidden_work import hidden_note

    if not isinstance(data, Project):
        return SelectedStudy(study=data, scope=scope_of(data, options), options=options)
    study = gather_study(data, also=also, with_sentences=with_sentences, machines=machines)
    return SelectedStudy(
        study=study, scope=scope_of(study, options), options=options, hidden=hidden_note(data.database)
    )


def _source_indexes(project: "Project", *, with_sentences: bool) -> "Iterator[SourceIndex]":
    from qualcode.store.records import sources
    from qualcode.tables import index_source

    database = project.database
    for source in sources.ids_by_name(database).values():
        sentences = sources.sentences(database, source) if with_sentences else ()
        yield index_source(sources.with_id(database, source), sources.turns(database, source), sentences)
