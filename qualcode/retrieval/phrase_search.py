"""Search for phrases in a text: whole words, in any case, with any white space between them.

`*` stands for the rest of a word (`arrest*`) or, alone, for any one word. Typographic variants are equal, as
`text/folded_text` says.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from qualcode.model import Span
from qualcode.text.folded_text import fold, fold_text

Finder = Callable[[str], list[Span]]
"""Returns the spans of all matches in a text, in order."""

_LONGEST_REST = 40
"""Maximum number of letters that a `*` stands for."""
_MOST_WILDCARDS = 3
"""Maximum number of `*` in a word; each further one multiplies the worst-case time of a search."""


def phrase_problem(phrase: str) -> str:
    """Return the error message for a phrase that cannot be searched, or an empty string."""
    if not any(character.isalnum() for character in phrase):
        return "There is no word to search for here."
    if any(word.count("*") > _MOST_WILDCARDS for word in phrase.split()):
        return f"A word may have at most {_MOST_WILDCARDS} `*`."
    return ""


def phrase_finder(phrase: str) -> Finder:
    """Return a finder of these words, with `*` for the rest of a word."""
    letter = f"[{_letters()}]"
    pattern = re.compile(
        " ".join(_word_pattern(word, letter) for word in fold(phrase).split()), re.IGNORECASE
    )

    def find(text: str) -> list[Span]:
        folded_text = fold_text(text)
        spans = (folded_text.span(*match.span()) for match in pattern.finditer(folded_text.folded))
        return [span for span in spans if span]

    return find


def lemma_finder(phrase: str, lemmas: Callable[[str], str]) -> Finder:
    """Return a finder of these words in any of their forms, by the lemma of each word."""
    words = _words()
    lemma = cache(lambda word: lemmas(word).casefold())
    phrase_lemmas = [lemma(word) for word in words.findall(fold(phrase))]

    def find(text: str) -> list[Span]:
        folded_text = fold_text(text)
        matches = list(words.finditer(folded_text.folded))
        text_lemmas = [lemma(match[0]) for match in matches]
        hits: list[Span] = []
        for index in range(len(text_lemmas) - len(phrase_lemmas) + 1):
            run = matches[index : index + len(phrase_lemmas)]
            if text_lemmas[index : index + len(phrase_lemmas)] == phrase_lemmas and _is_unbroken(
                folded_text.folded, run
            ):
                hits.append(folded_text.covering_span(run[0].start(), run[-1].end()))
        return hits

    return find


def _is_unbroken(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Whether there is only white space between the words."""
    return all(text[word.end() : following.start()].isspace() for word, following in pairwise(run))


def _word_pattern(word: str, letter: str) -> str:
    rest = rf"(?:['\-]?{letter})"
    if word == "*":
        return rf"(?<!{letter}){letter}{rest}{{0,{_LONGEST_REST}}}(?!{letter})"
    patterns = [
        rf"{rest}{{0,{_LONGEST_REST}}}" if character == "*" else re.escape(character) for character in word
    ]
    before = rf"(?<!{letter})" if word[0] == "*" or _is_letter(word[0]) else ""
    after = rf"(?!{letter})" if word[-1] == "*" or _is_letter(word[-1]) else ""
    return before + "".join(patterns) + after


def _is_letter(character: str) -> bool:
    return bool(re.match(f"[{_letters()}]", character))


@cache
def _words() -> re.Pattern[str]:
    letters = _letters()
    return re.compile(rf"[{letters}]+(?:['\-][{letters}]+)*")


@cache
def _letters() -> str:
    r"""Return the content of a character class: `\w` and the combining marks, which it lacks."""
    marks = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return r"\w" + "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)
