"""The styles of speaker labels, and a label at the beginning of a line."""

from enum import Enum, auto
from typing import NamedTuple

from qualcode.segmenters.labels import speaker_names


class Style(Enum):
    """What separates a label from the words; a transcript has one main style and may have others."""

    COLON = auto()
    """`Name:`, also with a time code, a question's number, `#`, `**` or brackets around it."""
    VOICE = auto()
    """`<v Name>`"""
    TIME = auto()
    """`Name  00:13` or `00:13 Name` on a line of its own, or a name with a time on the next line."""
    BRACKET = auto()
    """`[Name]` or `{Name}`"""
    TAB = auto()
    """The name, a tab, the words."""
    BOLD = auto()
    """The name in bold type."""
    DASH = auto()
    """`Name - words`"""
    QUESTION_ANSWER = auto()
    """`Q` and `A` before a blank, as court reporters write."""
    HEADING = auto()
    """The name as a heading."""
    GLUED = auto()
    """`Name:words`"""
    ALONE = auto()
    """The name alone on a line, which has a time elsewhere in the file."""
    SEPARATED = auto()
    """`Name; words`, `Name | words`, `Name> words`, `(Name): words`"""
    NAME_LINE = auto()
    """The name alone on a line, in a file without times."""


class Label(NamedTuple):
    """A possible label: the offset of its line, the offset of the words after it, name and times."""

    style: Style
    start: int
    end: int
    name: str
    key: str
    question: str = ""
    """The question's number before the name, `Q1` in `Q1 Chair:`."""
    begins: float | None = None
    ends: float | None = None
    words_end: int | None = None
    """The offset at which the words end, in the row of a table; None: at the next label."""
    marked: bool = False
    """Whether the author set the name in bold type, also with `**`."""


def new_label(style: Style, start: int, end: int, name: str) -> Label:
    """Return a label without a time."""
    return Label(style=style, start=start, end=end, name=name, key=speaker_names.speaker_key(name))
