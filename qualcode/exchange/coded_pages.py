"""A coded transcript for readers: one HTML page with brackets in the margin and filters, or Markdown.

The page needs no connection and no other file. Its scripts only hide codings; all words are in the HTML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from qualcode.documents.markdown_text import escape_line
from qualcode.model import Span
from qualcode.text.visible import one_line, visible_lines

_STYLE = """
body { font-family: Georgia, serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; }
fieldset { border: 1px solid #bbb; font-family: sans-serif; font-size: .85rem; columns: 14rem; }
fieldset label { display: block; }
section { display: grid; grid-template-columns: minmax(0, 3fr) minmax(12rem, 1fr); gap: 1rem; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; }
ul { list-style: none; margin: .5rem 0; padding: 0; font-family: sans-serif; font-size: .8rem; }
li { border-left: 4px solid; border-top: 1px solid #ccc; border-bottom: 1px solid #ccc; padding: .1rem .4rem;
     margin-bottom: .2rem; }
li q { color: #444; }
mark { background: #fff3c4; }
.hidden { display: none; }
mark.unmarked { background: none; }
@media print { fieldset { display: none; } }
"""
_SCRIPT = """
document.querySelectorAll('input[data-kind]').forEach(box => box.addEventListener('change', () => {
  const on = kind => new Set([...document.querySelectorAll(`input[data-kind=${kind}]:checked`)]
    .map(each => each.value));
  const codes = on('code'), coders = on('coder');
  const shown = new Set();
  document.querySelectorAll('li[data-code]').forEach(item => {
    const isShown = codes.has(item.dataset.code) && coders.has(item.dataset.coder);
    item.classList.toggle('hidden', !isShown);
    if (isShown) shown.add(item.dataset.number);
  });
  document.querySelectorAll('mark').forEach(mark => mark.classList.toggle('unmarked',
    !mark.dataset.numbers.split(' ').some(number => shown.has(number))));
}));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCoding:
    """A coding as readers see it."""

    span: Span
    code: str
    color: str
    coder: str
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTurn:
    """A turn: its words in the text, and who speaks when."""

    span: Span
    heading: str = ""


def coded_html(title: str, text: str, turns: Sequence[PageTurn], codings: Sequence[PageCoding]) -> str:
    """Return the page; a coding is beside the turn in which it begins."""
    codings = _in_order(codings)
    by_turn = _by_turn(turns, codings)
    numbers = {id(coding): number for number, coding in enumerate(codings)}
    sections = "\n".join(
        f'<section><div class="words">{_heading(turn)}{_marked(text, turn, codings)}</div>'
        f"<ul>{''.join(_item(text, coding, numbers[id(coding)]) for coding in beside)}</ul></section>"
        for turn, beside in ((turn, by_turn.get(index, ())) for index, turn in enumerate(turns))
    )
    codes = {coding.code: coding.color for coding in codings}
    filters = _filters("Codes", "code", codes) + _filters(
        "Coders", "coder", dict.fromkeys(sorted({coding.coder for coding in codings}), "")
    )
    name = escape(one_line(title))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{name}</h1>\n{filters}\n{sections}\n"
        f"<script>{_SCRIPT}</script></body></html>\n"
    )


def coded_markdown(title: str, text: str, turns: Sequence[PageTurn], codings: Sequence[PageCoding]) -> str:
    """Return the transcript as Markdown: under each turn, the codings that begin in it with their words."""
    by_turn = _by_turn(turns, _in_order(codings))
    lines = [f"# {escape_line(title)}", ""]
    for number, turn in enumerate(turns):
        heading = f"**{escape_line(turn.heading)}** " if turn.heading else ""
        paragraphs = [line for line in turn.span.of(text).split("\n") if line.strip()]
        lines += [
            f"{heading if not index else ''}{escape_line(line)}\n" for index, line in enumerate(paragraphs)
        ]
        for coding in by_turn.get(number, ()):
            memo = f": {escape_line(coding.memo)}" if coding.memo else ""
            quote = escape_line(coding.span.of(text))
            lines.append(f"> **{escape_line(coding.code)}** ({escape_line(coding.coder)}) «{quote}»{memo}\n")
    return "\n".join(lines).rstrip() + "\n"


def _in_order(codings: Sequence[PageCoding]) -> list[PageCoding]:
    return sorted(codings, key=lambda each: (each.span, each.code, each.coder))


def _by_turn(turns: Sequence[PageTurn], codings: Sequence[PageCoding]) -> dict[int, list[PageCoding]]:
    """Return the codings by the turn in which they begin; those before the first are the first's."""
    from bisect import bisect_right

    starts = [turn.span.start for turn in turns]
    by_turn: dict[int, list[PageCoding]] = {}
    for coding in codings:
        by_turn.setdefault(max(0, bisect_right(starts, coding.span.start) - 1), []).append(coding)
    return by_turn


def _heading(turn: PageTurn) -> str:
    return f"<strong>{escape(one_line(turn.heading))}</strong> " if turn.heading else ""


def _marked(text: str, turn: PageTurn, codings: Sequence[PageCoding]) -> str:
    """Return the words of a turn with those marked that any coding is on, with the codings' numbers."""
    on_turn = [
        (number, coding.span) for number, coding in enumerate(codings) if coding.span.overlaps(turn.span)
    ]
    edges = {offset for _, span in on_turn for offset in (span.start, span.end)}
    inner = sorted(edge for edge in edges if turn.span.start < edge < turn.span.end)
    parts: list[str] = []
    for start, end in pairwise([turn.span.start, *inner, turn.span.end]):
        words = escape(visible_lines(text[start:end]))
        numbers = " ".join(str(number) for number, span in on_turn if span.start <= start and end <= span.end)
        parts.append(f'<mark data-numbers="{numbers}">{words}</mark>' if numbers else words)
    return "".join(parts)


def _item(text: str, coding: PageCoding, number: int) -> str:
    quote = one_line(coding.span.of(text))
    memo = f"<br>{escape(one_line(coding.memo))}" if coding.memo else ""
    return (
        f'<li data-number="{number}" data-code="{escape(coding.code)}" data-coder="{escape(coding.coder)}" '
        f'style="border-left-color: {escape(coding.color)}"><b>{escape(coding.code)}</b> '
        f"{escape(coding.coder)} <q>{escape(quote)}</q>{memo}</li>"
    )


def _filters(legend: str, kind: str, names: Mapping[str, str]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" checked data-kind="{kind}" value="{escape(name)}"> '
        f"{escape(name)}</label>"
        for name in names
    )
    return f"<fieldset><legend>{legend}</legend>{boxes}</fieldset>" if names else ""
