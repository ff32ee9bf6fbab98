"""Live examples: each code's page with its best real quotes, the starred ones first.

The examples that stand in the codebook's file are left alone; these are looked up each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.model import Code, CodeKey, Listing
from qualcode.store.project import Project
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.reports.report_data import material
from qualcode.workflows.reports.report_sections import passages

SHOWN = 3
"""How many quotes a page has unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveQuote:
    """A real quote as a page shows it."""

    where: str
    """As a paper cites it: `local-01, turn 14, 00:12:31`."""
    words: tuple[tuple[str, str], ...]
    """Who says what; nobody's name is empty."""
    coder: str
    starred: bool

    @property
    def text(self) -> str:
        """The words alone, on one line."""
        return " ".join(" ".join(said.split()) for _, said in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """One code with its best quotes."""

    code: Code
    above: tuple[Code, ...]
    codings: int
    """How many codings count; those wholly in the interviewer's words do not."""
    quotes: tuple[LiveQuote, ...]


def pages(
    project: Project, code: str | None = None, *, most: int = SHOWN, pseudonymous: bool = False
) -> list[CodePage]:
    """Return a page for every code, or for one and all under it; NotFoundError for one that is not there."""
    from qualcode.reports.code_examples import best
    from qualcode.tables import traces

    force = current_codebook(project)
    wanted = force.codebook.branch(force.code(code)) if code else force.codebook.keys
    made_of = material(project, pseudonymous=pseudonymous)
    traced = traces(made_of.study, ("source",), scope=made_of.scope)
    found = tuple(passages(made_of, traced, ()))
    chosen = best(found, most)
    counts: dict[CodeKey, int] = {}
    for mark in (mark for passage in found for mark in passage.marks):
        counts[mark.code] = counts.get(mark.code, 0) + 1
    return [
        CodePage(
            code=force.codebook.code(key),
            above=force.codebook.ancestors(key),
            codings=counts.get(key, 0),
            quotes=tuple(
                LiveQuote(
                    where=found[number].locator,
                    words=found[number].utterances,
                    coder=found[number].coder,
                    starred=any(mark.starred and mark.code == key for mark in found[number].marks),
                )
                for number in chosen.get(key, ())
            ),
        )
        for key in wanted
    ]


def listing(found: Sequence[CodePage]) -> Listing:
    """Return the quotes as rows; a code without any has one row."""
    rows = [
        (page.code.key, page.code.title, page.code.definition, one.where, one.text, one.starred, one.coder)
        for page in found
        for one in page.quotes or (LiveQuote(where="", words=(), coder="", starred=False),)
    ]
    return Listing(
        columns=("code", "label", "definition", "where", "quote", "starred", "coder"), rows=tuple(rows)
    )


def quotes(project: Project, most: int) -> dict[CodeKey, list[str]]:
    """Return the best quotes of each code, to stand beside the file's own examples in print."""
    return {page.code.key: [one.text for one in page.quotes] for page in pages(project, most=most)}
