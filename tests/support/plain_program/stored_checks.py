"""Tables that need a stored project beside the plain program: words, framework matrix, segments."""

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.store.project import Project
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.count_words import words
from qualcode.workflows.analysis.framework_summaries import framework
from tests.support.plain_program import plain_listings
from tests.support.plain_program.counted_spans import CountedSpan
from tests.support.plain_program.plain_cells import Labels
from tests.support.plain_program.stored_studies import THEME, first_unit, summary_text
from tests.support.plain_program.table_trials import TableTrial, check_rows, is_same

if TYPE_CHECKING:
    from collections.abc import Sequence

_LIST = ("it", "is", "now")


def stored_word_cells(trial: TableTrial, project: Project) -> int:
    """Compare the words of a project, those of a list or all but those of a list."""
    listed = Path(project.folder, "list.txt")
    listed.write_text("\n".join(_LIST), encoding="utf-8")
    by = trial.chance.choice(
        ["", *(name for name in trial.dimensions if name in ("source", "kind", "speaker"))]
    )
    limit = trial.chance.choice((0, 3))
    labels = Labels(counted=trial.counted, name=by)
    groups: Sequence[str] = ["", *(labels.of_speech() if by else ())]
    checked = 0
    for stop_words, only, every in ((str(listed), "", False), ("", str(listed), False), ("", "", True)):
        table = words(
            project,
            by=by,
            limit=limit,
            stop_words=stop_words,
            only=only,
            all_words=every,
            options=trial.options,
        ).table
        shown = [str(word) for word in table["word"]]
        every_said = _said(trial, labels, "")
        counted = {word for _, word in every_said if every or (word in _LIST if only else word not in _LIST)}
        assert len(shown) == min(limit or len(counted), len(counted))
        assert set(shown) <= counted
        for group in groups:
            said = _said(trial, labels, group)
            of_group = f" {group}" if group else ""
            for row in table.to_dict("records"):
                sources = [source for source, word in said if word == row["word"]]
                assert (row[f"count{of_group}"], row[f"sources{of_group}"]) == (
                    len(sources),
                    len(set(sources)),
                )
                assert is_same(row[f"per_1000{of_group}"], 1000 * len(sources) / len(said) if said else 0)
                checked += 3
    return checked


def _said(trial: TableTrial, labels: Labels, group: str) -> list[tuple[str, str]]:
    """Return source and word of all that a group says in scope; of everybody for no group."""
    words_of_turn = plain_listings.said_words(plain_listings.every_turn(trial.random))
    return [
        (turn.source_name, word)
        for turn in trial.counted.turns
        if turn.number and (not group or group in labels.of_turn(turn))
        for word in words_of_turn[turn.source_name, turn.number]
        if any(map(str.isalpha, word))
    ]


def framework_cells(trial: TableTrial, project: Project) -> int:
    """Compare the cells of the framework matrix: codings, first quotes, and summaries of coders in scope."""
    quotes = trial.chance.choice((0, 1, 3))
    table = framework(project, quotes=quotes, options=trial.options).table
    unit = str(table.columns[0])
    assert unit == ("case" if trial.random.cases else "source")
    units, themes = (Labels(counted=trial.counted, name=name) for name in (unit, "theme"))
    cells = {(row[unit], row["theme"]): row for row in table.to_dict("records")}
    for span in trial.counted.spans:
        assert {(name, theme) for name in units.of_span(span) for theme in themes.of_span(span)} <= set(cells)
    coders = trial.selection.coders or trial.random.coders
    for (name, theme), row in cells.items():
        spans = [
            span
            for span in trial.counted.spans
            if name in units.of_span(span) and theme in themes.of_span(span)
        ]
        assert row["codings"] == len({span.coding.id for span in spans})
        assert row["quotes"] == "\n".join(_first_quotes(spans)[:quotes])
        has_summaries = (name, theme) == (first_unit(trial.random), THEME)
        for coder in trial.random.coders:
            assert (summary_text(coder) in row["summary"]) == (has_summaries and coder in coders)
    return 3 * len(cells)


def _first_quotes(spans: list[CountedSpan]) -> list[str]:
    """Return the quotes of spans with their places in the order of the text, each once."""
    ordered = sorted(
        spans, key=lambda it: (it.turn.source_name, it.coding.span.start, -it.coding.span.end, it.turn.number)
    )
    first_of_coding = {str(span.coding.id): span for span in reversed(ordered)}
    quotes: list[str] = []
    for span in ordered:
        if first_of_coding[str(span.coding.id)] is span:
            turn = f", turn {span.turn.number}" if span.turn.number else ""
            quotes.append(f"“{span.coding.quote}” ({span.turn.source_name}{turn})")
    return list(dict.fromkeys(quotes))


def segment_cells(trial: TableTrial, project: Project) -> int:
    """Compare the turns of a project with the codings in them."""
    table = study_tables.segments(project, options=trial.options).table
    return check_rows(table, plain_listings.turn_rows(trial.random, trial.selection))


STORED_CHECKS = (stored_word_cells, framework_cells, segment_cells)
"""Each compares one kind of table of a stored trial with the plain program: the number of cells."""
