"""Write a dialogue as a file of each format that qualcode reads."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from textwrap import wrap

import docx
import openpyxl

from tests.support import source_files
from tests.support.dialogue_layouts import time_code
from tests.support.random_dialogues import Dialogue, Utterance

_PAGE_LINES = 48
_PAGE_WIDTH = 78


def write_docx(dialogue: Dialogue, path: Path) -> None:
    """Write a Word document: the label in bold, each paragraph a paragraph."""
    document = docx.Document()
    for utterance in dialogue.utterances:
        first, *others = utterance.paragraphs
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{utterance.speaker}:").bold = True
        paragraph.add_run(f" {first}")
        for words in others:
            document.add_paragraph(words)
    document.save(str(path))


def write_docx_table(dialogue: Dialogue, path: Path) -> None:
    """Write a Word document with a table: time, speaker, words."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for utterance in dialogue.utterances:
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = (
            time_code(utterance.begins),
            utterance.speaker,
            utterance.words,
        )
    document.save(str(path))


def write_odt(dialogue: Dialogue, path: Path) -> None:
    """Write an OpenDocument text, each paragraph a paragraph."""
    source_files.odt_of(path, _labelled_paragraphs(dialogue))


def write_rtf(dialogue: Dialogue, path: Path) -> None:
    """Write rich text; characters outside ASCII are escaped."""
    paragraphs = "".join(f"\\pard {_rtf_escaped(words)}\\par\n" for words in _labelled_paragraphs(dialogue))
    path.write_text(f"{{\\rtf1\\ansi\\deff0 {{\\fonttbl{{\\f0 Arial;}}}}\n{paragraphs}}}", encoding="ascii")


def write_html(dialogue: Dialogue, path: Path) -> None:
    """Write a web page, the label in bold."""
    paragraphs = "".join(
        f"<p><b>{escape(utterance.speaker)}:</b> {'</p><p>'.join(map(escape, utterance.paragraphs))}</p>\n"
        for utterance in dialogue.utterances
    )
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{paragraphs}</body></html>'
    path.write_text(page, encoding="utf-8")


def write_markdown(dialogue: Dialogue, path: Path) -> None:
    """Write Markdown, the label in bold."""
    turns = (
        f"**{utterance.speaker}:** " + "\n\n".join(utterance.paragraphs) for utterance in dialogue.utterances
    )
    path.write_text("\n\n".join(turns) + "\n", encoding="utf-8")


def write_text(dialogue: Dialogue, path: Path) -> None:
    """Write plain text, each paragraph a paragraph."""
    path.write_text("\n\n".join(_labelled_paragraphs(dialogue)) + "\n", encoding="utf-8")


def write_pdf(dialogue: Dialogue, path: Path) -> None:
    """Write a PDF with lines of a page's width."""
    lines = []
    for paragraph in _labelled_paragraphs(dialogue):
        lines += [*wrap(paragraph, _PAGE_WIDTH, break_on_hyphens=False), ""]
    pages = [lines[start : start + _PAGE_LINES] for start in range(0, len(lines), _PAGE_LINES)]
    source_files.pdf(path, [source_files.column(*page) for page in pages])


def write_vtt(dialogue: Dialogue, path: Path) -> None:
    """Write WebVTT with voice tags."""
    cues = (
        f"{time_code(utterance.begins)}.000 --> {time_code(utterance.begins + 1)}.500\n"
        f"<v {escape(utterance.speaker, quote=False)}>{escape(utterance.words, quote=False)}</v>\n"
        for utterance in dialogue.utterances
    )
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")


def write_srt(dialogue: Dialogue, path: Path) -> None:
    """Write SubRip with a name before the words."""
    cues = (
        f"{number}\n{time_code(utterance.begins)},000 --> {time_code(utterance.begins + 1)},500\n"
        f"{utterance.speaker}: {utterance.words}\n"
        for number, utterance in enumerate(dialogue.utterances, start=1)
    )
    path.write_text("\n".join(cues), encoding="utf-8")


def write_csv(dialogue: Dialogue, path: Path) -> None:
    """Write a table with commas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerows(map(_row, dialogue.utterances))
    path.write_text(out.getvalue(), encoding="utf-8")


def write_json(dialogue: Dialogue, path: Path) -> None:
    """Write a list of objects."""
    rows = [dict(zip(_COLUMNS, _row(utterance), strict=True)) for utterance in dialogue.utterances]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def write_xlsx(dialogue: Dialogue, path: Path) -> None:
    """Write a workbook of one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    if sheet is None:
        raise AssertionError("a new workbook has a sheet")
    sheet.append(_COLUMNS)
    for utterance in dialogue.utterances:
        sheet.append(_row(utterance))
    workbook.save(path)


WRITERS: Mapping[str, Callable[[Dialogue, Path], None]] = {
    "dialogue.txt": write_text,
    "dialogue.md": write_markdown,
    "dialogue.docx": write_docx,
    "table.docx": write_docx_table,
    "dialogue.odt": write_odt,
    "dialogue.rtf": write_rtf,
    "dialogue.html": write_html,
    "dialogue.pdf": write_pdf,
    "dialogue.vtt": write_vtt,
    "dialogue.srt": write_srt,
    "dialogue.csv": write_csv,
    "dialogue.json": write_json,
    "dialogue.xlsx": write_xlsx,
}
"""A file name for each writer."""

_COLUMNS = ("start", "speaker", "text")


def _row(utterance: Utterance) -> tuple[int, str, str]:
    return utterance.begins, utterance.speaker, utterance.words


def _labelled_paragraphs(dialogue: Dialogue) -> list[str]:
    paragraphs = []
    for utterance in dialogue.utterances:
        first, *others = utterance.paragraphs
        paragraphs += [f"{utterance.speaker}: {first}", *others]
    return paragraphs


def _rtf_escaped(words: str) -> str:
    return "".join(
        f"\\{character}"
        if character in "\\{}"
        else character
        if character.isascii()
        else f"\\u{ord(character)}?"
        for character in words
    )
