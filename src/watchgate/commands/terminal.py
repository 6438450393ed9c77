"""How do commands print? Other people's words do nothing to a terminal; a list says that there is more of it."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

import typer
from rich.console import Console

if TYPE_CHECKING:
    from pydantic import BaseModel


def print_json(value: "BaseModel") -> None:
    """One line of JSON."""
    typer.echo(value.model_dump_json())


def console() -> Console:
    return Console(highlight=False, markup=False)


def plain(text: str) -> str:
    """Other people's *text* as a terminal may have it: no control character does anything."""
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) == "Cc" else ""


def on_one_line(text: str) -> str:
    return " ".join(plain(text).split())


def spoken(moment: datetime) -> str:
    """A time to the minute, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M")


def print_cursor(next_cursor: str | None) -> None:
    if next_cursor is not None:
        typer.echo(f"\nThere is more:  --cursor {next_cursor}")
