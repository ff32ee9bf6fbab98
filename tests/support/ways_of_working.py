"""Partial codings of a completely coded study, as left by different ways of working.

Each function takes the completely coded sources and returns what the suggester would know after a budget of
coded turns: pairs of a source's number and its answers so far. None if the budget cannot be filled.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from qualcode.model import CodeKey
from qualcode.suggesters.learning.coder_answers import CodedSource
from qualcode.suggesters.suggestion_limits import SuggestionLimits, shown_codes
from qualcode.suggesters.trial.suggestion_trial import sources_within_budget

Answers = list[tuple[int, CodedSource]]
PatternProbabilities = Sequence[np.ndarray]
"""The patterns' probabilities for each source: segments by codes."""
NOTHING: frozenset[CodeKey] = frozenset()


def reading_along(complete: Sequence[CodedSource], order: Sequence[int], budget: int) -> Answers | None:
    """Read source after source from the first turn, on the coding screen: what was read is known."""
    return _numbered(order, sources_within_budget([complete[number] for number in order], budget))


def bulk_import(complete: Sequence[CodedSource], order: Sequence[int], budget: int) -> Answers | None:
    """Import finished codings, without a word about what was read."""
    sources = reading_along(complete, order, budget)
    return sources and [(number, partial(source, source.codes)) for number, source in sources]


def scattered(complete: Sequence[CodedSource], order: Sequence[int], budget: int) -> Answers | None:
    """Apply codes to single turns here and there."""
    rows = [(number, row) for number in order for row, codes in enumerate(complete[number].codes) if codes]
    if len(rows) < budget:
        return None
    random = np.random.default_rng(budget)
    chosen = {rows[index] for index in random.choice(len(rows), budget, replace=False)}
    return _chosen_rows(complete, order, chosen, read=True)


def accepting(
    complete: Sequence[CodedSource],
    order: Sequence[int],
    budget: int,
    keys: Sequence[CodeKey],
    probabilities: PatternProbabilities,
) -> Answers | None:
    """Accept the patterns' suggestions that are right, and do nothing else."""
    limits = SuggestionLimits()
    answers: Answers = []
    for number in order:
        shown = shown_codes(probabilities[number], limits.at_least, limits.at_most)
        codes = [
            frozenset(keys[column] for column in np.flatnonzero(row).tolist()) & coded
            for row, coded in zip(shown, complete[number].codes, strict=True)
        ]
        codes, budget = _first_coded(codes, budget)
        if any(codes):
            answers.append((number, partial(complete[number], codes, read=0)))
    return answers or None


def half_done(complete: Sequence[CodedSource], order: Sequence[int], budget: int) -> Answers | None:
    """Begin every source and finish none."""
    share = max(1, budget // len(order))
    answers = [(number, _first_coded(complete[number].codes, share)[0]) for number in order]
    return [(number, partial(complete[number], codes)) for number, codes in answers if any(codes)] or None


def half_read(complete: Sequence[CodedSource], order: Sequence[int], budget: int) -> Answers | None:
    """Read the beginning of every source on the coding screen."""
    answers = half_done(complete, order, budget)
    return answers and [
        (number, partial(source, source.codes, known=len(source.codes))) for number, source in answers
    ]


def one_code_only(complete: Sequence[CodedSource], order: Sequence[int], budget: int) -> Answers | None:
    """Go through the sources for the most frequent code only."""
    used = [key for source in complete for codes in source.codes for key in codes]
    frequent = frozenset([max(sorted(set(used)), key=used.count)])
    answers: Answers = []
    for number in order:
        codes, budget = _first_coded([codes & frequent for codes in complete[number].codes], budget)
        if any(codes):
            answers.append((number, partial(complete[number], codes)))
    return answers or None


SIMPLE_WAYS: Mapping[str, Callable[[Sequence[CodedSource], Sequence[int], int], Answers | None]] = {
    "reading along": reading_along,
    "here and there": scattered,
    "bulk import": bulk_import,
    "half done": half_done,
    "half read": half_read,
    "one code only": one_code_only,
}
"""All ways but `accepting`, which needs the patterns' suggestions."""


def partial(
    source: CodedSource, codes: Sequence[frozenset[CodeKey]], read: int | None = None, known: int = 0
) -> CodedSource:
    """Return a source with these codes on its first segments.

    `read` segments were likely read (default: all of these), `known` ones certainly.
    """
    nothing = [NOTHING] * len(codes)
    return CodedSource(
        segments=source.segments,
        codes=codes,
        rejected=nothing,
        skipped=nothing,
        read_limit=read,
        read_through=known,
    )


def _numbered(order: Sequence[int], sources: Sequence[CodedSource] | None) -> Answers | None:
    return None if sources is None else list(zip(order, sources, strict=False))


def _first_coded(codes: Sequence[frozenset[CodeKey]], budget: int) -> tuple[list[frozenset[CodeKey]], int]:
    """Return the codes up to the segment that fills the budget of coded segments, and what is left of it."""
    last = 0
    for row, keys in enumerate(codes):
        if budget and keys:
            budget, last = budget - 1, row + 1
    return list(codes[:last]), budget


def _chosen_rows(
    complete: Sequence[CodedSource], order: Sequence[int], chosen: set[tuple[int, int]], *, read: bool
) -> Answers:
    answers: Answers = []
    for number in order:
        codes = [
            keys if (number, row) in chosen else NOTHING for row, keys in enumerate(complete[number].codes)
        ]
        while codes and not codes[-1]:
            codes.pop()
        if codes:
            answers.append((number, partial(complete[number], codes, read=None if read else 0)))
    return answers
