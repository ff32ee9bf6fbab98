"""Codes in use that are missing from a codebook file edited by hand, with a guess of what became of each."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import VanishedCodesError
from qualcode.model import Codebook, CodeKey
from qualcode.store.database import Database
from qualcode.store.records import move_codings
from qualcode.store.records.codebook import codebooks
from qualcode.workflows.project.codebook_file import describe_uses, parse_version

if TYPE_CHECKING:
    from qualcode.codebook import RenameGuess


class MissingCode(NamedTuple):
    """A code that is in use but not in the file, its number of codings, and its probable new key."""

    key: CodeKey
    codings: int
    guess: "RenameGuess | None" = None

    @property
    def name_with_uses(self) -> str:
        """The code with its number of codings."""
        return f"`{self.key}` ({describe_uses(self.codings)})"

    @property
    def description(self) -> str:
        """The code with its probable new key, for a message."""
        if self.guess is None:
            return f"{self.name_with_uses} is missing, and no new code is similar"
        return f"{self.name_with_uses} looks renamed to `{self.guess.new}`: {self.guess.reason}"

    @property
    def suggested_option(self) -> str:
        """The option of `codebook adopt` that confirms the guess, or retires the code without a guess."""
        return f"--rename {self.key}={self.guess.new}" if self.guess else f"--retire {self.key}"


def find_missing_codes(database: Database, codebook: Codebook) -> tuple[MissingCode, ...]:
    """Return the codes in use that a codebook does not have, in the order of the newest stored version."""
    uses = {key: count for key, count in move_codings.codes_in_use(database).items() if key not in codebook}
    newest = codebooks.newest(database) if uses else None
    if newest is None:
        return ()
    from qualcode.codebook import guess_renames

    old = parse_version(newest)
    guesses = {guess.old: guess for guess in guess_renames(old, codebook)}
    order = {key: position for position, key in enumerate(old.keys)}
    return tuple(
        MissingCode(key=key, codings=uses[key], guess=guesses.get(key))
        for key in sorted(uses, key=lambda key: (order.get(key, len(order)), key))
    )


def missing_codes_error(
    missing: Sequence[MissingCode], file: str, *, folder: Path | None = None, coder: str = ""
) -> VanishedCodesError:
    """Return the error that names the missing codes and the command that says what became of them."""
    names = ", ".join(code.name_with_uses for code in missing)
    descriptions = "".join(f"\n  {code.description}" for code in missing)
    options = " ".join(code.suggested_option for code in missing)
    return VanishedCodesError(
        f"{file} no longer has {names}; nothing was changed.",
        f"Say what became of them, for example: qualcode codebook adopt {options}{descriptions}",
        folder=folder,
        coder=coder,
    )
