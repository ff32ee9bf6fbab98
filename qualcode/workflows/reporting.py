"""Reporting: tables, quotes and pictures of one study, made from the same codings."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.errors import StorageError, UsageError
from qualcode.model import Coding, CodingId, Origin, Role, Value
from qualcode.model.colors import colors_of
from qualcode.store.clock import now
from qualcode.store.project import Project
from qualcode.workflows.material import Material, material

if TYPE_CHECKING:
    from qualcode.reports import Grid, Passage, StudyReport
    from qualcode.retrieval import Quote
    from qualcode.tables import Study
    from qualcode.tables.traces import Traces

Fact = tuple[str, str, Mapping[str, str] | None]

_MOST_COLUMNS, _MOST_OPTIONS = 12, 40
"""Attributes with more values than this are no table, or no filter."""
_ALWAYS = ("source", "case", "kind", "coder")
_DAY = len("2026-01-31")
_REPORT, _METHODS = (".html", ".htm"), (".md", ".docx")
_ENDINGS = "The report is an .html file; with --methods, the facts are an .md or a .docx file."


def write(
    project: Project,
    to: Sequence[Path] = (),
    *,
    methods: bool = False,
    pseudonymous: bool = False,
    coders: Sequence[str] = (),
) -> list[Path]:
    """Write the report (or only the facts on methods) to these files, or into the project; return them.

    A file's name says what it is: `.html` the report, `.md` and `.docx` the facts on methods.
    """
    from qualcode.reports import methods_docx, methods_markdown, page
    from qualcode.workflows.methods import methods as facts

    names = ("methods.md", "methods.docx") if methods else ("report.html",)
    files = list(to) or [project.folder / name for name in names]
    known = _METHODS if methods else _REPORT
    for file in files:
        if file.suffix.lower() not in known:
            raise UsageError(f"{file.name} is not a file that can be made here.", _ENDINGS)
    if not methods:
        text = page(report(project, pseudonymous=pseudonymous, coders=coders))
        return [_written(file, text.encode()) for file in files]
    found = facts(project, pseudonymous=pseudonymous, coders=coders)
    as_text, as_word = methods_markdown(found).encode(), methods_docx(found)
    return [_written(file, as_word if file.suffix.lower() == ".docx" else as_text) for file in files]


def report(project: Project, *, pseudonymous: bool = False, coders: Sequence[str] = ()) -> "StudyReport":
    """Return the report of a study; of some coders' codings only, where they are named."""
    from qualcode import tables
    from qualcode.reports import StudyReport
    from qualcode.tables.traces import traces

    made_of = material(project, pseudonymous=pseudonymous, coders=coders)
    study, scope = made_of.study, made_of.scope
    traced = traces(study, (*_ALWAYS, *_attributes(study, pseudonymous=pseudonymous)), scope=scope)
    filters = {
        name: one.labels
        for name, one in traced.items()
        if name in _ALWAYS or len(one.labels) <= _MOST_OPTIONS
    }
    return StudyReport(
        name=project.settings.name or project.folder.name,
        made_on=now()[:_DAY],
        version=__version__,
        pseudonymous=pseudonymous,
        facts=tuple(_facts(made_of, traced)),
        remarks=tuple(_remarks(made_of, traced, pseudonymous=pseudonymous)),
        codebook=made_of.codebook,
        colors=colors_of(made_of.codebook),
        sources=tables.listing(tables.sources(study, scope=scope)),
        frequencies=tables.listing(tables.frequencies(study, scope=scope)),
        grids=tuple(_grids(made_of, traced)),
        cooccurrence=tables.listing(tables.cooccurrence(study, scope=scope)),
        saturation=tables.listing(tables.saturation(study, scope=scope)),
        passages=tuple(_passages(made_of, traced, tuple(filters))),
        filters=filters,
        pictures={},
    )


def _attributes(study: "Study", *, pseudonymous: bool) -> list[str]:
    """Return the attributes to report; one that tells every case apart is as good as a name."""
    from qualcode.tables import attributes

    known = [name for name in attributes(study.cases) if name not in (*_ALWAYS, "code", "theme", "speaker")]
    if not pseudonymous:
        return known
    return [
        name for name in known if len({case.attributes.get(name) for case in study.cases}) < len(study.cases)
    ]


def _grids(made_of: Material, traced: "Mapping[str, Traces]") -> "Iterator[Grid]":
    """Yield codes by case (or source), and by everything that has two to twelve values."""
    from qualcode import tables
    from qualcode.reports import Grid

    units = "case" if made_of.study.cases else "source"
    others = [
        name
        for name, one in traced.items()
        if name not in ("source", "case") and 1 < len(one.labels) <= _MOST_COLUMNS
    ]
    for name in (units, *others):
        cells = tables.crosstab(made_of.study, "code", name, scope=made_of.scope)
        yield Grid(dimension=name, cells=tables.listing(cells))


