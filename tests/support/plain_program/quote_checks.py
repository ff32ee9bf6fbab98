"""The number of quotes of a query (`quotes --count`) beside loops over all codings; numbers of cells."""

from qualcode.model import Span
from qualcode.retrieval import SourceView, evaluate, parse
from tests.support.marked_text import Marked
from tests.support.plain_program.plain_cells import ancestors
from tests.support.plain_program.table_trials import TableTrial

Found = set[tuple[str, str, Span]]
"""Source, coder and span of each quote."""


def quote_cells(trial: TableTrial) -> int:
    keys, coders = list(trial.random.codebook.keys), trial.random.coders
    above = ancestors(trial.random.codebook)
    one, other = trial.chance.choice(keys), trial.chance.choice(keys)
    across = trial.chance.random() < 0.5
    kept = trial.chance.choice([coders, *([coder] for coder in coders)]) if not across else coders
    codings = [
        (source.source.name, coding)
        for source in trial.random.sources
        for coding in source.codings
        if str(coding.coder) in kept
    ]

    def found(*applied: str) -> Found:
        return {
            (name, "" if across else str(coding.coder), coding.span)
            for name, coding in codings
            if str(coding.code) in applied
        }

    first, second = found(one), found(other)
    branch = found(*(key for key, path in above.items() if one in (key, *path)))
    both = {
        (name, coder, Span(max(a.start, b.start), min(a.end, b.end)))
        for name, coder, a in first
        for other_name, other_coder, b in second
        if (name, coder) == (other_name, other_coder) and max(a.start, b.start) < min(a.end, b.end)
    }
    expected = {
        f"{one}": first,
        f"{one}/*": branch,
        f"{one} or {other}": first | second,
        f"{one} and {other}": both,
    }
    for query, quotes in expected.items():
        views = [_view(source, kept) for source in trial.random.sources]
        codebook = trial.random.codebook
        actual = list(
            evaluate(
                parse(query),
                views,
                codebook=codebook,
                lemmas=str.lower,
                attributes=set(),
                across_coders=across,
            )
        )
        assert len(actual) == len(quotes), (query, across, kept, actual, quotes)
        assert {(quote.source_name, quote.span) for quote in actual} == {
            (name, span) for name, _, span in quotes
        }
    return len(expected)


def _view(source: Marked, coders: list[str]) -> SourceView:
    return SourceView(
        source=source.source,
        turns=source.turns,
        sentences=source.sentences,
        codings=tuple(coding for coding in source.codings if str(coding.coder) in coders),
        cases=(),
    )
