"""The command `guide`: the topics of the guide, formatted and paged on a terminal, as Markdown elsewhere."""

import os
import re
from contextlib import suppress
from typing import Annotated

import typer

from qualcode.cli.output import show
from qualcode.errors import NotFoundError


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guide)


def guide(
    topic: Annotated[
        str, typer.Argument(help="Name of a topic or its beginning; or words that you look for.")
    ] = "",
    section: Annotated[
        list[str] | None, typer.Argument(help="Beginning of a section's heading: show only this section.")
    ] = None,
) -> None:
    """Read the guide: list its topics, show one or a section of it, or find the sections with some words."""
    from qualcode import guide as pages

    words = " ".join([topic, *(section or ())])
    if not topic:
        rows = ((name, pages.topic(name).summary) for name in pages.TOPICS)
        show.rows(show.listing("", ("topic", "what it explains"), rows), topic="guide topics")
        show.say("`qualcode guide TOPIC` shows one; `qualcode guide WORD` finds the sections with a word.")
    elif page := _page(topic, " ".join(section or ())):
        _show_markdown(page)
    elif places := pages.sections_with(words):
        show.say(f"Sections of the guide with {words!r}:")
        for name, heading in places:
            show.line(f"  qualcode guide {name} {quoted(heading)}".rstrip())
    else:
        raise NotFoundError.among("topic", words, pages.TOPICS, "`qualcode guide` lists the topics.")


def quoted(heading: str) -> str:
    """Return a heading as it can be typed in a shell: in double quotes if the shell would change it."""
    return f'"{heading}"' if re.search(r"[^\w\s,.:%/+-]", heading) else heading


def _page(beginning: str, section: str) -> str:
    """Return the Markdown of the topic or its section; empty if there is none of these names.

    UsageError if several topics begin so, and no section anywhere has the words.
    """
    from qualcode import guide as pages

    names = pages.topics_beginning(beginning)
    if section:
        for name in names:
            with suppress(NotFoundError):
                return pages.section(name, section)
        if names and not pages.sections_with(f"{beginning} {section}"):
            return pages.section(pages.topic(beginning).name, section)
        return ""
    return pages.topic(beginning).text if names else ""


def _show_markdown(text: str) -> None:
    """Print Markdown as it is into a file or pipe; on a terminal formatted, and paged if it is long."""
    console = show.out()
    if not console.is_terminal:
        show.raw_text(text)
        return
    from rich.markdown import Markdown

    os.environ.setdefault("LESS", "-FRX")  # keep the formatting; do not page what fits the screen
    with console.pager(styles=True):
        console.print(Markdown(text))
