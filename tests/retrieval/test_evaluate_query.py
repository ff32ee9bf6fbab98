"""The meaning of queries, by example."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from qualcode.errors import QueryError
from qualcode.model import Case, CodeGroup, CodeKey, Origin, Role
from qualcode.retrieval import Quote, SourceView, evaluate, parse
from tests.support import marked_text
from tests.support.marked_text import Marked

CODEBOOK = marked_text.codebook(
    """
    roles
      pursue
    harms
      displacement
      violence
    """
)
GROUPED = replace(
    CODEBOOK, groups=(CodeGroup(name="Street level", members=(CodeKey("pursue"), CodeKey("violence"))),)
)


def view(marked: Marked, *cases: Case) -> SourceView:
    return SourceView(
        source=marked.source,
        turns=marked.turns,
        sentences=marked.sentences,
        codings=marked.codings,
        cases=cases,
    )


def find(query: str, *views: SourceView, across_coders: bool = False, context: int = 0) -> list[Quote]:
    return list(
        evaluate(
            parse(query),
            views,
            codebook=GROUPED,
            lemmas=lambda word: word.lower().removesuffix("ed"),
            across_coders=across_coders,
            context=context,
        )
    )


def texts(quotes: Iterable[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


LINES = view(
    marked_text.interview(
        "Int: What about [county lines]{roles}?\n"
        "Ann: [We [took out a line]{pursue} but it came back]{displacement}. That was May.\n"
        "Int: And then?\n"
        "Bob: There was [violence and fear]{violence,harms}. We arrested [two]{pursue@ben}.\n",
        seconds_per_turn=30,
    ),
    marked_text.case("A1", [("one", "Ann")], tier="Local", years="12"),
    marked_text.case("B2", [("one", "Bob")], tier="national", years="9"),
)


def test_a_quote_has_its_source_turn_speaker_codes_and_codings() -> None:
    [quote] = find("pursue and displacement", LINES)
    assert quote.text == "took out a line"
    assert (quote.source_name, quote.turn, quote.last_turn, quote.begins) == ("one", 2, 2, 30)
    assert (quote.speaker, quote.role, quote.cases) == ("Ann", Role.PARTICIPANT, ("A1",))
    assert (quote.codes, quote.coders) == (("pursue", "displacement"), ("ann",))
    assert set(quote.codings) == {"one-2", "one-3"}


def test_a_branch_includes_the_codes_below_it_and_a_key_alone_does_not() -> None:
    assert texts(find("harms/*", LINES)) == ["We took out a line but it came back", "violence and fear"]
    assert texts(find("harms", LINES)) == ["violence and fear"]


def test_a_group_is_any_of_its_codes() -> None:
    assert texts(find('@"Street level"', LINES)) == texts(find("pursue or violence", LINES))
    with pytest.raises(QueryError, match="There is no group of codes 'Street'"):
        find("@Street", LINES)


def test_codings_of_the_same_words_are_one_quote_with_several_codes() -> None:
    [quote] = find("harms/* and role(participant) and speaker(bob)", LINES)
    assert quote.codes == ("harms", "violence")


def test_and_is_the_intersection_with_a_code_and_keeps_the_whole_quote_with_a_condition() -> None:
    assert texts(find("displacement and pursue", LINES)) == ["took out a line"]
    assert texts(find('displacement and text("a line")', LINES)) == ["We took out a line but it came back"]
    assert texts(find("displacement and not violence", LINES)) == ["We took out a line but it came back"]
    assert texts(find("displacement and not pursue", LINES)) == []


def test_adjacent_quotes_do_not_overlap() -> None:
    touching = view(marked_text.interview("Ann: [One]{harms}[ and two]{pursue}."))
    assert find("harms and pursue", touching) == []
    assert texts(find("harms and not pursue", touching)) == ["One"]
    assert texts(find("pursue and not harms", touching)) == [" and two"]
    assert texts(find("harms followed by pursue within 0 turns", touching)) == ["One"]


def test_or_keeps_overlapping_quotes_separate() -> None:
    assert texts(find("displacement or pursue", LINES)) == [
        "We took out a line but it came back",
        "took out a line",
        "two",
    ]


def test_coders_combine_only_across_coders() -> None:
    marked = marked_text.interview("Ann: [We [go]{pursue@kim} again]{harms@lee}.")
    assert find("pursue and harms", view(marked)) == []
    [quote] = find("pursue and harms", view(marked), across_coders=True)
    assert (quote.text, quote.coders) == ("go", ("kim", "lee"))
    assert [quote.coders for quote in find("not harms and role(participant)", view(marked))] == [("kim",)]


def test_words_are_found_once_whatever_the_number_of_coders() -> None:
    [quote] = find('text("county  LINES")', LINES)
    assert (quote.text, quote.codes, quote.coders) == ("What about county lines?", (), ())


def test_words_alone_find_sentences_and_speakers_alone_find_turns() -> None:
    assert texts(find("lemma(arrest)", LINES)) == ["We arrested two."]
    assert texts(find("speaker(int)", LINES)) == ["What about county lines?", "And then?"]
    assert texts(find("coder(ben)", LINES)) == ["two"]


def test_turns_without_a_coding_can_be_found() -> None:
    marked = marked_text.interview("Int: Why?\nAnn: [Because]{harms}.\nAnn: Yes.\n")
    assert texts(find("role(participant) and not *", view(marked))) == ["Yes."]


def test_speaker_labels_are_not_searched() -> None:
    assert find("text(Ann)", LINES) == []


def test_near_within_and_followed_by_find_the_spans_of_their_first_part() -> None:
    assert texts(find("near(harms, displacement, 2 turns)", LINES)) == ["violence and fear"]
    assert find("near(harms, displacement, 1 turn)", LINES) == []
    assert texts(find("pursue within displacement", LINES)) == ["took out a line"]
    assert find("displacement within pursue", LINES) == []
    assert texts(find("roles followed by displacement within 1 turn", LINES)) == ["county lines"]
    assert find("displacement followed by roles within 9 turns", LINES) == []


def test_nothing_is_near_or_within_itself() -> None:
    marked = marked_text.interview("Ann: [One]{pursue}.\nBob: Two.\nAnn: [Three]{pursue}.")
    assert find("near(pursue, pursue, 1 turn)", view(marked)) == []
    assert texts(find("near(pursue, pursue, 2 turns)", view(marked))) == ["One", "Three"]
    assert find("* within *", view(marked)) == []


def test_attributes_are_those_of_the_speakers_case() -> None:
    assert texts(find("* and tier = local", LINES)) == [
        "We took out a line but it came back",
        "took out a line",
    ]
    assert texts(find("* and years < 10", LINES)) == ["violence and fear", "two"]
    assert texts(find("roles/* and years in (9.0, 10)", LINES)) == ["two"]
    assert find("* and tier = local and years < 10", LINES) == []
    assert find("* and Tier = regional", LINES) == []


def test_two_cases_do_not_meet_joined_conditions_together() -> None:
    marked = marked_text.interview("Ann: [Yes]{harms}.")
    pair = [
        marked_text.case("A", ["one"], tier="local", years="2"),
        marked_text.case("B", ["one"], tier="x", years="20"),
    ]
    assert find("* and tier = local and years > 10", view(marked, *pair)) == []
    assert find("* and (tier = local and years > 10)", view(marked, *pair)) == []
    assert len(find("* and (tier = local) and years < 10", view(marked, *pair))) == 1


def test_a_missing_value_equals_the_empty_text_and_meets_no_other_comparison() -> None:
    marked = marked_text.interview("Ann: [Yes]{harms}.")
    nobody = view(marked, marked_text.case("A", ["one"], tier=" "))
    assert find("harms and tier != local", nobody) == []
    assert find("harms and tier < zzz", nobody) == []
    assert len(find("harms and not tier = local", nobody)) == 1
    assert len(find('harms and tier = ""', nobody)) == 1


def test_dates_compare_as_text_and_words_never_as_numbers() -> None:
    marked = marked_text.interview("Ann: [Yes]{harms}.")
    dated = view(marked, marked_text.case("A", ["one"], day="2024-05-31", years="many"))
    assert len(find("harms and day >= 2024-05-01", dated)) == 1
    assert find("harms and years > 3", dated) == []


def test_origin_and_memo_are_those_of_the_quotes_codings() -> None:
    marked = marked_text.interview("Ann: [Yes [indeed]{pursue}]{harms}. [No]{harms}.")
    first, *rest = marked.codings
    noted = replace(first, memo="Check this", origin=Origin.SUGGESTION)
    noted_view = replace(view(marked), codings=(noted, *rest))
    assert texts(find("* and memo()", noted_view)) == ["indeed"]
    assert texts(find("memo(check)", noted_view)) == ["indeed"]
    assert texts(find("origin(human)", noted_view)) == ["Yes indeed", "No"]
    assert texts(find("harms and pursue and memo()", noted_view)) == ["indeed"]
    assert find("(harms and memo()) and pursue", noted_view) == []


def test_context_is_the_rest_of_the_turn_and_the_turns_around_it() -> None:
    [quote] = find("pursue and coder(ann)", LINES, context=1)
    assert [(part.turn.number, part.text) for part in quote.before] == [
        (1, "What about county lines?"),
        (2, "We "),
    ]
    assert [(part.turn.number, part.text) for part in quote.after] == [
        (2, " but it came back. That was May."),
        (3, "And then?"),
    ]


def test_words_before_the_first_turn_have_no_speaker() -> None:
    marked = marked_text.interview("Recorded in [May]{harms}.\nAnn: Yes.")
    [quote] = find("harms", view(marked), context=1)
    assert (quote.turn, quote.speaker, quote.cases, quote.before) == (None, "", (), ())
    assert [part.text for part in quote.after] == ["Yes."]
    assert find("harms and role(participant)", view(marked)) == []


def test_documents_have_paragraphs_and_nobody_speaks() -> None:
    paper = view(marked_text.document("The [strategy]{roles} says little.\n\nIt counts [arrests]{pursue}."))
    assert texts(find("roles/* and role(nobody)", paper)) == ["strategy", "arrests"]
    assert [quote.turn for quote in find("text(arrests)", paper)] == [2]


def test_sources_are_read_one_at_a_time() -> None:
    def views() -> Iterable[SourceView]:
        yield LINES
        raise AssertionError("the second source was read before the first was used up")

    quotes = evaluate(parse("*"), views(), codebook=CODEBOOK)
    assert next(quotes).text == "county lines"


def test_an_unknown_code_is_an_error_before_anything_is_read() -> None:
    with pytest.raises(QueryError, match="There is no code 'displacment'") as caught:
        evaluate(parse("harms/* and displacment"), [], codebook=CODEBOOK)
    assert caught.value.position == 12
    assert caught.value.hint == "Did you mean 'displacement'?"
    assert "            ^" in caught.value.message


def test_an_unknown_attribute_is_an_error_where_the_attributes_are_known() -> None:
    with pytest.raises(QueryError, match="There is no attribute 'teir'") as caught:
        evaluate(parse("teir = local"), [], codebook=CODEBOOK, attributes=["Tier", "years"])
    assert caught.value.hint == "Did you mean 'Tier'?"
    assert list(evaluate(parse("TIER = local"), [], codebook=CODEBOOK, attributes=["Tier"])) == []


def test_lemma_without_a_lemmatiser_is_an_error() -> None:
    with pytest.raises(QueryError, match=r"lemma\(\) is not available here"):
        evaluate(parse("lemma(arrest)"), [], codebook=CODEBOOK)
