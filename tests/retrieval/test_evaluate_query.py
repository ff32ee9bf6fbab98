"""What queries mean, example by example."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from qualcode.errors import QueryError
from qualcode.model import Case, Origin, Role
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


def view(marked: Marked, *cases: Case) -> SourceView:
    return SourceView(
        source=marked.source,
        turns=marked.turns,
        sentences=marked.sentences,
        codings=marked.codings,
        cases=cases,
    )


def ask(query: str, *views: SourceView, across_coders: bool = False, context: int = 0) -> list[Quote]:
    return list(
        evaluate(
            parse(query),
            views,
            codebook=CODEBOOK,
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


def test_a_quote_says_where_it_stands_and_why() -> None:
    [quote] = ask("pursue and displacement", LINES)
    assert quote.text == "took out a line"
    assert (quote.source_name, quote.turn, quote.last_turn, quote.begins) == ("one", 2, 2, 30)
    assert (quote.speaker, quote.role, quote.cases) == ("Ann", Role.PARTICIPANT, ("A1",))
    assert (quote.codes, quote.coders) == (("pursue", "displacement"), ("ann",))
    assert set(quote.codings) == {"one-2", "one-3"}


def test_a_branch_is_a_code_and_all_under_it_and_a_key_alone_is_not() -> None:
    assert texts(ask("harms/*", LINES)) == ["We took out a line but it came back", "violence and fear"]
    assert texts(ask("harms", LINES)) == ["violence and fear"]


def test_codings_of_the_same_words_are_one_quote_with_several_codes() -> None:
    [quote] = ask("harms/* and role(participant) and speaker(bob)", LINES)
    assert quote.codes == ("harms", "violence")


def test_and_is_the_overlap_with_a_code_and_keeps_the_quote_whole_with_a_condition() -> None:
    assert texts(ask("displacement and pursue", LINES)) == ["took out a line"]
    assert texts(ask('displacement and text("a line")', LINES)) == ["We took out a line but it came back"]
    assert texts(ask("displacement and not violence", LINES)) == ["We took out a line but it came back"]
    assert texts(ask("displacement and not pursue", LINES)) == []


def test_quotes_that_only_touch_do_not_overlap() -> None:
    touching = view(marked_text.interview("Ann: [One]{harms}[ and two]{pursue}."))
    assert ask("harms and pursue", touching) == []
    assert texts(ask("harms and not pursue", touching)) == ["One"]
    assert texts(ask("pursue and not harms", touching)) == [" and two"]
    assert texts(ask("harms followed by pursue within 0 turns", touching)) == ["One"]


def test_or_keeps_overlapping_quotes_apart() -> None:
    assert texts(ask("displacement or pursue", LINES)) == [
        "We took out a line but it came back",
        "took out a line",
        "two",
    ]


def test_coders_never_combine_unless_asked() -> None:
    marked = marked_text.interview("Ann: [We [go]{pursue@kim} again]{harms@lee}.")
    assert ask("pursue and harms", view(marked)) == []
    [quote] = ask("pursue and harms", view(marked), across_coders=True)
    assert (quote.text, quote.coders) == ("go", ("kim", "lee"))
    assert [quote.coders for quote in ask("not harms and role(participant)", view(marked))] == [("kim",)]


def test_words_are_found_once_whoever_coded() -> None:
    [quote] = ask('text("county  LINES")', LINES)
    assert (quote.text, quote.codes, quote.coders) == ("What about county lines?", (), ())


def test_words_alone_find_sentences_and_speakers_alone_find_turns() -> None:
    assert texts(ask("lemma(arrest)", LINES)) == ["We arrested two."]
    assert texts(ask("speaker(int)", LINES)) == ["What about county lines?", "And then?"]
    assert texts(ask("coder(ben)", LINES)) == ["two"]


def test_turns_without_a_coding_can_be_asked_for() -> None:
    marked = marked_text.interview("Int: Why?\nAnn: [Because]{harms}.\nAnn: Yes.\n")
    assert texts(ask("role(participant) and not *", view(marked))) == ["Yes."]


def test_a_label_is_not_said() -> None:
    assert ask("text(Ann)", LINES) == []


def test_near_within_and_followed_by_show_the_passage_that_is_named_first() -> None:
    assert texts(ask("near(harms, displacement, 2 turns)", LINES)) == ["violence and fear"]
    assert ask("near(harms, displacement, 1 turn)", LINES) == []
    assert texts(ask("pursue within displacement", LINES)) == ["took out a line"]
    assert ask("displacement within pursue", LINES) == []
    assert texts(ask("roles followed by displacement within 1 turn", LINES)) == ["county lines"]
    assert ask("displacement followed by roles within 9 turns", LINES) == []


def test_nothing_is_near_or_within_itself() -> None:
    marked = marked_text.interview("Ann: [One]{pursue}.\nBob: Two.\nAnn: [Three]{pursue}.")
    assert ask("near(pursue, pursue, 1 turn)", view(marked)) == []
    assert texts(ask("near(pursue, pursue, 2 turns)", view(marked))) == ["One", "Three"]
    assert ask("* within *", view(marked)) == []


def test_attributes_are_those_of_whoever_speaks() -> None:
    assert texts(ask("* and tier = local", LINES)) == [
        "We took out a line but it came back",
        "took out a line",
    ]
    assert texts(ask("* and years < 10", LINES)) == ["violence and fear", "two"]
    assert texts(ask("roles/* and years in (9.0, 10)", LINES)) == ["two"]
    assert ask("* and tier = local and years < 10", LINES) == []
    assert ask("* and Tier = regional", LINES) == []


def test_several_cases_in_one_interview_do_not_meet_conditions_between_them() -> None:
    marked = marked_text.interview("Ann: [Yes]{harms}.")
    pair = [
        marked_text.case("A", ["one"], tier="local", years="2"),
        marked_text.case("B", ["one"], tier="x", years="20"),
    ]
    assert ask("* and tier = local and years > 10", view(marked, *pair)) == []
    assert ask("* and (tier = local and years > 10)", view(marked, *pair)) == []
    assert len(ask("* and (tier = local) and years < 10", view(marked, *pair))) == 1


def test_a_missing_value_is_neither_equal_nor_unequal_but_empty() -> None:
    marked = marked_text.interview("Ann: [Yes]{harms}.")
    nobody = view(marked, marked_text.case("A", ["one"], tier=" "))
    assert ask("harms and tier != local", nobody) == []
    assert ask("harms and tier < zzz", nobody) == []
    assert len(ask("harms and not tier = local", nobody)) == 1
    assert len(ask('harms and tier = ""', nobody)) == 1


def test_dates_compare_as_text_and_words_never_as_numbers() -> None:
    marked = marked_text.interview("Ann: [Yes]{harms}.")
    dated = view(marked, marked_text.case("A", ["one"], day="2024-05-31", years="many"))
    assert len(ask("harms and day >= 2024-05-01", dated)) == 1
    assert ask("harms and years > 3", dated) == []


def test_origin_and_memo_are_those_of_the_codings_behind_a_quote() -> None:
    marked = marked_text.interview("Ann: [Yes [indeed]{pursue}]{harms}. [No]{harms}.")
    first, *others = marked.codings
    noted = replace(first, memo="Check this", origin=Origin.SUGGESTION)
    asked = replace(view(marked), codings=(noted, *others))
    assert texts(ask("* and memo()", asked)) == ["indeed"]
    assert texts(ask("memo(check)", asked)) == ["indeed"]
    assert texts(ask("origin(human)", asked)) == ["Yes indeed", "No"]
    assert texts(ask("harms and pursue and memo()", asked)) == ["indeed"]
    assert ask("(harms and memo()) and pursue", asked) == []


def test_context_is_the_rest_of_the_turn_and_so_many_turns_around() -> None:
    [quote] = ask("pursue and coder(ann)", LINES, context=1)
    assert [(part.turn.number, part.text) for part in quote.before] == [
        (1, "What about county lines?"),
        (2, "We "),
    ]
    assert [(part.turn.number, part.text) for part in quote.after] == [
        (2, " but it came back. That was May."),
        (3, "And then?"),
    ]


def test_words_before_the_first_turn_belong_to_nobody() -> None:
    marked = marked_text.interview("Recorded in [May]{harms}.\nAnn: Yes.")
    [quote] = ask("harms", view(marked), context=1)
    assert (quote.turn, quote.speaker, quote.cases, quote.before) == (None, "", (), ())
    assert [part.text for part in quote.after] == ["Yes."]
    assert ask("harms and role(participant)", view(marked)) == []


def test_documents_have_paragraphs_and_nobody_speaks() -> None:
    paper = view(marked_text.document("The [strategy]{roles} says little.\n\nIt counts [arrests]{pursue}."))
    assert texts(ask("roles/* and role(nobody)", paper)) == ["strategy", "arrests"]
    assert [quote.turn for quote in ask("text(arrests)", paper)] == [2]


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


def test_forms_of_words_need_someone_who_knows_them() -> None:
    with pytest.raises(QueryError, match=r"lemma\(\) is not available here"):
        evaluate(parse("lemma(arrest)"), [], codebook=CODEBOOK)
