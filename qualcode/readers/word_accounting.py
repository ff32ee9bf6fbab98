"""The guard against silent loss: compare a transcript's words with the words that are in its file.

Every format has two ways of reading. Its module in `formats/` builds the transcript and names what it leaves
out on purpose, as `Transcript.left_out` (`TextBuilder.leave_out`): one `LeftOut` for each comment, running
head, cue number … with all its words. Its module in `raw_words/` is simple and knows as little as possible of
the format: it returns all words that are in the file, as one or several `RawText`. As multisets, the words of
the text and of what was left out must be the words of the file. Any difference is a warning that shows the
first words and their position.

A word is a run of letters and digits. Hyphens between two words are removed on both sides, with the white
space after them, so that a word broken at the end of a line is the same word when it is joined.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat
from operator import attrgetter

from qualcode.model import LeftOut, LeftOutKind, WordAccount
from qualcode.text.plain_words import chunks, count_plain_words
from qualcode.text.plurals import counted, noun

_WORD = re.compile(r"\w+")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?:[^\S\n]*\n\s*)?(?=\w)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, zero-width characters and marks of direction: they are inside words but no part of them."""
_SHOWN_WORDS = 8
_NOTES_AS_TEXT = (
    "To have them in the text, remove the source and import again with --notes after (as nobody's words) or "
    "--notes inline (in brackets, as words of the turn)."
)
_HOW_TO_GET = {
    LeftOutKind.COMMENTS: "To keep what they say, write it as memos: qualcode memo --help",
    LeftOutKind.FOOTNOTES: _NOTES_AS_TEXT,
    LeftOutKind.ENDNOTES: _NOTES_AS_TEXT,
}
"""What to do about what a reader of the transcript may need, by its kind."""
_MAX_SHOWN_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """Words of a file by a second, simple way of reading; a newline ends each `unit` (line, row …)."""

    text: str
    part: str = ""
    """The part of the file, where it has several: `word/footnotes.xml`, `page 3`, `sheet Notes`."""
    unit: str = "line"


def account_words(
    raw_texts: Sequence[RawText], text: str, left_out: Sequence[LeftOut]
) -> tuple[WordAccount, tuple[str, ...]]:
    """Return the number of words in the file and in the transcript, and warnings about differences."""
    compared, words_in_text = _without_same(raw_texts, text)
    if len(compared) == len(raw_texts):
        kept = _word_counts(text)
        words_in_text = kept.total()
    else:
        kept = Counter()  # the longest raw text has exactly these words
    words_left_out = [(item.kind, _words(item.text)) for item in left_out]
    difference: Counter[str] = Counter()
    for raw in compared:
        difference.update(_word_counts(raw.text))
    words_in_file = difference.total()
    difference.subtract(kept)
    for _, words in words_left_out:
        difference.subtract(words)
    for _, words in words_left_out:
        _take_out_of_words(words, difference)
    lost, added = +difference, -difference
    account = WordAccount(
        in_file=words_in_file + (words_in_text if len(compared) < len(raw_texts) else 0),
        kept=words_in_text,
        left_out=_left_out_counts(words_left_out),
        lost=lost.total(),
        added=added.total(),
    )
    warnings = [*_left_out_warnings(left_out)]
    if lost:
        warnings.append(_lost_warning(lost, compared))
    if added:
        count = added.total()
        warnings.append(
            f"{counted(count, 'word')} of the text {noun(count, 'is', 'are')} not in the file as words of "
            f"their own: {_quoted(added)}. Compare them with the file."
        )
    return account, tuple(warnings)


def _without_same(raw_texts: Sequence[RawText], text: str) -> tuple[Sequence[RawText], int]:
    """Drop the longest raw text if it is the text but for white space, and count its words; else count 0.

    It is what makes the guard cheap: mostly no word has to be compared.
    """
    longest = max(raw_texts, key=lambda raw: len(raw.text), default=None)
    if longest is None or (
        longest.text != text and _with_single_blanks(longest.text) != _with_single_blanks(text)
    ):
        return raw_texts, 0
    return [raw for raw in raw_texts if raw is not longest], count_plain_words(text)


def _take_out_of_words(words: Sequence[str], difference: Counter[str]) -> None:
    """Settle the difference that words left out make in the middle of a word: `be(hidden)ans`.

    The file then has the words `be` + first … last + `ans`, the transcript `beans`.
    """
    if not words or not (difference[words[0]] < 0 or difference[words[-1]] < 0):
        return
    in_file_only = [word for word, count in difference.items() if count > 0]
    in_text_only = [word for word, count in difference.items() if count < 0]
    for lost, parts in _settlements(words, in_file_only, in_text_only):
        if all(difference[part] < 0 for part in parts):
            difference.subtract(lost)
            difference.update(parts)
            return


