"""A query's text to its tree, by recursive descent.

    query    := all ("or" all)*
    all      := some ("and" some)*
    some     := "not" some | relation
    relation := atom ("within" atom | "followed" "by" atom "within" distance)?
    atom     := "(" query ")" | "*" | name ("/" "*")? | name sign value | name "in" "(" values ")"
              | "near" "(" query "," query "," distance ")" | function "(" values ")"
    distance := number ("turn" | "turns" | "sentence" | "sentences")

A name or value is a run of letters, digits, `-`, `_` and `.`, or anything at all in quotation marks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from qualcode.errors import nearest_name
from qualcode.model import CodeKey, Origin, Role
from qualcode.retrieval.phrase_search import phrase_problem
from qualcode.retrieval.query.query_names import KEYWORDS
from qualcode.retrieval.query.query_tokens import Token, TokenKind, query_error, tokenize
from qualcode.retrieval.query.query_tree import (
    And,
    AnyCode,
    Coded,
    CoderIs,
    Compare,
    ContainsWords,
    Distance,
    DistanceUnit,
    FollowedBy,
    Lemma,
    MemoSays,
    Near,
    Not,
    OneOf,
    Or,
    OriginIs,
    Query,
    RoleIs,
    Sign,
    SpeakerIs,
    Within,
)

DEEPEST = 50
"""How many brackets and `not`s may stand inside each other."""
_MOST_DIGITS = 6
_ROLES = {role.value or "nobody": role for role in Role}
_ORIGINS = {origin.value: origin for origin in Origin}
_SIGNS = tuple(Sign)
_Choice = TypeVar("_Choice")


def parse(text: str) -> Query:
    """Return what a query says; QueryError points at the character where it stops making sense."""
    return _Parser(tokenize(text)).whole()


class _Parser:
    """Reads tokens from left to right; each method reads one rule of the grammar above."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    def whole(self) -> Query:
        query = self.query()
        if self.here.kind is not TokenKind.END:
            raise self.unexpected("`and`, `or` or the end of the query")
        return query

    def query(self) -> Query:
        parts = [self.all()]
        while self.took_word("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all(self) -> Query:
        parts = [self.some()]
        while self.took_word("and"):
            parts.append(self.some())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def some(self) -> Query:
        if self.took_word("not"):
            with self.deeper():
                return Not(self.some())
        return self.relation()

    def relation(self) -> Query:
        passage = self.atom()
        query = passage
        if self.took_word("within"):
            query = Within(passage, self.atom())
        elif self.took_word("followed"):
            self.expect_word("by")
            later = self.atom()
            self.expect_word("within")
            query = FollowedBy(passage, later, self.distance())
        if self.here.is_word("within", "followed"):
            raise query_error(
                "It is not clear what this belongs to.", self.here.place, "Put one of the two in brackets."
            )
        return query

    def atom(self) -> Query:
        if self.took_sign("("):
            with self.deeper():
                query = self.query()
            self.expect_sign(")")
            return query
        if self.took_sign("*"):
            return AnyCode()
        name = self.name("a code, an attribute or `text(…)`")
        if self.here.is_sign("(") and name.kind is TokenKind.NAME:
            return self.function(name)
        if self.here.is_sign(*_SIGNS):
            sign = Sign(self.take().words)
            return Compare(name.words, sign, self.name("a value").words, name.place)
        if self.took_word("in"):
            return OneOf(name.words, self.values("a value"), name.place)
        return self.code(name)

    def code(self, name: Token) -> Query:
        branch = self.took_sign("/")
        if branch and not self.took_sign("*"):
            raise self.unexpected("`*`", "`harms/*` is a whole branch; a single code goes by its key alone.")
        return Coded(CodeKey(name.words), branch=branch, place=name.place)

    def function(self, name: Token) -> Query:
        if name.is_word("near"):
            return self.near()
        read = _FUNCTIONS.get(name.words.lower())
        if read is None:
            nearest = nearest_name(name.words, [*_FUNCTIONS, "near"])
            hint = f"Did you mean `{nearest}`?" if nearest else f"There are: near, {', '.join(_FUNCTIONS)}."
            raise query_error(f"There is nothing called `{name.words}(…)` in queries.", name.place, hint)
        return read(self, name)

    def near(self) -> Query:
        self.expect_sign("(")
        with self.deeper():
            passage = self.query()
            self.expect_sign(",", "Write the three parts so: near(A, B, 2 turns).")
            other = self.query()
            self.expect_sign(",", "Say how near: near(A, B, 2 turns).")
        distance = self.distance()
        self.expect_sign(")")
        return Near(passage, other, distance)

    def distance(self) -> Distance:
        number = self.take()
        digits = number.words
        if number.kind is not TokenKind.NAME or not (digits.isascii() and digits.isdigit()):
            raise query_error("A distance was expected here.", number.place, "For instance `2 turns`.")
        if len(digits) > _MOST_DIGITS:
            raise query_error("This distance is too large.", number.place)
        unit = self.take()
        for known in DistanceUnit:
            if unit.is_word(known, f"{known}s"):
                return Distance(int(digits), known)
        raise query_error("A distance is in turns or sentences.", unit.place, f"Write `{digits} turns`.")

    def values(self, what: str) -> tuple[str, ...]:
        """Read names between brackets, one at least."""
        return tuple(token.words for token in self.listed(what))

    def listed(self, what: str) -> list[Token]:
        self.expect_sign("(")
        tokens = [self.name(what)]
        while self.took_sign(","):
            tokens.append(self.name(what))
        self.expect_sign(")", "Put names with spaces in quotation marks, and commas between names.")
        return tokens

    def phrase(self, what: str) -> Token:
        """Read the words of a search between brackets."""
        self.expect_sign("(")
        token = self.name(what)
        fault = phrase_problem(token.words)
        if fault:
            raise query_error(fault, token.place)
        self.expect_sign(")", "Put several words in quotation marks.")
        return token

    def lemma(self, name: Token) -> Query:
        token = self.phrase("the words to look for")
        if "*" in token.words:
            raise query_error(
                "lemma() finds every form of a word by itself.", token.place, "Leave out the `*`."
            )
        return Lemma(token.words, name.place)

    def memo(self) -> Query:
        if self.tokens[self.index + 1].is_sign(")"):
            self.expect_sign("(")
            self.expect_sign(")")
            return MemoSays()
        return MemoSays(self.phrase("the words of a memo").words)

    @property
    def here(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.here
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def name(self, what: str) -> Token:
        """Read a name or quoted words."""
        if self.here.kind not in {TokenKind.NAME, TokenKind.QUOTED}:
            raise self.unexpected(what)
        if self.here.is_word(*KEYWORDS):
            hint = f"A code or a value that is called {self.here.words!r} needs quotation marks."
            raise self.unexpected(what, hint)
        return self.take()

    def took_word(self, word: str) -> bool:
        found = self.here.is_word(word)
        self.index += found
        return found

    def took_sign(self, sign: str) -> bool:
        found = self.here.is_sign(sign)
        self.index += found
        return found

    def expect_word(self, word: str) -> None:
        if not self.took_word(word):
            raise self.unexpected(f"`{word}`", "Write it so: A followed by B within 1 turn.")

    def expect_sign(self, sign: str, hint: str = "") -> None:
        if not self.took_sign(sign):
            raise self.unexpected(f"`{sign}`", hint)

    def unexpected(self, what: str, hint: str = "") -> Exception:
        if self.here.kind is TokenKind.END:
            return query_error(f"The query ends where {what} was expected.", self.here.place, hint)
        names = {TokenKind.NAME, TokenKind.QUOTED}
        if not hint and self.here.kind in names and self.tokens[self.index - 1].kind in names:
            hint = "Put `and` or `or` between two codes, and names with spaces in quotation marks."
        return query_error(f"Here {what} was expected.", self.here.place, hint)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise query_error(f"More than {DEEPEST} brackets stand inside each other.", self.here.place)
        yield
        self.depth -= 1


def _chosen(parser: _Parser, known: dict[str, _Choice]) -> tuple[_Choice, ...]:
    """Read names between brackets, each one of a few known words."""
    chosen: list[_Choice] = []
    for token in parser.listed(f"one of {', '.join(known)}"):
        word = token.words.lower().replace("-", " ").replace("_", " ")
        if word not in known:
            nearest = nearest_name(word, known)
            hint = f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(known)}."
            raise query_error(f"There is no {token.words!r} here.", token.place, hint)
        chosen.append(known[word])
    return tuple(chosen)


_FUNCTIONS: dict[str, Callable[[_Parser, Token], Query]] = {
    "text": lambda parser, _: ContainsWords(parser.phrase("the words to look for").words),
    "lemma": lambda parser, name: parser.lemma(name),
    "speaker": lambda parser, _: SpeakerIs(parser.values("a speaker")),
    "role": lambda parser, _: RoleIs(_chosen(parser, _ROLES)),
    "coder": lambda parser, _: CoderIs(parser.values("a coder")),
    "origin": lambda parser, _: OriginIs(_chosen(parser, _ORIGINS)),
    "memo": lambda parser, _: parser.memo(),
}
