"""How can `watchgate detect FILE…` be a command, and `watchgate detect evaluate` another?

The first word decides. A file that is called `evaluate` is written `./evaluate`.
"""

from typing import Any

import typer
from typer.core import TyperCommand

from watchgate.cli_detect.evaluating import evaluate

_EXAMPLES = """Examples:

  watchgate detect evaluate --data annotated.json --errors 3

  watchgate detect evaluate --data sentences.conll --map ORG=ORGANIZATION --entities PERSON,ORGANIZATION

  watchgate detect evaluate --benign prompts.jsonl

  watchgate detect evaluate --injections prompts.jsonl --json"""


_EVALUATE = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]}, add_completion=False)
_EVALUATE.command("evaluate", epilog=_EXAMPLES)(evaluate)


class Detect(TyperCommand):
    """`detect`, which hands over to `evaluate` when that is the first word."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: Any = None,  # noqa: ANN401 -- a context of click, which is typer's own copy in newer versions
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if args[:1] == ["evaluate"]:
            return typer.main.get_command(_EVALUATE).make_context(
                f"{info_name} evaluate", args[1:], parent, **extra
            )
        return super().make_context(info_name, args, parent, **extra)
