"""What does the ledger hold of a change to an account? Ids, role and grants for good; e-mail and name as long as they may stay."""

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.people.model import Person
from watchgate.kernel.canonical_json import Json
from watchgate.ledger import outbox


async def record(tx: AsyncConnection, word: str, person: Person, by: str | None = None) -> None:
    """An entry with the account as it is now. *by*: the principal who did it; None: it happened by itself, or on the machine."""
    grants: list[Json] = [*sorted(grant.value for grant in person.grants)]
    fields: dict[str, Json] = {"person": person.id, "role": person.role.value, "grants": grants}
    if person.workspaces is not None:
        fields["workspaces"] = [*sorted(str(one) for one in person.workspaces)]
    if by is not None:
        fields["by"] = by
    await outbox.record(tx, word, fields, {"email": person.email, "name": person.name})
