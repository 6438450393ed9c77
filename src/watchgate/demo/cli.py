"""`watchgate demo`: needs the OpenAI SDK, which the product itself does not."""

from importlib.util import find_spec
from typing import Annotated

import typer

from watchgate.kernel.errors import UserError


def register(app: typer.Typer) -> None:
    """Add `demo` to the command line."""
    app.command("demo")(run)


def run(
    exit_: Annotated[
        bool, typer.Option("--exit", help="End after the tour instead of leaving everything running.")
    ] = False,
    listen: Annotated[str, typer.Option(help="Where the demo's gateway listens.")] = "127.0.0.1:41002",
    api_listen: Annotated[
        str, typer.Option(help="Where the demo's REST API listens; port 0 is any free one.")
    ] = "127.0.0.1:0",
) -> None:
    """A tour: the gateway with a real OpenAI client, a whole workspace read and searched, a conversation removed. Nothing leaves this machine."""
    if find_spec("openai") is None:
        raise UserError(
            "The demo asks with the real OpenAI SDK, which is not installed. Install it: pip install 'watchgate[demo]'."
        )
    from watchgate.demo.tour import tour  # noqa: PLC0415 -- imports the SDK, which no other command needs

    tour(listen=None if exit_ else listen, api_listen=None if exit_ else api_listen)
