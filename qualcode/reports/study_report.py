"""What a report is made of: tables that were counted elsewhere, and the quotes that they count.

The words of every passage stand in the report once, however many codes are on them; a number in a table is
an address of passages, so the two must have been made from the same codings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Codebook, CodeKey, Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCoding:
    """One coding of a passage."""

    code: CodeKey
    origin: str
    memo: str = ""
    starred: bool = False
    """Whether its coder has marked it as a good example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuote:
    """Words of one source with the codes that one coder put on exactly them."""

    source: str
    start: int
    end: int
    """Code points of the source's text, half-open."""
    locator: str
    """Where it stands, as a paper cites it: `local-01, turn 14, 00:12:31`."""
    utterances: tuple[tuple[str, str], ...]
    """Who says what; nobody's name is empty."""
    coder: str
    marks: tuple[QuoteCoding, ...]
    belongs: Mapping[str, tuple[str, ...]]
    """Its labels in every dimension that the report filters by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """Codes by something: rows are codes, columns the labels of one dimension, cells are codings.

    The first column of the listing has the codes; a row or column `total` counts each coding once.
    """

    dimension: str
    cells: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChart:
    """A drawing as SVG, and what it shows in words for those who do not see it."""

    title: str
    svg: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """Everything that one report shows; a listing's columns are those of the table of the same name."""

    name: str
    made_on: str
    """The day, ISO 8601."""
    version: str
    """Of qualcode."""
    pseudonymous: bool
    facts: tuple[tuple[str, str, Mapping[str, str] | None], ...]
    """What there is, how much, and the filters of its quotes where it has any."""
    remarks: tuple[str, ...]
    """What a reader has to know before trusting a number."""
    codebook: Codebook
    colors: Mapping[CodeKey, str]
    sources: Listing
    frequencies: Listing
    grids: tuple[ReportTable, ...]
    cooccurrence: Listing
    saturation: Listing
    passages: tuple[ReportQuote, ...]
    filters: Mapping[str, Sequence[str]]
    """The dimensions, beside the code, by which quotes can be chosen, each with its labels in order."""
    pictures: Mapping[str, ReportChart]
    """By the section that they stand in."""
