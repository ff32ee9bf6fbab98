"""Formats of files: the ending selects one, and what cannot be written is refused with what can."""

from pathlib import Path

import pytest

from qualcode.codebook import PRINTED_FORMS
from qualcode.errors import NotFoundError, UsageError
from qualcode.output_formats import CODEBOOK, METHODS, QUOTES, REPORT, TABLE, OutputFormats, TableFormat
from qualcode.reports.methods_document import METHODS_WRITERS
from qualcode.reports.report_page import REPORT_WRITERS
from qualcode.retrieval.quote_documents import QUOTE_WRITERS
from qualcode.tables import TEXT_FORMATS

PAPER = OutputFormats(
    output="a paper", by_ending={".htm": "html", ".html": "html", ".tex": "latex"}, remark="Or a talk."
)


def test_the_ending_of_a_file_selects_its_format_in_any_case() -> None:
    assert PAPER.of_file(Path("a.b/Paper.TeX")) == "latex"
    assert [PAPER.of_file(Path(name)) for name in ("a.htm", "a.html")] == ["html", "html"]


@pytest.mark.parametrize(("name", "ending"), [("paper.pdf", ".pdf"), ("paper", "without an ending")])
def test_another_ending_is_refused_with_those_that_can_be_written(name: str, ending: str) -> None:
    with pytest.raises(UsageError) as refused:
        PAPER.of_file(Path(name))
    assert refused.value.message.startswith(f"{name}: a paper is not written to ")
    assert ending in refused.value.message
    assert refused.value.hint == "Name a file ending in .htm or .tex. Or a talk."


def test_a_format_has_a_name_and_a_usual_ending() -> None:
    assert PAPER.names == ("html", "latex")
    assert PAPER.ending("html") == ".htm"
    assert METHODS.choices == "md or docx"
    assert CODEBOOK.endings == ".md, .html, .docx, .csv, .xlsx or .qdc"
    assert REPORT.endings == ".html"


def test_an_unknown_name_gets_the_nearest_or_all() -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'latex'"):
        PAPER.named("laetx")
    with pytest.raises(NotFoundError, match="Formats: html or latex"):
        PAPER.named("pdf")


def test_every_format_has_its_writer() -> None:
    assert set(TABLE.names) == {*TEXT_FORMATS, "xlsx", "docx", "parquet", "dta"}
    assert set(QUOTES.names) == set(QUOTE_WRITERS)
    assert set(METHODS.names) == set(METHODS_WRITERS)
    assert set(REPORT.names) == set(REPORT_WRITERS)
    assert set(CODEBOOK.names) == {*PRINTED_FORMS, "csv", "xlsx", "qdc"}
    assert {form.value for form in TableFormat} == {"table", *TABLE.names}
