"""The same dialogue in every format: the same turns, and no word of it lost, added, deleted or hidden."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode import segmenters
from qualcode.model import LeftOutKind
from tests.support.dialogue_files import ASIDES, LAYOUTS, Dialogue, write
from tests.support.source_files import read_file

WORDS = "we went down to the river bank early; nobody knew, café Ærø “yes” (no) 12 boats multi-agency x & y"
LINES = st.lists(st.sampled_from(WORDS.split()), min_size=3, max_size=9).map(
    lambda words: " ".join(["Well,", *words]) + "."
)
DIALOGUES = st.lists(st.lists(LINES, min_size=1, max_size=2), min_size=6, max_size=8).map(
    lambda said: [(("Interviewer", "Zoë Lee")[number % 2], words) for number, words in enumerate(said)]
)
RICH = (".docx", ".odt", ".rtf", ".html")
FORMATS = (
    *((suffix, layout) for suffix in RICH for layout in LAYOUTS),
    (".txt", "colon"),
    (".txt", "table"),
    (".md", "colon"),
    (".md", "bold"),
)
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(("suffix", "layout"), FORMATS)
@FEW
@given(dialogue=DIALOGUES)
def test_the_turns_are_the_same(tmp_path: Path, suffix: str, layout: str, dialogue: Dialogue) -> None:
    transcript = read_file(write(tmp_path, suffix, dialogue, layout, asides=suffix in RICH))
    turns = segmenters.recognise_turns(transcript).turns
    assert [(turn.speaker, turn.body.of(transcript.text).split()) for turn in turns] == [
        (speaker, " ".join(words).split()) for speaker, words in dialogue
    ]
    account = transcript.word_account
    assert account is not None
    assert (account.lost, account.added) == (0, 0)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("suffix", RICH)
def test_what_is_not_on_the_page_is_named(tmp_path: Path, suffix: str, layout: str) -> None:
    dialogue = [("Int", ["Well?"]), ("Ann", ["We stayed at home."])]
    transcript = read_file(write(tmp_path, suffix, dialogue, layout, asides=True))
    assert transcript.text.endswith("We stayed at home.")
    assert sorted(" ".join(item.text.split()) for item in transcript.left_out) == sorted(ASIDES)
    kinds = {item.kind for item in transcript.left_out}
    assert {LeftOutKind.DELETED, LeftOutKind.HIDDEN} <= kinds
    for words in ASIDES:
        assert any(f"“{words}”" in warning for warning in transcript.warnings)
