"""Export coded transcripts for readers without any program: HTML pages or Markdown."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.exchange.coded_pages import PageCoding, PageTurn, coded_html, coded_markdown
from qualcode.files import write_atomically
from qualcode.model import Source, Span, Turn
from qualcode.model.colors import colors_of
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.text.time_codes import format_time_code
from qualcode.workflows.exchange.file_stems import file_stems
from qualcode.workflows.project.current_codebook import current_codebook

ENDINGS = {"page": ".html", "text": ".md"}
"""Format → ending of its files."""
_MEMO = "✎ memo"
"""What a memo on words has in the place of a code."""


def export_pages(project: Project, folder: Path, form: str, names: Sequence[str] = ()) -> list[Path]:
    """Write each source (all, or those named) as a `page` (HTML) or `text` (Markdown); return the files."""
    codebook = current_codebook(project).codebook
    colors = colors_of(codebook)
    titles = {code.key: code.title for code, _ in codebook.walk()}
    write = coded_html if form == "page" else coded_markdown
    all_names = sources.ids_by_name(project.database)
    stems = file_stems(all_names)
    files = []
    for name in names or all_names:
        source = sources.with_name(project.database, name)
        of_source = [
            PageCoding(
                span=coding.span,
                code=titles.get(coding.code, coding.code),
                color=colors.get(coding.code, "#999999"),
                coder=coding.coder,
                memo=coding.memo,
            )
            for coding in codings.of_source(project.database, source.id)
        ]
        of_source += [
            PageCoding(span=memo.span, code=_MEMO, color="#999999", coder=memo.coder, memo=memo.text)
            for memo in memos.on_words_of(project.database, source.id)
            if memo.span is not None
        ]
        turns = _turns(source, sources.turns(project.database, source.id))
        content = write(source.name, source.text, turns, of_source).encode(errors="replace")
        path = folder / f"{stems[source.name]}{ENDINGS[form]}"
        files.append(write_atomically(path, content, parents=True))
    return files


def _turns(source: Source, turns: Sequence[Turn]) -> list[PageTurn]:
    """Return the turns with time and speaker as headings, and the text before the first one."""
    pages = [PageTurn(span=turn.body, heading=_heading(turn)) for turn in turns]
    if turns and turns[0].span.start and source.text[: turns[0].span.start].strip():
        pages.insert(0, PageTurn(span=Span(0, turns[0].span.start)))
    return pages


def _heading(turn: Turn) -> str:
    time = "" if turn.begins is None else f"[{format_time_code(turn.begins)}]"
    speaker = f"{turn.speaker}:" if turn.speaker else ""
    return " ".join(filter(None, (f"{turn.number}", time, speaker)))
