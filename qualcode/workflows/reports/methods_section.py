"""What a project knows of its own methods: coders, the coding tree, how codes and codings came about."""

import platform
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.model import Codebook, CodeKey, Coding, Listing, Origin, Value
from qualcode.store.project import Project
from qualcode.store.records import codebooks, suggestions
from qualcode.text.plurals import counted
from qualcode.workflows.reports.report_data import ReportData, material

if TYPE_CHECKING:
    from qualcode.reports import Methods, MethodsItem

_BASE, _RUN, _THRESHOLD = 4, 2, 0.05
_HOW = {
    Origin.HUMAN: "made by hand",
    Origin.SUGGESTION: "accepted from suggestions as they were",
    Origin.EDITED_SUGGESTION: "accepted from suggestions after a change",
    Origin.IMPORTED: "imported from elsewhere",
}


def methods(
    project: Project, *, pseudonymous: bool = False, coders: Sequence[str] = (), order: str = ""
) -> "Methods":
    """Return the facts on data analysis that COREQ asks for; of some coders' codings where they are named."""
    from qualcode.reports import Methods, MethodsItem

    made_of = material(project, pseudonymous=pseudonymous, coders=coders, order=order)
    made = [one for view in made_of.views for one in view.codings if not coders or one.coder in coders]
    return Methods(
        study=project.settings.name or project.folder.name,
        items=(
            _saturation(made_of),
            _coders(made),
            _tree(made_of),
            _derivation(project, made_of.codebook, made),
            _software(made),
            MethodsItem(
                number=28,
                title="Participant checking",
                to_write="whether participants gave feedback on the findings, and what came of it",
            ),
            MethodsItem(
                number=29,
                title="Quotations presented",
                facts=("Every quote is kept with its source, turn and character positions.",),
                to_write="how participants are identified in quotes",
            ),
        ),
    )


def _saturation(made_of: ReportData) -> "MethodsItem":
    from qualcode import tables
    from qualcode.reports import MethodsItem

    table = tables.saturation(made_of.study, order=made_of.order, scope=made_of.scope, base=_BASE, run=_RUN)
    reached = tables.saturated_at(table["new_codes"].tolist(), _BASE, _RUN, _THRESHOLD)
    test = f"base size {_BASE}, run length {_RUN}, new information at most {_THRESHOLD:.0%}".replace(
        "%", " %"
    )
    found = f"reached at {reached}+{_RUN} sources" if reached else f"not reached in {len(table)} sources"
    return MethodsItem(
        number=22,
        title="Data saturation",
        facts=(
            f"Saturation after Guest, Namey and Chen (2020), with {test}: {found}.",
            _order(made_of),
        ),
        to_write="whether saturation was sought, in what order the interviews were held, what was decided",
    )


def _order(made_of: ReportData) -> str:
    if not made_of.ordered_by:
        return "Sources were taken in the order of their names, which need not be that of the interviews."
    return (
        f"Sources were taken in the order of “{made_of.ordered_by}”, an attribute of their cases; documents "
        "without it do not count."
    )


def _coders(made: Sequence[Coding]) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    codings = Counter(one.coder for one in made)
    sources = {coder: len({one.source for one in made if one.coder == coder}) for coder in codings}
    both = sum(
        many > 1 for many in Counter(source for source, _ in {(o.source, o.coder) for o in made}).values()
    )
    rows = tuple((str(coder), many, sources[coder]) for coder, many in sorted(codings.items()))
    return MethodsItem(
        number=24,
        title="Number of data coders",
        facts=(f"{counted(len(codings), 'coder')}. {counted(both, 'source')} coded by more than one.",),
        table=Listing(columns=("coder", "codings", "sources"), rows=rows),
        to_write="who the coders were, and how they settled disagreements",
    )


def _tree(made_of: ReportData) -> "MethodsItem":
    from qualcode import tables
    from qualcode.reports import MethodsItem

    book = made_of.codebook
    counts = tables.frequencies(made_of.study, all_codes=True, scope=made_of.scope)
    rows: list[tuple[Value, ...]] = [
        ("\N{EM SPACE}" * depth + label, code, codings, sources)
        for label, code, depth, codings, sources in counts[
            ["label", "code", "depth", "codings", "sources"]
        ].itertuples(index=False)
    ]
    depth = 1 + max((len(book.ancestors(key)) for key in book.keys), default=-1)
    return MethodsItem(
        number=25,
        title="Description of the coding tree",
        facts=(
            f"{counted(len(book), 'code')} in {counted(len(book.codes), 'theme')} (levels: {depth}).",
            f"{counted(sum(bool(code.definition) for code, _ in book.walk()), 'code')} with a definition.",
            "A branch counts what is under it, each coding once; what interviewers say does not count.",
        ),
        table=Listing(columns=("code", "key", "codings", "sources"), rows=tuple(rows)),
    )


def _derivation(project: Project, book: Codebook, made: Sequence[Coding]) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    origins = Counter(one.origin for one in made)
    how = [f"{origins[origin]:,} were {words}" for origin, words in _HOW.items() if origins[origin]]
    return MethodsItem(
        number=26,
        title="Derivation of themes",
        facts=(
            *_versions(project, book),
            f"Of {counted(len(made), 'coding')}, " + ", ".join(how) + "."
            if how
            else "There are no codings yet.",
            *_decisions(project),
        ),
        to_write="which themes were identified in advance, and which were derived from the data",
    )


def _versions(project: Project, book: Codebook) -> Iterator[str]:
    from qualcode.store.records.codebook_json import from_json

    numbers = codebooks.numbers(project.database)
    first = codebooks.with_number(project.database, numbers[0]) if numbers else None
    if first is None:
        return
    before = set[CodeKey](from_json(first.parsed).keys)
    added, gone = len(set(book.keys) - before), len(before - set(book.keys))
    yield (
        f"The codebook had {counted(len(before), 'code')} when coding began on {first.made_at[:10]}; "
        f"{added:,} were added since and {gone:,} taken out, in {counted(len(numbers), 'version')}."
    )


def _decisions(project: Project) -> Iterator[str]:
    verdicts = Counter(one.verdict.value for one in suggestions.decisions(project.database))
    if verdicts:
        verdict_counts = ", ".join(f"{many:,} {verdict}" for verdict, many in sorted(verdicts.items()))
        yield f"Coders decided on {sum(verdicts.values()):,} suggestions of the software: {verdict_counts}."


def _software(made: Sequence[Coding]) -> "MethodsItem":
    from qualcode.reports import MethodsItem

    used = sorted({one.suggester for one in made if one.suggester})
    facts = [f"qualcode {__version__} (Python {platform.python_version()})."]
    if used:
        facts.append(f"Suggestions that led to codings came from: {', '.join(used)}.")
    return MethodsItem(number=27, title="Software", facts=tuple(facts))
