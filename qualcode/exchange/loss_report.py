"""The loss report of an exchange: what could not be carried over, how often, why, and what was done instead.

The REFI-QDA standard demands it in both directions; qualcode makes one for every format.
"""

from dataclasses import dataclass, field

from qualcode.model import Listing

_EXAMPLES = 5
"""Number of examples that a line of the report names."""
COLUMNS = ("element", "count", "reason", "instead", "examples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One line of the report."""

    element: str
    """What was not carried over as it is, in the plural."""
    count: int
    reason: str
    instead: str
    """What was done instead, or what the user can do."""
    examples: tuple[str, ...] = ()
    """The first few by name."""


@dataclass(slots=True)
class LossReport:
    """Collects losses; those of one element, reason and remedy are one line."""

    _counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _examples: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def add(self, element: str, reason: str, instead: str, example: str = "", *, count: int = 1) -> None:
        """Count a loss; `example` names the one that was lost."""
        if not count:
            return
        key = (element, reason, instead)
        self._counts[key] = self._counts.get(key, 0) + count
        examples = self._examples.setdefault(key, [])
        if example and len(examples) < _EXAMPLES and example not in examples:
            examples.append(example)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """The lines of the report in the order in which they came up."""
        return tuple(
            Loss(
                element=key[0],
                count=count,
                reason=key[1],
                instead=key[2],
                examples=tuple(self._examples[key]),
            )
            for key, count in self._counts.items()
        )


def loss_listing(losses: tuple[Loss, ...]) -> Listing:
    """Return the report as rows."""
    return Listing(
        columns=COLUMNS,
        rows=tuple(
            (loss.element, loss.count, loss.reason, loss.instead, "; ".join(loss.examples)) for loss in losses
        ),
    )
