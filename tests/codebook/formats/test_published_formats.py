from dataclasses import replace
from io import BytesIO
from xml.etree.ElementTree import canonicalize

import pytest
from docx import Document
from hypothesis import given, settings
from markdown_it import MarkdownIt

from qualcode import codebook
from qualcode.codebook import PRINTED_FORMS, publish
from qualcode.errors import NotFoundError
from qualcode.model import Codebook, CodeGroup, CodeKey
from tests.support.random_codebooks import codebooks

BOOK = codebook.read(
    """
codebook: Streets & <b>lanes</b>
codes:
- code: roles
  label: Roles
  color: "#4C78A8"
  brief: In brief
  definition: What police | are for
  children:
  - code: pursue
    label: <script>alert(1)</script>
    when_to_use: "If *so*"
    when_not_to_use: |
      Not so

      at all
    examples: [We went in]
    retired: true
"""
)
COUNTS = {CodeKey("pursue"): 7}
QUOTES = {CodeKey("pursue"): ["A live\x07 quote"]}


def table(form: str) -> str:
    return publish(BOOK, form, COUNTS, QUOTES).decode()


def test_markdown_is_one_table_with_escaped_texts() -> None:
    text = table("md")
    assert text.splitlines()[0] == "# Streets &amp; &lt;b&gt;lanes&lt;/b&gt;"
    assert "| **Roles**<br>roles | In brief<br><br>What police \\| are for |  |  |  | 0 |" in text
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert shown.count("<tr>") == 3
    assert "<script>" not in shown
    assert "<em>" not in shown


def test_the_web_page_escapes_texts_and_inherits_colours() -> None:
    page = table("html")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count("--code: #4C78A8") == 2
    assert "“A live\N{REPLACEMENT CHARACTER} quote”\n“We went in”" in page
    assert "pursue (retired)" in page


@given(codebooks())
@settings(max_examples=25, deadline=None)
def test_the_web_page_is_well_formed(book: Codebook) -> None:
    page = publish(book, "html").decode()
    body = page[page.index("<body>") : page.index("</html>")]
    assert canonicalize(body)


def test_the_word_table_has_one_row_per_code_and_repeats_its_heading() -> None:
    document = Document(BytesIO(publish(BOOK, "docx", COUNTS, QUOTES)))
    (word_table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in word_table.rows]
    assert cells[0] == ["Code", "Definition", "When to use", "When not to use", "Example", "n"]
    assert cells[1][:2] == ["Roles\nroles", "In brief\n\nWhat police | are for"]
    assert cells[2][3:] == ["Not so\n\nat all", "“A live\N{REPLACEMENT CHARACTER} quote”\n“We went in”", "7"]
    assert "w:tblHeader" in word_table.rows[0]._tr.xml  # noqa: SLF001 - python-docx has no word for it
    assert document.core_properties.title == "Streets & <b>lanes</b>"
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)


def test_groups_are_a_section_after_the_table() -> None:
    groups = (CodeGroup(name="In <use> | now", members=(CodeKey("pursue"), CodeKey("roles"))),)
    book = replace(BOOK, groups=(*groups, CodeGroup(name="later")))
    page = publish(book, "html").decode()
    assert "<dt>In &lt;use&gt; | now</dt><dd>Roles, &lt;script&gt;alert(1)&lt;/script&gt;</dd>" in page
    assert page.index("</table>") < page.index("<dt>later</dt><dd>none</dd>")
    section = publish(book, "md").decode().partition("## Groups of codes\n\n")[2]
    assert section.startswith("* **In &lt;use&gt; \\| now**: Roles, ")
    paragraphs = [each.text for each in Document(BytesIO(publish(book, "docx"))).paragraphs]
    assert paragraphs[-3:] == [
        "Groups of codes", "In <use> | now: Roles, <script>alert(1)</script>", "later: none",
    ]  # fmt: skip
    assert "Groups of codes" not in "".join(publish(BOOK, form).decode() for form in ("md", "html"))


@given(codebooks(4))
@settings(max_examples=8, deadline=None)
def test_any_codebook_can_be_published(book: Codebook) -> None:
    for form in PRINTED_FORMS:
        assert publish(book, form)


def test_without_counts_there_is_no_count_column() -> None:
    assert "| n |" not in publish(BOOK, "md").decode()


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(NotFoundError, match="docx"):
        publish(BOOK, "doc")
