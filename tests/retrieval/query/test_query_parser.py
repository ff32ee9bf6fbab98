"""The syntax of queries, and the position of syntax errors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import QueryError
from qualcode.model import CodeKey, Origin, Role
from qualcode.retrieval import parse
from qualcode.retrieval.query import query_tree as q
from qualcode.retrieval.query.query_parser import DEEPEST
from tests.support.random_queries import queries

A, B, C = (q.Coded(CodeKey(key)) for key in "ABC")
TURN = q.Distance(1, q.DistanceUnit.TURN)
NAMES = st.text(min_size=0, max_size=8) | st.sampled_from(
    ["or", "Within", "near", "2", "turns", "R-1.b_c", ""]
)
PHRASES = st.text(st.characters(exclude_characters="*"), max_size=8).filter(
    lambda words: any(character.isalnum() for character in words)
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("A", A),
        ("harms/*", q.Coded(CodeKey("harms"), branch=True)),
        ("*", q.AnyCode()),
        ("R-1.b_2 ", q.Coded(CodeKey("R-1.b_2"))),
        ("Schäden/*", q.Coded(CodeKey("Schäden"), branch=True)),
        ('"not"', q.Coded(CodeKey("not"))),
        ("“two words”", q.Coded(CodeKey("two words"))),
        (r"'it\'s'", q.Coded(CodeKey("it's"))),
        ("A or B and not C", q.Or((A, q.And((B, q.Not(C)))))),
        ("(A OR B) And C", q.And((q.Or((A, B)), C))),
        ("not A within B", q.Not(q.Within(A, B))),
        ("near(A, B or C, 2 turns)", q.Near(A, q.Or((B, C)), q.Distance(2, q.DistanceUnit.TURN))),
        ("near(A,B,1 Sentence)", q.Near(A, B, q.Distance(1, q.DistanceUnit.SENTENCE))),
        ("A followed by B within 1 turn", q.FollowedBy(A, B, TURN)),
        ("A within B and C", q.And((q.Within(A, B), C))),
        ('text("county lines")', q.ContainsWords("county lines")),
        ("lemma(arrest)", q.Lemma("arrest")),
        ('speaker("PC Smith", Int)', q.SpeakerIs(("PC Smith", "Int"))),
        ("role(participant, nobody)", q.RoleIs((Role.PARTICIPANT, Role.NOBODY))),
        ("coder(anna)", q.CoderIs(("anna",))),
        ("origin(edited-suggestion)", q.OriginIs((Origin.EDITED_SUGGESTION,))),
        ("memo()", q.MemoSays()),
        ('memo("check")', q.MemoSays("check")),
        (
            "tier = local and years>10",
            q.And((q.Compare("tier", q.Sign.EQUAL, "local"), q.Compare("years", q.Sign.MORE, "10"))),
        ),
        ('"years of service" <= -1.5', q.Compare("years of service", q.Sign.AT_MOST, "-1.5")),
        ('tier != ""', q.Compare("tier", q.Sign.UNEQUAL, "")),
        ('tier in (local, "the region")', q.OneOf("tier", ("local", "the region"))),
        ("text", q.Coded(CodeKey("text"))),
    ],
)
def test_every_construct_parses_and_can_be_written_again(text: str, query: q.Query) -> None:
    assert parse(text) == query
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "The query ends where a code"),
        ("harms and", 9, "The query ends where a code"),
        ("harms or or B", 9, "Here a code"),
        ("(harms", 6, "ends where `)`"),
        ("harms)", 5, "Here `and`, `or` or the end"),
        ("harms displacement", 6, "Put `and` or `or` between two codes"),
        ("harms & B", 6, "Write `and`"),
        ("harms/displacement", 6, "a single code is its key alone"),
        ('text("county lines)', 5, "not closed"),
        ("text(county lines)", 12, "Put several words in quotation marks"),
        ('text("?!")', 5, "no word to search for"),
        ('text("*a*b*c*")', 5, "at most 3"),
        ("lemma(arrest*)", 12, "Put several words in quotation marks"),
        ('lemma("arrest*")', 6, "every form of a word"),
        ("near(A, B)", 9, "Add a distance"),
        ("near(A, B, two turns)", 11, "A distance was expected"),
        ("near(A, B, 2 pages)", 13, "A distance is in turns or sentences"),
        ("near(A, B, 2000000000 turns)", 11, "too large"),
        ("A followed B", 11, "A followed by B within 1 turn"),
        ("A followed by B", 15, "`within`"),
        ("A within B within C", 11, "Put one of the two in brackets"),
        ("speakr(Ann)", 0, "Did you mean `speaker`?"),
        ("speaker(PC Smith)", 11, "names with spaces in quotation marks"),
        ("role(particpant)", 5, "Did you mean 'participant'?"),
        ("tier = and", 7, "needs quotation marks"),
        ("tier in local", 8, "`(`"),
        ("(" * (DEEPEST + 1) + "A" + ")" * (DEEPEST + 1), DEEPEST + 1, "brackets are nested"),
        ("not " * 10_000, 10_000, "longer than"),
        ("not " * 100 + "A", 4 * (DEEPEST + 1), "brackets are nested"),
    ],
)
def test_a_syntax_error_has_its_position_and_message(text: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert words in str(caught.value)
    assert caught.value.position == position


def test_the_error_shows_the_query_with_a_caret_under_the_character() -> None:
    with pytest.raises(QueryError) as caught:
        parse("harms and & B")
    assert str(caught.value) == (
        "This character has no meaning in a query.\n\n    harms and & B\n              ^\n\nWrite `and`."
    )


def test_the_caret_counts_wide_letters_and_shows_no_control_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse('"警察e\u0301" "\x1b[31m" %')
    query, caret = caught.value.message.splitlines()[2:4]
    assert query == '    "警察e\u0301" "\u241b[31m" %'
    assert (
        caret.index("^") == query.index("%") + 2 - 1
    )  # two wide letters, and an accent that takes no column


def test_an_error_in_a_long_query_shows_the_text_around_it() -> None:
    with pytest.raises(QueryError) as caught:
        parse(" or ".join(["harms"] * 100) + " ! " + " or ".join(["harms"] * 100))
    query, caret = caught.value.message.splitlines()[2:4]
    assert query.startswith("    …")
    assert query.endswith("…")
    assert query[caret.index("^")] == "!"


@settings(max_examples=200, deadline=None)
@given(queries(keys=NAMES, names=NAMES, phrases=PHRASES, attributes=NAMES, values=NAMES, leaves=12))
def test_a_query_written_out_parses_to_the_same_query(query: q.Query) -> None:
    assert parse(str(query)) == query


@given(st.text(st.sampled_from('AB()*/,=<>!"“ \\and or not near within 2 turns text é\n\x1b'), max_size=40))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        position = error.position
    else:
        position = 0
        assert parse(str(query)) == query
    assert 0 <= position <= len(text)
