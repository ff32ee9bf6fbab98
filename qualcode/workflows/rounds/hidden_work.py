"""What a coder of an open round cannot do, because it would move, remove or count codings they do not see."""

from qualcode.errors import ConflictError
from qualcode.model import CoderName
from qualcode.store.database import Database
from qualcode.store.records.rounds import rounds


def require_nothing_hidden(database: Database, coder: CoderName, act: str) -> None:
    """Raise ConflictError if this coder, or who is looking, codes in an open round."""
    for name in dict.fromkeys((coder, CoderName(database.viewing_coder))):
        for each in rounds.open_rounds_of(database, name):
            raise ConflictError(
                f"{name} codes in the open round {each.name} and cannot {act}: other coders' codings, which "
                "are hidden until it is closed, could be changed by that.",
                f"Do it when the round is closed, or let somebody who does not code in it ({each.coder}).",
            )
