"""Find words as people type them: typographic variants are equal, and a match is a span of the text itself.

Folding makes apostrophes and quotation marks straight, hyphens plain, letters composed (NFC) and each run of
white space one space, and leaves out soft hyphens and zero-width characters. Two texts are equal if their
folded texts are.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from qualcode.model import Span

IGNORED = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte-order mark: not seen, and not typed."""
VARIANTS = {
    "'": "\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033",
    "-": "\u2010\u2011",
}
"""The character of a keyboard → the characters that a word processor or a printer makes of it."""
_PLAIN = {variant: plain for plain, variants in VARIANTS.items() for variant in variants}
_LONGEST_CLUSTER = 64
"""Number of characters from which a letter with its marks is folded as a whole."""
_UNUSUAL_SPACE = re.compile(r"\s{2,}|[^\S ]")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text, and the way from its offsets back to those of the original text.

    The four sequences have an entry for each atom: characters that are folded together, [start, end) in the
    original, [folded start, folded end) in the folded text. Between atoms the texts run in parallel.
    """

    folded: str
    _starts: tuple[int, ...] = ()
    _ends: tuple[int, ...] = ()
    _folded_starts: tuple[int, ...] = ()
    _folded_ends: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> Span | None:
        """Return the original span of folded characters [start, end); None where it would split a letter."""
        if start >= end or self._splits_atom(start) or self._splits_atom(end):
            return None
        return self.covering_span(start, end)

    def covering_span(self, start: int, end: int) -> Span:
        """Return the shortest original span with all of the folded characters [start, end), at least one."""
        first, last = bisect_right(self._folded_ends, start), bisect_right(self._folded_ends, end - 1)
        if first < len(self._starts) and self._folded_starts[first] <= start:
            original_start = self._starts[first]
        else:
            original_start = start + self._shift(first)
        if last < len(self._starts) and self._folded_starts[last] <= end - 1:
            return Span(original_start, self._ends[last])
        return Span(original_start, end + self._shift(last))

    def _shift(self, atom: int) -> int:
        """Return how much larger original offsets are than folded ones just before an atom."""
        return self._ends[atom - 1] - self._folded_ends[atom - 1] if atom else 0

    def _splits_atom(self, offset: int) -> bool:
        atom = bisect_left(self._folded_ends, offset + 1)
        return atom < len(self._starts) and self._folded_starts[atom] < offset


@lru_cache(maxsize=32)
def fold_text(text: str) -> FoldedText:
    """Return the folded text; the last few texts are remembered."""
    return fold_new_text(text)


def fold_new_text(text: str) -> FoldedText:
    """Return the folded text, for texts that are folded only once."""
    if text.isascii() and not _UNUSUAL_SPACE.search(text):
        return FoldedText(text)
    characters = set(text)
    for character in characters:
        plain = " " if character.isspace() else _PLAIN.get(character, character)
        if plain != character:
            text = text.replace(character, plain)
    return _fold_atoms(text, _atom_pattern(frozenset(filter(_may_be_in_atom, characters))).finditer(text))


def fold(text: str) -> str:
    """Return only the characters of the folded text, which is not remembered: it may be a few words."""
    return fold_new_text(text).folded


def find_words(text: str, words: str, *, ignore_case: bool = False) -> list[Span]:
    """Return the span of every occurrence of the words in a text, overlapping ones included.

    White space around the words does not count.
    """
    folded_words = fold(words).strip()
    if not folded_words:
        return []
    folded_text = fold_text(text)
    pattern = re.compile(re.escape(folded_words), re.IGNORECASE if ignore_case else 0)
    spans = (folded_text.span(*match) for match in _overlapping_matches(pattern, folded_text.folded))
    return [span for span in spans if span]


def _overlapping_matches(pattern: re.Pattern[str], text: str) -> Iterable[tuple[int, int]]:
    match = pattern.search(text)
    while match:
        yield match.span()
        match = pattern.search(text, match.start() + 1)


def _fold_atoms(text: str, matches: Iterable[re.Match[str]]) -> FoldedText:
    parts: list[str] = []
    atoms: list[tuple[int, int, int, int]] = []
    end, folded_end = 0, 0
    for match in matches:
        atom_end = match.start()
        for atom, folded in _folded_pieces(match[0]):
            atom_start, atom_end = atom_end, atom_end + len(atom)
            if folded == atom:
                continue
            parts += (text[end:atom_start], folded)
            folded_start = folded_end + atom_start - end
            end, folded_end = atom_end, folded_start + len(folded)
            atoms.append((atom_start, atom_end, folded_start, folded_end))
    return FoldedText("".join((*parts, text[end:])), *zip(*atoms, strict=True)) if atoms else FoldedText(text)


def _folded_pieces(atom: str) -> list[tuple[str, str]]:
    """Return the smallest pieces of an atom that can be folded one by one, each with its folded form."""
    if " " in atom:
        return [(atom, " ")]
    pieces: list[tuple[str, str]] = []
    start, whole = 0, _composed(atom)
    for end in range(1, len(atom) + 1 if len(atom) <= _LONGEST_CLUSTER else 1):
        piece, rest = _composed(atom[start:end]), _composed(atom[end:])
        if piece + rest == whole:
            pieces.append((atom[start:end], piece))
            start, whole = end, rest
    return pieces or [(atom, whole)]


def _composed(characters: str) -> str:
    return unicodedata.normalize("NFC", "".join(sign for sign in characters if sign not in IGNORED))


def _may_be_in_atom(character: str) -> bool:
    return character in IGNORED or _is_mark(character) or not unicodedata.is_normalized("NFC", character)


def _is_mark(character: str) -> bool:
    """Whether a character may combine with the one before it; the vowels and finals of Hangul do."""
    is_jamo = "\u1160" <= character <= "\u11ff"
    return is_jamo or (character > "\u02ff" and unicodedata.category(character) in ("Mn", "Mc", "Me"))


@cache
def _atom_pattern(characters: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of the atoms in a text that has these of the characters that can be in one.

    Spaces and ignored characters; a letter with its marks; a single letter that NFC replaces.
    """
    ignored = "".join(map(re.escape, sorted(set(IGNORED))))
    marks = "".join(map(re.escape, sorted(filter(_is_mark, characters))))
    replaced = "".join(map(re.escape, sorted(characters.difference(IGNORED, marks))))
    patterns = []
    if marks:
        patterns.append(f"[^{ignored} {marks}]?(?:[{ignored}]*[{marks}])+")
    patterns.append(f"[{ignored}][{ignored} ]*| [{ignored} ]+")
    if replaced:
        patterns.append(f"[{replaced}]")
    return re.compile("|".join(patterns))
