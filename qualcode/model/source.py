"""Sources: the frozen text of an interview or a document, and the turns that partition it.

The text never changes after import. Every character belongs to exactly one turn, or to the preamble
before the first. A turn's `span` includes its label (`Int:`), its `body` does not.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from qualcode.model.ids import SourceId
from qualcode.model.span import Span
from qualcode.model.transcripts.word_account import LeftOut, WordAccount


class SourceKind(StrEnum):
    """Whether a source is an interview, with speakers, or a document, with paragraphs."""

    INTERVIEW = "interview"
    DOCUMENT = "document"


class Role(StrEnum):
    """The role of a turn's speaker; nobody speaks in a document or an unlabelled text."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    NOBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The words of one speaker until the next one speaks, or a paragraph of a document.

    Numbers count from 1; times are seconds from the start of the recording.
    """

    number: int
    span: Span
    body: Span
    speaker: str = ""
    role: Role = Role.NOBODY
    begins: float | None = None
    ends: float | None = None
    page: int | None = None
    """The page of a PDF on which the turn begins, from 1."""
    heading: str = ""
    """The nearest heading above the turn."""
    level: int | None = None
    """The level (1 is the highest) if this paragraph is a heading itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a turn's body, without outer white space; numbers count from 1 in the source."""

    number: int
    turn: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The content of a file as a reader returns it: the text, and the structure that its format has.

    `turns` is empty where the format only has text: who speaks is then recognised from labels in it.
    `bold` are runs set in bold at a paragraph's start, which may be speakers' names.
    `pages` are the offsets at which a PDF's pages begin.
    `headings` are the paragraphs that the format marks as headings, with their levels.
    `notes` are the paragraphs that are footnotes or endnotes: nobody says them.
    `left_out` is what the reader left out on purpose; `word_account` compares the words with the file's.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    bold: tuple[Span, ...] = ()
    pages: tuple[int, ...] = ()
    headings: tuple[tuple[Span, int], ...] = ()
    notes: tuple[Span, ...] = ()
    encoding: str = ""
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    word_account: WordAccount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One imported file: its text at import, with the hashes that prove it unchanged."""

    id: SourceId
    name: str
    kind: SourceKind
    text: str = field(repr=False)
    sha256: str
    """The hash of the text in UTF-8."""
    file_name: str
    file_sha256: str
    imported_at: str
    words: int
    """The number of words of its turns, without labels and preamble."""
