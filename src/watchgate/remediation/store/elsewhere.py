"""Which of these objects are in other requests that may still act on them?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.model import RequestState, Target
from watchgate.remediation.tables import remediation_object, remediation_request

_OPEN = (RequestState.REQUESTED, RequestState.APPROVED, RequestState.RUNNING, RequestState.PAUSED)


async def elsewhere(
    tx: AsyncConnection, workspace_id: UUID, targets: Sequence[Target]
) -> set[tuple[str, str]]:
    """(kind, id) of each of them."""
    o, r = remediation_object.c, remediation_request.c
    query = (
        select(o.kind, o.object_id)
        .select_from(remediation_object.join(remediation_request, o.request_id == r.id))
        .where(
            o.workspace_id == workspace_id,
            o.object_id.in_([target.id for target in targets]),
            o.kind.in_({target.kind.value for target in targets}),
            r.state.in_([state.value for state in _OPEN]),
        )
        .distinct()
    )
    named = {(target.kind.value, target.id) for target in targets}
    return {(kind, object_id) for kind, object_id in await tx.execute(query)} & named
