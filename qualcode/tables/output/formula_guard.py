"""Text that a spreadsheet would take for a formula, made harmless in CSV and restored from it.

A CSV file has no types: Excel and LibreOffice run a cell that begins with `=`, `+`, `-` or `@`, and a quote
such as "- I don't know" would become an error. Such text gets one apostrophe in front. Text that already has
apostrophes before such a character gets one more, so that taking one away always gives the text back. A cell
that is a number stays as it is. Other formats keep types and need none of this.
"""

import re

_TRIGGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - the full-width signs work in Excel too
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def guard_formula(text: str) -> str:
    """Return the text with an apostrophe in front if a spreadsheet could run it."""
    return f"'{text}" if _TRIGGER.match(text) and not _NUMBER.fullmatch(text) else text


def unguard_formula(text: str) -> str:
    """Return the text as it was before `guard_formula`."""
    return text[1:] if text.startswith("'") and _TRIGGER.match(text) else text
