"""Queue of items that a coder answers one by one, with undo: the loop shared by all reviews.

Every answer is one act in the history, stored before the next item is shown: a review can stop anywhere.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from qualcode.model import CoderName
from qualcode.store import history
from qualcode.store.project import Project
from qualcode.workflows.project import undo_acts


class HasId(Protocol):
    """A suggestion or a coding."""

    @property
    def id(self) -> str:
        """Unique within the queue."""
        ...


Item = TypeVar("Item", bound=HasId)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class RecordedAnswer(Generic[Item, Answer]):
    """An item, its answer, and the number of the act that stored the answer."""

    item: Item
    answer: Answer
    act: int


class AnswerQueue(Generic[Item, Answer]):
    """Items in order, the position of the current one, and the answers given so far."""

    def __init__(self, project: Project, coder: CoderName, items: Sequence[Item]) -> None:
        self.project = project
        self.coder = coder
        self.items = list(items)
        self.position = 0
        self.answers: list[RecordedAnswer[Item, Answer]] = []

    @property
    def current(self) -> Item | None:
        """The item to be answered; None after the last one."""
        return self.items[self.position] if self.position < len(self.items) else None

    def record(self, item: Item, answer: Answer) -> None:
        """Remember that the coder's newest act stored this answer."""
        [act] = history.acts(self.project.database, limit=1, coders=(self.coder,))
        self.answers.append(RecordedAnswer(item, answer, act.number))

    def advance(self) -> None:
        """Make the next item the current one."""
        self.position += 1

    def undo_last(self) -> Item | None:
        """Undo the last answer and make its item the current one; None where there is no answer.

        ConflictError where the coder's newest act is another one, made or undone in another window.
        """
        if not self.answers:
            return None
        undo_acts.undo_act(self.project, self.coder, self.answers[-1].act)
        item = self.answers.pop().item
        self.go_to(item.id)
        return item

    def go_to(self, item_id: str) -> bool:
        """Make the item with this id the current one; whether the queue has it."""
        positions = (position for position, item in enumerate(self.items) if item.id == item_id)
        position = next(positions, None)
        if position is not None:
            self.position = position
        return position is not None

    def replace_items(self, items: Sequence[Item]) -> None:
        """Exchange the items; the current one stays current, or else the one that follows it."""
        remaining_ids = {item.id for item in items}
        current_id = self.current.id if self.current else ""
        position = sum(item.id in remaining_ids for item in self.items[: self.position])
        self.items = list(items)
        if not self.go_to(current_id):
            self.position = position

    def counts(self) -> Counter[Answer]:
        """Return the number of items for each answer."""
        return Counter(recorded.answer for recorded in self.answers)
