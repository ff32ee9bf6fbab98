"""A study as arrays: what every table is computed from, whatever it counts.

`gather` reads the sources one at a time and keeps no text. `within` narrows a study to what may count:
by default the interviewer's turns do not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd

from qualcode.errors import NotFoundError
from qualcode.model import Case, Codebook, CodeKey, Role, SourceKind, Turn
from qualcode.tables.arrays.source_index import SourceFacts, SourceIndex
from qualcode.tables.arrays.sparse_relations import Flags, Ints, concatenate, int_array
from qualcode.tables.arrays.turn_spans import (
    SourceCodings,
    TurnSpans,
    UnitOffsets,
    concatenate_spans,
    cut_at_turns,
)

_NEEDED = ("source", "start", "end", "code", "coder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What counts: sources of one kind or both, these coders or all, the interviewer's words or not."""

    kind: SourceKind | None = None
    coders: tuple[str, ...] = ()
    with_interviewer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """All turns of the study in the order of its sources, the preambles among them."""

    turns: tuple[Turn, ...]
    source: Ints
    words: Ints
    """How many words the turn's body has."""
    in_scope: Flags
    """Whether the turn is in scope."""

    @property
    def words_in_scope(self) -> Ints:
        """How many words of each turn may count."""
        return np.where(self.in_scope, self.words, 0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """Codings, turns, cases and the codebook, with names as numbers: the position in the tuple of names."""

    codebook: Codebook
    sources: tuple[SourceFacts, ...]
    cases: tuple[Case, ...]
    codings: pd.DataFrame
    """As they were listed; the arrays below go with its rows."""
    keys: tuple[CodeKey, ...]
    """The codebook's codes in its order, then codes that have vanished from it."""
    code: Ints
    coders: tuple[str, ...]
    coder: Ints
    source: Ints
    sentence_first: Ints
    sentence_end: Ints
    turns: Turns
    spans: TurnSpans

    def within(self, scope: Scope) -> Self:
        """Return the study with only the turns and the spans of codings that are in the scope."""
        for coder in scope.coders:
            if coder not in self.coders:
                raise NotFoundError.among("coder", coder, self.coders)
        kinds = np.array([scope.kind in (None, facts.kind) for facts in self.sources], dtype=bool)
        counts = kinds[self.turns.source]
        if not scope.with_interviewer:
            counts &= np.array([turn.role is not Role.INTERVIEWER for turn in self.turns.turns], dtype=bool)
        coders = np.array([coder in (scope.coders or self.coders) for coder in self.coders], dtype=bool)
        kept = counts[self.spans.turn] & coders[self.coder[self.spans.coding]]
        return replace(self, spans=self.spans.select(kept), turns=replace(self.turns, in_scope=counts))

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of the sources, in the order they were given."""
        return tuple(facts.name for facts in self.sources)


def gather(
    codings: pd.DataFrame, sources: Iterable[SourceIndex], cases: Sequence[Case], codebook: Codebook
) -> Study:
    """Bring a study together; `codings` needs at least source (its name), start, end, code and coder."""
    missing = set(_NEEDED) - set(codings.columns)
    if missing:
        raise NotFoundError(f"The codings lack the column {min(missing)!r}.")
    listed, names = _name_positions(codings["source"])
    rows = {name: np.flatnonzero(listed == number) for number, name in enumerate(names)}
    start, end = (codings[column].to_numpy(dtype=np.int64) for column in ("start", "end"))
    facts: list[SourceFacts] = []
    turns: list[Turn] = []
    placed: list[tuple[Ints, SourceCodings]] = []
    numbers = UnitOffsets()
    for index in sources:
        here = rows.pop(index.facts.name, int_array(()))
        placed.append((here, cut_at_turns(index, here, start[here], end[here], numbers)))
        facts.append(index.facts)
        turns.extend(index.turns)
        numbers = numbers.after(index)
    if rows:
        raise NotFoundError.among("source", min(rows), (fact.name for fact in facts))
    order = np.argsort(concatenate([here for here, _ in placed]), kind="stable")
    code, keys = _name_positions(codings["code"], first=codebook.keys)
    coder, coders = _name_positions(codings["coder"])
    return Study(
        codebook=codebook,
        sources=tuple(facts),
        cases=tuple(cases),
        codings=codings,
        keys=tuple(CodeKey(key) for key in keys),
        code=code,
        coders=coders,
        coder=coder,
        source=np.repeat(np.arange(len(placed)), [len(here) for here, _ in placed])[order],
        sentence_first=concatenate([part.sentence_first for _, part in placed])[order],
        sentence_end=concatenate([part.sentence_end for _, part in placed])[order],
        turns=_turns(turns, [part.turn_words for _, part in placed]),
        spans=concatenate_spans([part.spans for _, part in placed]),
    )


def _turns(turns: list[Turn], words: list[Ints]) -> Turns:
    return Turns(
        turns=tuple(turns),
        source=np.repeat(np.arange(len(words)), [len(part) for part in words]),
        words=concatenate(words),
        in_scope=np.ones(len(turns), dtype=bool),
    )


def _name_positions(names: "pd.Series[str]", first: Sequence[str] = ()) -> tuple[Ints, tuple[str, ...]]:
    """Return each row's position among the names: those given first, then the others by alphabet."""
    position, found = pd.factorize(names.to_numpy(dtype=object))
    known = (*first, *sorted(set(found) - set(first)))
    place_of = {name: number for number, name in enumerate(known)}
    return int_array(place_of[name] for name in found)[position], known
