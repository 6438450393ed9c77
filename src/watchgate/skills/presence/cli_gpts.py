"""`watchgate skills presence register|unregister|create`: which GPT stands for a skill?"""

from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.skills.presence.cli_shared import PATH, OfWorkspace, SkillId, the_workspace


def register(presence: typer.Typer) -> None:
    """Add them to `presence`."""
    presence.command("register")(register_gpt)
    presence.command("unregister")(unregister_gpt)
    presence.command("create")(create_gpt)


def register_gpt(
    skill_id: SkillId,
    gpt: Annotated[str, typer.Option(help="The GPT's id: g-…, as it stands in its address.")],
    workspace: OfWorkspace = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
) -> None:
    """Say which GPT stands for a skill, whatever it is called."""
    with opened(api_url, token_file) as api:
        body = {"workspace_id": the_workspace(api, workspace), "skill_id": skill_id, "gpt_id": gpt}
        api.send("POST", f"{PATH}/registrations", json=body)
    typer.echo(
        f"{gpt} stands for {skill_id}. `watchgate skills presence --look` says whether it is what it should be."
    )


def unregister_gpt(
    skill_id: SkillId, workspace: OfWorkspace = None, api_url: ApiUrl = None, token_file: TokenFile = None
) -> None:
    """Have the skill's GPT found by its name again."""
    with opened(api_url, token_file) as api:
        api.send("DELETE", f"{PATH}/registrations/{the_workspace(api, workspace)}/{skill_id}")
    typer.echo(f"The GPT of {skill_id} is found by its name again.")


def create_gpt(
    skill_id: SkillId, workspace: OfWorkspace = None, api_url: ApiUrl = None, token_file: TokenFile = None
) -> None:
    """Assumed: make a skill's GPT where a workspace has an interface for it. OpenAI documents none; `skills export` always works."""
    with opened(api_url, token_file) as api:
        body = {"workspace_id": the_workspace(api, workspace), "skill_id": skill_id}
        made = api.ask("POST", f"{PATH}/gpts", json=body)
    typer.echo(f"{made['gpt_id']} is there. Left for a person, in the editor:")
    for one in made["by_hand"]:
        typer.echo(f"  {one}")
