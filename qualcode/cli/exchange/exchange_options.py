"""The options of `export` for other programs, which the command has in the place of its `exchange`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from qualcode.output_formats import TargetProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeOptions:
    """How a study is written for other programs and for readers."""

    target: TargetProgram | None = None
    pseudonymous: bool = False
    without_texts: bool = False
    loss_report: Path | None = None
    sources: tuple[str, ...] = ()
    highlight: bool = False

    @property
    def are_set(self) -> bool:
        """Whether any of them was given."""
        return self != ExchangeOptions()


def exchange_options(
    *,
    for_: Annotated[
        TargetProgram | None, typer.Option("--for", help="With .qdpx: the program that will read it.")
    ] = None,
    pseudonymous: Annotated[
        bool, typer.Option(help="With .qdpx or deposit: numbers for coders, sources and cases.")
    ] = False,
    without_texts: Annotated[bool, typer.Option(help="With .qdpx: refused.", hidden=True)] = False,
    loss_report: Annotated[
        Path | None,
        typer.Option(help="With .qdpx: write what it cannot carry to this table.", metavar="FILE"),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", "-s", help="With word, page and text: only this source (repeatable)."),
    ] = None,
    highlight: Annotated[
        bool, typer.Option(help="With word: mark the words in the themes' colours.")
    ] = False,
) -> ExchangeOptions:
    """Return the options for other programs."""
    return ExchangeOptions(
        target=for_,
        pseudonymous=pseudonymous,
        without_texts=without_texts,
        loss_report=loss_report,
        sources=tuple(source or ()),
        highlight=highlight,
    )
