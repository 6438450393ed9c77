"""How does the compliance API list the people of the workspace? Ascending by id, up to 200 at a time."""

from bisect import bisect_right
from hashlib import blake2b

from watchgate.simulator.compliance_host.call import ComplianceCall, not_found
from watchgate.simulator.population.model import Person
from watchgate.simulator.reply import JsonObject, JsonReply

_DEFAULT = 200
_FIRST_YEAR_S = 1_735_689_600
"""2025-01-01: accounts are made in the year after it."""
_YEAR_S = 31_536_000


def list_users(asked: ComplianceCall) -> JsonReply:
    limit = asked.limit(default=_DEFAULT, most=1000)
    if "object-short-page" in asked.faults:
        limit = max(1, limit // 2)
    people = sorted(asked.workspace.population.people, key=lambda person: person.user_id)
    start = bisect_right(people, asked.call.query.get("after", ""), key=lambda person: person.user_id)
    shown = people[start : start + limit]
    return JsonReply(
        {
            "object": "list",
            "data": [user(each) for each in shown],
            "last_id": shown[-1].user_id if shown else "",
            "has_more": start + len(shown) < len(people),
        }
    )


def user(person: Person) -> JsonObject:
    """A `WorkspaceUser`."""
    age = int.from_bytes(blake2b(person.user_id.encode(), digest_size=4).digest()) % _YEAR_S
    return {
        "object": "compliance.workspace.user",
        "id": person.user_id,
        "email": person.email,
        "name": person.name,
        "created_at": _FIRST_YEAR_S + age + 0.25,
        "role": person.role,
        "status": person.status,
    }


def person_of(asked: ComplianceCall) -> Person:
    """The person that the path names. Raises ApiError."""
    wanted = asked.part("user_id")
    for person in asked.workspace.population.people:
        if person.user_id == wanted:
            return person
    raise not_found("User")
