"""OpenAI's side of remediation over enrolled workspaces in a real database, wherever OpenAI is."""

import contextlib
import math
import os

from watchgate.ingest.access import EnrolledWorkspaces
from watchgate.kernel.content import Content
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.remediation.upstream import upstream_on
from watchgate.storage.key_encryption import HeldKeys
from watchgate.storage.sealing import Keyring
from watchgate.workspaces.model import Changes, Enrolment
from watchgate.workspaces.room import room_on


@contextlib.asynccontextmanager
async def reached(database, base_url):
    """(what remediation asks, the enrolled workspaces)"""
    keyring = Keyring(HeldKeys([os.urandom(32)]))
    workspaces = room_on(database, keyring, {}).workspaces
    async with new_http_client() as http:
        enrolled = EnrolledWorkspaces(
            database,
            keyring,
            workspaces,
            base_url=base_url,
            http=http,
            limits=Limits(Rates(math.inf, math.inf, math.inf)),
        )
        yield upstream_on(enrolled, workspaces), workspaces


async def enrol(workspaces, workspace_id, key):
    await workspaces.enrol(Enrolment(workspace_id, "Acme", "org-1", Content(key)))


async def give_key(workspaces, workspace_id, key):
    """Another key in the place of the one before."""
    await workspaces.change(workspace_id, Changes(compliance_key=Content(key)))
