"""Highlights of another program, with white space and quotation marks flattened, applied by their words."""

import random
from pathlib import Path

import pytest

from qualcode.model import CoderName, Span
from qualcode.store.records import codings, sources
from qualcode.workflows.coding.bulk_apply import apply_rows
from tests.support.marked_text import interview
from tests.support.terminal.screen_studies import study

_ANN = CoderName("ann")
_WORDS = (
    "we",
    "don\u2019t",
    "caf\u00e9",
    "cafe\u0301",
    "so\u2011called",
    "safe\u00adguard",
    "\u201cno\u201d",
    "it",
    "line,",
)
_SPACES = (" ", " ", " ", "  ", "\n", "\r\n", "\u00a0", "\n\n  ", "\t")
_TYPED = str.maketrans(
    {"\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-", "\u00ad": None, "\u00e9": "e\u0301"}
)


def _random_text(draw: random.Random, count: int) -> str:
    return "P: " + "".join(draw.choice(_WORDS) + draw.choice(_SPACES) for _ in range(count)) + "end."


def _flat(text: str) -> str:
    return " ".join(text.translate(_TYPED).split())


def _word_spans(text: str) -> list[Span]:
    spans, start = [], None
    for offset, character in enumerate(f"{text} "):
        if character.isspace() and start is not None:
            spans.append(Span(start, offset))
            start = None
        elif not character.isspace() and start is None:
            start = offset
    return spans[1:]  # without the label


def _occurrences(text: str, quote: str) -> int:
    """Count the places where the flattened quote begins in the flattened text, overlapping ones included."""
    return sum(text.startswith(quote, offset) for offset in range(len(text)))


@pytest.mark.parametrize("seed", range(3))
def test_all_highlights_are_applied_but_the_ambiguous_ones(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret
    texts = {name: _random_text(draw, 150) for name in ("one", "two")}
    highlights: dict[str, tuple[str, Span]] = {}
    for _ in range(60):
        name = draw.choice(list(texts))
        words = _word_spans(texts[name])
        first = draw.randrange(len(words) - 1)
        last = min(first + draw.randrange(1, 9), len(words) - 1)
        span = Span(words[first].start, words[last].end)
        highlights.setdefault(f"{name} {_flat(span.of(texts[name]))}", (name, span))
    rows = [
        {"source": name, "code": "pursue", "quote": _flat(span.of(texts[name]))}
        for name, span in highlights.values()
    ]
    ambiguous = [row for row in rows if _occurrences(_flat(texts[row["source"]]), row["quote"]) > 1]
    assert 0 < len(ambiguous) < len(rows) / 2
    with study(tmp_path / "study", *(interview(text, name=name) for name, text in texts.items())) as project:
        result = apply_rows(project, _ANN, rows, skip_faulty=True)
        assert [row.row for row in result.skipped] == ambiguous
        assert all(" times in " in row.reason for row in result.skipped)
        assert result.codings == len(rows) - len(ambiguous)
        told_apart = [{**row, "before": _before(texts, highlights, row)} for row in ambiguous]
        left = apply_rows(project, _ANN, told_apart, skip_faulty=True).skipped
        ids = sources.ids_by_name(project.database)
        stored = {
            (name, coding.span) for name in texts for coding in codings.of_source(project.database, ids[name])
        }
    assert left == []
    assert stored == set(highlights.values())


def _before(texts: dict[str, str], highlights: dict[str, tuple[str, Span]], row: dict[str, str]) -> str:
    name, span = highlights[f"{row['source']} {row['quote']}"]
    return _flat(texts[name][: span.start])[-60:]
