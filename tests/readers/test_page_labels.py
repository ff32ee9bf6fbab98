"""Labels on printed lines: names and times alone on a line, tabs, and labels in any form that recurs."""

from pathlib import Path

import pytest

from qualcode import segmenters
from tests.support.source_files import Line, pdf, read_file

WORDS = (
    ("Where did you put the old boat?",),
    ("We left it down by the mill, under some leaves, where nobody ever", "came by in those days."),
    ("And nobody took it?",),
    ("No.",),
)


def printed(layout: str, names: tuple[str, str]) -> list[list[Line]]:
    """Return pages of lines without gaps between the turns; a tab is a wide blank."""
    lines: list[Line] = []
    baseline = 780
    for number, words in enumerate(WORDS * 3):
        time = f"00:{number:02}:07"
        first = layout.format(name=names[number % 2], words=words[0], time=time, number=number + 1)
        for line in (*first.split("\n"), *words[1:]):
            left = 72
            for cell in line.split("\t"):
                lines.append((left, baseline, cell))
                left += 110
            baseline -= 14
    return [lines]


@pytest.mark.parametrize(
    "names", [("Nia", "Tom"), ("Nia Hall", "Tom Bell"), ("INT", "P07"), ("interviewer", "p1")]
)
@pytest.mark.parametrize(
    "layout",
    [
        "{name}: {words}",
        "{name}\t{words}",
        "{name}:\t{words}",
        "{number}\t{name}:\t{words}",
        "{time}\t{name}\t{words}",
        "{name}\t{time}\t{words}",
        "{time}\n{name}: {words}",
        "5' {name}: {words}",
        "[{time}] {name}: {words}",
    ],
)
def test_labels_with_tabs_and_times(tmp_path: Path, layout: str, names: tuple[str, str]) -> None:
    if names[0].islower() and not layout.endswith("{name}: {words}"):
        names = ("Ina", "Rob")
    check(tmp_path, layout, names)


@pytest.mark.parametrize("names", [("Nia", "Tom"), ("Nia Hall", "Tom Bell"), ("INT", "P07")])
@pytest.mark.parametrize(
    "layout",
    [
        "{name}\n{words}",
        "{name}\n{time}\n{words}",
        "{time}  {name}\n{words}",
        "{name} 2 minutes 5 seconds\n{words}",
        "Speaker: {name}\n{words}",
        "{name} - {words}",
        "{name}; {words}",
        "({name}) {words}",
        "<{name}> {words}",
        "{name} = {words}",
        "{name}:{words}",
        "{name} [{time}] {words}",
        "{name}, {time}: {words}",
    ],
)
def test_labels_in_rare_forms(tmp_path: Path, layout: str, names: tuple[str, str]) -> None:
    check(tmp_path, layout, names)


def check(folder: Path, layout: str, names: tuple[str, str]) -> None:
    transcript = read_file(pdf(folder / "a.pdf", printed(layout, names)))
    turns = segmenters.recognise_turns(transcript).turns
    assert [(turn.speaker.casefold(), " ".join(turn.body.of(transcript.text).split())) for turn in turns] == [
        (names[number % 2].casefold(), " ".join(words)) for number, words in enumerate(WORDS * 3)
    ]
    assert transcript.word_account is not None
    assert (transcript.word_account.lost, transcript.word_account.added) == (0, 0)


@pytest.mark.parametrize("layout", ["{name}, {words}", "{name}. {words}"])
def test_ambiguous_labels_on_printed_lines_are_named(tmp_path: Path, layout: str) -> None:
    transcript = read_file(pdf(tmp_path / "a.pdf", printed(layout, ("Nia Hall", "Tom Bell"))))
    warnings = segmenters.recognise_turns(transcript).warnings
    assert any("--speaker 'Nia Hall' --speaker 'Tom Bell'" in warning for warning in warnings)
