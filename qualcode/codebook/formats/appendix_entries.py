"""The codebook as appendix entries: each code with its level, number of codings and quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.model import Code, Codebook, CodeGroup, CodeKey
from qualcode.text.visible import printable

HEADINGS = ("Code", "Definition", "When to use", "When not to use", "Example")
COUNT_HEADING = "n"
GROUPS_HEADING = "Groups of codes"
Counts = Mapping[CodeKey, int]
Quotes = Mapping[CodeKey, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the appendix; `level` is 0 for a theme, `count` is None without counts."""

    code: Code
    level: int
    count: int | None
    texts: tuple[str, str, str, str]
    """Brief and definition, when to use, when not to use, and examples after the live quotes."""

    @property
    def note(self) -> str:
        """The remark in brackets after the key; empty for a code in use."""
        return "retired" if self.code.retired else ""


def entries(
    codebook: Codebook, counts: Counts | None = None, quotes: Quotes | None = None
) -> tuple[Entry, ...]:
    """Return the entries of all codes in file order."""
    return tuple(
        Entry(
            code=code,
            level=len(ancestors),
            count=None if counts is None else counts.get(code.key, 0),
            texts=_texts(code, (quotes or {}).get(code.key, ())),
        )
        for code, ancestors in codebook.walk()
    )


def group_lines(codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """Return the name of each group and its codes, by their titles in file order, as it is printed."""
    return tuple((group.name, _titles(codebook, group) or "none") for group in codebook.groups)


def _titles(codebook: Codebook, group: CodeGroup) -> str:
    return ", ".join(code.title for code, _ in codebook.walk() if code.key in group.members)


def _texts(code: Code, quotes: Sequence[str]) -> tuple[str, str, str, str]:
    meaning = "\n\n".join(text for text in (code.brief, code.definition) if text)
    examples = "\n".join(f"“{printable(quote)}”" for quote in (*quotes, *code.examples))
    return meaning, code.when_to_use, code.when_not_to_use, examples
