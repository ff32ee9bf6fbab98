"""Which key that vanished from the file, edited by hand, became which key that appeared in it.

A guess weighs what a person would look at: the words of the code, its name (label or key) and its place. It
is a proposal with a confidence from 0 to 1; the coder answers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from qualcode.codebook.changes.word_overlap import likeness, words_of
from qualcode.model import Code, Codebook, CodeKey

LEAST = 0.55
"""Below this a pair is not worth asking about."""
_MOST_PAIRS = 40_000
_SAME = 0.999
_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameGuess:
    """A vanished key, the new one that it looks renamed to, how sure that is, and why."""

    old: CodeKey
    new: CodeKey
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is compared of a code."""

    code: Code
    words: frozenset[str]
    parent: CodeKey | None
    position: int


def guesses(old: Codebook, new: Codebook) -> tuple[RenameGuess, ...]:
    """Return the likely renames between two versions, surest first; each key is in one guess at most."""
    gone = _seen(old, lambda key: key not in new)
    come = _seen(new, lambda key: key not in old)
    found = sorted(
        (_guess(before, after) for before, after in _pairs(gone, come)),
        key=lambda guess: (-guess.confidence, guess.old, guess.new),
    )
    taken: set[CodeKey] = set()
    chosen = []
    for guess in found:
        if guess.confidence >= LEAST and guess.old not in taken and guess.new not in taken:
            taken |= {guess.old, guess.new}
            chosen.append(guess)
    return tuple(chosen)


def _seen(codebook: Codebook, wanted: Callable[[CodeKey], bool]) -> list[_Seen]:
    found = []
    for key, (code, above) in codebook.entries.items():
        if wanted(key):
            siblings = above[-1].children if above else codebook.codes
            position = next(at for at, sibling in enumerate(siblings) if sibling is code)
            found.append(_Seen(code, words_of(_content(code)), above[-1].key if above else None, position))
    return found


def _content(code: Code) -> str:
    texts = [code.brief, code.definition, code.when_to_use, code.when_not_to_use, *code.examples]
    return " ".join([*texts, *(pattern.text for pattern in code.patterns)])


def _pairs(gone: list[_Seen], come: list[_Seen]) -> Iterator[tuple[_Seen, _Seen]]:
    """Yield the pairs to look at: all, or where that is too many, those alike in label, words or place."""
    if len(gone) * len(come) <= _MOST_PAIRS:
        yield from product(gone, come)
        return
    marks: defaultdict[tuple[object, ...], list[_Seen]] = defaultdict(list)
    for after in come:
        for mark in _marks(after):
            marks[mark].append(after)
    for before in gone:
        alike = {id(after): after for mark in _marks(before) for after in marks[mark]}
        yield from ((before, after) for after in alike.values())


def _marks(seen: _Seen) -> Iterator[tuple[object, ...]]:
    yield "place", seen.parent, seen.position
    if seen.code.label:
        yield "label", seen.code.label.casefold()
    if seen.words:
        yield "words", seen.words


def _guess(before: _Seen, after: _Seen) -> RenameGuess:
    place = 0.0 if before.parent != after.parent else 1.0 if before.position == after.position else 0.5
    name = _name_likeness(before.code, after.code)
    confidence = 0.6 * name + 0.4 * place
    words = likeness(before.words, after.words)
    if before.words and after.words:
        confidence = 0.45 * words + 0.35 * name + 0.2 * place
    return RenameGuess(
        old=before.code.key,
        new=after.code.key,
        confidence=round(confidence, 3),
        reason=_reason(before, after, name, words, place),
    )


def _name_likeness(old: Code, new: Code) -> float:
    """Return how alike the labels are, or the keys, whichever is more."""
    keys = SequenceMatcher(None, old.key.casefold(), new.key.casefold(), autojunk=False).ratio()
    if not (old.label and new.label):
        return keys
    return max(
        keys, SequenceMatcher(None, old.label.casefold(), new.label.casefold(), autojunk=False).ratio()
    )


def _reason(before: _Seen, after: _Seen, name: float, words: float, place: float) -> str:
    reasons = []
    if before.code.label and before.code.label == after.code.label:
        reasons.append("the same label")
    elif name >= _ALIKE:
        reasons.append("a similar name")
    if before.code.definition and before.code.definition == after.code.definition:
        reasons.append("the same definition")
    elif words >= _SAME:
        reasons.append("the same words")
    elif words > 0:
        reasons.append(f"{words:.0%} of the words in common")
    if place:
        reasons.append("the same place" if place == 1 else "the same code above")
    return ", ".join(reasons) or "nothing else fits better"
