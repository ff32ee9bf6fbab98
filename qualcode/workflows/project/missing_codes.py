"""Codes in use that vanished from the codebook's file by hand: what is to be asked about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import VanishedCodesError
from qualcode.model import Codebook, CodeKey
from qualcode.store.database import Database
from qualcode.store.records import codebooks, move_codings
from qualcode.workflows.project.codebook_file import in_words, parsed

if TYPE_CHECKING:
    from qualcode.codebook import RenameGuess


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCode:
    """A code that is in use and no longer in the file, and what it looks like it became."""

    key: CodeKey
    codings: int
    guess: "RenameGuess | None" = None

    @property
    def named(self) -> str:
        """The code with how much there is of it."""
        return f"`{self.key}` ({in_words(self.codings)})"

    @property
    def looks(self) -> str:
        """What is likely, in words."""
        if self.guess is None:
            return f"{self.named} is gone, and nothing looks like it"
        return f"{self.named} looks renamed to `{self.guess.new}`: {self.guess.reason}"

    @property
    def answer(self) -> str:
        """The option that says so."""
        return f"--rename {self.key}={self.guess.new}" if self.guess else f"--retire {self.key}"


def questions(database: Database, codebook: Codebook) -> tuple[MissingCode, ...]:
    """Return what has to be answered before this codebook can take the place of the newest version."""
    gone = {key: count for key, count in move_codings.codes_in_use(database).items() if key not in codebook}
    newest = codebooks.newest(database) if gone else None
    if newest is None:
        return ()
    from qualcode.codebook import guesses

    old = parsed(newest)
    guessed = {guess.old: guess for guess in guesses(old, codebook)}
    order = {key: at for at, key in enumerate(old.keys)}
    return tuple(
        MissingCode(key=key, codings=gone[key], guess=guessed.get(key))
        for key in sorted(gone, key=lambda key: (order.get(key, len(order)), key))
    )


def refuse(
    asked: Sequence[MissingCode], file: str, *, folder: Path | None = None, coder: str = ""
) -> VanishedCodesError:
    """Return the error that names the codes and says how to answer."""
    names = ", ".join(question.named for question in asked)
    looks = "".join(f"\n  {question.looks}" for question in asked)
    answers = " ".join(question.answer for question in asked)
    return VanishedCodesError(
        f"{file} no longer has {names}; nothing was changed.",
        f"Say what became of them, for example: qualcode codebook adopt {answers}{looks}",
        folder=folder,
        coder=coder,
    )
