"""`/api/v1/sessions`: where is somebody signed in, and how does that end?"""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi import Path as InPath

from watchgate.http.credentials import SignedIn
from watchgate.http.permissions import Caller, Permission
from watchgate.http.problems import Problem, not_found
from watchgate.identity.sessions.api import Me, Mine, need_session
from watchgate.identity.sessions.model import EndedBy
from watchgate.identity.sessions.schemas import EndedOut, SessionsOut, session_out
from watchgate.identity.sessions.service import Sessions

PersonId = Annotated[
    str | None,
    Query(max_length=100, description="Somebody else's (`usr_…`), for those who manage identities."),
]

SessionId = Annotated[str, InPath(max_length=60)]


def sessions_router(sessions: Sessions) -> APIRouter:
    """The routes that list and end sessions."""
    router = APIRouter(prefix="/api/v1", tags=["sessions"])

    @router.get("/sessions", operation_id="listSessions")
    async def list_sessions(me: Me, mine: Mine, person_id: PersonId = None) -> SessionsOut:
        """Where one is signed in, newest first."""
        found = await sessions.of_person(_whose(me, mine, person_id))
        return SessionsOut(data=[session_out(session, mine) for session in found])

    @router.delete("/sessions", operation_id="endSessions")
    async def end_sessions(me: Me, mine: Mine, person_id: PersonId = None) -> EndedOut:
        """Sign out everywhere else; with `person_id`, somebody else everywhere."""
        whose = _whose(me, mine, person_id)
        is_own = mine is not None and whose == me.person_id
        reason = EndedBy.SIGN_OUT if is_own else EndedBy.ADMIN
        but = mine.session_id if is_own and mine else None
        return EndedOut(ended=await sessions.end_all(whose, reason, by=me.id, but=but))

    @router.delete("/sessions/{session_id}", status_code=204, operation_id="endSession")
    async def end_session(session_id: SessionId, me: Me, mine: Mine) -> Response:
        """End one session of one's own; those who manage identities, anybody's."""
        session = await sessions.get(session_id)
        is_own = mine is not None and session.person_id == me.person_id
        if not is_own and not me.may(Permission.IDENTITY):
            raise not_found("session")
        await sessions.end(session_id, EndedBy.SIGN_OUT if is_own else EndedBy.ADMIN, by=me.id)
        return Response(status_code=204)

    return router


def _whose(me: Caller, mine: SignedIn | None, person_id: str | None) -> str:
    if person_id is not None and (mine is None or person_id != me.person_id):
        if not me.may(Permission.IDENTITY):
            raise Problem(403, "forbidden", "Sessions of others need the permission identity.")
        return person_id
    return need_session(mine).caller.principal
