"""Export transcripts as Word documents: each coding is a comment of its coder on exactly its words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qualcode.documents.commented_word import TextComment, commented_document
from qualcode.files import write_atomically
from qualcode.model import About, Codebook, CodeKey, Coding, Memo, Source, Turn
from qualcode.model.colors import colors_of
from qualcode.store.project import Project
from qualcode.store.records import codings, memos, sources
from qualcode.text.time_codes import format_time_code
from qualcode.workflows.exchange.code_names import CodeNames
from qualcode.workflows.exchange.file_stems import file_stems
from qualcode.workflows.project.current_codebook import current_codebook

_INSTRUCTION = (
    "To code: select words, add a comment, and write a code's name in it; after a colon, why. Words that are "
    "changed here are not taken over. Send the file back: qualcode codings import"
)


def export_word(
    project: Project, folder: Path, names: Sequence[str] = (), *, highlight: bool = False
) -> list[Path]:
    """Write a .docx for each source (all, or those named) to a folder; return the files."""
    ids = sources.ids_by_name(project.database)
    chosen = [sources.with_name(project.database, name).id for name in names] or list(ids.values())
    codebook = current_codebook(project).codebook
    on_sources = [
        memo for memo in memos.read_all(project.database) if memo.about is About.SOURCE and memo.span
    ]
    stems = file_stems(ids)
    files = []
    for source_id in chosen:
        source = sources.with_id(project.database, source_id)
        content = word_of_source(project, source, codebook, on_sources, highlight=highlight)
        path = folder / f"{stems[source.name]}.docx"
        files.append(write_atomically(path, content, parents=True))
    return files


def word_of_source(
    project: Project,
    source: Source,
    codebook: Codebook,
    on_sources: Sequence[Memo],
    *,
    highlight: bool = False,
) -> bytes:
    """Return the .docx of a source with its codings and the memos on its words as comments."""
    turns = sources.turns(project.database, source.id)
    colors = colors_of(codebook) if highlight else {}
    names = CodeNames(codebook)
    comments = [
        _comment(coding, codebook, names, colors) for coding in codings.of_source(project.database, source.id)
    ] + [_memo_comment(memo) for memo in on_sources if memo.target == source.id]
    return commented_document(
        f"{source.name}. {_INSTRUCTION}",
        source.text,
        sorted(comments, key=lambda comment: (comment.start, -comment.end)),
        added=_added(source.text, turns),
        closing=["Codes:", *(_code_line(codebook, key) for key in codebook.keys)],
    )


def _comment(
    coding: Coding, codebook: Codebook, names: CodeNames, colors: Mapping[CodeKey, str]
) -> TextComment:
    title = codebook.code(coding.code).title if coding.code in codebook else coding.code
    return TextComment(
        start=coding.span.start,
        end=coding.span.end,
        author=coding.coder,
        made_at=coding.made_at,
        text=names.comment(coding.code, title, coding.memo),
        color=colors.get(coding.code, ""),
    )


def _memo_comment(memo: Memo) -> TextComment:
    start, end = (memo.span.start, memo.span.end) if memo.span else (0, 0)
    return TextComment(start=start, end=end, author=memo.coder, made_at=memo.made_at, text=memo.text)


def _added(text: str, turns: Sequence[Turn]) -> dict[int, str]:
    """Return times, and speakers that the text itself does not name, by where their turns begin."""
    added: dict[int, str] = {}
    for turn in turns:
        begins_line = turn.span.start == 0 or text[turn.span.start - 1] == "\n"
        parts = [] if turn.begins is None else [f"[{format_time_code(turn.begins)}]"]
        if turn.speaker and turn.speaker not in text[turn.span.start : turn.body.start]:
            parts.append(f"{turn.speaker}:")
        if parts and begins_line:
            added[turn.span.start] = " ".join(parts) + " "
    return added


def _code_line(codebook: Codebook, key: CodeKey) -> str:
    code, above = codebook.entries[key]
    meaning = code.brief or code.definition
    return f"{'– ' * len(above)}{code.title}" + (f" ({meaning})" if meaning else "")  # noqa: RUF001 - a dash
