"""Who sits at the editor? A person of the workspace, by e-mail address."""

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.population.model import Person


def person(workspace: Workspace, email: str | None) -> Person:
    """The first one, if nobody is named. Raises UserError for a stranger."""
    people = workspace.population.people
    found = next((each for each in people if email is None or each.email == email), None)
    if found is None:
        raise UserError(f"Nobody in the workspace has the address {email!r}. For example: {people[0].email}.")
    return found


def person_with_id(workspace: Workspace, user_id: str) -> Person:
    return next(each for each in workspace.population.people if each.user_id == user_id)
