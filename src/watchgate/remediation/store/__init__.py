"""How are requests, their objects and comments written and found?"""

from watchgate.remediation.store.comments import comments_of, insert_comment
from watchgate.remediation.store.objects import counts, insert_objects, objects
from watchgate.remediation.store.requests import (
    RequestFilter,
    by_id,
    change,
    expiring,
    insert_request,
    lock,
    page,
)

__all__ = [
    "RequestFilter",
    "by_id",
    "change",
    "comments_of",
    "counts",
    "expiring",
    "insert_comment",
    "insert_objects",
    "insert_request",
    "lock",
    "objects",
    "page",
]
