"""The codebook's patterns, compiled to spaCy matchers: which of them match in a document, and where."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, CodeKey, Pattern, PatternKind
from qualcode.suggesters.patterns.literal_anchors import find_anchors, maximum_length, search_windows
from qualcode.suggesters.patterns.spacy_tokens import PROVIDERS, Analyser, load_pipeline, written_attributes
from qualcode.text.folded_text import VARIANTS, fold
from qualcode.text.limited_expression import LimitedExpression

_ESCAPE = re.compile(r"\\(?:x(?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})|.)", re.DOTALL)
"""An escaped character of a regular expression, perhaps by its number."""
_PLAIN = {variant: plain for plain, variants in VARIANTS.items() for variant in variants} | {"\u00a0": " "}
_WORD_CHANGES: Mapping[str, Callable[[str], str]] = {"LOWER": fold, "ORTH": fold, "TEXT": fold}
"""Conditions of a token pattern on its characters → how their words are changed."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A pattern of the code at this position in the codebook; two rules are never equal."""

    code: int
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A match of a rule in a document: characters [start, end)."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadPattern:
    """A token pattern that can never match, as no component writes an attribute that it tests."""

    code: CodeKey
    pattern: Pattern
    attribute: str


@dataclass(frozen=True, slots=True, eq=False)
class _TokenRule:
    """A compiled token pattern: its matcher, the number of its anchors, the most tokens it can match."""

    rule: Rule
    matcher: Matcher
    anchor_count: int
    maximum_length: int | None


def dead_patterns(codebook: Codebook, language: str = "en", pipeline: str = "") -> tuple[DeadPattern, ...]:
    """Return the token patterns that need a component which this language or pipeline does not have."""
    written = written_attributes(load_pipeline(language, pipeline))
    return tuple(
        DeadPattern(code=code.key, pattern=pattern, attribute=attribute)
        for code, _ in codebook.walk()
        for pattern in code.patterns
        for attribute in sorted(required_attributes([pattern]))
        if PROVIDERS[attribute] not in written
    )


def required_attributes(patterns: Sequence[Pattern]) -> frozenset[str]:
    """Return the token attributes that these patterns test and that a tokenizer alone does not write."""
    attributes = {name for pattern in patterns for token in pattern.tokens for name in token}
    return frozenset(attributes & PROVIDERS.keys())


class Matchers:
    """All patterns of some codes, compiled once."""

    def __init__(self, codes: Sequence[Code], analyser: Analyser) -> None:
        self._analyser = analyser
        self._vocab = analyser.nlp.vocab
        self._phrases = {name: PhraseMatcher(self._vocab, attr=name) for name in ("LOWER", "LEMMA")}
        self._rules: dict[int, Rule] = {}
        self._anchors: dict[int, tuple[_TokenRule, int]] = {}
        self._unanchored: list[_TokenRule] = []
        self._expressions: list[tuple[Rule, LimitedExpression]] = []
        for position, code in enumerate(codes):
            for number, pattern in enumerate(code.patterns):
                self._add(f"{code.key} {number}", Rule(position, pattern))

    def hits(self, doc: Doc, text: str) -> Iterator[PatternHit]:
        """Yield all matches in a document made of this text, vetoes included, in no particular order."""
        anchors: dict[_TokenRule, dict[int, list[int]]] = defaultdict(dict)
        for matcher in self._phrases.values():
            for name, start, end in matcher(doc):
                if name in self._anchors:
                    token_rule, number = self._anchors[name]
                    anchors[token_rule].setdefault(number, []).append(start)
                else:
                    yield _hit(self._rules[name], doc, start, end)
        for token_rule, positions in anchors.items():
            if len(positions) == token_rule.anchor_count:
                rarest = min(positions.values(), key=len)
                windows = search_windows(rarest, token_rule.maximum_length, len(doc))
                yield from _hits_within(token_rule, doc, windows)
        for token_rule in self._unanchored:
            yield from _hits_within(token_rule, doc, [(0, len(doc))])
        for rule, expression in self._expressions:
            for start, end in expression.spans(text):
                yield PatternHit(rule, start, end)

    def _add(self, name: str, rule: Rule) -> None:
        pattern = rule.pattern
        if pattern.kind is PatternKind.REGEX:
            self._expressions.append((rule, _compile_expression(pattern)))
        elif pattern.kind is PatternKind.TOKEN:
            self._add_tokens(name, rule)
        else:
            self._rules[self._vocab.strings.add(name)] = rule
            is_lemma = pattern.kind is PatternKind.LEMMA
            self._add_words(name, "LEMMA" if is_lemma else "LOWER", [pattern.text])

    def _add_words(self, name: str, attribute: str, words: Sequence[str]) -> None:
        """Match the words under this name."""
        forms = dict.fromkeys(fold(word) for word in words)
        self._phrases[attribute].add(name, [self._analyser.document(form) for form in forms])

    def _add_tokens(self, name: str, rule: Rule) -> None:
        """Add a token pattern, unless it is dead: its other conditions alone would match too much."""
        tokens = rule.pattern.tokens
        if any(
            PROVIDERS[attribute] not in self._analyser.written
            for attribute in required_attributes([rule.pattern])
        ):
            return
        matcher = Matcher(self._vocab, validate=True)
        try:
            matcher.add(name, [[self._with_lemmas(token) for token in tokens]], greedy="LONGEST")
        except (ValueError, TypeError) as error:
            raise _unusable_pattern(rule.pattern, "token pattern", error) from error
        _limit_expressions(matcher)
        anchors = find_anchors(tokens, self._analyser.nlp.Defaults.stop_words)
        token_rule = _TokenRule(rule, matcher, len(anchors), maximum_length(tokens))
        if not anchors:
            self._unanchored.append(token_rule)
        for number, anchor in enumerate(anchors):
            label = f"{name} {number}"
            self._anchors[self._vocab.strings.add(label)] = (token_rule, number)
            self._add_words(label, anchor.attribute, anchor.words)

    def _with_lemmas(self, token: Mapping[str, object]) -> dict[str, object]:
        """Return a token's conditions with folded words, and their lemmas as the analyser writes them."""
        return {
            name: _map_words(_WORD_CHANGES.get(name) or self._folded_lemma, value)
            if name in _WORD_CHANGES or name == "LEMMA"
            else value
            for name, value in token.items()
        }

    def _folded_lemma(self, word: str) -> str:
        return self._analyser.lemma(fold(word))


