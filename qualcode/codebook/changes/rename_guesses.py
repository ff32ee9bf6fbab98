"""Likely renames in a codebook edited by hand: which missing key became which new key.

The confidence of a pair, from 0 to 1, is a weighted mean of the similarity of its texts, of its names (label
or key) and of its position in the tree. A guess is a proposal that the coder confirms.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from qualcode.codebook.changes.word_overlap import distinct_words, jaccard
from qualcode.model import Code, Codebook, CodeKey

MIN_CONFIDENCE = 0.55
"""Pairs of lower confidence are not proposed."""
_MAX_PAIRS = 40_000
_SAME_WORDS = 0.999
_SIMILAR_NAME = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameGuess:
    """A missing key, the new key that it probably became, the confidence (0 to 1) and the reason."""

    old: CodeKey
    new: CodeKey
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The properties of a code that are compared."""

    code: Code
    words: frozenset[str]
    parent: CodeKey | None
    position: int


def guess_renames(old: Codebook, new: Codebook) -> tuple[RenameGuess, ...]:
    """Return the likely renames by decreasing confidence; each key is in one guess at most."""
    missing = _candidates(old, lambda key: key not in new)
    added = _candidates(new, lambda key: key not in old)
    guesses = sorted(
        (_guess(before, after) for before, after in _pairs(missing, added)),
        key=lambda guess: (-guess.confidence, guess.old, guess.new),
    )
    used: set[CodeKey] = set()
    chosen = []
    for guess in guesses:
        if guess.confidence >= MIN_CONFIDENCE and guess.old not in used and guess.new not in used:
            used |= {guess.old, guess.new}
            chosen.append(guess)
    return tuple(chosen)


def _candidates(codebook: Codebook, accepts: Callable[[CodeKey], bool]) -> list[_Candidate]:
    candidates = []
    for key, (code, ancestors) in codebook.entries.items():
        if accepts(key):
            siblings = ancestors[-1].children if ancestors else codebook.codes
            position = next(index for index, sibling in enumerate(siblings) if sibling is code)
            parent = ancestors[-1].key if ancestors else None
            candidates.append(_Candidate(code, distinct_words(_content(code)), parent, position))
    return candidates


def _content(code: Code) -> str:
    texts = [code.brief, code.definition, code.when_to_use, code.when_not_to_use, *code.examples]
    return " ".join([*texts, *(pattern.text for pattern in code.patterns)])


def _pairs(missing: list[_Candidate], added: list[_Candidate]) -> Iterator[tuple[_Candidate, _Candidate]]:
    """Yield all pairs, or above `_MAX_PAIRS` those with the same label, words or position."""
    if len(missing) * len(added) <= _MAX_PAIRS:
        yield from product(missing, added)
        return
    added_by_property: defaultdict[tuple[object, ...], list[_Candidate]] = defaultdict(list)
    for after in added:
        for value in _properties(after):
            added_by_property[value].append(after)
    for before in missing:
        matches = {id(after): after for value in _properties(before) for after in added_by_property[value]}
        yield from ((before, after) for after in matches.values())


def _properties(candidate: _Candidate) -> Iterator[tuple[object, ...]]:
    yield "position", candidate.parent, candidate.position
    if candidate.code.label:
        yield "label", candidate.code.label.casefold()
    if candidate.words:
        yield "words", candidate.words


def _guess(before: _Candidate, after: _Candidate) -> RenameGuess:
    position = 0.0 if before.parent != after.parent else 1.0 if before.position == after.position else 0.5
    name = _name_similarity(before.code, after.code)
    confidence = 0.6 * name + 0.4 * position
    words = jaccard(before.words, after.words)
    if before.words and after.words:
        confidence = 0.45 * words + 0.35 * name + 0.2 * position
    return RenameGuess(
        old=before.code.key,
        new=after.code.key,
        confidence=round(confidence, 3),
        reason=_reason(before, after, name, words, position),
    )


def _name_similarity(old: Code, new: Code) -> float:
    """Return the greater similarity (0 to 1) of the two keys and of the two labels."""
    keys = _ratio(old.key, new.key)
    return max(keys, _ratio(old.label, new.label)) if old.label and new.label else keys


def _ratio(old: str, new: str) -> float:
    return SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio()


def _reason(before: _Candidate, after: _Candidate, name: float, words: float, position: float) -> str:
    reasons = []
    if before.code.label and before.code.label == after.code.label:
        reasons.append("the same label")
    elif name >= _SIMILAR_NAME:
        reasons.append("a similar name")
    if before.code.definition and before.code.definition == after.code.definition:
        reasons.append("the same definition")
    elif words >= _SAME_WORDS:
        reasons.append("the same words")
    elif words > 0:
        reasons.append(f"{words:.0%} of the words in common")
    if position:
        reasons.append("the same position" if position == 1 else "the same parent code")
    return ", ".join(reasons) or "nothing else fits better"
