"""What does ChatGPT remember of somebody? One entry of the one context that everybody has."""

from datetime import timedelta
from hashlib import blake2b

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.model import Belonging, Person


def context_of(owner: Person) -> str:
    return "ctx_" + blake2b(owner.user_id.encode(), digest_size=8).hexdigest()


def memory(desk: Desk) -> Belonging:
    changed_at = desk.later(timedelta(hours=1))
    memory_id = desk.hex("mem_")
    body = {
        "object": "compliance.workspace.user.memory.context.entry",
        "id": memory_id,
        "content": desk.sentence(),
        "updated_at": int(changed_at.timestamp()),
    }
    return Belonging(
        "memory",
        memory_id,
        desk.owner.user_id,
        desk.made_at,
        changed_at,
        body,
        parent_id=context_of(desk.owner),
        planted=tuple(desk.planted),
    )
