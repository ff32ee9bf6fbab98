"""Where words stand in a text: whole words, in any case, whatever the white space between them.

`*` stands for the rest of a word (`arrest*`), or, alone, for any one word. A curly apostrophe equals a
straight one, and a letter with a combining accent equals the same letter in one piece.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from qualcode.model import Span

Finder = Callable[[str], list[Span]]
"""Returns where something stands in a text, in the order of the text."""

_LONGEST_REST = 40
_MOST_WILDCARDS = 3
"""How many `*` a word may have: each more multiplies the time that a search can take."""
_ALIKE = {mark: f"[{marks}]" for marks in ("'’ʼ", "-‐‑", '"“”„') for mark in marks}  # noqa: RUF001 - the typographic marks are meant


def phrase_problem(phrase: str) -> str:
    """Return what is wrong with the words of a search; empty if nothing is."""
    if not any(character.isalnum() for character in phrase):
        return "There is no word to look for here."
    if any(word.count("*") > _MOST_WILDCARDS for word in phrase.split()):
        return f"A word may have at most {_MOST_WILDCARDS} `*`."
    return ""


def phrase_finder(phrase: str) -> Finder:
    """Return what finds these words, with `*` for the rest of a word."""
    letter = f"[{_letters()}]"
    words = (_word_pattern(word, letter) for word in unicodedata.normalize("NFC", phrase).split())
    pattern = re.compile(r"\s+".join(words), re.IGNORECASE)
    return lambda text: [Span(*match.span()) for match in pattern.finditer(text)]


def lemma_finder(phrase: str, lemmas: Callable[[str], str]) -> Finder:
    """Return what finds these words in any of their forms, by the lemma of each single word."""
    words = _words()
    lemma = cache(lambda word: lemmas(word).casefold())
    wanted = [lemma(word) for word in words.findall(unicodedata.normalize("NFC", phrase))]

    def find(text: str) -> list[Span]:
        matches = list(words.finditer(text))
        forms = [lemma(unicodedata.normalize("NFC", match[0])) for match in matches]
        found: list[Span] = []
        for index in range(len(forms) - len(wanted) + 1):
            run = matches[index : index + len(wanted)]
            if forms[index : index + len(wanted)] == wanted and _is_unbroken(text, run):
                found.append(Span(run[0].start(), run[-1].end()))
        return found

    return find


def _is_unbroken(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Whether only white space stands between the words."""
    return all(text[one.end() : other.start()].isspace() for one, other in pairwise(run))


def _word_pattern(word: str, letter: str) -> str:
    rest = rf"(?:['’\-]?{letter})"  # noqa: RUF001 - the typographic apostrophe is meant
    if word == "*":
        return rf"(?<!{letter}){letter}{rest}{{0,{_LONGEST_REST}}}(?!{letter})"
    pieces = [rf"{rest}{{0,{_LONGEST_REST}}}" if one == "*" else _any_form(one) for one in word]
    before = rf"(?<!{letter})" if word[0] == "*" or _is_letter(word[0]) else ""
    after = rf"(?!{letter})" if word[-1] == "*" or _is_letter(word[-1]) else ""
    return before + "".join(pieces) + after


def _is_letter(character: str) -> bool:
    return bool(re.match(f"[{_letters()}]", character))


def _any_form(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    if decomposed != character:
        return f"(?:{character}|{decomposed})"
    return _ALIKE.get(character, re.escape(character))


@cache
def _words() -> re.Pattern[str]:
    letters = _letters()
    return re.compile(rf"[{letters}]+(?:['’\-][{letters}]+)*")  # noqa: RUF001 - the typographic apostrophe is meant


@cache
def _letters() -> str:
    r"""Return the inside of a character class: `\w`, and the combining marks that it leaves out."""
    marks = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return r"\w" + "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)
