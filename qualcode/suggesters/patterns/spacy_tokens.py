"""spaCy's view of segments: tokens with lemmas, and the flat arrays that everything is counted from.

White space of any kind and length is one space to the matchers, so that a phrase broken over two lines
is still the phrase; the way back to the segment's own positions is kept beside each text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from qualcode.errors import NotFoundError, UsageError
from qualcode.model import Segment, Span
from qualcode.suggesters.patterns.lemmatiser import Lemmatiser

if TYPE_CHECKING:
    from thinc.types import Ints2d

PROVIDERS = {
    "POS": "token.pos",
    "TAG": "token.tag",
    "MORPH": "token.morph",
    "DEP": "token.dep",
    "ENT_TYPE": "token.ent_type",
    "ENT_IOB": "token.ent_iob",
    "ENT_ID": "token.ent_id",
    "ENT_KB_ID": "token.ent_kb_id",
    "SENT_START": "token.is_sent_start",
    "IS_SENT_START": "token.is_sent_start",
}
"""What a token pattern may ask for that the tokenizer alone does not know, by the name spaCy gives it."""

_UNEVEN = re.compile(r"\s{2,}|[^\S ]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """Some segments as spaCy sees them, with a row number and a lemma id for each word of theirs."""

    segments: Sequence[Segment]
    texts: Sequence[str]
    """What the documents were made of: the segments' texts with single plain spaces."""
    docs: Sequence[Doc]
    rows: NDArray[np.int64]
    lemmas: NDArray[np.uint64]
    tokens: NDArray[np.int64]
    """Which token of its document each word is."""
    places: Sequence[NDArray[np.int64] | None]
    """Where each character of a squeezed text stands in its segment; None where the text was even."""

    def span(self, row: int, start: int, end: int) -> Span:
        """Return the span of the source for characters [start, end) of a row's document."""
        place, origin = self.places[row], self.segments[row].span.start
        if place is not None:
            start, end = int(place[start]), int(place[end - 1]) + 1
        return Span(origin + start, origin + end)


class Analyser:
    """Reads segments with a language's tokenizer, its lemmas and, where `needs` asks, a trained pipeline."""

    def __init__(self, language: str = "en", pipeline: str = "", needs: frozenset[str] = frozenset()) -> None:
        self.nlp = load_pipeline(language, pipeline)
        self._lemmas = Lemmatiser(str(self.nlp.lang))
        self._words: dict[int, tuple[int, bool]] = {}
        wanted = {PROVIDERS[attribute] for attribute in needs}
        self.written = written_attributes(self.nlp)
        self._runs_pipeline = bool(wanted & self.written)

    def lemma(self, word: str) -> str:
        """Return a word's lemma, in lower case."""
        return self._lemmas.of(word)

    def lemma_id(self, word: str) -> int:
        """Return spaCy's id of a word's lemma, which is the same in every run and on every machine."""
        return int(self.nlp.vocab.strings.add(self._lemmas.of(word)))

    def document(self, text: str) -> Doc:
        """Return a few words (a pattern, an example) as tokens with lemmas."""
        doc = self.nlp.make_doc(text)
        self._lemmatise([doc])
        return doc

    def read(self, segments: Sequence[Segment]) -> TokenArrays:
        """Return the segments with their words' lemmas."""
        squeezed = [_squeeze(segment.text) for segment in segments]
        texts = [text for text, _ in squeezed]
        if self._runs_pipeline:
            docs = list(self.nlp.pipe(texts, batch_size=32))
        else:
            docs = [self.nlp.make_doc(text) for text in texts]
        rows, lemmas, tokens = self._lemmatise(docs)
        return TokenArrays(segments, texts, docs, rows, lemmas, tokens, [places for _, places in squeezed])

    def _lemmatise(
        self, docs: Sequence[Doc]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
        """Write each token's lemma; return row, lemma and place in its document for those that are words.

        Forms are looked up once for a whole batch: a word's second occurrence costs an array index.
        """
        lengths = [len(doc) for doc in docs]
        forms = np.concatenate([doc.to_array("ORTH") for doc in docs])
        distinct, place = np.unique(forms, return_inverse=True)
        known = [self._word(form) for form in distinct.tolist()]
        lemmas = np.array([lemma for lemma, _ in known], dtype=np.uint64)[place]
        is_word = np.array([word for _, word in known], dtype=np.bool_)[place]
        for doc, own in zip(docs, np.split(lemmas, np.cumsum(lengths)[:-1]), strict=True):
            doc.from_array(["LEMMA"], cast("Ints2d", own.reshape(-1, 1)))
        rows = np.repeat(np.arange(len(docs)), lengths)
        tokens = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return rows[is_word], lemmas[is_word], tokens[is_word]

    def _word(self, form: int) -> tuple[int, bool]:
        found = self._words.get(form)
        if found is None:
            text = self.nlp.vocab.strings[form]
            is_word = any(character.isalpha() for character in text)
            found = self._words[form] = (self.lemma_id(text) if is_word else form, is_word)
        return found


def load_pipeline(language: str, pipeline: str) -> Language:
    """Return the trained pipeline of that name or folder, or, where none is named, a blank one."""
    if pipeline:
        try:
            return spacy.load(pipeline, exclude=["lemmatizer"])
        except OSError as error:
            raise NotFoundError(
                f"There is no spaCy pipeline {pipeline!r} on this machine.",
                f"Get it: python -m spacy download {pipeline} (or leave `model` empty in qualcode.toml).",
            ) from error
    try:
        return spacy.blank(language)
    except ImportError as error:
        raise UsageError(
            f"spaCy knows no language {language!r}.", "Use a code such as en, de, da, fr (`xx` fits any)."
        ) from error


def written_attributes(nlp: Language) -> frozenset[str]:
    """Return which token attributes the pipeline's components write, by spaCy's names (`token.pos` …)."""
    written = {name for pipe in nlp.pipe_names for name in nlp.get_pipe_meta(pipe).assigns}
    if "attribute_ruler" in nlp.pipe_names:  # writes whatever its rules say, and so declares nothing
        written |= {"token.pos", "token.morph"}
    return frozenset(written)


def _squeeze(text: str) -> tuple[str, NDArray[np.int64] | None]:
    """Return the text with single plain spaces, and each kept character's place; None where nothing moved."""
    if not _UNEVEN.search(text):
        return text, None
    kept = np.ones(len(text), dtype=np.bool_)
    for gap in _SPACES.finditer(text):
        kept[gap.start() + 1 : gap.end()] = False
    return _SPACES.sub(" ", text), np.flatnonzero(kept)
