"""The codebook's patterns through spaCy's matchers: which of them stand in a document, and where."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, CodeKey, Pattern, PatternKind
from qualcode.suggesters.patterns.literal_anchors import (
    find_anchors,
    literal_words,
    maximum_length,
    search_windows,
)
from qualcode.suggesters.patterns.spacy_tokens import PROVIDERS, Analyser, load_pipeline, written_attributes

_APOSTROPHES = str.maketrans({"'": "’", "’": "'"})  # noqa: RUF001 - both forms of the apostrophe are meant


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A pattern of the code that stands at this position in the codebook; two rules are never equal."""

    code: int
    pattern: Pattern

    @property
    def name(self) -> str:
        """How the pattern is named to a person."""
        return self.pattern.text or " ".join(_spoken(token) for token in self.pattern.tokens)


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A rule's words in a document: characters [start, end)."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadPattern:
    """A token pattern that can never match, because nothing writes an attribute that it asks for."""

    code: CodeKey
    pattern: Pattern
    attribute: str


@dataclass(frozen=True, slots=True, eq=False)
class _TokenRule:
    """A token pattern ready to be tried: its own matcher, how many anchors it needs, how far it reaches."""

    rule: Rule
    matcher: Matcher
    required: int
    length: int | None


def dead_patterns(codebook: Codebook, language: str = "en", pipeline: str = "") -> tuple[DeadPattern, ...]:
    """Return the token patterns that ask for a component which this language or pipeline does not have."""
    written = written_attributes(load_pipeline(language, pipeline))
    return tuple(
        DeadPattern(code=code.key, pattern=pattern, attribute=attribute)
        for code, _ in codebook.walk()
        for pattern in code.patterns
        for attribute in sorted(required_attributes([pattern]))
        if PROVIDERS[attribute] not in written
    )


def required_attributes(patterns: Sequence[Pattern]) -> frozenset[str]:
    """Return the token attributes that these patterns ask for and that a tokenizer alone does not know."""
    asked = {name for pattern in patterns for token in pattern.tokens for name in token}
    return frozenset(asked & PROVIDERS.keys())


class Matchers:
    """All patterns of some codes, compiled once."""

    def __init__(self, codes: Sequence[Code], analyser: Analyser) -> None:
        self._analyser = analyser
        self._vocab = analyser.nlp.vocab
        self._phrases = {name: PhraseMatcher(self._vocab, attr=name) for name in ("LOWER", "LEMMA")}
        self._rules: dict[int, Rule] = {}
        self._anchors: dict[int, tuple[_TokenRule, int]] = {}
        self._unanchored: list[_TokenRule] = []
        self._expressions: list[tuple[Rule, re.Pattern[str]]] = []
        for position, code in enumerate(codes):
            for number, pattern in enumerate(code.patterns):
                self._add(f"{code.key} {number}", Rule(position, pattern))

    def hits(self, doc: Doc, text: str) -> Iterator[PatternHit]:
        """Yield what matches in a document made of this text, vetoes included, in no particular order."""
        anchored: dict[_TokenRule, dict[int, list[int]]] = defaultdict(dict)
        for matcher in self._phrases.values():
            for match, start, end in matcher(doc):
                if match in self._anchors:
                    token_rule, number = self._anchors[match]
                    anchored[token_rule].setdefault(number, []).append(start)
                else:
                    yield _hit(self._rules[match], doc, start, end)
        for token_rule, places in anchored.items():
            if len(places) == token_rule.required:
                rarest = min(places.values(), key=len)
                yield from _tried(token_rule, doc, search_windows(rarest, token_rule.length, len(doc)))
        for token_rule in self._unanchored:
            yield from _tried(token_rule, doc, [(0, len(doc))])
        for rule, expression in self._expressions:
            for found in expression.finditer(text):
                if found.end() > found.start():
                    yield PatternHit(rule, found.start(), found.end())

    def _add(self, name: str, rule: Rule) -> None:
        pattern = rule.pattern
        if pattern.kind is PatternKind.REGEX:
            self._expressions.append((rule, _compile(pattern)))
        elif pattern.kind is PatternKind.TOKEN:
            self._add_tokens(name, rule)
        else:
            self._rules[self._vocab.strings.add(name)] = rule
            is_lemma = pattern.kind is PatternKind.LEMMA
            self._add_words(name, "LEMMA" if is_lemma else "LOWER", [pattern.text])

    def _add_words(self, name: str, attribute: str, words: Sequence[str]) -> None:
        """Let the words, with straight or with typographic apostrophes, be reported under the name."""
        forms = dict.fromkeys(form for word in words for form in (word, word.translate(_APOSTROPHES)))
        self._phrases[attribute].add(name, [self._analyser.document(form) for form in forms])

    def _add_tokens(self, name: str, rule: Rule) -> None:
        """Add a token pattern, unless it is dead: half of its conditions would match what was not meant."""
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
            raise _unusable(rule.pattern, "token pattern", error) from error
        required = find_anchors(tokens, self._analyser.nlp.Defaults.stop_words)
        token_rule = _TokenRule(rule, matcher, len(required), maximum_length(tokens))
        if not required:
            self._unanchored.append(token_rule)
        for number, one in enumerate(required):
            label = f"{name} {number}"
            self._anchors[self._vocab.strings.add(label)] = (token_rule, number)
            self._add_words(label, one.attribute, one.words)

    def _with_lemmas(self, token: Mapping[str, object]) -> dict[str, object]:
        """Return a token's conditions with the lemmas it asks for in the form that the analyser writes."""
        return {
            name: _each(self._analyser.lemma, value) if name == "LEMMA" else value
            for name, value in token.items()
        }


def _tried(token_rule: _TokenRule, doc: Doc, ranges: Sequence[tuple[int, int]]) -> Iterator[PatternHit]:
    for first, last in ranges:
        for _, start, end in token_rule.matcher(doc[first:last], allow_missing=True):
            yield _hit(token_rule.rule, doc, first + start, first + end)


def _hit(rule: Rule, doc: Doc, start: int, end: int) -> PatternHit:
    last = doc[end - 1]
    return PatternHit(rule, doc[start].idx, last.idx + len(last))


def _each(change: Callable[[str], str], value: object) -> object:
    """Change a word, or the words of a list of alternatives, and nothing else (not a regular expression)."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {
            name: [change(word) for word in inner] if name in {"IN", "NOT_IN"} else inner
            for name, inner in value.items()
        }
    return value


def _spoken(token: Mapping[str, object]) -> str:
    """Return a token's conditions in short: the words it names, else the attributes it asks for."""
    for value in token.values():
        if words := literal_words(value):
            return "/".join(words)
    return "…" if set(token) <= {"OP"} else "+".join(f"{name}={value}" for name, value in token.items())


def _compile(pattern: Pattern) -> re.Pattern[str]:
    try:
        return re.compile(pattern.text, re.IGNORECASE)
    except re.error as error:
        raise _unusable(pattern, "regular expression", error) from error


def _unusable(pattern: Pattern, kind: str, error: Exception) -> CodebookError:
    reason = " ".join(str(error).split())
    return CodebookError(f"This {kind} cannot be used: {reason}", line=pattern.line or None)
