"""What the report's script has to know of the passages to choose among them: labels as numbers, no words.

The words stand in the page itself, where they can be read, searched and printed without any script.
"""

from dataclasses import dataclass

from qualcode.model import CodeKey
from qualcode.reports.study_report import StudyReport

Facts = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One filter: the name of a dimension, and its labels as value, words and depth in the tree."""

    name: str
    options: tuple[tuple[str, str, int], ...]


def choices(report: StudyReport) -> list[Choice]:
    """Return what the quotes can be chosen by: the codes that are used, and what else has two labels."""
    used = {mark.code for passage in report.passages for mark in passage.marks}
    book = report.codebook
    branches = {key: used.intersection(book.branch(key)) for key in book.keys}
    tree = [(str(key), book.code(key).title, len(book.ancestors(key))) for key in book.keys if branches[key]]
    gone = [(str(key), str(key), 0) for key in _codes(report) if key not in book]
    others = [
        Choice(name=name, options=tuple((label, label, 0) for label in labels))
        for name, labels in {"origin": _origins(report), **report.filters}.items()
        if len(labels) > 1
    ]
    return [Choice(name="code", options=(*tree, *gone)), *others]


def facts(report: StudyReport) -> Facts:
    """Return the labels of every dimension, and each passage's labels by their numbers, ready for JSON.

    `above` has, for each code, its ancestors and itself: a filter by a code takes the codes below it too.
    """
    codes, book = _codes(report), report.codebook
    labels = {"code": list[str](codes), "origin": _origins(report), **report.filters}
    place = {name: {label: at for at, label in enumerate(known)} for name, known in labels.items()}
    lines = [[*(one.key for one in (book.ancestors(key) if key in book else ())), key] for key in codes]
    return {
        "labels": labels,
        "above": [[place["code"][key] for key in line] for line in lines],
        "passages": [
            {
                "at": [passage.start, passage.end],
                "marks": [
                    {"code": place["code"][mark.code], "origin": place["origin"][mark.origin]}
                    for mark in passage.marks
                ],
                "labels": {
                    name: [place[name][label] for label in passage.belongs[name]] for name in report.filters
                },
            }
            for passage in report.passages
        ],
    }


def _codes(report: StudyReport) -> list[CodeKey]:
    """Return the codebook's codes in its order, then those that have vanished from it."""
    used = (mark.code for passage in report.passages for mark in passage.marks)
    return list(dict.fromkeys((*report.codebook.keys, *used)))


def _origins(report: StudyReport) -> list[str]:
    return sorted({mark.origin for passage in report.passages for mark in passage.marks})
