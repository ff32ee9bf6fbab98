"""Live examples: each code with its best quotes from the interviews, starred codings first.

They are looked up each time; the examples written in the codebook file are kept apart.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.model import Code, CodeKey, CoderName, Listing
from qualcode.store.project import Project
from qualcode.workflows.analysis.analysis_options import AnalysisOptions
from qualcode.workflows.project.current_codebook import current_codebook
from qualcode.workflows.project.filter_codes import filter_codes
from qualcode.workflows.reports.report_data import gather_report_data
from qualcode.workflows.reports.report_sections import report_quotes

QUOTES_PER_CODE = 3
"""Default number of quotes for each code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveQuote:
    """A quote from an interview as an example of a code."""

    where: str
    """As a paper cites it: `local-01, turn 14, 00:12:31`."""
    words: tuple[tuple[str, str], ...]
    """Pairs of speaker and words; the speaker is empty where nobody is named."""
    coder: str
    starred: bool

    @property
    def text(self) -> str:
        """The words alone, on one line."""
        return " ".join(" ".join(words.split()) for _, words in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """One code with its best quotes."""

    code: Code
    above: tuple[Code, ...]
    codings: int
    """Number of codings, without those wholly in the interviewer's words."""
    quotes: tuple[LiveQuote, ...]


def code_pages(
    project: Project,
    code: str | None = None,
    *,
    most: int = QUOTES_PER_CODE,
    pseudonymous: bool = False,
    coders: Sequence[CoderName] = (),
) -> list[CodePage]:
    """Return a page for every code, or for a code or `@group` and all below; NotFoundError if unknown.

    With `coders`, only their codings are counted and quoted.
    """
    from qualcode.reports.code_examples import ranked_examples
    from qualcode.tables import traces

    codebook = current_codebook(project).codebook
    keys = filter_codes(codebook, [code], branch=True) if code else codebook.keys
    data = gather_report_data(
        project, pseudonymous=pseudonymous, options=AnalysisOptions(coders=tuple(coders))
    )
    labels = traces(data.study, ("source",), scope=data.scope)
    quotes = tuple(report_quotes(data, labels, ()))
    chosen = ranked_examples(quotes, most)
    counts = Counter(coding.code for quote in quotes for coding in quote.codings)
    return [
        CodePage(
            code=codebook.code(key),
            above=codebook.ancestors(key),
            codings=counts[key],
            quotes=tuple(
                LiveQuote(
                    where=quotes[number].locator,
                    words=quotes[number].utterances,
                    coder=quotes[number].coder,
                    starred=any(coding.starred and coding.code == key for coding in quotes[number].codings),
                )
                for number in chosen.get(key, ())
            ),
        )
        for key in keys
    ]


def listing(pages: Sequence[CodePage]) -> Listing:
    """Return a row for each quote, and one row for each code without quotes."""
    empty = LiveQuote(where="", words=(), coder="", starred=False)
    rows = tuple(
        (
            page.code.key,
            page.code.title,
            page.code.definition,
            quote.where,
            quote.text,
            quote.starred,
            quote.coder,
        )
        for page in pages
        for quote in page.quotes or (empty,)
    )
    return Listing(columns=("code", "label", "definition", "where", "quote", "starred", "coder"), rows=rows)


def best_quotes(project: Project, most: int, coders: Sequence[CoderName] = ()) -> dict[CodeKey, list[str]]:
    """Return at most `most` quotes of each code (by these coders), beside the examples in the file."""
    pages = code_pages(project, most=most, coders=coders)
    return {page.code.key: [quote.text for quote in page.quotes] for page in pages}
