"""`watchgate detect`, `watchgate detect evaluate` and `watchgate redact`: what does detection see, why, and how well?"""

import typer

from watchgate.cli_detect import detecting, redacting
from watchgate.cli_detect.command import Detect


def register(app: typer.Typer) -> None:
    """Add `detect` and `redact` to *app*."""
    app.command("detect", epilog=detecting.EXAMPLES, cls=Detect)(detecting.detect)
    app.command("redact", epilog=redacting.EXAMPLES)(redacting.redact)
