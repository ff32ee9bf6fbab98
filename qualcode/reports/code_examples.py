"""Examples of each code among the quotes, starred ones first.

Quotes that nobody starred are ranked by a rule: a readable length, from as many sources as possible.
"""

from collections.abc import Mapping, Sequence

from qualcode.model import CodeKey
from qualcode.reports.study_report import ReportQuote

EXAMPLES_PER_CODE = 3
_BEST_LENGTH = 180
"""Characters; about two sentences of speech."""


def example_numbers(
    quotes: Sequence[ReportQuote], shown: int = EXAMPLES_PER_CODE
) -> Mapping[CodeKey, list[int]]:
    """Return the numbers of the example quotes of each code that has any, in the order of the text."""
    return {code: sorted(numbers) for code, numbers in ranked_examples(quotes, shown).items()}


def ranked_examples(
    quotes: Sequence[ReportQuote], shown: int = EXAMPLES_PER_CODE
) -> Mapping[CodeKey, list[int]]:
    """Return the numbers of the example quotes of each code that has any, the best first.

    Starred ones come before all others. Among both, the quote of each source that is nearest to 180
    characters comes first, then the second of each source. A span is an example once, whoever coded it.
    """
    candidates: dict[CodeKey, dict[tuple[str, int, int], tuple[bool, int]]] = {}
    for number, quote in enumerate(quotes):
        span = (quote.source, quote.start, quote.end)
        for coding in quote.codings:
            by_span = candidates.setdefault(coding.code, {})
            by_span[span] = min(by_span.get(span, (True, number)), (not coding.starred, number))
    return {code: _best(quotes, list(by_span.values()), shown) for code, by_span in candidates.items()}


def _best(quotes: Sequence[ReportQuote], candidates: Sequence[tuple[bool, int]], shown: int) -> list[int]:
    """Return the numbers of the best quotes; a candidate is (not starred, number of the quote)."""
    by_length = sorted(
        candidates,
        key=lambda candidate: (candidate[0], _distance_from_best_length(quotes[candidate[1]]), candidate[1]),
    )
    rank_in_source: dict[tuple[str, bool], int] = {}
    ranked = []
    for order, (unstarred, number) in enumerate(by_length):
        group = (quotes[number].source, unstarred)
        rank_in_source[group] = rank_in_source.get(group, 0) + 1
        ranked.append((unstarred, rank_in_source[group], order, number))
    return [number for *_, number in sorted(ranked)[:shown]]


def _distance_from_best_length(quote: ReportQuote) -> int:
    return abs(quote.end - quote.start - _BEST_LENGTH)
