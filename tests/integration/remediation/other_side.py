"""What remediation's ports promise, kept in memory: an OpenAI that counts what it is asked, our copy, legal
holds, and somebody who carries out."""
# ruff: noqa: ARG002 -- a port says what is asked; these need not look at all of it

from watchgate.openai.errors import NeedsAttention, TryAgain
from watchgate.remediation.ports import Effects, Outcome, Presence, Seen


class Upstream:
    """Everything is there until it is deleted. `asked` has every question in order."""

    def __init__(self):
        self.asked = []
        self.gone = set()
        self.refusal = None
        self.failing = {}

    async def look(self, workspace_id, target):
        self.asked.append(("look", target.id))
        if target.id in self.failing:
            raise self.failing[target.id]
        if target.id in self.gone:
            return Seen(Presence.GONE)
        return Seen(Presence.THERE, about={"shared_links": 1})

    async def act(self, workspace_id, action, target):
        self.asked.append((action.value, target.id))
        was_there = target.id not in self.gone
        self.gone.add(target.id)
        return Outcome(200 if was_there else 404, {"deleted": True, "id": target.id}, was_there)

    async def refuses(self, workspace_id):
        return self.refusal

    @property
    def changed(self):
        return [question for question in self.asked if question[0] != "look"]

    def is_busy_for(self, object_id):
        self.failing[object_id] = TryAgain("Busy (503).", reason="server", status=503)

    def does_not_let_us_see(self, object_id):
        self.failing[object_id] = NeedsAttention("Refused (403).", "Ask for the scope.", status=403)


class OwnCopy:
    """One row goes for each object."""

    async def effects(self, tx, workspace_id, action, target):
        return Effects(goes=("Our copy of it.",), stays=("Its receipt.",), counts={"messages": 2})

    async def remove(self, tx, workspace_id, action, target):
        return {"messages": 2}


class Holds:
    """Keeps the objects whose ids are in `kept`."""

    def __init__(self):
        self.kept = {}

    async def holding(self, tx, workspace_id, targets):
        return {target: self.kept[target.id] for target in targets if target.id in self.kept}


class CarryingOut:
    """`asked` has every step with who wants it, in order."""

    def __init__(self):
        self.asked = []

    async def run(self, caller, request_id):
        self.asked.append(("run", caller.id, request_id))

    async def pause(self, caller, request_id):
        self.asked.append(("pause", caller.id, request_id))

    async def resume(self, caller, request_id):
        self.asked.append(("resume", caller.id, request_id))

    async def cancel(self, caller, request_id):
        self.asked.append(("cancel", caller.id, request_id))
