"""The guide: topics in Markdown files of this folder, and the definitions of all tables as data.

`qualcode guide TOPIC` shows a topic. The sections of `definitions.md` say what each column of each table
counts; `definition_of` returns one of them for help, notes and workbooks, so that it is written only once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qualcode.errors import NotFoundError, UsageError

TOPICS = (
    "first-hour",
    "codebook-file",
    "coding-screen",
    "suggestions",
    "query-language",
    "definitions",
    "files-it-reads",
    "exports-and-python",
    "privacy",
    "coming-from",
    "whats-new",
)
"""The names of the topics, in the order in which `qualcode guide` lists them."""

_COLUMN = re.compile(r"^\* `([^`]+)`: (.*(?:\n  .*)*)", re.MULTILINE)
_MENTIONS = 8
"""Maximum number of sections that are named for words that are no topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: its name, its title, the sentence under the title, and its Markdown."""

    name: str
    title: str
    summary: str
    text: str

    @property
    def sections(self) -> Mapping[str, str]:
        """The Markdown of each section by its heading."""
        parts = re.split(r"^## (.+)$", self.text, flags=re.MULTILINE)[1:]
        return dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDefinition:
    """What a table counts: an introduction, and the meaning of each column."""

    name: str
    introduction: str
    columns: Mapping[str, str]
    """Column → meaning; columns that depend on the study are described as `each CODE` and the like."""


@cache
def topic(beginning: str) -> Topic:
    """Return the topic with this name or the only one that begins so.

    UsageError if several begin so; NotFoundError with the sections that mention the word if there is none.
    """
    wanted = "-".join(beginning.lower().replace("_", " ").split())
    matches = (
        [wanted] if wanted in TOPICS else [name for name in TOPICS if wanted and name.startswith(wanted)]
    )
    if len(matches) == 1:
        return _read(matches[0])
    if matches:
        raise UsageError(f"Several topics begin with {beginning!r}.", f"Topics: {', '.join(matches)}.")
    places = list(mentions(beginning))
    hint = "`qualcode guide` lists the topics."
    if places:
        listed = "\n".join(f"  qualcode guide {name} {heading!r}" for name, heading in places[:_MENTIONS])
        hint = f"These sections have the word:\n{listed}"
    raise NotFoundError(f"There is no topic {beginning!r}.", hint)


def section(name: str, beginning: str) -> str:
    """Return the Markdown of a section, with its heading, by the first words of the heading."""
    sections = topic(name).sections
    for heading, text in sections.items():
        if heading.casefold().startswith(beginning.casefold()):
            return f"## {heading}\n\n{text}\n"
    headings = ", ".join(sections)
    raise NotFoundError(f"{topic(name).name} has no section {beginning!r}.", f"Sections: {headings}.")


def mentions(words: str) -> Iterator[tuple[str, str]]:
    """Return the topic and heading of each section with these words, those with them in the heading first."""
    pattern = re.compile(rf"\b{re.escape(words)}", re.IGNORECASE)
    everything = [(name, heading, text) for name in TOPICS for heading, text in _read(name).sections.items()]
    in_heading = [(name, heading) for name, heading, _ in everything if pattern.search(heading)]
    in_text = [(name, heading) for name, heading, text in everything if pattern.search(text)]
    return iter(dict.fromkeys((*in_heading, *in_text)))


def definition_of(table: str) -> TableDefinition:
    """Return the definition of a table by its name, such as `frequencies`; NotFoundError if it has none."""
    sections = topic("definitions").sections
    if table not in sections:
        raise NotFoundError.among("table", table, sections)
    text = sections[table]
    columns = {name: " ".join(meaning.split()) for name, meaning in _COLUMN.findall(text)}
    return TableDefinition(name=table, introduction=_COLUMN.split(text)[0].strip(), columns=columns)


def _read(name: str) -> Topic:
    text = (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    summary = " ".join(rest.strip().split("\n\n")[0].split())
    return Topic(name=name, title=title.removeprefix("# "), summary=summary, text=text)
