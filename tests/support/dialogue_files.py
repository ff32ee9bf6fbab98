"""One dialogue as a file of each format, with what that format can hide: deletions, comments, notes …"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

from tests.support.source_files import archive, odt

Dialogue = Sequence[tuple[str, Sequence[str]]]
"""Speakers, and the paragraphs of what each says."""
ASIDES = ("struck out long ago", "nobody may see this", "ask about this again", "see page twelve")
"""Deleted, hidden, a comment, a footnote."""
LAYOUTS = ("colon", "bold", "table")
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write(folder: Path, suffix: str, dialogue: Dialogue, layout: str, *, asides: bool) -> Path:
    """Write a dialogue in one of the layouts; with `asides` in the middle of the last paragraph."""
    return _WRITERS[suffix](folder / f"dialogue{suffix}", dialogue, layout, asides)


def _plain(path: Path, dialogue: Dialogue, layout: str, _asides: bool) -> Path:
    separator = "\t" if layout == "table" else ": "
    path.write_text("\n".join(f"{name}{separator}{chr(10).join(words)}" for name, words in dialogue), "utf-8")
    return path


def _markdown(path: Path, dialogue: Dialogue, layout: str, asides: bool) -> Path:
    if layout != "bold":
        return _plain(path, dialogue, layout, asides)
    text = "\n\n".join(f"**{name}:** " + "\n\n".join(words) for name, words in dialogue)
    path.write_text(text, "utf-8")
    return path


def _word(path: Path, dialogue: Dialogue, layout: str, asides: bool) -> Path:
    def run(words: str, properties: str = "") -> str:
        text = f'<w:t xml:space="preserve">{escape(words)}</w:t>'
        return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>"

    deleted, hidden, comment, note = ASIDES
    aside = f"<w:del><w:r><w:delText>{deleted}</w:delText></w:r></w:del>" + run(f" {hidden} ", "<w:vanish/>")
    notes = {"comments": f"<w:comment><w:p>{run(comment)}</w:p></w:comment>"}
    notes["footnotes"] = f"<w:footnote><w:p>{run(note)}</w:p></w:footnote>"
    body = _body(
        dialogue,
        layout,
        paragraph=lambda runs: f"<w:p>{runs}</w:p>",
        plain=run,
        bold=lambda words: run(words, "<w:b/>"),
        row=lambda cells: (
            "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"
        ),
        aside=aside if asides else "",
    )
    parts = {"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"}
    for name, xml in notes.items() if asides else ():
        parts[f"word/{name}.xml"] = f"<w:{name} {_WORD}>{xml}</w:{name}>"
    return archive(path, parts)


def _opendocument(path: Path, dialogue: Dialogue, layout: str, asides: bool) -> Path:
    deleted, hidden, comment, note = ASIDES
    aside = (
        f"<text:hidden-text>{hidden}</text:hidden-text><office:annotation><dc:creator>B</dc:creator>"
        f"<text:p>{comment}</text:p></office:annotation><text:note><text:note-body><text:p>{note}</text:p>"
        "</text:note-body></text:note>"
    )
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"<text:p>{deleted}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = _body(
        dialogue,
        layout,
        paragraph=lambda runs: f"<text:p>{runs}</text:p>",
        plain=escape,
        bold=lambda words: f'<text:span text:style-name="Strong">{escape(words)}</text:span>',
        row=lambda cells: (
            "<table:table><table:table-row>"
            + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
            + "</table:table-row></table:table>"
        ),
        aside=aside if asides else "",
    )
    return odt(path, (changes if asides else "") + body)


def _rich_text(path: Path, dialogue: Dialogue, layout: str, asides: bool) -> Path:
    def plain(words: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in words)

    deleted, hidden, comment, note = ASIDES
    aside = (
        f"{{\\deleted {deleted}}}{{\\v  {hidden} }}{{\\*\\atnauthor B}}"
        f"{{\\*\\annotation \\pard {comment}\\par}}{{\\footnote \\pard {note}\\par}}"
    )
    body = _body(
        dialogue,
        layout,
        paragraph=lambda runs: f"{runs}\\par\n",
        plain=plain,
        bold=lambda words: f"{{\\b {plain(words)}}}",
        row=lambda cells: (
            "\\trowd\\cellx2000\\cellx8000\\pard\\intbl "
            + "".join(cell.removesuffix("\\par\n") + "\\cell\n" for cell in cells)
            + "\\row\\pard\n"
        ),
        aside=aside if asides else "",
    )
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{body}}}", "ascii")
    return path


def _web_page(path: Path, dialogue: Dialogue, layout: str, asides: bool) -> Path:
    deleted, hidden, comment, note = ASIDES
    aside = (
        f"<del>{deleted}</del><span hidden> {hidden} </span><textarea>{comment}</textarea>"
        f'<span style="display: none">{note}</span>'
    )
    body = _body(
        dialogue,
        layout,
        paragraph=lambda runs: f"<p>{runs}</p>",
        plain=escape,
        bold=lambda words: f"<b>{escape(words)}</b>",
        row=lambda cells: f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>",
        aside=aside if asides else "",
    )
    path.write_text(f'<html><head><meta charset="utf-8"><title>x</title></head><body>{body}</body>', "utf-8")
    return path


def _body(
    dialogue: Dialogue,
    layout: str,
    *,
    paragraph: Callable[[str], str],
    plain: Callable[[str], str],
    bold: Callable[[str], str],
    row: Callable[[Sequence[str]], str],
    aside: str,
) -> str:
    blocks: list[str] = []
    for number, (name, words) in enumerate(dialogue, start=1):
        said = [plain(line) for line in words]
        if number == len(dialogue):
            first, _, rest = words[-1].partition(" ")
            said[-1] = plain(f"{first} ") + aside + plain(rest)
        if layout == "table":
            blocks.append(row([paragraph(plain(name)), "".join(map(paragraph, said))]))
            continue
        label = bold(name) + plain(" ") if layout == "bold" else plain(f"{name}: ")
        blocks += (paragraph(label + said[0]), *map(paragraph, said[1:]))
    return "".join(blocks)


_WRITERS: Mapping[str, Callable[[Path, Dialogue, str, bool], Path]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".docx": _word,
    ".odt": _opendocument,
    ".rtf": _rich_text,
    ".html": _web_page,
}
