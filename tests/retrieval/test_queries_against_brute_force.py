"""The evaluator finds the same spans as a comparison of all pairs of spans."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model import Coding, Origin, Span
from qualcode.retrieval import Query, Quote, SourceView, evaluate, parse
from tests.support import marked_text
from tests.support.brute_force_queries import BruteForce
from tests.support.random_queries import queries

CODEBOOK = marked_text.codebook(
    """
    roles
      pursue
        arrest
    harms
      displacement
    """
)
WORDS = st.sampled_from(["drugs", "Lines", "arrested", "county", "Ann"])
SPEAKERS = st.sampled_from(["Int", "Ann", "Bob"])
CODERS = ("kim", "lee")
TIERS = st.sampled_from(["local", "national", "", "10", "9", "9.5"])
CASES = (
    marked_text.case("Ann", [("s", "Ann")], tier="local", years="10"),
    marked_text.case("Bob", [("s", "Bob")], tier="national", years="9"),
    marked_text.case("Both", ["s"], tier="", years="x"),
    marked_text.case("Elsewhere", ["t"], tier="local", years="1"),
)


def lemma(word: str) -> str:
    return word.lower().removesuffix("s").removesuffix("ed")


@st.composite
def views(draw: st.DrawFn) -> SourceView:
    sentence = st.lists(WORDS, min_size=1, max_size=5).map(lambda words: " ".join(words) + ".")
    utterance = st.tuples(SPEAKERS, st.lists(sentence, max_size=3).map(" ".join))
    header = draw(st.sampled_from(["", "Drugs policy.\n"]))
    marked = marked_text.interview(
        header
        + "\n".join(
            f"{speaker}: {words}" for speaker, words in draw(st.lists(utterance, min_size=1, max_size=6))
        ),
        name="s",
    )
    text = marked.source.text
    # Codings start and end at words, as real ones do, so that spans often touch, nest and coincide.
    edges = sorted(
        {
            0,
            len(text),
            *(offset for offset, (a, b) in enumerate(pairwise(text), 1) if a.isalpha() != b.isalpha()),
        }
    )
    spans = st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True).map(sorted)
    codings = [
        _coding(draw, text, Span(*span), number)
        for number, span in enumerate(draw(st.lists(spans, max_size=10)))
    ]
    return SourceView(
        source=marked.source,
        turns=marked.turns,
        sentences=marked.sentences,
        codings=tuple(codings),
        cases=tuple(draw(st.lists(st.sampled_from(CASES), unique_by=lambda case: case.name))),
    )


def _coding(draw: st.DrawFn, text: str, span: Span, number: int) -> Coding:
    coding = marked_text.coding(
        "s",
        text,
        span,
        draw(st.sampled_from(CODEBOOK.keys)),
        coder=draw(st.sampled_from(CODERS)),
        number=number,
    )
    origin = draw(st.sampled_from([Origin.HUMAN, Origin.SUGGESTION]))
    return replace(coding, origin=origin, memo=draw(st.sampled_from(["", "", "county drugs"])))


RANDOM_QUERIES = queries(
    keys=st.sampled_from(CODEBOOK.keys),
    names=st.sampled_from(["Int", "Ann", "Bob", "kim", "lee"]),
    phrases=st.sampled_from(["county", "county lines", "drugs", "arrest", "ann"]),
    attributes=st.sampled_from(["tier", "years"]),
    values=TIERS,
)


QUERIES = [
    parse(text)
    for text in (
        "*",
        "harms/* and roles/*",
        "harms and displacement and not pursue",
        "not harms/*",
        "* and not not harms",
        "harms/* or roles",
        "* and (harms or not displacement)",
        "* and not (harms or text(county))",
        "* and not (harms and text(county))",
        "* and not (role(participant) and text(county) and tier = local)",
        "* and (text(county) and coder(kim) or not text(drugs))",
        "near(harms/*, roles/*, 0 turns)",
        "near(*, *, 1 turn)",
        "near(displacement, *, 1 sentence)",
        "near(*, role(interviewer), 1 turn)",
        "harms/* within *",
        "* within speaker(Ann)",
        "* within text(drugs)",
        "harms/* followed by * within 0 turns",
        "* followed by roles/* within 1 sentence",
        "* followed by speaker(Int) within 1 turn",
        "text(county)",
        'text("county lines") or lemma(arrest)',
        "* and text(ann)",
        "* and lemma(drug) and not text(arrest)",
        "role(participant) and not *",
        "tier = local and years > 9",
        "* and tier = local and years > 9",
        "* and (tier = local or tier = national) and years <= 9.5",
        "* and tier = local and speaker(Bob)",
        "* and not (tier = local and years > 9)",
        'tier = "" or years != x',
        "coder(kim) and memo()",
        "harms/* and (roles/* and memo(county))",
        "origin(suggestion) and role(interviewer)",
        "text(drugs) and not coder(lee)",
    )
]


def codings_by_span(quotes: list[Quote]) -> dict[tuple[int, int], set[str]]:
    return {(quote.span.start, quote.span.end): set(quote.codings) for quote in quotes}


def check(view: SourceView, query: Query, *, across: bool) -> None:
    quotes = list(evaluate(query, [view], codebook=CODEBOOK, lemmas=lemma, across_coders=across))
    coders = {coding.coder for coding in view.codings}
    for group in [coders] if across or not coders else [{coder} for coder in coders]:
        codings = [coding for coding in view.codings if coding.coder in group]
        their_quotes = [quote for quote in quotes if group.issuperset(quote.coders)]
        assert codings_by_span(their_quotes) == BruteForce(view, codings, CODEBOOK, lemma).find(query), str(
            query
        )


@settings(max_examples=150, deadline=None)
@given(views(), st.booleans())
def test_every_kind_of_query_finds_the_same_as_brute_force(view: SourceView, across: bool) -> None:
    for query in QUERIES:
        check(view, query, across=across)


@settings(max_examples=150, deadline=None)
@given(views(), st.lists(RANDOM_QUERIES, min_size=1, max_size=4), st.booleans())
def test_random_queries_find_the_same_as_brute_force(
    view: SourceView, random_queries: list[Query], across: bool
) -> None:
    for query in random_queries:
        check(view, query, across=across)


@settings(max_examples=100, deadline=None)
@given(views(), RANDOM_QUERIES)
def test_quotes_are_the_words_of_their_span_in_the_order_of_the_text(view: SourceView, query: Query) -> None:
    quotes = list(evaluate(query, [view], codebook=CODEBOOK, lemmas=lemma, context=1))
    assert [quote.span for quote in quotes] == sorted(quote.span for quote in quotes)
    for quote in quotes:
        assert quote.text == quote.span.of(view.source.text)
        for part in (*quote.before, *quote.utterances, *quote.after):
            assert part.text == part.span.of(view.source.text)
        assert all(part.span.end <= quote.span.start for part in quote.before)
        assert all(part.span.start >= quote.span.end for part in quote.after)


@settings(max_examples=100, deadline=None)
@given(views())
def test_a_coding_is_found_by_its_code_once(view: SourceView) -> None:
    quotes = evaluate(parse("*"), [view], codebook=CODEBOOK)
    assert sorted(coding for quote in quotes for coding in quote.codings) == sorted(
        coding.id for coding in view.codings
    )
