"""Write a text as a YAML scalar that is read back unchanged.

The scalar is plain where that is safe, a block (`|`) if the text has several lines, else in double quotes.
"""

import json
import re

_PLAIN = re.compile(r"[^\W_](?:[\w ,.;()/%&+='’!?–—-]*[\w.)!?%])?")  # noqa: RUF001 - real typography
_TYPED_WORD = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n|[-+]?[0-9][0-9_.,:e+-]*|0[xo][0-9a-f]+|[0-9-]{8,}.*)",
    re.IGNORECASE,
)
_BLOCK_LINE = re.compile(r"\S.*\S|\S|")
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text as a one-line scalar; between brackets (`flow`), commas need quotes too."""
    plain = _PLAIN.fullmatch(text) is not None and not _TYPED_WORD.fullmatch(text)
    if plain and not (flow and any(sign in text for sign in ",?!&=%")):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Return a text as a double-quoted scalar."""
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def field(name: str, text: str, indent: str, newline: str = "\n") -> str:
    """Return the line or lines `name: text`, without the final line break."""
    lines = text.split("\n")
    if len(lines) == 1 or not all(_is_block_line(line) for line in lines) or not lines[0] or not lines[-1]:
        return f"{indent}{name}: {scalar(text)}"
    body = newline.join(f"{indent}  {line}" if line else "" for line in lines)
    return f"{indent}{name}: |-{newline}{body}"


def _is_block_line(line: str) -> bool:
    return _BLOCK_LINE.fullmatch(line) is not None and not _ESCAPED.search(line) and "\t" not in line
