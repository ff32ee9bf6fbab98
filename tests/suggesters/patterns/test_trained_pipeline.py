"""Token patterns on attributes of a trained pipeline: dead without its components, matched with them."""

from pathlib import Path

import pytest
import spacy

from qualcode.suggesters.patterns.pattern_matchers import dead_patterns
from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester
from tests.support.pattern_shorthand import codebook, phrase, segment, token

BOOK = codebook(
    place=[token({"ENT_TYPE": "GPE"}, {"LOWER": "police"}), phrase("station")],
    verb=[token({"LOWER": "will"}, {"POS": "VERB"})],
)


@pytest.fixture
def pipeline(tmp_path: Path) -> str:
    """Return a folder with a pipeline that knows places and the one verb "nick"."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Leeds"}])  # type: ignore[attr-defined]
    nlp.add_pipe("attribute_ruler").add([[{"LOWER": "nick"}]], {"POS": "VERB"})  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "pipeline")
    return str(tmp_path / "pipeline")


def test_patterns_that_can_never_match_are_named() -> None:
    dead = dead_patterns(BOOK)
    assert [(pattern.code, pattern.attribute) for pattern in dead] == [("place", "ENT_TYPE"), ("verb", "POS")]


def test_with_a_pipeline_that_has_the_components_they_match(pipeline: str) -> None:
    assert not dead_patterns(BOOK, pipeline=pipeline)
    suggester = PatternSuggester(BOOK, pipeline=pipeline)
    segments = [segment("Leeds police will nick him.")]
    assert {suggestion.code for suggestion in suggester.suggest(segments)} == {"place", "verb"}


def test_without_the_components_the_other_patterns_still_work() -> None:
    segments = [segment("Leeds police will nick him at the station.")]
    assert [suggestion.code for suggestion in PatternSuggester(BOOK).suggest(segments)] == ["place"]


def test_a_codebook_without_such_patterns_has_no_dead_ones() -> None:
    assert dead_patterns(codebook(a=[phrase("one"), token({"LOWER": "x", "OP": "+"})])) == ()
