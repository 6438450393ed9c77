"""Workspaces in a real database: enrolled, found, changed and erased, each step with its ledger entry and never with a key."""

from uuid import UUID

import pytest
from sqlalchemy import text

from integration.workspaces.openai_on_loopback import KEYS, ORGANIZATION, WORKSPACE
from watchgate.kernel.content import Content
from watchgate.workspaces import checks
from watchgate.workspaces.errors import AlreadyEnrolled, BeingRemoved, Malformed, UnknownWorkspace
from watchgate.workspaces.model import Changes, KeyKind, WorkspaceState

OTHER = "11111111-2222-4333-8444-555555555555"


def enrolment(workspace_id=WORKSPACE, name="Acme", key="full", admin=None):
    return checks.enrolment(
        workspace_id, name, ORGANIZATION, Content(KEYS[key]), Content(KEYS[admin]) if admin else None
    )


async def ledger(database):
    async with database.read() as tx:
        rows = await tx.execute(text("SELECT type, fields FROM ledger_outbox ORDER BY id"))
        return [(row.type, row.fields) for row in rows]


async def everything_stored(database):
    """All rows of all tables of ours, as one text (bytea as hexadecimal and as it is)."""
    found = []
    async with database.read() as tx:
        for table in ("workspace", "credential", "data_key", "ledger_outbox"):
            rows = await tx.execute(text(f"SELECT * FROM {table}"))
            found += [repr(tuple(row)) for row in rows]
    return "\n".join(found)


async def test_an_enrolled_workspace_is_found_by_id_and_by_name(room):
    await room.workspaces.enrol(enrolment(admin="admin"))

    by_id = await room.workspaces.find(WORKSPACE)
    by_name = await room.workspaces.find("Acme")

    assert by_id == by_name
    assert by_id.state is WorkspaceState.ACTIVE
    assert [(key.kind, key.last_four) for key in by_id.credentials] == [
        (KeyKind.COMPLIANCE, "F111"),
        (KeyKind.ADMIN, "A555"),
    ]


async def test_keys_come_back_as_they_were_given(room):
    await room.workspaces.enrol(enrolment(admin="admin"))

    keys = await room.workspaces.keys(UUID(WORKSPACE))

    assert {kind: key.reveal() for kind, key in keys.items()} == {
        KeyKind.COMPLIANCE: KEYS["full"],
        KeyKind.ADMIN: KEYS["admin"],
    }


async def test_no_key_is_stored_readable(room, database):
    await room.workspaces.enrol(enrolment(admin="admin"))
    await room.workspaces.change(UUID(WORKSPACE), Changes(compliance_key=Content(KEYS["read_only"])))

    stored = await everything_stored(database)

    assert "Acme" in stored
    assert not [key for key in KEYS.values() if key in stored or key.encode().hex() in stored]


async def test_a_sealed_key_does_not_open_for_another_kind(room, database):
    await room.workspaces.enrol(enrolment(admin="admin"))
    async with database.begin() as tx:
        await tx.execute(
            text(
                "UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE kind = 'admin')"
                " WHERE kind = 'compliance'"
            )
        )

    with pytest.raises(Exception, match=r"(?i)changed|another|sealed|open"):
        await room.workspaces.keys(UUID(WORKSPACE))


@pytest.mark.parametrize(
    ("workspace_id", "name", "said"),
    [(WORKSPACE, "Other", "enrolled already"), (OTHER, "Acme", "another workspace's")],
)
async def test_a_duplicate_id_or_name_is_refused(room, workspace_id, name, said):
    await room.workspaces.enrol(enrolment())

    with pytest.raises(AlreadyEnrolled, match=said):
        await room.workspaces.enrol(enrolment(workspace_id, name))

    assert len(await room.workspaces.page(10)) == 1


async def test_workspaces_are_paged_by_name(room):
    for number, name in enumerate(["delta", "Alpha", "étoile", "beta"]):
        await room.workspaces.enrol(enrolment(OTHER[:-1] + str(number), name))

    first = await room.workspaces.page(2)
    rest = await room.workspaces.page(10, first[-1].name)

    names = [workspace.name for workspace in [*first, *rest]]
    assert names == sorted(names)
    assert len(names) == len(set(names)) == 4


async def test_each_step_is_in_the_ledger_and_no_key_is(room, database):
    workspace_id = UUID(WORKSPACE)
    await room.workspaces.enrol(enrolment())
    await room.workspaces.change(workspace_id, Changes(state=WorkspaceState.PAUSED))
    await room.workspaces.change(workspace_id, Changes(state=WorkspaceState.PAUSED))
    await room.workspaces.change(workspace_id, Changes(state=WorkspaceState.ACTIVE, name="Renamed"))
    await room.workspaces.change(workspace_id, Changes(admin_key=Content(KEYS["admin"])))
    await room.workspaces.change(workspace_id, Changes(compliance_key=Content(KEYS["read_only"])))
    await room.erasure.remove(workspace_id)

    written = await ledger(database)

    assert [kind for kind, _ in written] == [
        "workspace.enrolled",
        "workspace.paused",
        "workspace.resumed",
        "workspace.changed",
        "workspace.key_rotated",
        "workspace.key_rotated",
        "workspace.removal_begun",
        "workspace.removed",
    ]
    assert all(fields["workspace"] == WORKSPACE for _, fields in written)
    assert not [four for four in ("F111", "A555", "R222") if four in str(written)]


