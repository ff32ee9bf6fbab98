"""Publish the codebook as a self-contained HTML page: one table, no scripts, no external resources."""

from collections.abc import Iterator, Sequence
from html import escape

from qualcode.codebook.formats.appendix_entries import (
    COUNT_HEADING,
    GROUPS_HEADING,
    HEADINGS,
    Counts,
    Entry,
    Quotes,
    entries,
    group_lines,
)
from qualcode.model import Codebook

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ text-align: left; font-size: 1.4rem; font-weight: 600; padding-bottom: 1rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid #ccc; }}
thead th {{ border-bottom: 2px solid #555; }}
h2 {{ font-size: 1.1rem; }}
dt {{ font-weight: 600; }}
td {{ white-space: pre-line; }}
tbody th {{ border-left: .4rem solid var(--code, transparent); font-weight: 400; min-width: 9rem; }}
tr.theme th strong {{ font-size: 1.05em; }}
code {{ display: block; color: #555; }}
.n {{ text-align: right; }}
@media print {{ body {{ margin: 0; font-size: 9pt; }} thead {{ display: table-header-group; }} }}
</style>
</head>
<body>
<table>
<caption>{title}</caption>
<thead><tr>{headings}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
{notes}{groups}</body>
</html>
"""


def to_html(
    codebook: Codebook,
    counts: Counts | None = None,
    quotes: Quotes | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Return the HTML page; all texts of the codebook are escaped."""
    headings = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    if counts is not None:
        headings += f'<th scope="col" class="n">{COUNT_HEADING}</th>'
    rows = "\n".join("".join(_row(codebook, entry)) for entry in entries(codebook, counts, quotes))
    title = escape(codebook.name or "Codebook")
    noted = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    return _PAGE.format(title=title, headings=headings, rows=rows, notes=noted, groups=_groups(codebook))


def _groups(codebook: Codebook) -> str:
    if not codebook.groups:
        return ""
    listed = (f"<dt>{escape(name)}</dt><dd>{escape(codes)}</dd>\n" for name, codes in group_lines(codebook))
    return f"<h2>{GROUPS_HEADING}</h2>\n<dl>\n{''.join(listed)}</dl>\n"


def _row(codebook: Codebook, entry: Entry) -> Iterator[str]:
    yield '<tr class="theme">' if entry.level == 0 else "<tr>"
    color = _color(codebook, entry)
    style = f"padding-left: {0.6 + 1.2 * entry.level:.1f}rem" + (f"; --code: {color}" if color else "")
    title = escape(entry.code.title)
    name = f"<strong>{title}</strong>" if entry.level == 0 else title
    note = f" ({entry.note})" if entry.note else ""
    yield f'<th scope="row" style="{style}">{name}<code>{escape(entry.code.key)}{note}</code></th>'
    yield from (f"<td>{escape(text)}</td>" for text in entry.texts)
    if entry.count is not None:
        yield f'<td class="n">{entry.count}</td>'
    yield "</tr>"


def _color(codebook: Codebook, entry: Entry) -> str:
    """Return the code's colour, or that of its nearest ancestor with one; empty if there is none."""
    codes = (entry.code, *reversed(codebook.ancestors(entry.code.key)))
    return next((code.color for code in codes if code.color), "")