def _passages(
    made_of: Material, traced: "Mapping[str, Traces]", filters: Sequence[str]
) -> "Iterator[Passage]":
    """Yield the quotes that count, source by source, each with its labels in every dimension."""
    from qualcode.reports import Mark, Passage
    from qualcode.retrieval import evaluate, parse
    from qualcode.retrieval.documents import locator

    rows = made_of.rows
    everything = parse("*")
    for view in made_of.views:
        known = {coding.id: coding for coding in view.codings}
        for quote in evaluate(everything, [view], codebook=made_of.codebook):
            counted = [one for one in quote.codings if rows[one] in traced["source"].of]
            if not counted:
                continue
            yield Passage(
                source=quote.source_name,
                start=quote.span.start,
                end=quote.span.end,
                locator=locator(quote),
                utterances=_utterances(quote),
                coder=quote.coders[0],
                marks=tuple(
                    Mark(code=one.code, origin=one.origin.value, memo=one.memo)
                    for one in _in_order(quote, known, counted)
                ),
                belongs={name: traced[name].of[rows[counted[0]]] for name in filters},
            )


def _in_order(quote: "Quote", known: Mapping[CodingId, Coding], counted: Sequence[CodingId]) -> list[Coding]:
    return sorted((known[one] for one in counted), key=lambda coding: quote.codes.index(coding.code))


def _utterances(quote: "Quote") -> tuple[tuple[str, str], ...]:
    spoken = tuple((one.turn.speaker, one.text) for one in quote.utterances)
    return spoken or (("", quote.text),)


def _facts(made_of: Material, traced: "Mapping[str, Traces]") -> Iterator[Fact]:
    from qualcode import tables

    table = tables.sources(made_of.study, scope=made_of.scope)
    words, coded = int(table["countable_words"].sum()), int(table["coded_words"].sum())
    counted = traced["coder"].of
    kinds = table["kind"].tolist()
    yield "Interviews", f"{kinds.count('interview'):,}", None
    yield "Documents", f"{kinds.count('document'):,}", None
    yield "Cases", f"{len(made_of.study.cases):,}", None
    yield "Words that count", f"{words:,}", None
    yield "Coded words", f"{coded / words:.1%}".replace("%", " %") if words else "none", {}
    yield "Codes in the codebook", f"{len(made_of.codebook):,}", None
    yield "Codings", f"{len(counted):,}", {}
    for coder in traced["coder"].labels:
        many = sum(coder in labels for labels in counted.values())
        yield f"Codings by {coder}", f"{many:,}", {"coder": coder}
    for origin, many in _origins(made_of, counted).items():
        yield f"Codings: {origin}", f"{many:,}", {"origin": origin}


def _origins(made_of: Material, counted: Mapping[int, object]) -> dict[str, int]:
    at = made_of.codings.columns.index("origin")
    given: list[Value] = [row[at] for number, row in enumerate(made_of.codings.rows) if number in counted]
    return {origin.value: given.count(origin.value) for origin in Origin if origin.value in given}


def _remarks(made_of: Material, traced: "Mapping[str, Traces]", *, pseudonymous: bool) -> Iterator[str]:
    counted = traced["coder"]
    if any(turn.role is Role.INTERVIEWER for view in made_of.views for turn in view.turns):
        yield f"What interviewers say does not count: {_left_out(made_of, counted)}."
    if len(counted.labels) > 1:
        yield (
            f"{len(counted.labels)} coders are counted together: two who agree on a passage count twice. "
            "The matrix by coder tells them apart."
        )
    if pseudonymous:
        yield (
            "The words that were spoken, memos and the attributes of cases are as they were: look for names "
            "in them before you pass this file on."
        )


def _left_out(made_of: Material, counted: "Traces") -> str:
    coders = made_of.scope.coders
    given = sum(not coders or coding.coder in coders for view in made_of.views for coding in view.codings)
    missing = given - len(counted.of)
    if not missing:
        return "their words are in no share"
    left_out = "1 coding wholly in them is" if missing == 1 else f"{missing:,} codings wholly in them are"
    return f"their words are in no share, and {left_out} left out"


def _written(file: Path, content: bytes) -> Path:
    """Write a file whole or not at all: what was there before stays until the new one is on disk."""
    try:
        with TemporaryDirectory(dir=file.absolute().parent, prefix=".writing-") as place:
            beside = Path(place) / file.name
            beside.write_bytes(content)
            os.replace(beside, file)  # noqa: PTH105 - atomic, and over a file that is there
    except OSError as error:
        raise StorageError(
            f"{file} could not be written: {error.strerror or error}.",
            "See that the folder is there, that there is space, and that you may write to it.",
        ) from error
    return file
