"""How is a long list read page by page, in an order that stays? By keyset: a cursor holds the keys of the last row seen."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import msgspec
from fastapi import Depends, Query
from pydantic import BaseModel

from watchgate.http.problems import Problem
from watchgate.kernel.clock import rfc3339

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
_MAX_CURSOR_CHARS = 1000
_MAX_INTEGER = 2**63 - 1

Key = str | int | datetime | UUID
Item = TypeVar("Item")
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    """One page. `next_cursor` is given back as `?cursor=` for the next one; null on the last."""

    data: list[Item]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How many rows, and after which."""

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    def after(self, *kinds: type[Key]) -> tuple[Any, ...] | None:
        """The keys to continue after, of these types; None for the first page. Raises Problem (400)."""
        return decode_cursor(self.cursor, *kinds) if self.cursor is not None else None


def _page_request(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows on a page.")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=_MAX_CURSOR_CHARS, description="`next_cursor` of the page before.")
    ] = None,
) -> PageRequest:
    return PageRequest(limit, cursor)


Paging = Annotated[PageRequest, Depends(_page_request)]
"""Declares `?limit=&cursor=` on a route."""


def cut_page(
    rows: Sequence[Row], limit: int, keys: Callable[[Row], Sequence[Key]]
) -> tuple[Sequence[Row], str | None]:
    """The page's rows and its `next_cursor`, from up to *limit* + 1 rows: the one too many says that there is more."""
    if len(rows) <= limit:
        return rows, None
    page = rows[:limit]
    return page, encode_cursor(*keys(page[-1]))


def encode_cursor(*keys: Key) -> str:
    """Opaque to callers, but no secret: base64 of a JSON list."""
    plain = [rfc3339(key) if isinstance(key, datetime) else key for key in keys]
    return urlsafe_b64encode(msgspec.json.encode(plain)).rstrip(b"=").decode()


def decode_cursor(cursor: str, *kinds: type[Key]) -> tuple[Any, ...]:
    """The keys in a cursor, which must be of *kinds*. Raises Problem (400) when it is none of ours."""
    try:
        data = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        keys = msgspec.json.decode(data, type=tuple[kinds])  # type: ignore[valid-type]  # known at run time only
    except (NotBase64, ValueError, msgspec.DecodeError):
        raise _no_cursor() from None
    if not all(_is_storable(key) for key in keys):
        raise _no_cursor()
    return tuple(keys)


def _is_storable(key: Key) -> bool:
    match key:
        case int():
            return abs(key) <= _MAX_INTEGER
        case str():
            return "\0" not in key
        case datetime():
            return key.tzinfo is not None
    return True


def _no_cursor() -> Problem:
    return Problem(400, "invalid-cursor", "The cursor is not one of this list. Begin again without it.")
