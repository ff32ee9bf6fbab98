"""Codes, values and attributes may have the names of the program's own columns: no table looks different."""

from collections.abc import Callable, Sequence

import pytest

from qualcode.tables import Study
from qualcode.workflows.analysis import study_tables
from qualcode.workflows.analysis.analyses.cooccurrence_analysis import cooccurrence
from qualcode.workflows.analysis.analyses.crosstab_analysis import crosstab
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.matrix_analysis import matrix
from qualcode.workflows.analysis.analyses.timeline_analysis import timeline
from qualcode.workflows.analysis.analysis_result import AnalysisResult
from qualcode.workflows.analysis.result_notes import result_notes
from qualcode.workflows.reports.chart_data import chart_of
from tests.support import marked_text, plain_figures

OWN_NAMES = (
    "case", "cases", "code", "codings", "depth", "label", "share", "share_high", "share_low",
    "share_of_cases", "share_of_codings", "source", "theme", "total", "words",
)  # fmt: skip
"""Names of columns of the program, by alphabet; some are shares of others, or ends of their intervals."""
PLAIN_NAMES = tuple(f"n{number:02}".ljust(len(name), "x") for number, name in enumerate(OWN_NAMES))
"""In the same order and of the same lengths, so that offsets are the same."""

OUTLINE = """
    codings
      share_of_codings
        depth
    share
      share_low
      share_high
    words
    theme
    code
    total
    """


def named_study(names: Sequence[str]) -> Study:
    """Return a study whose codes, attribute, values and speakers have these names."""
    new = dict(zip(OWN_NAMES, names, strict=True))
    outline = "\n".join(
        line[: len(line) - len(line.lstrip())] + new[line.strip()]
        for line in OUTLINE.splitlines()
        if line.strip()
    )
    codes = [name for name in OWN_NAMES if name in OUTLINE.split()]
    speakers = ("Depth", "Label", "Theme", "Total", "Words")
    sources = [
        marked_text.interview(
            "".join(
                f"{new[speaker.lower()].capitalize()}: [We {word} [it]{{{new[codes[(number + 8) % 10]]}}}]"
                f"{{{new[codes[number % 10]]}@{'ann' if round_ < 2 else new['total']}}} so.\n"
                for number, (speaker, word) in enumerate(
                    zip(speakers * 2, "abcdefghij", strict=True), start=round_
                )
            ),
            name=new[source],
        )
        for round_, source in enumerate(("cases", "codings", "share_of_codings"))
    ]
    cases = [
        marked_text.case(
            new[value],
            [(new[source], new[speaker].capitalize())],
            **{new["depth"]: new[value], new["words"]: "3", new["share"]: "0.5"},
        )
        for value, source, speaker in (
            ("total", "cases", "depth"), ("words", "codings", "words"), ("share", "codings", "total"),
            ("depth", "share_of_codings", "label"), ("codings", "cases", "theme"),
            ("share_of_codings", "share_of_codings", "words"),
        )
    ]  # fmt: skip
    return plain_figures.study(sources, marked_text.codebook(outline), cases)


STUDIES = (named_study(OWN_NAMES), named_study(PLAIN_NAMES))
ATTRIBUTE = ("depth", PLAIN_NAMES[OWN_NAMES.index("depth")])

ANALYSES: dict[str, Callable[[Study, str], AnalysisResult]] = {
    "frequencies": lambda study, _: frequencies(study),
    "frequencies by an attribute": lambda study, name: frequencies(study, by=name),
    "frequencies by source": lambda study, _: frequencies(study, by="source"),
    "crosstab of codes": lambda study, name: crosstab(study, "code", name),
    "crosstab by codes": lambda study, name: crosstab(study, name, "code"),
    "crosstab by themes": lambda study, name: crosstab(study, name, "theme"),
    "crosstab of values": lambda study, name: crosstab(study, "source", name),
    "crosstab of speakers": lambda study, _: crosstab(study, "speaker", "code", own=True),
    "matrix": lambda study, _: matrix(study),
    "matrix by an attribute": lambda study, name: matrix(study, by=name),
    "matrix of leaves": lambda study, _: matrix(study, leaves=True, by="speaker"),
    "long matrix": lambda study, _: matrix(study, long=True),
    "square": lambda study, _: cooccurrence(study, square=True),
    "timeline": lambda study, _: timeline(study),
    "codings": lambda study, _: study_tables.codings(study),
    "sorted crosstab": lambda study, name: crosstab(study, name, "source", sort=str(study.source_names[0])),
}


@pytest.fixture(params=ANALYSES)
def results(request: pytest.FixtureRequest) -> tuple[AnalysisResult, AnalysisResult]:
    analysis = ANALYSES[request.param]
    own, plain = (analysis(study, name) for study, name in zip(STUDIES, ATTRIBUTE, strict=True))
    return own, plain


def in_plain_names(text: str) -> list[str]:
    """Return the words of a heading or cell with plain names, without the number of a repeated name."""
    plain = dict(zip(OWN_NAMES, PLAIN_NAMES, strict=True))
    words = [word.strip("\u2003,;:.“”").lower() for word in text.replace("-", " ").split()]
    return [plain.get(word, word) for word in words if word not in ("2", "(case)")]


def test_printed_tables_have_the_same_cells(results: tuple[AnalysisResult, AnalysisResult]) -> None:
    own, plain = (result.printed().map(str) for result in results)
    assert own.shape == plain.shape
    for actual, expected in zip(own.to_numpy().tolist(), plain.to_numpy().tolist(), strict=True):
        for cell, plain_cell in zip(actual, expected, strict=True):
            if plain_cell == "total":
                assert cell in ("total", "(total)")
            else:
                assert in_plain_names(cell) == in_plain_names(plain_cell) or cell == plain_cell


def test_printed_tables_indent_the_same_rows(results: tuple[AnalysisResult, AnalysisResult]) -> None:
    own, plain = ([str(cell) for cell in result.printed().iloc[:, 0]] for result in results)
    assert [len(cell) - len(cell.lstrip()) for cell in own] == [
        len(cell) - len(cell.lstrip()) for cell in plain
    ]


def test_labels_and_notes_are_of_the_same_columns(results: tuple[AnalysisResult, AnalysisResult]) -> None:
    own, plain = results
    assert [list(own.table.columns).index(name) for name in own.column_labels] == [
        list(plain.table.columns).index(name) for name in plain.column_labels
    ]
    assert in_plain_names(" ".join(own.column_labels.values())) == in_plain_names(
        " ".join(plain.column_labels.values())
    )
    assert [name.strip("()") for name in result_notes(own).columns] == list(result_notes(plain).columns)


def test_charts_have_the_same_cells(results: tuple[AnalysisResult, AnalysisResult]) -> None:
    own, plain = results
    if own.chart is None or own.chart.kind != "heat" or own.chart.problem:
        return
    names, columns, cells = chart_of(own).cells()
    plain_names, plain_columns, plain_cells = chart_of(plain).cells()
    assert (cells, len(columns), len(names)) == (plain_cells, len(plain_columns), len(plain_names))
    assert cells
    assert columns
