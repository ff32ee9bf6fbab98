"""Layouts of dialogues in plain text and Markdown: label styles, times, heads; chosen at random by a seed."""

import re
from random import Random

from tests.support.random_dialogues import Dialogue, Utterance

LABELS = (
    "{name}: {words}",
    "{name}:\t{words}",
    "{name}:\n{words}",
    "{name} : {words}",
    "[{name}]: {words}",
    "**{name}:** {words}",
    "**{name}**: {words}",
    "[{time}] {name}: {words}",
    "{time} {name}: {words}",
    "({time}) - {name}: {words}",
    "{name} ({time}): {words}",
    "{name} [{time}]: {words}",
    "{name}: [{time}] {words}",
    "**{name}:** \\[{time}\\] {words}",
    "*{time} = {name}: {words}",
    "#{time}-3# {name}: {words}",
    "{name}: {time}\n\n{words}",
    "{name}  {time}\n{words}",
    "{name}   {time}\n\n{words}",
    "{time} {name}\n{words}",
    "[{time}] - {name}\n{words}",
    "[{name}] {time}\n{words}",
    "{name}\n{time}\n{words}",
    "{time}\n{name}: {words}",
    "[{time}]\n\n{name}: {words}",
    "<v {name}>{words}",
)
"""`{name}` is the speaker, `{time}` when the turn begins."""
END_MARK = "{name}: {words} #{time}-3#"
"""The layout in which a time is at the end of a turn, as f4 writes."""

_NOT_IN_BRACKETS = re.compile(r"[\[\]]")
_HEADS = (
    "",
    "",
    "Interview 4\n\n",
    "Interviewer: {interviewer}\nInterviewee: Somebody Else\nDate: 3 May 2021\n\n",
    "Transcript of a conversation\n\nDate: 3 May\nPlace: Town hall\n\n",
    "PROJECT: Gardens\n\nLENGTH: 40 minutes\n\n",
)


def random_layout(seed: int, dialogue: Dialogue) -> str:
    """Return the layout of a seed that can carry the dialogue's names."""
    random = Random(f"layout {seed}")  # noqa: S311 - a seed, not a secret
    bracketed = any(_NOT_IN_BRACKETS.search(utterance.speaker) for utterance in dialogue.utterances)
    layouts = [layout for layout in LABELS if not (bracketed and "[{name}]" in layout)]
    if bracketed:
        layouts = [layout for layout in layouts if "{name}:" in layout or "{name}**:" in layout]
    return random.choice(layouts)


def text_of(dialogue: Dialogue, layout: str, seed: int) -> str:
    """Return the dialogue as a text: its head, then each turn in the layout, with small deviations."""
    random = Random(f"text {seed}")  # noqa: S311 - a seed, not a secret
    head = random.choice(_HEADS).format(interviewer=dialogue.interviewers[0])
    between = random.choice(("\n", "\n\n")) if not layout.endswith("#") else "\n"
    paragraph_break = "\n\n" if between == "\n\n" else "\n"
    turns = []
    for number, utterance in enumerate(dialogue.utterances):
        turn = _turn(utterance, layout, paragraph_break)
        # A typist forgets the time of a turn now and then.
        if "{time}" in layout and "{name}:" in layout and number > 4 and random.random() < 0.05:
            turn = _turn(utterance, "{name}: {words}", paragraph_break)
        turns.append(turn)
    return head + between.join(turns) + "\n"


def time_code(seconds: int) -> str:
    """Return `00:01:23`."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def _turn(utterance: Utterance, layout: str, paragraph_break: str) -> str:
    return layout.format(
        name=utterance.speaker,
        time=time_code(utterance.begins),
        words=paragraph_break.join(utterance.paragraphs),
    )