def _settlements(
    words: Sequence[str], lost: Sequence[str], added: Sequence[str]
) -> Iterator[tuple[set[str], list[str]]]:
    """Yield words of the file that may hold the ends of `words`, and those that the transcript then has.

    Pairs of lost words are only yielded if an added word may have been made of the first or the second one.
    """
    first, last = words[0], words[-1]
    for word in lost:
        if len(words) == 1 and first in word:
            yield {word}, [word.replace(first, "", 1), first]
        if word.endswith(first):
            before = word.removesuffix(first)
            yield {word}, [before, first]
            begins_added = any(map(str.startswith, added, repeat(before)))
            for other in lost if begins_added else ():
                if other == word:
                    continue
                yield {word, other}, [before + other, first]
                if len(words) > 1 and other.startswith(last):
                    yield {word, other}, [before + other.removeprefix(last), first, last]
        if word.startswith(last):
            after = word.removeprefix(last)
            yield {word}, [after, last]
            if any(map(str.endswith, added, repeat(after))):
                yield from (({word, other}, [other + after, last]) for other in lost if other != word)


def _words(text: str) -> list[str]:
    return _WORD.findall(_comparable(text))


def _word_counts(text: str) -> Counter[str]:
    """Return the number of times that each word occurs; a list of all words would take much memory."""
    counts: Counter[str] = Counter()
    for chunk in chunks(_comparable(text)):
        counts.update(_WORD.findall(chunk))
    return counts


def _comparable(text: str) -> str:
    """Return the text without hyphens in words and without invisible characters."""
    return _HYPHEN.sub("", text if text.isascii() else _INVISIBLE.sub("", text))


def _with_single_blanks(text: str) -> str:
    """Return the text with one blank after each word in place of other white space."""
    return "".join(f"{words} " for chunk in chunks(text) if (words := " ".join(chunk.split())))


def _left_out_counts(
    words_left_out: Iterable[tuple[LeftOutKind, Sequence[str]]],
) -> tuple[tuple[LeftOutKind, int, int], ...]:
    occurrences: Counter[LeftOutKind] = Counter()
    words: Counter[LeftOutKind] = Counter()
    for kind, words_of_item in words_left_out:
        occurrences[kind] += 1
        words[kind] += len(words_of_item)
    return tuple((kind, occurrences[kind], words[kind]) for kind in sorted(occurrences))


def _left_out_warnings(left_out: Iterable[LeftOut]) -> Iterable[str]:
    """Yield a sentence for each kind with the number of occurrences and the first words of the first ones."""
    announced = sorted(
        (item for item in left_out if not item.kind.is_markup), key=attrgetter("kind")
    )  # stable: of one kind, the order of the file
    for kind, group in groupby(announced, key=attrgetter("kind")):
        items = list(group)
        shown = list(dict.fromkeys(_first_words(item) for item in items if item.text.strip() or item.where))
        examples = "; ".join(shown[:3]) + (" …" if len(shown) > 3 else "")  # noqa: PLR2004 - three examples
        sentence = f"Left out: {kind} ({len(items):,})" + (f": {examples}" if examples else "") + "."
        can_be_had = kind in _HOW_TO_GET and any(not item.where for item in items)
        yield f"{sentence} {_HOW_TO_GET[kind]}" if can_be_had else sentence


def _first_words(item: LeftOut) -> str:
    words = _quoted(item.text.split()) if item.text.strip() else ""
    return f"{item.where}: {words}" if item.where and words else item.where or words


def _lost_warning(lost: Counter[str], raw_texts: Sequence[RawText]) -> str:
    """Describe the longest run of lost words: a word that is lost may also occur where it is kept."""
    longest: list[str] = []
    position = ""
    for raw in raw_texts:
        run: list[str] = []
        end = 0
        for match in _WORD.finditer(raw.text):
            if lost[match[0]]:
                run = (
                    [*run, match[0]] if run and not _WORD.search(raw.text, end, match.start()) else [match[0]]
                )
                if len(run) > len(longest):
                    longest = list(run)
                    position = _position(raw, match.start())
                end = match.end()
    return (
        f"{counted(lost.total(), 'word')} of the file {noun(lost.total(), 'is', 'are')} not in the text"
        f"{position and f', the longest run in {position}'}: {_quoted(longest or lost)}. "
        "Look it up in the file; if it belongs to the interview, save the file as plain text and import that."
    )


def _position(raw: RawText, offset: int) -> str:
    number = raw.text.count("\n", 0, offset) + 1
    return ", ".join(filter(None, (raw.part, f"{raw.unit} {number}")))


def _quoted(words: Iterable[str]) -> str:
    listed = list(words)
    text = " ".join(listed[:_SHOWN_WORDS])
    shortened = text[:_MAX_SHOWN_LENGTH]
    return f"“{shortened}{' …' if len(listed) > _SHOWN_WORDS or shortened != text else ''}”"
