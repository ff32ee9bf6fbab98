"""The contents of a study between two programs: what a reader of another program's project returns.

Sources, codings and memos refer to each other by GUIDs, which are their ids in a qualcode project.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.exchange.loss_report import Loss
from qualcode.model import About, Codebook, CodeKey, Span

STAR = "★"
"""The text of the note that other programs see on a starred coding."""
UNKNOWN_CODER = "unknown"
"""The coder of what names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSource:
    """A source with the text that its codings need, and the file that it comes from."""

    guid: str
    name: str
    text: str = field(repr=False)
    file_name: str
    file: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCoding:
    """A code on a span of a source by a coder."""

    guid: str
    source: str
    span: Span
    code: CodeKey
    coder: str = UNKNOWN_CODER
    made_at: str = ""
    """UTC, ISO 8601; empty if the other program does not say."""
    memo: str = ""
    starred: bool = False
    selection: str = ""
    """The GUID of the selection that it is on, if it has one of its own."""
    note: str = ""
    """The GUID of the note that is its memo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMemo:
    """A note on the project, a source, a span of it or a code (by its key)."""

    guid: str
    about: About
    target: str
    text: str
    coder: str = UNKNOWN_CODER
    made_at: str = ""
    span: Span | None = None
    selection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCase:
    """A case with its attributes and where it appears."""

    guid: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    """The sources that it appears in as a whole."""
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """The spans of sources in which it speaks."""
    speakers: tuple[tuple[str, str], ...] = ()
    """Sources and the names of its speakers in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyContents:
    """Everything that a project of another program holds and qualcode has a place for."""

    name: str
    program: str
    """The program that wrote it, as it calls itself."""
    codebook: Codebook = field(default_factory=Codebook)
    sources: tuple[ForeignSource, ...] = ()
    codings: tuple[ForeignCoding, ...] = ()
    memos: tuple[ForeignMemo, ...] = ()
    cases: tuple[ForeignCase, ...] = ()
    guids: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The GUIDs of codes, coders, attributes and groups: kind → name → GUID."""
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    """What else the user has to know, such as how positions were counted."""
