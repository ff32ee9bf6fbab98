import pytest

from qualcode.text.labels import speaker_labels
from qualcode.text.labels.speaker_labels import VOICE_TAG


@pytest.mark.parametrize(
    ("line", "name", "time"),
    [
        ("Anna: yes", "Anna", ""),
        ("[00:01:23] Anna: yes", "Anna", "00:01:23"),
        ("Anna (0:12): yes", "Anna", "0:12"),
        ("3. **Anna**: yes", "Anna", ""),
        ("Anna：yes", "Anna", ""),  # noqa: RUF001 - the colon of Chinese and Japanese
    ],
)
def test_a_name_before_a_colon(line: str, name: str, time: str) -> None:
    match = speaker_labels.match_colon(line)
    assert match
    assert match["name"] == name
    assert (match["before"] or match["after"] or "") == time
    assert line[match.end() :].strip() == "yes"


@pytest.mark.parametrize("line", ["17:30 we left", "http://example.org", "x" * 120 + ": yes", ": yes"])
def test_other_colons_are_no_labels(line: str) -> None:
    assert speaker_labels.match_colon(line) is None


def test_a_name_and_a_time_on_a_line_of_their_own() -> None:
    name_first = speaker_labels.match_name_time("Anna Lee  00:13")
    time_first = speaker_labels.match_time_name("[00:13] Anna Lee")
    assert name_first
    assert time_first
    assert (name_first["name"].strip(), name_first["after"]) == ("Anna Lee", "00:13")
    assert (time_first["name"], time_first["before"]) == ("Anna Lee", "00:13")
    assert speaker_labels.match_name_time("we left at 17:30 or so") is None


def test_names_in_brackets_before_tabs_and_in_voice_tags() -> None:
    brackets = speaker_labels.match_brackets("[Anna 00:13] yes")
    tab = speaker_labels.match_tab("1\tAnna\tyes")
    voice = speaker_labels.match_voice("<v.loud Anna>yes")
    assert brackets
    assert tab
    assert voice
    assert (brackets["name"], brackets["after"], tab["name"], voice["name"]) == (
        "Anna",
        "00:13",
        "Anna",
        "Anna",
    )
    assert VOICE_TAG.split("<v Anna>yes <v.loud Ben>no") == ["", "Anna", "yes ", "Ben", "no"]
