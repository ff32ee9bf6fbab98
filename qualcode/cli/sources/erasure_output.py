"""Say what an erasure could not erase."""

from collections.abc import Sequence

from qualcode.cli.output import show
from qualcode.text.plurals import counted

_LISTED = 10


def show_mentions(places: Sequence[str]) -> None:
    """Say where a name that was erased still is, with what to do."""
    if not places:
        return
    show.say(f"A name is still in {counted(len(places), 'text')}, which you have to edit or delete:")
    for place in places[:_LISTED]:
        show.say(f"  {place}")
    if len(places) > _LISTED:
        show.say(f"  … and {len(places) - _LISTED} more")
