"""The methods facts of a project: coders, coding tree, origin of codes and codings, saturation, software."""

import platform
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.model import Codebook, CodeKey, Coding, Listing, Origin, Value
from qualcode.store.project import Project
from qualcode.store.records import suggestions
from qualcode.store.records.codebook import codebooks
from qualcode.text.plurals import counted
from qualcode.workflows.analysis.analyses.frequencies_analysis import frequencies
from qualcode.workflows.analysis.analyses.saturation_analysis import saturation
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.reports.agreement_section import agreement_facts, report_agreement
from qualcode.workflows.reports.report_data import ReportData, gather_report_data

if TYPE_CHECKING:
    from qualcode.reports import Methods, MethodsItem

_BASE, _RUN, _THRESHOLD = 4, 2, 0.05
"""Sources in the base, sources in a run, new information at most: Guest, Namey and Chen (2020)."""
_ORIGINS = {
    Origin.HUMAN: "made by hand",
    Origin.SUGGESTION: "accepted from suggestions unchanged",
    Origin.EDITED_SUGGESTION: "accepted from suggestions after a change",
    Origin.IMPORTED: "imported",
}


def build_methods(
    project: Project,
    *,
    pseudonymous: bool = False,
    order: str = "",
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> "Methods":
    """Return the facts on data analysis after COREQ, for the part of the study that the options select."""
    from qualcode.reports import Methods, MethodsItem

    data = gather_report_data(project, pseudonymous=pseudonymous, order=order, options=options)
    codings = _codings(data, data.counted_rows)
    return Methods(
        study=project.settings.name or project.folder.name,
        items=(
            _saturation(data),
            _coders(project, data, codings),
            _tree(data),
            _derivation(project, data.codebook, codings),
            _software(codings),
            MethodsItem(
                number=28,
                title="Participant checking",
                to_write="whether participants gave feedback on the findings, and with what result",
            ),
            MethodsItem(
                number=29,
                title="Quotations presented",
                facts=("Every quote is kept with its source, turn and character positions.",),
                to_write="how participants are identified in quotes",
            ),
        ),
    )


def _codings(data: ReportData, rows: Container[int]) -> list[Coding]:
    row_numbers = data.row_numbers
    return [coding for view in data.views for coding in view.codings if row_numbers[coding.id] in rows]


def _saturation(data: ReportData) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    result = saturation(
        data.study,
        order=data.ordered_by,
        base=_BASE,
        run=_RUN,
        threshold=_THRESHOLD,
        options=data.options,
    )
    test = f"base size {_BASE}, run length {_RUN}, new information at most {_THRESHOLD:.0%}".replace(
        "%", " %"
    )
    return MethodsItem(
        number=22,
        title="Data saturation",
        facts=(
            f"Saturation after Guest, Namey and Chen (2020), with {test}. Only coded sources count.",
            *result.notes,
            _source_order(data),
        ),
        to_write="whether saturation was sought, in what order the interviews were held, what was decided",
    )


def _source_order(data: ReportData) -> str:
    if not data.ordered_by:
        return "Sources are in the order of their names, which may differ from that of the interviews."
    return (
        f"Sources are in the order of “{data.ordered_by}”, an attribute of their cases; documents without "
        "it are left out."
    )


def _coders(project: Project, data: ReportData, codings: Sequence[Coding]) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    agreed = report_agreement(project, data)
    coding_counts = Counter(coding.coder for coding in codings)
    pairs = {(coding.source, coding.coder) for coding in codings}
    source_counts = Counter(coder for _, coder in pairs)
    coder_counts = Counter(source for source, _ in pairs)
    shared = sum(count > 1 for count in coder_counts.values())
    on_interviewers = Counter(coding.coder for coding in _codings(data, data.interviewer_rows))
    columns = ("coder", "codings", *(("interviewer",) if on_interviewers else ()), "sources")
    rows: list[dict[str, Value]] = [
        {
            "coder": str(coder),
            "codings": coding_counts[coder],
            "interviewer": on_interviewers[coder],
            "sources": source_counts[coder],
        }
        for coder in sorted(coding_counts | on_interviewers)
    ]
    return MethodsItem(
        number=24,
        title="Number of data coders",
        facts=(
            f"{counted(len(coding_counts), 'coder')}. {counted(shared, 'source')} coded by more than one.",
            *data.selected.interviewer_notes(),
            *(agreement_facts(agreed) if agreed else ()),
        ),
        table=Listing(columns=columns, rows=tuple(tuple(row[name] for name in columns) for row in rows)),
        to_write="who the coders were, and how they settled disagreements",
    )


def _tree(data: ReportData) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    codebook = data.codebook
    counts = frequencies(data.study, all_codes=True, options=data.options).table
    rows: list[tuple[Value, ...]] = [
        ("\N{EM SPACE}" * depth + label, code, codings, sources)
        for label, code, depth, codings, sources in counts[
            ["label", "code", "depth", "codings", "sources"]
        ].itertuples(index=False)
    ]
    defined = sum(bool(code.definition) for code, _ in codebook.walk())
    depth = 1 + max((len(codebook.ancestors(key)) for key in codebook.keys), default=-1)
    return MethodsItem(
        number=25,
        title="Description of the coding tree",
        facts=(
            f"{counted(len(codebook), 'code')} in {counted(len(codebook.codes), 'theme')} (levels: {depth}).",
            f"{counted(defined, 'code')} with a definition.",
            "A branch counts the codes below it, each coding once; interviewers' words are left out.",
            *data.selected.coder_notes(),
        ),
        table=Listing(columns=("code", "key", "codings", "sources"), rows=tuple(rows)),
    )


def _derivation(project: Project, codebook: Codebook, codings: Sequence[Coding]) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    origins = Counter(coding.origin for coding in codings)
    origin_counts = [
        f"{origins[origin]:,} were {words}" for origin, words in _ORIGINS.items() if origins[origin]
    ]
    return MethodsItem(
        number=26,
        title="Derivation of themes",
        facts=(
            *_versions(project, codebook),
            f"Of {counted(len(codings), 'coding')}, " + ", ".join(origin_counts) + "."
            if origin_counts
            else "No codings are counted yet.",
            *_decisions(project),
        ),
        to_write="which themes were identified in advance, and which were derived from the data",
    )


def _versions(project: Project, codebook: Codebook) -> Iterator[str]:
    from qualcode.store.records.codebook.codebook_json import from_json

    numbers = codebooks.numbers(project.database)
    first = codebooks.with_number(project.database, numbers[0]) if numbers else None
    if first is None:
        return
    first_keys, keys = set[CodeKey](from_json(first.parsed).keys), set(codebook.keys)
    added, removed = len(keys - first_keys), len(first_keys - keys)
    yield (
        f"The codebook had {counted(len(first_keys), 'code')} when coding began on {first.made_at[:10]}; "
        f"{added:,} were added since and {removed:,} removed, in {counted(len(numbers), 'version')}."
    )


def _decisions(project: Project) -> Iterator[str]:
    verdicts = Counter(decision.verdict.value for decision in suggestions.decisions(project.database))
    if verdicts:
        verdict_counts = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(verdicts.items()))
        yield f"Coders decided on {sum(verdicts.values()):,} suggestions of the software: {verdict_counts}."


def _software(codings: Sequence[Coding]) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    suggesters = sorted({coding.suggester for coding in codings if coding.suggester})
    facts = [f"qualcode {__version__} (Python {platform.python_version()})."]
    if suggesters:
        facts.append(f"Suggestions that led to codings came from: {', '.join(suggesters)}.")
    return MethodsItem(number=27, title="Software", facts=tuple(facts))
