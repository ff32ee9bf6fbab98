"""The content of a report: tables that were counted elsewhere, and the quotes that they count.

Each quote is in the report once, however many codes it has. A number in a table links to quotes, so both
must come from the same codings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Codebook, CodeKey, Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCoding:
    """One coding of a quote."""

    code: CodeKey
    origin: str
    memo: str = ""
    starred: bool = False
    """Whether its coder marked it as a good example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuote:
    """A span of one source with the codings that one coder made on exactly this span."""

    source: str
    start: int
    end: int
    """Code points of the source's text, half-open."""
    locator: str
    """As a paper cites it: `local-01, turn 14, 00:12:31`."""
    utterances: tuple[tuple[str, str], ...]
    """Pairs of speaker and words; the speaker is empty where nobody is named."""
    coder: str
    codings: tuple[QuoteCoding, ...]
    labels: Mapping[str, tuple[str, ...]]
    """Its labels in each dimension that is a filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A cross table of codes by one dimension; its cells are numbers of codings.

    The first column of the listing has the codes; a row or column `total` counts each coding once.
    """

    dimension: str
    cells: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChart:
    """A chart as SVG, with a description for readers who do not see it."""

    title: str
    svg: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAgreement:
    """How far coders agree on each code, and what a reader has to know of these figures."""

    cells: Listing
    """Code and label, then texts and numbers for readers; the code is empty in the row of all codes."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """All content of one report; a listing has the columns of the table of the same name."""

    name: str
    made_on: str
    """The day, ISO 8601."""
    version: str
    """Of qualcode."""
    pseudonymous: bool
    facts: tuple[tuple[str, str, Mapping[str, str] | None], ...]
    """Name, value, and the filters of the quotes that the value counts; None for no link."""
    remarks: tuple[str, ...]
    """What the numbers include and leave out."""
    codebook: Codebook
    colors: Mapping[CodeKey, str]
    sources: Listing
    frequencies: Listing
    crosstabs: tuple[ReportTable, ...]
    cooccurrence: Listing
    saturation: Listing
    agreement: ReportAgreement | None
    """None where fewer than two coders have finished the same source."""
    quotes: tuple[ReportQuote, ...]
    filters: Mapping[str, Sequence[str]]
    """The dimensions by which quotes are filtered, besides the code, each with its labels in order."""
    charts: Mapping[str, ReportChart]
    """By the section of the report."""