def _hits_within(
    token_rule: _TokenRule, doc: Doc, windows: Sequence[tuple[int, int]]
) -> Iterator[PatternHit]:
    """Yield the matches of a token pattern in windows of tokens."""
    for first, last in windows:
        for _, start, end in token_rule.matcher(doc[first:last], allow_missing=True):
            yield _hit(token_rule.rule, doc, first + start, first + end)


def _hit(rule: Rule, doc: Doc, start: int, end: int) -> PatternHit:
    """Return the match of tokens [start, end) in characters."""
    last = doc[end - 1]
    return PatternHit(rule, doc[start].idx, last.idx + len(last))


def _map_words(change: Callable[[str], str], value: object) -> object:
    """Apply a change to a word or to a list of alternatives; fold the characters of a regular expression."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {
            name: [change(word) for word in inner]
            if name in {"IN", "NOT_IN"}
            else _folded_expression(inner)
            if name == "REGEX" and isinstance(inner, str)
            else inner
            for name, inner in value.items()
        }
    return value


def _limit_expressions(matcher: Matcher) -> None:
    """Give the expressions of a token pattern (`REGEX`) the time limit that those on the text have."""
    for predicate in getattr(matcher, "_extra_predicates", ()):
        if isinstance(value := getattr(predicate, "value", None), re.Pattern):
            predicate.value = LimitedExpression(value.pattern)


def _compile_expression(pattern: Pattern) -> LimitedExpression:
    try:
        LimitedExpression(pattern.text)
    except ValueError as error:
        raise _unusable_pattern(pattern, "regular expression", error) from error
    return LimitedExpression(_folded_expression(pattern.text), ignore_case=True)


def _folded_expression(expression: str) -> str:
    """Return a regular expression for folded text; unchanged if folding makes an invalid range of a class."""
    plain = _ESCAPE.sub(_plain_escape, unicodedata.normalize("NFC", expression))
    plain = "".join(_plain_character(character) for character in plain)
    try:
        LimitedExpression(plain)
    except ValueError:
        return expression
    return plain


def _plain_escape(escape: re.Match[str]) -> str:
    number = escape["two"] or escape["four"]
    character = chr(int(number, 16)) if number else ""
    return _plain_character(character) if character in _PLAIN else escape[0]


def _plain_character(character: str) -> str:
    """Return the character of folded text; a hyphen is escaped, so that it makes no range in a class."""
    plain = _PLAIN.get(character, character)
    return re.escape(plain) if plain != character else plain


def _unusable_pattern(pattern: Pattern, kind: str, error: Exception) -> CodebookError:
    reason = " ".join(str(error).split())
    return CodebookError(f"This {kind} cannot be used: {reason}", line=pattern.line or None)
