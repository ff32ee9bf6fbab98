"""How the parameters of analyses are explained to their users, whatever face asks for them.

An analysis annotates its parameters (`of: Annotated[str, Parameter("Measure: …")] = "codings"`). Positional
parameters are arguments of its command, keyword-only ones its options.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Parameter:
    """The help text of a parameter, its name as an option if that differs, and its limits."""

    help: str
    metavar: str | None = None
    option: str = ""
    """The option's names, separated by spaces; by default that of the parameter."""
    least: float | None = None
    most: float | None = None
    is_argument: bool = False
    """Whether it is an argument that can be left out, and not an option."""


Measure = Annotated[str, Parameter("Measure: codings, sources, cases, words or share.", "MEASURE")]
AllCodes = Annotated[bool, Parameter("Include codes without codings.", option="--all")]
Seed = Annotated[int, Parameter("Random seed.", least=0)]
SourceNames = Annotated[Sequence[str], Parameter("Only this source (repeatable).", "NAME", "--source -s")]
