"""Who are the people of a workspace? The inventory of its accounts, joined to those we know from their messages."""

from uuid import UUID

from watchgate.ingest.erased_people import ErasedPeople
from watchgate.ingest.ports import Workspaces
from watchgate.ingest.store import erased_people, people
from watchgate.kernel.clock import Clock, utc_now
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of


class People:
    """The use case of the inventory."""

    def __init__(self, database: Database, workspaces: Workspaces, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._workspaces = workspaces
        self._clock = clock

    async def list_accounts(self, workspace_id: UUID) -> int:
        """Read every account of the workspace; returns how many. Raises OpenAIFailure."""
        access = await self._workspaces.access(workspace_id)
        if access is None:
            return 0
        total, after = 0, None
        while True:
            page = await access.client.list_users(workspace_id, after)
            async with self._database.begin() as tx:
                connection = await psycopg_of(tx)
                erased = ErasedPeople(await erased_people.marks(connection, workspace_id), access.sealer)
                unlisted = erased.unlisted(page.users)
                unlisted -= await erased_people.with_a_row(connection, workspace_id, sorted(unlisted))
                users = [user for user in page.users if user.id not in unlisted]
                await people.add_accounts(connection, workspace_id, users, self._clock())
            total += len(page.users)
            if not page.has_more:
                return total
            after = page.last_id
