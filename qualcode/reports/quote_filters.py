"""The filters of the report's quotes, and the data by which its script applies them.

The data are labels as numbers; the words of the quotes are in the page itself, where they can be read,
searched and printed without any script.
"""

from dataclasses import dataclass

from qualcode.model import CodeKey
from qualcode.reports.study_report import StudyReport

FilterData = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFilter:
    """One filter: the name of a dimension, and its options as value, text and depth in the codebook."""

    name: str
    options: tuple[tuple[str, str, int], ...]


def quote_filters(report: StudyReport) -> list[QuoteFilter]:
    """Return the filter by code, with the codes that are used, and those of dimensions with two labels."""
    used_codes = {coding.code for quote in report.quotes for coding in quote.codings}
    codebook = report.codebook
    tree = [
        (str(key), codebook.code(key).title, len(codebook.ancestors(key)))
        for key in codebook.keys
        if used_codes.intersection(codebook.branch(key))
    ]
    missing = [(str(key), str(key), 0) for key in _codes(report) if key not in codebook]
    filters = [
        QuoteFilter(name=name, options=tuple((label, label, 0) for label in labels))
        for name, labels in {"origin": _origins(report), **report.filters}.items()
        if len(labels) > 1
    ]
    return [QuoteFilter(name="code", options=(*tree, *missing)), *filters]


def filter_data(report: StudyReport) -> FilterData:
    """Return the labels of every dimension and each quote's labels by their numbers, ready for JSON.

    `above` has, for each code, its ancestors and itself: a filter by a code includes the codes below it.
    """
    codes, codebook = _codes(report), report.codebook
    labels = {"code": list[str](codes), "origin": _origins(report), **report.filters}
    numbers = {
        name: {label: number for number, label in enumerate(of_name)} for name, of_name in labels.items()
    }
    lineages = [
        [*(code.key for code in (codebook.ancestors(key) if key in codebook else ())), key] for key in codes
    ]
    return {
        "labels": labels,
        "above": [[numbers["code"][key] for key in lineage] for lineage in lineages],
        "quotes": [
            {
                "span": [quote.start, quote.end],
                "codings": [
                    {"code": numbers["code"][coding.code], "origin": numbers["origin"][coding.origin]}
                    for coding in quote.codings
                ],
                "labels": {
                    name: [numbers[name][label] for label in quote.labels[name]] for name in report.filters
                },
            }
            for quote in report.quotes
        ],
    }


def _codes(report: StudyReport) -> list[CodeKey]:
    """Return the codebook's codes in its order, then codes in use that it no longer has."""
    used_codes = (coding.code for quote in report.quotes for coding in quote.codings)
    return list(dict.fromkeys((*report.codebook.keys, *used_codes)))


def _origins(report: StudyReport) -> list[str]:
    return sorted({coding.origin for quote in report.quotes for coding in quote.codings})
