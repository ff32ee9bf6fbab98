"""Cells of tables by dimension: labels of spans and turns, measures, denominators, by loops."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from qualcode.model import Code, Codebook
from tests.support.plain_program.counted_spans import Counted, CountedSpan, CountedTurn, Word

MEASURES = ("codings", "sources", "cases", "words", "share")
DIMENSIONS = ("code", "theme", "coder", "source", "kind", "case", "speaker", "tier", "years")
GROUPS = ("source", "speaker", "tier")
"""Dimensions that divide speech into groups."""
GONE = "(not in the codebook)"
"""The theme of codes in use that the codebook does not have."""


def ancestors(codebook: Codebook) -> dict[str, list[str]]:
    """Return the codes above each code of the codebook, the theme first."""
    above: dict[str, list[str]] = {}

    def visit(codes: Sequence[Code], path: list[str]) -> None:
        for code in codes:
            above[str(code.key)] = path
            visit(code.children, [*path, str(code.key)])

    visit(codebook.codes, [])
    return above


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The labels of one dimension in a study; codes with those above them, unless each is taken alone."""

    counted: Counted
    name: str
    alone: bool = False

    def of_span(self, span: CountedSpan) -> set[str]:
        """Return the labels of a span."""
        code = str(span.coding.code)
        above = ancestors(self.counted.study.codebook)
        if self.name == "code":
            return {code} if self.alone else {code, *above.get(code, ())}
        if self.name == "theme":
            return {[*above[code], code][0] if code in above else GONE}
        if self.name == "coder":
            return {str(span.coding.coder)}
        return self.of_turn(span.turn)

    def of_turn(self, turn: CountedTurn) -> set[str]:
        """Return the labels of a turn, in a dimension of turns."""
        if self.name == "source":
            return {turn.source_name}
        if self.name == "kind":
            return {turn.source.source.kind.value}
        if self.name == "speaker":
            return {turn.speaker or self.none}
        if self.name == "case":
            return {case.name for case in turn.cases} or {self.none}
        return {self._spelling(value) for case in turn.cases if (value := case.attributes[self.name])} or {
            self.none
        }

    def could_have(self, turn: CountedTurn, label: str | None) -> bool:
        """Return whether a coding in the turn could have had the label; None is the total."""
        if label is None or self.name in ("code", "theme"):
            return True
        if self.name == "coder":
            return turn.source_name in self.counted.coder_sources.get(label, ())
        return label in self.of_turn(turn)

    def without_codings(self) -> set[str]:
        """Return the labels that a table may have even if no coding has them: what is in scope."""
        if self.name in ("code", "theme"):
            return set()
        if self.name == "coder":
            return {coder for coder, sources in self.counted.coder_sources.items() if sources}
        return set(self.of_speech())

    def of_speech(self) -> list[str]:
        """Return the labels of the turns in scope, in a dimension of turns."""
        turns = [turn for turn in self.counted.turns if turn.number]
        return sorted({label for turn in turns for label in self.of_turn(turn)})

    @property
    def none(self) -> str:
        """The label of turns without a value."""
        return free_name("(none)", self._values())

    def _values(self) -> list[str]:
        if self.name == "case":
            return [case.name for case in self.counted.study.cases]
        if self.name not in ("tier", "years"):
            return []
        return [case.attributes[self.name] for case in self.counted.study.cases if case.attributes[self.name]]

    def _spelling(self, value: str) -> str:
        return next(first for first in self._values() if first.lower() == value.lower())


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return the name, in brackets or with a number if a value has it."""
    used = {value.lower() for value in taken}
    bracketed = f"({name.strip('()')})"
    for candidate in (name, bracketed, *(f"{bracketed} {number}" for number in range(2, 9))):
        if candidate.lower() not in used:
            return candidate
    raise AssertionError(name)


def measure(of: str, spans: Iterable[CountedSpan], turns: Iterable[CountedTurn]) -> float | None:
    """Return a measure of the spans; `turns` could have been coded: their words are what a share is of."""
    spans = list(spans)
    words: set[Word] = {word for span in spans for word in span.words}
    if of == "codings":
        return len({span.coding.id for span in spans})
    if of == "sources":
        return len({span.turn.source_name for span in spans})
    if of == "cases":
        return len({case.name for span in spans for case in span.turn.cases})
    if of == "words":
        return len(words)
    possible = sum(len(turn.words) for turn in turns)
    return len(words) / possible if possible else None


@dataclass(frozen=True, kw_only=True)
class PlainCells:
    """The cells of a table of two dimensions, with totals for the label None."""

    counted: Counted
    rows: Labels
    columns: Labels

    def cell(self, of: str, row: str | None, column: str | None) -> float | None:
        """Return the measure of a row and a column."""
        return measure(of, self.counted.of(partial(self._has, row, column)), self._turns(row, column))

    def shown(self, of: str, show: str, row: str | None, column: str | None) -> float | str | None:
        """Return a cell as a share of its row, its column or of all, or per 1,000 words; or as it is.

        With `n_row` and the like, as a number with its share in percent behind it.
        """
        value = self.cell(of, row, column)
        if show == "counts":
            return value
        if show.startswith("n_"):
            share = self.shown(of, show.removeprefix("n_"), row, column)
            return f"{value} ({100 * float(share or 0):.1f})"
        if show == "per_1000":
            words = sum(len(turn.words) for turn in self._turns(row, column))
            return 1000 * (value or 0) / words if words else None
        whole = {"row": (row, None), "column": (None, column), "total": (None, None)}[show]
        all_of_it = self.cell(of, *whole)
        return (value or 0) / all_of_it if all_of_it else 0

    def labels(self, spans: Callable[[CountedSpan], bool] = bool) -> tuple[set[str], set[str]]:
        """Return the labels of rows and columns that spans have."""
        chosen = self.counted.of(spans)
        return (
            {label for span in chosen for label in self.rows.of_span(span)},
            {label for span in chosen for label in self.columns.of_span(span)},
        )

    def _has(self, row: str | None, column: str | None, span: CountedSpan) -> bool:
        return (row is None or row in self.rows.of_span(span)) and (
            column is None or column in self.columns.of_span(span)
        )

    def _turns(self, row: str | None, column: str | None) -> list[CountedTurn]:
        return [
            turn
            for turn in self.counted.coded_turns
            if self.rows.could_have(turn, row) and self.columns.could_have(turn, column)
        ]
