"""The guide: topics in Markdown files of this folder, and the definitions of all tables as data.

`qualcode guide TOPIC` shows a topic. The sections of `definitions.md` say what each column of each table
counts; `definition_of` returns one of them for help, notes and workbooks, so that it is written only once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

from qualcode.errors import NotFoundError, UsageError

TOPICS = (
    "first-hour",
    "codebook-file",
    "coding-screen",
    "suggestions",
    "team",
    "query-language",
    "definitions",
    "intervals",
    "files-it-reads",
    "exports-and-python",
    "privacy",
    "coming-from",
    "whats-new",
)
"""The names of the topics, in the order in which `qualcode guide` lists them."""

_COLUMN = re.compile(r"^\* `([^`]+)`: (.*(?:\n  .*)*)", re.MULTILINE)

_PUNCTUATION = ".,;:?!()[]{}<>\"'`*|“”«»\u2018\u2019"

_SHORTEST_BEGINNING = 3
"""Letters of a word that is also found as the beginning of longer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: its name, its title, the sentence under the title, and its Markdown."""

    name: str
    title: str
    summary: str
    text: str

    @property
    def introduction(self) -> str:
        """The Markdown before the first section."""
        return self.text.split("\n## ")[0]

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


def topics_beginning(beginning: str) -> tuple[str, ...]:
    """Return the topic with this name, else all that begin so."""
    wanted = "-".join(words_of(beginning.replace("_", " ")))
    if wanted in TOPICS:
        return (wanted,)
    return tuple(name for name in TOPICS if wanted and name.startswith(wanted))


def topic(beginning: str) -> Topic:
    """Return the topic with this name or the only one that begins so; NotFoundError, UsageError."""
    names = topics_beginning(beginning)
    if not names:
        raise NotFoundError.among("topic", beginning, TOPICS, "`qualcode guide` lists the topics.")
    if len(names) > 1:
        raise UsageError(f"Several topics begin with {beginning!r}.", f"Topics: {', '.join(names)}.")
    return _read(names[0])


def section(name: str, words: str) -> str:
    """Return the Markdown of a section, with its heading, by the first words of the heading or by later ones.

    Case and punctuation do not matter.
    """
    sections = topic(name).sections
    phrase = " ".join(words_of(words))
    headings = {heading: " ".join(words_of(heading)) for heading in sections}
    matches = [
        *(heading for heading, plain in headings.items() if plain == phrase),
        *(heading for heading, plain in headings.items() if plain.startswith(phrase)),
        *(heading for heading, plain in headings.items() if f" {phrase}" in plain),
    ]
    if matches:
        return f"## {matches[0]}\n\n{sections[matches[0]]}\n"
    raise NotFoundError(f"{topic(name).name} has no section {words!r}.", f"Sections: {', '.join(sections)}.")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without the punctuation around them."""
    return [word for part in text.casefold().split() if (word := part.strip(_PUNCTUATION))]


def sections_with(words: str) -> list[tuple[str, str]]:
    """Return topic and heading of each section with all these words, the most fitting first.

    First those with most of the words in the heading, then those with the words as a phrase. The heading of a
    topic's first paragraphs is empty. Words of one or two letters are matched whole.
    """
    patterns = [_beginning_pattern(word) for word in words_of(words)]
    phrase = re.compile(r"\W+".join(pattern.pattern for pattern in patterns), re.IGNORECASE)
    matches = [
        (-sum(bool(pattern.search(heading)) for pattern in patterns), not phrase.search(text), name, heading)
        for name in TOPICS
        for heading, text in {"": _read(name).introduction, **_read(name).sections}.items()
        if patterns and all(pattern.search(f"{heading}\n{text}") for pattern in patterns)
    ]
    return [(name, heading) for *_, name, heading in sorted(matches, key=itemgetter(0, 1))]


def _beginning_pattern(word: str) -> re.Pattern[str]:
    end = r"\b" if len(word) < _SHORTEST_BEGINNING else r"\w*"
    return re.compile(rf"\b{re.escape(word)}{end}", re.IGNORECASE)


def definition_of(table: str) -> TableDefinition:
    """Return the definition of a table by its name, such as `frequencies`; NotFoundError if it has none."""
    sections = topic("definitions").sections
    if table not in sections:
        raise NotFoundError.among("table", table, sections)
    text = sections[table]
    columns = {name: " ".join(meaning.split()) for name, meaning in _COLUMN.findall(text)}
    return TableDefinition(name=table, introduction=_COLUMN.split(text)[0].strip(), columns=columns)


@cache
def _read(name: str) -> Topic:
    text = (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    summary = " ".join(rest.strip().split("\n\n")[0].split())
    return Topic(name=name, title=title.removeprefix("# "), summary=summary, text=text)
