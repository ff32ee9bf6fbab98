"""The formats of each kind of output, and the file name endings that select them.

A new format has two homes: its entry here, and its writer in the module that writes this kind of output.
Options, help texts, lookups and error messages follow from the entry.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import NotFoundError, UsageError


class TableFormat(StrEnum):
    """The formats of rows: a table for a reader of the terminal, or one of the formats of `TABLE`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    LATEX = "latex"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    PARQUET = "parquet"
    DTA = "dta"


class TargetProgram(StrEnum):
    """Programs whose way to count positions is known."""

    NVIVO = "nvivo"
    MAXQDA = "maxqda"
    ATLAS = "atlas"
    QUALCODER = "qualcoder"


class CommentUse(StrEnum):
    """What the comments of a Word document become."""

    MEMOS = "memos"
    CODINGS = "codings"


class NoteUse(StrEnum):
    """What becomes of footnotes and endnotes, which are nobody's speech."""

    LEAVE = "leave"
    """They are left out of the text."""
    INLINE = "inline"
    """Each is in square brackets where its mark is: it counts as words of the turn."""
    AFTER = "after"
    """Each is a paragraph of nobody's, after the paragraph or table row with its mark."""


class TimeUnit(StrEnum):
    """The unit of times that are plain numbers."""

    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"
    MINUTES = "minutes"


BINARY_FORMATS = frozenset(("docx", "dta", "parquet", "png", "xlsx"))
"""Formats that a terminal cannot show."""

PRINTED_FORMATS = frozenset(("md", "latex", "html", "docx"))
"""Formats of tables for readers: codes are indented, and shares stand behind their numbers."""


class OutputFormats(NamedTuple):
    """The formats of one kind of output; the first ending of a format is the usual one."""

    output: str
    """What is written, with its article: `a table`."""
    by_ending: Mapping[str, str]
    """File name ending (lower case, with the dot) → format."""
    remark: str = ""
    """What else a user may have meant, for the hint of an error."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the formats, each once."""
        return tuple(dict.fromkeys(self.by_ending.values()))

    @property
    def endings(self) -> str:
        """The usual endings as words: `.md or .docx`."""
        return _alternatives([self.ending(name) for name in self.names])

    @property
    def choices(self) -> str:
        """The names of the formats as words: `md or docx`."""
        return _alternatives(self.names)

    def ending(self, name: str) -> str:
        """Return the usual file name ending of a format, with its dot."""
        return next(ending for ending, format_ in self.by_ending.items() if format_ == name)

    def of_file(self, path: Path) -> str:
        """Return the format that the ending of a file name selects; UsageError names the possible ones."""
        ending = path.suffix.lower()
        if ending not in self.by_ending:
            raise UsageError(
                f"{path.name}: {self.output} is not written to {ending or 'a file without an ending'}.",
                f"Name a file ending in {self.endings}. {self.remark}".rstrip(),
            )
        return self.by_ending[ending]

    def choose(self, path: Path, name: str = "") -> str:
        """Return the format for a file: the one of this name, else the one that its ending selects."""
        return self.named(name) if name else self.of_file(path)

    def named(self, name: str) -> str:
        """Return the format of this name; NotFoundError has the nearest one or all of them."""
        if name not in self.names:
            raise NotFoundError.among(
                f"format of {self.output}", name, self.names, f"Formats: {self.choices}."
            )
        return name


def _alternatives(words: list[str] | tuple[str, ...]) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


TABLE = OutputFormats(
    output="a table",
    by_ending={
        ".csv": "csv",
        ".json": "json",
        ".jsonl": "jsonl",
        ".md": "md",
        ".tex": "latex",
        ".html": "html",
        ".htm": "html",
        ".xlsx": "xlsx",
        ".docx": "docx",
        ".parquet": "parquet",
        ".dta": "dta",
    },
)
FRAMEWORK = OutputFormats(output="a framework matrix", by_ending={".docx": "docx", ".xlsx": "xlsx"})
QUOTES = OutputFormats(output="a document of quotes", by_ending={".md": "md", ".docx": "docx"})
CODEBOOK = OutputFormats(
    output="a codebook",
    by_ending={
        ".md": "md",
        ".html": "html",
        ".htm": "html",
        ".docx": "docx",
        ".csv": "csv",
        ".xlsx": "xlsx",
        ".qdc": "qdc",
    },
)
CHART = OutputFormats(output="a chart", by_ending={".svg": "svg", ".png": "png", ".html": "html"})
METHODS = OutputFormats(output="a methods section", by_ending={".md": "md", ".docx": "docx"})
REPORT = OutputFormats(
    output="a report",
    by_ending={".html": "html", ".htm": "html"},
    remark=f"With --methods: {METHODS.endings}.",
)
