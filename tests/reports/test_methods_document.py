"""The facts for a methods section: counts from the study, and marks for what is left to write."""

import io
from pathlib import Path

from docx import Document
from markdown_it import MarkdownIt

from qualcode.reports import methods_docx, methods_markdown
from qualcode.store.project import Project
from qualcode.workflows.reports.methods_section import build_methods
from tests.support import report_study


def test_the_section_has_the_coreq_items_on_data_analysis(project: Project) -> None:
    section = build_methods(project)
    assert [item.number for item in section.items] == [22, 24, 25, 26, 27, 28, 29]
    facts = {item.number: " ".join(item.facts) for item in section.items}
    assert "2 coders. 3 sources coded by more than one." in facts[24]
    assert "6 codes in 3 themes (levels: 2)." in facts[25]
    assert "2 codes with a definition" in facts[25]
    assert "Of 11 codings, 11 were made by hand." in facts[26]
    assert "6 codes when coding began" in facts[26]
    assert "qualcode" in facts[27]
    assert section.items[-2].to_write


def test_counts_of_coders_and_codes_are_those_of_the_study(project: Project) -> None:
    tables = {item.number: item.table for item in build_methods(project).items if item.table}
    assert tables[24].rows == (("ann", 7, 1, 3), ("ben", 4, 0, 3))
    assert [row[1:] for row in tables[25].rows][:4] == [
        ("roles", 6, 2),
        ("pursue", 3, 2),
        ("protect", 2, 2),
        ("harms", 5, 2),
    ]


def test_added_and_removed_codes_are_counted(tmp_path: Path) -> None:
    from qualcode.workflows.coding import apply_codes
    from qualcode.workflows.coding.apply_codes import SpanChoice

    with report_study.create(tmp_path / "study") as project:
        text = project.codebook_path.read_text(encoding="utf-8")
        project.codebook_path.write_text(
            text.replace("  - code: unused\n", "  - code: gifts\n  - code: late\n")
        )
        apply_codes.apply(project, report_study.ANN, ["late"], "joint", SpanChoice(turn=2))
        facts = {item.number: " ".join(item.facts) for item in build_methods(project).items}
    assert "2 were added since and 1 removed, in 2 versions." in facts[26]


def test_markdown_escapes_names(project: Project) -> None:
    text = methods_markdown(build_methods(project))
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<table>") == 2
    assert html.count("[To write:") == 5


def test_word_has_the_same_facts_and_marks_what_is_to_be_written(project: Project) -> None:
    section = build_methods(project)
    document = Document(io.BytesIO(methods_docx(section)))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(fact in words for item in section.items for fact in item.facts)
    marked = [
        run.text for paragraph in document.paragraphs for run in paragraph.runs if run.font.highlight_color
    ]
    assert len(marked) == 5
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["ann", "7", "1", "3"]
