"""Segments as spaCy documents, and flat arrays of the lemmas of their words, from which all is counted.

Documents are made of the folded text, so that a phrase matches with any apostrophe, hyphen or white space;
the way back to the offsets of the source is stored with each text.
"""

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
from qualcode.text.folded_text import FoldedText, fold, fold_new_text

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
"""Attributes that a token pattern can test and the tokenizer alone does not write, with spaCy's names."""


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """Segments as spaCy documents, with the row and the lemma id of each of their words."""

    segments: Sequence[Segment]
    texts: Sequence[FoldedText]
    """The segments' texts as they were folded for the documents."""
    docs: Sequence[Doc]
    rows: NDArray[np.int64]
    """The segment of each word, ascending."""
    lemmas: NDArray[np.uint64]
    tokens: NDArray[np.int64]
    """The position of each word in its document."""

    def span(self, row: int, start: int, end: int) -> Span:
        """Return the span of the source for characters [start, end) of a row's document."""
        segment_start, span = self.segments[row].span.start, self.texts[row].covering_span(start, end)
        return Span(segment_start + span.start, segment_start + span.end)

    def quote(self, row: int, start: int, end: int) -> str:
        """Return the source's own characters for [start, end) of a row's document, on one line."""
        quote = self.texts[row].covering_span(start, end).of(self.segments[row].text)
        return " ".join(quote.split())


class Analyser:
    """Tokenises and lemmatises segments; runs a trained pipeline where `attributes` need one."""

    def __init__(
        self, language: str = "en", pipeline: str = "", attributes: frozenset[str] = frozenset()
    ) -> None:
        self.nlp = load_pipeline(language, pipeline)
        self._lemmatiser = Lemmatiser(str(self.nlp.lang))
        self._words: dict[int, tuple[int, bool]] = {}
        self.written = written_attributes(self.nlp)
        self._runs_pipeline = any(PROVIDERS[attribute] in self.written for attribute in attributes)

    def lemma(self, word: str) -> str:
        """Return a word's lemma, in lower case."""
        return self._lemmatiser.lemma(word)

    def lemma_id(self, word: str) -> int:
        """Return spaCy's id (a hash) of a word's lemma, the same in every run and on every machine."""
        return int(self.nlp.vocab.strings.add(self._lemmatiser.lemma(word)))

    def document(self, text: str) -> Doc:
        """Return a short text (a pattern, an example) as tokens with lemmas."""
        doc = self.nlp.make_doc(fold(text))
        self._lemmatise([doc])
        return doc

    def analyse(self, segments: Sequence[Segment]) -> TokenArrays:
        """Return the segments' tokens and the lemmas of their words."""
        texts = [fold_new_text(segment.text) for segment in segments]
        if self._runs_pipeline:
            docs = list(self.nlp.pipe((text.folded for text in texts), batch_size=32))
        else:
            docs = [self.nlp.make_doc(text.folded) for text in texts]
        rows, lemmas, tokens = self._lemmatise(docs)
        return TokenArrays(segments, texts, docs, rows, lemmas, tokens)

    def _lemmatise(
        self, docs: Sequence[Doc]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
        """Write each token's lemma; return the row, lemma id and token position of those that are words.

        Each form is looked up once per batch: a word's second occurrence costs an array index.
        """
        lengths = [len(doc) for doc in docs]
        forms = np.concatenate([doc.to_array("ORTH") for doc in docs])
        distinct, inverse = np.unique(forms, return_inverse=True)
        words = [self._word(form) for form in distinct.tolist()]
        lemmas = np.array([lemma for lemma, _ in words], dtype=np.uint64)[inverse]
        is_word = np.array([word for _, word in words], dtype=np.bool_)[inverse]
        for doc, doc_lemmas in zip(docs, np.split(lemmas, np.cumsum(lengths)[:-1]), strict=True):
            doc.from_array(["LEMMA"], cast("Ints2d", doc_lemmas.reshape(-1, 1)))
        rows = np.repeat(np.arange(len(docs)), lengths)
        tokens = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return rows[is_word], lemmas[is_word], tokens[is_word]

    def _word(self, form: int) -> tuple[int, bool]:
        """Return the lemma id of a form, and whether it is a word: whether it has a letter."""
        word = self._words.get(form)
        if word is None:
            text = self.nlp.vocab.strings[form]
            is_word = any(character.isalpha() for character in text)
            word = self._words[form] = (self.lemma_id(text) if is_word else form, is_word)
        return word


def load_pipeline(language: str, pipeline: str) -> Language:
    """Return the trained pipeline of that name or folder; a blank one for the language if none is named."""
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
    if "attribute_ruler" in nlp.pipe_names:  # its rules decide what it writes, so it declares nothing
        written |= {"token.pos", "token.morph"}
    return frozenset(written)
