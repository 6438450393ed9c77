"""How are API tokens written and found?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Permission
from watchgate.identity.roles import Role
from watchgate.identity.tokens.model import ApiToken
from watchgate.identity.tokens.tables import api_token

_COLUMNS = [column for column in api_token.columns if column.name != "token_hash"]


async def insert(tx: AsyncConnection, token: ApiToken, token_hash: bytes) -> None:
    await tx.execute(
        api_token.insert().values(
            id=token.id,
            name=token.name,
            token_hash=token_hash,
            role=token.role.value,
            created_at=token.created_at,
            expires_at=token.expires_at,
            permissions=None if token.permissions is None else sorted(one.value for one in token.permissions),
            workspaces=None if token.workspaces is None else sorted(token.workspaces),
            person_id=token.person_id,
        )
    )


async def by_hash(tx: AsyncConnection, token_hash: bytes) -> ApiToken | None:
    rows = await tx.execute(select(*_COLUMNS).where(api_token.c.token_hash == token_hash))
    row = rows.one_or_none()
    return _token(row) if row else None


async def newest_first(tx: AsyncConnection, person_id: str | None = None) -> list[ApiToken]:
    """All, or those of a person."""
    query = select(*_COLUMNS).order_by(api_token.c.created_at.desc(), api_token.c.id)
    if person_id is not None:
        query = query.where(api_token.c.person_id == person_id)
    rows = await tx.execute(query)
    return [_token(row) for row in rows]


async def page(tx: AsyncConnection, limit: int, after: str | None, whose: str | None) -> list[ApiToken]:
    """Newest first: ids begin with the time. *whose*: a person's, or the one with this id."""
    query = select(*_COLUMNS).order_by(api_token.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(api_token.c.id < after)
    if whose is not None:
        query = query.where((api_token.c.person_id == whose) | (api_token.c.id == whose))
    return [_token(row) for row in await tx.execute(query)]


async def mark_used(tx: AsyncConnection, token_id: str, now: datetime) -> None:
    await tx.execute(update(api_token).where(api_token.c.id == token_id).values(last_used_at=now))


async def by_id(tx: AsyncConnection, token_id: str) -> ApiToken | None:
    row = (await tx.execute(select(*_COLUMNS).where(api_token.c.id == token_id))).one_or_none()
    return _token(row) if row else None


async def mark_revoked(tx: AsyncConnection, token_id: str, now: datetime) -> bool:
    """Did this end the token? False when there is none, or it had been revoked before."""
    is_standing = (api_token.c.id == token_id) & api_token.c.revoked_at.is_(None)
    ended = await tx.execute(
        update(api_token).where(is_standing).values(revoked_at=now).returning(api_token.c.id)
    )
    return ended.one_or_none() is not None


def _token(row: Row[Any]) -> ApiToken:
    values = row._asdict()
    permissions, workspaces = values["permissions"], values["workspaces"]
    return ApiToken(
        **{
            **values,
            "role": Role(values["role"]),
            "permissions": None if permissions is None else frozenset(map(Permission, permissions)),
            "workspaces": None if workspaces is None else frozenset(workspaces),
        }
    )
