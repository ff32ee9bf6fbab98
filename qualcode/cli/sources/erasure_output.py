"""Say what an erasure could not erase."""

from collections.abc import Sequence

from qualcode.cli.output import show
from qualcode.text.plurals import counted

_LISTED = 10


def show_mentions(places: Sequence[str]) -> None:
    """Say where a name that was erased still is, with what to do."""
    if not places:
        return
    number = counted(len(places), "text")
    show.say(f"A name is still in {number}. Edit or delete memos and files; what the history has stays:")
    for place in places[:_LISTED]:
        show.say(f"  {place}")
    if len(places) > _LISTED:
        show.say(f"  … and {len(places) - _LISTED} more")