async def test_a_new_key_replaces_the_old_one_and_its_test(room, database):
    workspace_id = UUID(WORKSPACE)
    await room.workspaces.enrol(enrolment())
    async with database.begin() as tx:
        await tx.execute(text("UPDATE credential SET probe = '{}', probed_at = now()"))

    after = await room.workspaces.change(workspace_id, Changes(compliance_key=Content(KEYS["read_only"])))

    (key,) = after.credentials
    assert (key.last_four, key.probe, key.probed_at) == ("R222", None, None)
    assert key.rotated_at is not None
    assert (await room.workspaces.keys(workspace_id))[KeyKind.COMPLIANCE].reveal() == KEYS["read_only"]


async def test_a_change_that_fails_changes_nothing(room):
    await room.workspaces.enrol(enrolment())
    await room.workspaces.enrol(enrolment(OTHER, "Other"))

    with pytest.raises(AlreadyEnrolled):
        await room.workspaces.change(UUID(OTHER), Changes(name="Acme", state=WorkspaceState.PAUSED))
    with pytest.raises(Malformed):
        await room.workspaces.change(
            UUID(OTHER), Changes(organization_id="nothing", state=WorkspaceState.PAUSED)
        )

    assert (await room.workspaces.find("Other")).state is WorkspaceState.ACTIVE


async def test_what_is_not_enrolled_is_unknown(room):
    for ask in (room.workspaces.get, room.workspaces.keys, room.erasure.preview, room.erasure.remove):
        with pytest.raises(UnknownWorkspace):
            await ask(UUID(OTHER))
    with pytest.raises(UnknownWorkspace, match="Nobody"):
        await room.workspaces.find("Nobody")


async def put_rows(database, workspace_id, count):
    """Rows in a plain table and in a partitioned one."""
    async with database.begin() as tx:
        await tx.execute(
            text(
                "INSERT INTO person (workspace_id, user_id, first_seen_at, last_seen_at)"
                " SELECT :id, 'user-' || n, now(), now() FROM generate_series(1, :count) n"
            ),
            {"id": workspace_id, "count": count},
        )
        await tx.execute(
            text(
                "INSERT INTO event (workspace_id, event_id, type, occurred_at, file_id, actor_type, is_own_call)"
                " SELECT :id, 'e-' || n, 'AUDIT_LOG', now() - n * interval '1 hour', 'f', 'SYSTEM', false"
                " FROM generate_series(1, :count) n"
            ),
            {"id": workspace_id, "count": count},
        )


async def test_removing_a_workspace_erases_everything_of_it_and_nothing_of_another(room, database):
    await room.workspaces.enrol(enrolment())
    await room.workspaces.enrol(enrolment(OTHER, "Other"))
    await put_rows(database, UUID(WORKSPACE), 1500)
    await put_rows(database, UUID(OTHER), 7)

    preview = await room.erasure.preview(UUID(WORKSPACE))
    erased = await room.erasure.remove(UUID(WORKSPACE))

    assert preview.rows == erased.rows == {"person": 1500, "event": 1500}
    assert erased.keys == 1
    assert WORKSPACE not in (await everything_stored(database)).replace(f"'workspace': '{WORKSPACE}'", "")
    assert (await room.erasure.preview(UUID(OTHER))).rows == {"person": 7, "event": 7}
    assert (await room.workspaces.keys(UUID(OTHER)))[KeyKind.COMPLIANCE].reveal() == KEYS["full"]


async def test_a_removal_that_was_interrupted_has_erased_the_keys_and_can_be_finished(room, database):
    await room.workspaces.enrol(enrolment())
    await put_rows(database, UUID(WORKSPACE), 3)
    await room.erasure._erase_keys(UUID(WORKSPACE))

    half = await room.workspaces.find("Acme")
    assert (half.state, half.credentials) == (WorkspaceState.REMOVING, ())
    with pytest.raises(BeingRemoved, match="remove"):
        await room.workspaces.change(UUID(WORKSPACE), Changes(compliance_key=Content(KEYS["full"])))
    with pytest.raises(BeingRemoved):
        await room.tests.test(half)

    assert (await room.erasure.remove(UUID(WORKSPACE))).rows == {"person": 3, "event": 3}
    with pytest.raises(UnknownWorkspace):
        await room.workspaces.find("Acme")
    await room.workspaces.enrol(enrolment())
