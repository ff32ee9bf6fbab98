"""Quotes as Markdown and Word files, with locators and escaped text."""

import io
from dataclasses import replace

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qualcode.model import Span
from qualcode.retrieval import Quote, QuoteGroup, SourceView, evaluate, parse
from qualcode.retrieval.quote_documents import docx, locator, markdown
from tests.support import marked_text
from tests.support.marked_text import Marked

DASH = "\N{EN DASH}"
CODEBOOK = marked_text.codebook("harms")
MARKED = marked_text.interview(
    "Int: Why?\nAnn: They [came  back\nwithin days]{harms}. So.\nInt: Oh.\nBob: [Yes.\nInt: No.]{harms}\n",
    name="local-01",
    seconds_per_turn=1830.5,
)


def quotes(marked: Marked, *, context: int = 0) -> list[Quote]:
    view = SourceView(
        source=marked.source, turns=marked.turns, sentences=marked.sentences, codings=marked.codings
    )
    return list(evaluate(parse("harms"), [view], codebook=CODEBOOK, context=context))


def one(text: str) -> Quote:
    marked = marked_text.interview("Ann: x")
    return Quote(
        source=marked.source.id,
        source_name="a_b",
        kind=marked.source.kind,
        span=Span(5, 5 + len(text)),
        text=text,
        turns=marked.turns,
    )


def group(*members: Quote, title: str = "Harms") -> list[QuoteGroup]:
    return [QuoteGroup(title=title, quotes=members)]


def paragraphs(file: bytes) -> list[tuple[str, str]]:
    styled = Document(io.BytesIO(file)).paragraphs
    return [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in styled]


def test_a_locator_names_source_turn_and_time() -> None:
    assert [locator(quote) for quote in quotes(MARKED)] == [
        "local-01, turn 2, 00:30:30",
        f"local-01, turns 4{DASH}5, 01:31:31",
    ]


def test_a_document_is_cited_by_page_or_paragraph() -> None:
    [quote] = quotes(marked_text.document("One.\n\nIt [counts]{harms}."))
    assert locator(quote) == "paper, paragraph 2"
    paged = replace(quote, turns=tuple(replace(turn, page=3) for turn in quote.turns))
    assert locator(paged) == "paper, p. 3"
    over = replace(paged, turns=(*paged.turns, replace(paged.turns[0], page=4)))
    assert locator(over) == f"paper, pp. 3{DASH}4"


def test_an_interview_without_times_has_its_page() -> None:
    [quote] = quotes(marked_text.interview("Ann: [Yes]{harms}."))
    assert locator(replace(quote, turns=(replace(quote.turns[0], page=7),))) == "one, turn 1, p. 7"
    assert locator(replace(quote, turns=())) == "one"


def test_markdown_has_a_heading_for_each_group_and_speakers_where_there_are_several() -> None:
    assert markdown(group(*quotes(MARKED)), title="Findings") == (
        "# Findings\n"
        "\n"
        "## Harms (2 quotes)\n"
        "\n"
        "> came back within days (local-01, turn 2, 00:30:30)\n"
        "\n"
        "> Bob: Yes.\n"
        ">\n"
        "> Int: No.\n"
        ">\n"
        f"> (local-01, turns 4{DASH}5, 01:31:31)\n"
    )


def test_markdown_sets_context_in_italics() -> None:
    first, _ = quotes(MARKED, context=1)
    assert markdown(group(first)) == (
        "## Harms (1 quote)\n"
        "\n"
        "> *Int: Why?*\n"
        ">\n"
        "> *Ann: They*\n"
        ">\n"
        "> Ann: came back within days\n"
        ">\n"
        "> (local-01, turn 2, 00:30:30)\n"
        ">\n"
        "> *Ann: . So.*\n"
        ">\n"
        "> *Int: Oh.*\n"
    )


def test_markdown_escapes_a_script() -> None:
    page = MarkdownIt("commonmark", {"html": True}).render(
        markdown(group(one("<script>alert(1)</script> & *so*")))
    )
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; *so*" in page


def test_a_word_file_has_headings_quotations_and_locators() -> None:
    file = docx(group(*quotes(MARKED)), title="Findings")
    assert paragraphs(file) == [
        ("Heading 1", "Findings"),
        ("Heading 2", "Harms (2 quotes)"),
        ("Quote", "came back within days (local-01, turn 2, 00:30:30)"),
        ("Quote", "Bob: Yes."),
        ("Quote", f"Int: No. (local-01, turns 4{DASH}5, 01:31:31)"),
    ]
    properties = Document(io.BytesIO(file)).core_properties
    assert (properties.title, properties.author, properties.comments) == ("Findings", "", "")


def test_a_word_file_has_context_around_the_quote() -> None:
    first, _ = quotes(MARKED, context=1)
    assert [text for _, text in paragraphs(docx(group(first)))] == [
        "Harms (1 quote)",
        "Int: Why?",
        "Ann: They",
        "Ann: came back within days (local-01, turn 2, 00:30:30)",
        "Ann: . So.",
        "Int: Oh.",
    ]


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=20), st.text(st.characters(), max_size=5))
def test_any_characters_can_be_written_to_both(text: str, title: str) -> None:
    members = group(one(text), title=title)
    assert paragraphs(docx(members, title=title))[-1][1].endswith("(a_b, turn 1)")
    markdown(members, title=title).encode()
