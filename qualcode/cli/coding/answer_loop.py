"""Terminal loop of reviews: print the current item, run the action of the pressed key, repeat."""

from collections.abc import Callable, Mapping

from qualcode.cli.output import show
from qualcode.cli.output.read_keys import END, read_key
from qualcode.errors import QualcodeError


def answer_all(
    print_current: Callable[[], bool], actions: Mapping[str, Callable[[], object]], key_line: str
) -> None:
    """Ask for a key for each item until none is left (`print_current` returns False), `q` or end of input.

    `actions` has the action of each key. A key without one prints `key_line` again; where an action fails,
    the error is printed and the same item is asked about again.
    """
    while print_current():
        show.say(key_line, "dim")
        while (key := read_key()) not in actions:
            if key in (END, "q"):
                return
            show.say(key_line, "dim")
        try:
            actions[key]()
        except QualcodeError as error:
            show.show_error(error)
