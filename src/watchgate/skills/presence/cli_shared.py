"""What do the commands about presence share? Their options, and how they say things."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from watchgate.commands.rest import Api
from watchgate.commands.terminal import spoken
from watchgate.kernel.errors import UserError
from watchgate.skills.targets.model import Target

PATH = "/api/v1/skills/presence"
OfWorkspace = Annotated[
    str | None, typer.Option("--workspace", help="Only this one: its id or name.", show_default=False)
]
OfTarget = Annotated[Target | None, typer.Option(help="Only at this target.", show_default=False)]
SkillId = Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")]
Reason = Annotated[
    str | None, typer.Option(help="Why; it is kept in the ledger that you saw it.", show_default=False)
]


def workspace_names(api: Api) -> dict[str, str]:
    """Id → name, of those one may see."""
    return {str(one["id"]): str(one["name"]) for one in api.all_of("/api/v1/workspaces")}


def the_workspace(api: Api, reference: str | None) -> str:
    """The one that is named, or the only one."""
    if reference is not None:
        return api.workspace_id(reference)
    known = list(workspace_names(api))
    if len(known) != 1:
        raise UserError(f"There are {len(known)} workspaces that you may see. Say which one: --workspace.")
    return known[0]


def in_words(change: Mapping[str, Any]) -> str:
    """`instructions: changed (+3 -1)`."""
    lines = f" (+{change['added']} -{change['removed']})" if change["added"] or change["removed"] else ""
    return f"{change['part']}: {change['what']}{lines}"


def minute(moment: str) -> str:
    """A time of the API's to the minute, in UTC."""
    return spoken(datetime.fromisoformat(moment).astimezone(UTC))
