"""Which convention of positions a project follows, found by score.

Under the right one, selections have the words that their names quote, and begin and end between words. The
program's name decides only between conventions that score alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableSourceError
from qualcode.exchange.refi.counted_text import (
    CONVENTIONS,
    Convention,
    CountedText,
    LineEnd,
    Unit,
    without_space,
)

if TYPE_CHECKING:
    from qualcode.model import Span


@dataclass(frozen=True, slots=True)
class CountedSelection:
    """A selection as it is in a file: two counted positions in a text, and what its name may quote of it."""

    text: CountedText
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenConvention:
    """The convention of a file, its score from 0 to 1, and what to say about it."""

    convention: Convention
    score: float | None
    message: str


_SAMPLE = 600
"""Number of selections that are scored, evenly distributed."""
_MARGIN = 0.05
"""Scores that differ less are alike."""
_UNUSUAL_MARGIN = 0.15
"""By how much a convention of no known program must score higher."""
_TRUNCATED = ("…", "...")
_PRIORS = (
    ("nvivo", Convention(Unit.UTF_16, LineEnd.AS_WRITTEN)),
    ("atlas", Convention(Unit.CODE_POINTS, LineEnd.ONE)),
    ("qualcoder", Convention(Unit.CODE_POINTS, LineEnd.ONE)),
    ("qualcode", Convention(Unit.CODE_POINTS, LineEnd.ONE)),
    ("qc", Convention(Unit.CODE_POINTS, LineEnd.ONE, counts_mark=True)),
)
"""How programs count, by the beginning of a word of their names."""


def choose_convention(selections: Sequence[CountedSelection], program: str) -> ChosenConvention:
    """Return the convention under which selections fit their texts best; `program` decides between equals.

    UnreadableSourceError if several fit alike, would move a selection, and the program is not known.
    """
    sample = selections[:: max(1, len(selections) // _SAMPLE)]
    by_spans = _conventions_by_spans(sample)
    groups = list(by_spans.values())
    if len(groups) == 1 or not sample:
        only = _prior(program) or Convention()
        return ChosenConvention(convention=only, score=None, message="")
    scores = {group[0]: _score(sample, spans) for spans, group in by_spans.items()}
    prior = _prior(program)
    if prior is not None and not any(selection.text.has_mark for selection in sample):
        prior = prior._replace(counts_mark=False)
    usual = [group for group in groups if prior in group or any(each.is_usual for each in group)]
    best = max(usual, key=lambda group: scores[group[0]])
    unusual = max(groups, key=lambda group: scores[group[0]])
    if scores[unusual[0]] > scores[best[0]] + _UNUSUAL_MARGIN:
        best = unusual
    rivals = [group for group in usual if scores[group[0]] > scores[best[0]] - _MARGIN] or [best]
    if len(rivals) > 1:
        by_prior = [group for group in rivals if prior in group]
        if not by_prior:
            raise _tie(rivals, scores)
        [best] = by_prior
    convention = prior if prior in best and prior is not None else best[0]
    others = [scores[group[0]] for group in groups if group is not best]
    message = (
        f"Positions are counted in {convention.in_words} (score {scores[best[0]]:.2f}; "
        f"the next best way scores {max(others):.2f}). Another way: --offsets"
    )
    return ChosenConvention(convention=convention, score=scores[best[0]], message=message)


def _prior(program: str) -> Convention | None:
    words = program.casefold().split()
    return next(
        (convention for part, convention in _PRIORS if any(word.startswith(part) for word in words)), None
    )


def _conventions_by_spans(
    sample: Sequence[CountedSelection],
) -> "dict[tuple[Span | None, ...], list[Convention]]":
    """Return the conventions by the spans that they give the selections."""
    groups: dict[tuple[Span | None, ...], list[Convention]] = {}
    has_mark = any(selection.text.has_mark for selection in sample)
    for convention in CONVENTIONS:
        if convention.counts_mark and not has_mark:
            continue
        spans = tuple(each.text.span(each.start, each.end, convention) for each in sample)
        groups.setdefault(spans, []).append(convention)
    return groups


def _score(sample: Sequence[CountedSelection], spans: "Sequence[Span | None]") -> float:
    """Return the mean fit of selections to their texts with these spans, from 0 to 1."""
    return sum(map(_fit, sample, spans)) / len(sample)


def _fit(selection: CountedSelection, span: "Span | None") -> float:
    text = selection.text.text
    if span is None:
        return 0.0
    if name := _quoted_words(selection):
        words = without_space(span.of(text))
        is_cut = selection.name.rstrip().endswith(_TRUNCATED) or len(selection.name) >= _LONG_NAME
        return float(words == name or (is_cut and words.startswith(name)))
    edges = (_is_word_edge(text, span.start), _is_word_edge(text, span.end))
    blank = text[span.start].isspace() + text[span.end - 1].isspace()
    return (sum(edges) + (2 - blank)) / 4


_LONG_NAME = 30
"""Characters from which a name may be cut off without a sign of it."""


def _quoted_words(selection: CountedSelection) -> str:
    """Return the words of a selection's name if they are in its text, without white space; else nothing."""
    name = selection.name.strip()
    for sign in _TRUNCATED:
        name = name.removesuffix(sign)
    words = without_space(name)
    return words if words and words in selection.text.without_space else ""


def _is_word_edge(text: str, offset: int) -> bool:
    return not (0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum())


def _tie(rivals: Sequence[Sequence[Convention]], scores: dict[Convention, float]) -> UnreadableSourceError:
    ways = "\n".join(
        f"  --offsets {group[0].name}: {group[0].in_words} (score {scores[group[0]]:.2f})" for group in rivals
    )
    return UnreadableSourceError(
        "Positions in this file can be counted in several ways that fit alike, and some codings would be on "
        "other words.",
        f"Say which way is right; look at a coding after an emoji or a line end:\n{ways}",
    )
