"""The parser of queries, by recursive descent.

    query    := conjunction ("or" conjunction)*
    conjunction := negation ("and" negation)*
    negation := "not" negation | relation
    relation := atom ("within" atom | "followed" "by" atom "within" distance)?
    atom     := "(" query ")" | "*" | "@" name | name ("/" "*")? | name sign value | name "in" "(" values ")"
              | "near" "(" query "," query "," distance ")" | function "(" values ")"
    distance := number ("turn" | "turns" | "sentence" | "sentences")

A name or value consists of letters, digits, `-`, `_` and `.`, or of any characters in quotation marks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from qualcode.errors import nearest_name
from qualcode.model import CodeKey, Origin, Role
from qualcode.retrieval.phrase_search import phrase_problem
from qualcode.retrieval.query.query_names import KEYWORDS
from qualcode.retrieval.query.query_tokens import QueryToken, TokenKind, query_error, tokenize
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
    InGroup,
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
"""Maximum nesting of brackets and `not`."""
_MOST_DIGITS = 6
_ROLES = {role.value or "nobody": role for role in Role}
_ORIGINS = {origin.value: origin for origin in Origin}
_SIGNS = tuple(Sign)
_Choice = TypeVar("_Choice")


def parse(text: str) -> Query:
    """Return the tree of a query; QueryError points at the first character that cannot be parsed."""
    return _Parser(tokenize(text)).full_query()


class _Parser:
    """Reads tokens from left to right; each method reads one rule of the grammar above."""

    def __init__(self, tokens: list[QueryToken]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    def full_query(self) -> Query:
        query = self.query()
        if self.current.kind is not TokenKind.END:
            raise self.unexpected("`and`, `or` or the end of the query")
        return query

    def query(self) -> Query:
        parts = [self.conjunction()]
        while self.accept_word("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Query:
        parts = [self.negation()]
        while self.accept_word("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self) -> Query:
        if self.accept_word("not"):
            with self.deeper():
                return Not(self.negation())
        return self.relation()

    def relation(self) -> Query:
        subject = self.atom()
        query = subject
        if self.accept_word("within"):
            query = Within(subject, self.atom())
        elif self.accept_word("followed"):
            self.expect_word("by")
            later = self.atom()
            self.expect_word("within")
            query = FollowedBy(subject, later, self.distance())
        if self.current.is_word("within", "followed"):
            raise query_error("This is ambiguous.", self.current.position, "Put one of the two in brackets.")
        return query

    def atom(self) -> Query:
        if self.accept_sign("("):
            with self.deeper():
                query = self.query()
            self.expect_sign(")")
            return query
        if self.accept_sign("*"):
            return AnyCode()
        if self.accept_sign("@"):
            group = self.name("the name of a group of codes")
            return InGroup(group.words, position=group.position)
        return self.named()

    def named(self) -> Query:
        """Read what begins with a name: a code, a condition on an attribute, or a function."""
        name = self.name("a code, an attribute or `text(…)`")
        if self.current.is_sign("(") and name.kind is TokenKind.NAME:
            return self.function(name)
        if self.current.is_sign(*_SIGNS):
            sign = Sign(self.take().words)
            return Compare(name.words, sign, self.name("a value").words, name.position)
        if self.accept_word("in"):
            return OneOf(name.words, self.values("a value"), name.position)
        return self.code(name)

    def code(self, name: QueryToken) -> Query:
        branch = self.accept_sign("/")
        if branch and not self.accept_sign("*"):
            raise self.unexpected("`*`", "`harms/*` is a whole branch; a single code is its key alone.")
        return Coded(CodeKey(name.words), branch=branch, position=name.position)

    def function(self, name: QueryToken) -> Query:
        if name.is_word("near"):
            return self.near()
        read = _FUNCTIONS.get(name.words.lower())
        if read is None:
            nearest = nearest_name(name.words, [*_FUNCTIONS, "near"])
            hint = f"Did you mean `{nearest}`?" if nearest else f"There are: near, {', '.join(_FUNCTIONS)}."
            raise query_error(f"There is no function `{name.words}(…)`.", name.position, hint)
        return read(self, name)

    def near(self) -> Query:
        self.expect_sign("(")
        with self.deeper():
            subject = self.query()
            self.expect_sign(",", "Write it as near(A, B, 2 turns).")
            neighbour = self.query()
            self.expect_sign(",", "Add a distance: near(A, B, 2 turns).")
        distance = self.distance()
        self.expect_sign(")")
        return Near(subject, neighbour, distance)

    def distance(self) -> Distance:
        number = self.take()
        digits = number.words
        if number.kind is not TokenKind.NAME or not (digits.isascii() and digits.isdigit()):
            raise query_error("A distance was expected here.", number.position, "For instance `2 turns`.")
        if len(digits) > _MOST_DIGITS:
            raise query_error("This distance is too large.", number.position)
        unit = self.take()
        for distance_unit in DistanceUnit:
            if unit.is_word(distance_unit, f"{distance_unit}s"):
                return Distance(int(digits), distance_unit)
        raise query_error("A distance is in turns or sentences.", unit.position, f"Write `{digits} turns`.")

    def values(self, expected: str) -> tuple[str, ...]:
        """Read one or more names between brackets."""
        return tuple(token.words for token in self.listed(expected))

    def listed(self, expected: str) -> list[QueryToken]:
        self.expect_sign("(")
        tokens = [self.name(expected)]
        while self.accept_sign(","):
            tokens.append(self.name(expected))
        self.expect_sign(")", "Put names with spaces in quotation marks, and commas between names.")
        return tokens

    def coders(self) -> Query:
        tokens = self.listed("a coder")
        return CoderIs(tuple(token.words for token in tokens), tuple(token.position for token in tokens))

    def phrase(self, expected: str) -> QueryToken:
        """Read the words of a search between brackets."""
        self.expect_sign("(")
        token = self.name(expected)
        problem = phrase_problem(token.words)
        if problem:
            raise query_error(problem, token.position)
        self.expect_sign(")", "Put several words in quotation marks.")
        return token

    def lemma(self, name: QueryToken) -> Query:
        token = self.phrase("the words to search for")
        if "*" in token.words:
            raise query_error(
                "lemma() finds every form of a word, without `*`.", token.position, "Leave out the `*`."
            )
        return Lemma(token.words, name.position)

    def memo(self) -> Query:
        if self.tokens[self.index + 1].is_sign(")"):
            self.expect_sign("(")
            self.expect_sign(")")
            return MemoSays()
        return MemoSays(self.phrase("the words of a memo").words)

    @property
    def current(self) -> QueryToken:
        return self.tokens[self.index]

    def take(self) -> QueryToken:
        token = self.current
        self.index = min(self.index + 1, len(self.tokens) - 1)
        return token

    def name(self, expected: str) -> QueryToken:
        """Read a name or quoted words."""
        if self.current.kind not in {TokenKind.NAME, TokenKind.QUOTED}:
            raise self.unexpected(expected)
        if self.current.is_word(*KEYWORDS):
            hint = f"A code or a value with the name {self.current.words!r} needs quotation marks."
            raise self.unexpected(expected, hint)
        return self.take()

    def accept_word(self, word: str) -> bool:
        accepted = self.current.is_word(word)
        self.index += accepted
        return accepted

    def accept_sign(self, sign: str) -> bool:
        accepted = self.current.is_sign(sign)
        self.index += accepted
        return accepted

    def expect_word(self, word: str) -> None:
        if not self.accept_word(word):
            raise self.unexpected(f"`{word}`", "Write it as A followed by B within 1 turn.")

    def expect_sign(self, sign: str, hint: str = "") -> None:
        if not self.accept_sign(sign):
            raise self.unexpected(f"`{sign}`", hint)

    def unexpected(self, expected: str, hint: str = "") -> Exception:
        if self.current.kind is TokenKind.END:
            return query_error(f"The query ends where {expected} was expected.", self.current.position, hint)
        names = {TokenKind.NAME, TokenKind.QUOTED}
        if not hint and self.current.kind in names and self.tokens[self.index - 1].kind in names:
            hint = "Put `and` or `or` between two codes, and names with spaces in quotation marks."
        return query_error(f"Here {expected} was expected.", self.current.position, hint)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise query_error(f"More than {DEEPEST} brackets are nested.", self.current.position)
        yield
        self.depth -= 1


def _choices(parser: _Parser, options: dict[str, _Choice]) -> tuple[_Choice, ...]:
    """Read one or more of these options between brackets."""
    chosen: list[_Choice] = []
    for token in parser.listed(f"one of {', '.join(options)}"):
        word = token.words.lower().replace("-", " ").replace("_", " ")
        if word not in options:
            nearest = nearest_name(word, options)
            hint = f"Did you mean {nearest!r}?" if nearest else f"There are: {', '.join(options)}."
            raise query_error(f"{token.words!r} is not one of the options.", token.position, hint)
        chosen.append(options[word])
    return tuple(chosen)


_FUNCTIONS: dict[str, Callable[[_Parser, QueryToken], Query]] = {
    "text": lambda parser, _: ContainsWords(parser.phrase("the words to search for").words),
    "lemma": lambda parser, name: parser.lemma(name),
    "speaker": lambda parser, _: SpeakerIs(parser.values("a speaker")),
    "role": lambda parser, _: RoleIs(_choices(parser, _ROLES)),
    "coder": lambda parser, _: parser.coders(),
    "origin": lambda parser, _: OriginIs(_choices(parser, _ORIGINS)),
    "memo": lambda parser, _: parser.memo(),
}
