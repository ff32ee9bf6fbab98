"""The ten steps of the tutorial: what to press, and how it is seen that it was done.

Names in braces are commands of the coding screen; the screen puts the coder's own keys in their place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from qualcode.workflows.tutorial.lesson_view import LessonView


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonStep:
    """One step: its title, what to do, whether it is done, and a remark on what was done instead."""

    title: str
    text: str
    is_done: Callable[[LessonView], bool]
    remark: Callable[[LessonView], str] = lambda _view: ""


def _remark_on_code(words: str, *codes: str) -> Callable[[LessonView], str]:
    """Return a remark for codings made in this step that are not on these words or not of these codes."""

    def remark(view: LessonView) -> str:
        for coding in view.new_codings:
            if words not in coding.quote and coding.quote not in words:
                return "That coding is on other words. {undo} undoes it."
            if codes and coding.code not in codes:
                return f"That code is `{coding.code}`. {{undo}} undoes it."
        return ""

    return remark


STEPS: tuple[LessonStep, ...] = (
    LessonStep(
        title="Move",
        text=(
            "{next_sentence} goes to the next sentence, {previous_sentence} back; {next_turn} and "
            "{previous_turn} go by turns. Go to the sentence “I was worried that they would ask "
            "questions.”"
        ),
        is_done=lambda view: "worried that they" in view.selected_words,
    ),
    LessonStep(
        title="Code a sentence",
        text=(
            "The sentence at the cursor is selected. Press {pick_code}, type `worry`, and press "
            "Enter. Its bracket appears in the margin."
        ),
        is_done=lambda view: view.has_new_coding("worry", "worried that they"),
        remark=_remark_on_code("I was worried that they would ask questions.", "worry"),
    ),
    LessonStep(
        title="Two codes on the same words",
        text=(
            "Go to “The bakery gave us bread …”. Press {pick_code}, type `help` and press Space to "
            "tick it, then type `money`, Space, and Enter."
        ),
        is_done=lambda view: view.has_new_coding("help", "bakery") and view.has_new_coding("money", "bakery"),
        remark=_remark_on_code("The bakery gave us bread and the council gave us forms.", "help", "money"),
    ),
    LessonStep(
        title="A code in their own words",
        text=(
            "Go to “It is a place to be quiet together.” {next_word} goes by words: at “quiet” press "
            "{free_selection}, then {next_word} to select “quiet together”, and {in_vivo}: the words "
            "become a code."
        ),
        is_done=lambda view: any(
            "quiet" in coding.quote for coding in view.new_codings if coding.code in view.new_codes
        ),
    ),
    LessonStep(
        title="Write a memo",
        text=(
            "With the cursor on a coding, press {memo}, choose the coding, write a sentence, and save "
            "it with Ctrl-S. A pen in the status line shows that there is a memo."
        ),
        is_done=lambda view: view.memos > view.memos_before,
    ),
    LessonStep(
        title="Undo and redo",
        text=(
            "Nothing is lost here: {undo} undoes your last act, however long ago it was, and {redo} "
            "brings it back. Try both."
        ),
        is_done=lambda view: view.performed_in_order("undo", "redo"),
    ),
    LessonStep(
        title="A suggestion, and why",
        text=(
            "{next_suggestion} goes to a suggestion. The line under the text says why it was made. "
            "You decide: {accept} accepts it, {reject} rejects it."
        ),
        is_done=lambda view: view.decisions > view.decisions_before,
    ),
    LessonStep(
        title="Overlapping codings",
        text=(
            "Code the sentence “We never knew whether …” as `worry`. Then, inside it, press "
            "{free_selection}, select some of its words with {next_word}, and code them as `money`. "
            "Codings may overlap."
        ),
        is_done=lambda view: view.has_overlap("never knew"),
    ),
    LessonStep(
        title="Search",
        text=(
            "Press {search}, type `trust`, and press Enter. {next_hit} goes to the next match, "
            "{previous_hit} back."
        ),
        is_done=lambda view: view.matches > 0 and view.performed_in_order("next_hit"),
    ),
    LessonStep(
        title="Finish, and count",
        text=(
            "{finish} marks the interview as finished: from now on a code that is not there counts as "
            "absent, not as “not coded yet”. Then {quit}: the table of your codes follows."
        ),
        is_done=lambda view: view.is_finished,
    ),
)
END = (
    "That was the lesson. {quit} leaves it. Your own study begins with: qualcode init my-study, "
    "cd my-study, qualcode import FILES, qualcode code"
)
