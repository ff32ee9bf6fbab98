"""A coded study as arrays, from which every table is computed.

`gather` reads the sources one at a time and keeps no text. `Study.within` restricts a study to a scope; the
default scope excludes the turns of interviewers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Self

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError
from qualcode.model import Case, Codebook, CodeKey, Role, SourceId, SourceKind, Turn
from qualcode.tables.arrays.source_index import SourceFacts, SourceIndex
from qualcode.tables.arrays.sparse_relations import Flags, Ints, concatenate, int_array
from qualcode.tables.arrays.turn_spans import (
    SourceCodings,
    TurnSpans,
    UnitOffsets,
    concatenate_spans,
    cut_at_turns,
)

_REQUIRED_COLUMNS = ("source", "start", "end", "code", "coder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a table counts: a kind of source or both, some coders or all, with interviewers or without."""

    kind: SourceKind | None = None
    coders: tuple[str, ...] = ()
    with_interviewer: bool = False
    finished: bool = False
    """Only the sources that a coder in scope has finished, and of each the codings of those coders."""
    sources: frozenset[SourceId] | None = None
    """Only these sources; None for all."""
    selects: Callable[[SourceId, Turn], bool] | None = None
    """Whether a turn of a source is counted; None for all. Turn 0 is the text before the first turn."""

    def has_source(self, facts: SourceFacts) -> bool:
        """Return whether the scope has a source of this kind and name."""
        return self.kind in (None, facts.kind) and (self.sources is None or facts.id in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """All turns of the study in the order of its sources, including the preambles."""

    turns: tuple[Turn, ...]
    source: Ints
    words: Ints
    """The number of words in the body of each turn."""
    in_scope: Flags
    """Whether each turn is in scope."""

    @property
    def words_in_scope(self) -> Ints:
        """The number of words of each turn, 0 if it is not in scope."""
        return np.where(self.in_scope, self.words, 0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """Codings, turns, cases and codebook; codes, coders and sources are numbered by their position."""

    codebook: Codebook
    sources: tuple[SourceFacts, ...]
    cases: tuple[Case, ...]
    codings: pd.DataFrame
    """As listed; `code`, `coder`, `source` and the sentences are parallel to its rows."""
    keys: tuple[CodeKey, ...]
    """The codes of the codebook in its order, then codes in use that are no longer in it."""
    code: Ints
    coders: tuple[str, ...]
    coder: Ints
    further_coders: tuple[str, ...]
    """Coders of the project who have no codings that can be seen, and have finished no source."""
    source: Ints
    sentence_first: Ints
    sentence_end: Ints
    sentence_turns: Ints
    """The turn of each sentence; empty if the study was gathered without sentences."""
    turns: Turns
    spans: TurnSpans
    finished: Flags
    """Which coder has finished which source, as coders by sources."""
    coded: Flags
    """Which coder has finished or begun which source; in a scope, only what it selects."""

    def within(self, scope: Scope) -> Self:
        """Return the study with the turns flagged and the turn spans selected that are in scope."""
        for coder in scope.coders:
            known = (*self.coders, *self.further_coders)
            if coder not in known:
                raise NotFoundError.among("coder", coder, known, "`qualcode coders` lists them.")
        sources = np.array([scope.has_source(facts) for facts in self.sources], dtype=bool)
        in_scope = sources[self.turns.source]
        if not scope.with_interviewer:
            in_scope &= np.array([turn.role is not Role.INTERVIEWER for turn in self.turns.turns], dtype=bool)
        if scope.selects is not None:
            ids = [facts.id for facts in self.sources]
            owners = zip(self.turns.source.tolist(), self.turns.turns, strict=True)
            in_scope &= np.array([scope.selects(ids[source], turn) for source, turn in owners], dtype=bool)
        coders = np.array([coder in (scope.coders or self.coders) for coder in self.coders], dtype=bool)
        finished = self.finished & coders[:, np.newaxis]
        coded = finished if scope.finished else self.coded & coders[:, np.newaxis]
        if scope.finished:
            in_scope &= by_anyone(finished)[self.turns.source]
        coding = self.spans.coding
        selected = in_scope[self.spans.turn] & coded[self.coder[coding], self.source[coding]]
        return replace(
            self,
            spans=self.spans.select(selected),
            turns=replace(self.turns, in_scope=in_scope),
            finished=finished,
            coded=coded,
        )

    @property
    def sources_in_scope(self) -> Ints:
        """The positions of the sources with a turn in scope, ascending."""
        return np.unique(self.turns.source[self.turns.in_scope])

    @property
    def coded_turn_words(self) -> Ints:
        """The number of words of each turn, 0 if it is not in scope or nobody has begun its source."""
        is_coded = by_anyone(self.coded)[self.turns.source]
        return np.where(is_coded, self.turns.words_in_scope, 0)

    @property
    def counted_coders(self) -> Flags:
        """Which coders the scope counts: a zero of another one would not mean that nothing was coded."""
        coders: Flags = np.any(self.coded, axis=1)
        return coders

    def with_codes(self, keys: Collection[str]) -> Self:
        """Return the study with the codings of these codes only."""
        chosen = np.array([key in keys for key in self.keys], dtype=bool)
        return replace(self, spans=self.spans.select(chosen[self.code[self.spans.coding]]))

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of the sources in the order of the study."""
        return tuple(facts.name for facts in self.sources)


def by_anyone(flags: Flags) -> Flags:
    """Return which sources have a flag of any coder, from an array of coders by sources."""
    sources: Flags = np.any(flags, axis=0, keepdims=True)[0]
    return sources


def gather(
    codings: pd.DataFrame,
    sources: Iterable[SourceIndex],
    cases: Sequence[Case],
    codebook: Codebook,
    finished: Mapping[SourceId, Sequence[str]] = MappingProxyType({}),
    known_coders: Sequence[str] = (),
) -> Study:
    """Return a study from its listed codings and its indexed sources, each source once.

    `codings` needs the columns source (its name), start, end, code and coder; `finished` has who finished a
    source, `known_coders` who can be selected without codings. NotFoundError for a missing column or source.
    """
    rows = _rows_by_source(codings)
    start, end = (codings[column].to_numpy(dtype=np.int64) for column in ("start", "end"))
    facts, turns, rows_by_source = list[SourceFacts](), list[Turn](), list[Ints]()
    by_source, offsets = list[SourceCodings](), UnitOffsets()
    for index in sources:
        own = rows.pop(index.facts.name, int_array(()))
        rows_by_source.append(own)
        by_source.append(cut_at_turns(index, own, start[own], end[own], offsets))
        facts.append(index.facts)
        turns.extend(index.turns)
        offsets = offsets.after(index)
    if rows:
        raise NotFoundError.among("source", min(rows), (fact.name for fact in facts))
    order = np.argsort(concatenate(rows_by_source), kind="stable")
    code, keys = _name_positions(codings["code"], first=codebook.keys)
    coder, coders = _name_positions(codings["coder"], also=set(chain.from_iterable(finished.values())))
    source = np.repeat(np.arange(len(rows_by_source)), list(map(len, rows_by_source)))[order]
    finished_flags, coded = _source_flags(facts, coders, finished, (coder, source))
    return Study(
        codebook=codebook,
        sources=tuple(facts),
        cases=tuple(cases),
        codings=codings,
        keys=tuple(CodeKey(key) for key in keys),
        code=code,
        coders=coders,
        coder=coder,
        further_coders=tuple(name for name in known_coders if name not in coders),
        source=source,
        sentence_first=concatenate([part.sentence_first for part in by_source])[order],
        sentence_end=concatenate([part.sentence_end for part in by_source])[order],
        sentence_turns=concatenate([part.sentence_turns for part in by_source]),
        turns=_turns(turns, [part.turn_words for part in by_source]),
        spans=concatenate_spans([part.spans for part in by_source]),
        finished=finished_flags,
        coded=coded,
    )


def _rows_by_source(codings: pd.DataFrame) -> dict[str, Ints]:
    """Return the rows of each source's codings by its name; NotFoundError if a column is missing."""
    missing = set(_REQUIRED_COLUMNS) - set(codings.columns)
    if missing:
        raise NotFoundError(f"The codings have no column {min(missing)!r}.")
    source, names = _name_positions(codings["source"])
    return {name: np.flatnonzero(source == number) for number, name in enumerate(names)}


def _source_flags(
    facts: Sequence[SourceFacts],
    coders: Sequence[str],
    finished: Mapping[SourceId, Sequence[str]],
    codings: tuple[Ints, Ints],
) -> tuple[Flags, Flags]:
    """Return who has finished, and who has finished or begun each source, as coders by sources.

    `codings` has the positions of the coder and the source of each coding.
    """
    flags = [[name in finished.get(source.id, ()) for source in facts] for name in coders]
    is_finished: Flags = np.array(flags, dtype=bool).reshape(len(coders), len(facts))
    is_coded = is_finished.copy()
    is_coded[codings] = True
    return is_finished, is_coded


def _turns(turns: list[Turn], words_by_source: list[Ints]) -> Turns:
    return Turns(
        turns=tuple(turns),
        source=np.repeat(np.arange(len(words_by_source)), list(map(len, words_by_source))),
        words=concatenate(words_by_source),
        in_scope=np.ones(len(turns), dtype=bool),
    )


def _name_positions(
    names: "pd.Series[str]", first: Sequence[str] = (), also: AbstractSet[str] = frozenset()
) -> tuple[Ints, tuple[str, ...]]:
    """Return the position of each row's name, and the names: `first`, then all others and `also` sorted."""
    position, different = pd.factorize(names.to_numpy(dtype=object))
    ordered = (*first, *sorted((set(different) | also) - set(first)))
    position_of = {name: number for number, name in enumerate(ordered)}
    return int_array(position_of[name] for name in different)[position], ordered
