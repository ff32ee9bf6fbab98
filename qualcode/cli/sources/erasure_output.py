"""Say what an erasure could not erase."""

from collections.abc import Sequence

from qualcode.cli.output import show
from qualcode.text.command_arguments import shown_name
from qualcode.text.plurals import counted

_LISTED = 10


def show_erased_before(name: str) -> None:
    """Say that only texts that had been edited since were left to clean."""
    show.say(f"No {shown_name(name)} is there. Names that were erased are out of the earlier texts of memos.")


def show_mentions(places: Sequence[str]) -> None:
    """Say where a name or words that were erased still are, with what to do."""
    if not places:
        return
    number = counted(len(places), "text")
    show.say(f"A name or words of it are still in {number}. Edit or delete memos and files, then repeat the")
    show.say("command: it takes the names out of the earlier texts that the history has of these memos.")
    for place in places[:_LISTED]:
        show.say(f"  {place}")
    if len(places) > _LISTED:
        show.say(f"  … and {len(places) - _LISTED} more")
