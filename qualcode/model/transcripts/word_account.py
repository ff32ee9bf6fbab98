"""What a reader leaves out of a file on purpose, and the count of words that finds any other loss."""

from enum import StrEnum
from typing import NamedTuple


class LeftOutKind(StrEnum):
    """What a reader left out on purpose; the value is its name in messages, in the plural."""

    COMMENTS = "comments"
    FOOTNOTES = "footnotes"
    ENDNOTES = "endnotes"
    HEADERS = "headers and footers"
    DELETED = "deleted text"
    HIDDEN = "hidden text"
    EMBEDDED = "embedded documents"
    DIAGRAMS = "charts and diagrams"
    RUBY = "reading aids above the words"
    CONTENTS = "tables of contents"
    FORM_FIELDS = "form fields"
    RUNNING_HEADS = "running heads"
    PAGE_NUMBERS = "page numbers"
    LINE_NUMBERS = "line numbers"
    OUTSIDE_PAGE = "text outside the page"
    WORKSHEETS = "other worksheets"
    COLUMNS = "other columns"
    CAPTIONS = "repeated captions"
    NOTES = "notes"
    TITLES = "page titles"
    # Only counted, never announced: the format's own marks, and words that the turns hold beside the text.
    FIELD_CODES = "field codes"
    ALTERNATIVES = "second renderings of the same text"
    CUE_NUMBERS = "cue numbers"
    LIST_NUMBERS = "numbers of lists"
    NOTE_NUMBERS = "numbers of notes"
    TIMES = "times"
    SPEAKERS = "names of speakers"
    KEYS = "names of columns or keys"
    MARKUP = "markup and addresses of links"

    @property
    def is_markup(self) -> bool:
        """Whether it is only counted: a mark of the format, or words that the turns hold beside the text."""
        return self in _MARKUP


_MARKUP = frozenset(
    (
        LeftOutKind.FIELD_CODES,
        LeftOutKind.ALTERNATIVES,
        LeftOutKind.CUE_NUMBERS,
        LeftOutKind.LIST_NUMBERS,
        LeftOutKind.NOTE_NUMBERS,
        LeftOutKind.TIMES,
        LeftOutKind.SPEAKERS,
        LeftOutKind.KEYS,
        LeftOutKind.MARKUP,
    )
)


class LeftOut(NamedTuple):
    """One text that a reader left out on purpose: a comment, a running head, a hidden paragraph."""

    kind: LeftOutKind
    text: str
    """All its words as they stand in the file; empty for what has none, as a picture of a chart."""
    where: str = ""
    """Its position, as a person would look it up: `page 3`, `line 12`; empty if there is none."""


class WordAccount(NamedTuple):
    """The number of words in a file by a second way of reading, and the number that is in the transcript.

    `in_file + added == kept + left_out + lost`: lost words are in the file only, added ones in the transcript
    only. Words are runs of letters and digits, a word with hyphens is one.
    """

    in_file: int
    kept: int
    left_out: tuple[tuple[LeftOutKind, int, int], ...] = ()
    """Each kind with the number of its occurrences and of their words."""
    lost: int = 0
    added: int = 0
