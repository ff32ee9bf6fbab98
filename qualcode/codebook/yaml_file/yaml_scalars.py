"""Words to YAML: the plainest way to write a text so that it is read back the same.

A text is written plain where that is safe, as a block (`|`) where it has lines, else in double quotes.
"""

import json
import re

_PLAIN = re.compile(r"[^\W_](?:[\w ,.;()/%&+='’!?–—-]*[\w.)!?%])?")  # noqa: RUF001 - real typography
_NOT_WORDS = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n|[-+]?[0-9][0-9_.,:e+-]*|0[xo][0-9a-f]+|[0-9-]{8,}.*)",
    re.IGNORECASE,
)
_BLOCK_LINE = re.compile(r"\S.*\S|\S|")
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(text: str, *, flow: bool = False) -> str:
    """Return one line of YAML for this text; in `flow`, between brackets, commas need quotes too."""
    plain = _PLAIN.fullmatch(text) is not None and not _NOT_WORDS.fullmatch(text)
    if plain and not (flow and any(sign in text for sign in ",?!&=%")):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Return the text in double quotes, whatever is in it."""
    return _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def field(name: str, text: str, indent: str, newline: str = "\n") -> str:
    """Return the line or lines `name: text`, without a line break at the end."""
    lines = text.split("\n")
    if len(lines) == 1 or not all(_is_block_line(line) for line in lines) or not lines[0] or not lines[-1]:
        return f"{indent}{name}: {scalar(text)}"
    body = newline.join(f"{indent}  {line}" if line else "" for line in lines)
    return f"{indent}{name}: |-{newline}{body}"


def _is_block_line(line: str) -> bool:
    return _BLOCK_LINE.fullmatch(line) is not None and not _ESCAPED.search(line) and "\t" not in line
