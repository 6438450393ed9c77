"""A newer version of detection examines what is in the catalogue again."""

import pytest

from integration.catalog.workplace import ACME, CARD, EMAIL
from watchgate.findings.rescan import service
from watchgate.findings.rescan.service import Rescans
from watchgate.ingest.digest.again import examine_again

NEWER = "99.0.0"


class InThisProcess:
    """Examines here and now."""

    async def examine_again(self, assets, sealer):
        return examine_again(assets, sealer)


@pytest.fixture
def rescans(workplace):
    return Rescans(workplace.database, workplace.keyring, version=NEWER)


@pytest.fixture
async def filled(workplace):
    say = workplace.said
    await workplace.settle(
        say("m1", f"Mail {EMAIL} please", minutes=1, by="ann", conversation="c1", title=f"On {EMAIL}"),
        say("m2", f"Card {CARD} of {EMAIL}", minutes=2, by="bob", conversation="c2"),
        say("m2", "Nothing any more", minutes=3, by="bob", conversation="c2"),
        say("m3", "Nothing", minutes=4, by="bob", conversation="c2"),
    )
    return workplace


async def finish(rescans, workspace_id=ACME):
    await rescans.begin(workspace_id)
    while await rescans.step(workspace_id, InThisProcess()):
        pass
    (one,) = [one for one in await rescans.all(workspace_id) if one.engine_version == NEWER]
    return one


async def rows(workplace, query):
    return [tuple(row) for row in (await workplace.run(query)).all()]


async def everything(workplace):
    """What must be the same after a re-scan that finds the same."""
    return [
        await rows(workplace, query)
        for query in (
            'SELECT id, asset_at, entity, start, "end", owner_id FROM finding ORDER BY id',
            "SELECT message_id, event_id, finding_count FROM message ORDER BY 1, 2",
            "SELECT conversation_id, finding_count FROM conversation ORDER BY 1",
            "SELECT day, entity, owner_id, findings FROM finding_day ORDER BY 1, 2, 3",
            "SELECT day, entity, findings FROM finding_entity_day ORDER BY 1, 2",
        )
    ]


@pytest.mark.parametrize("batch", [1, 2, 200])
async def test_what_is_found_again_is_the_same_finding(filled, rescans, monkeypatch, batch):
    monkeypatch.setattr(service, "BATCH", batch)
    before = await everything(filled)

    done = await finish(rescans)

    assert await everything(filled) == before
    assert (done.state, done.added, done.removed, done.not_examined) == ("done", 0, 0, 0)
    assert done.examined == 5  # four versions and a title


@pytest.mark.parametrize("batch", [1, 200])
async def test_what_was_missed_is_added_and_what_was_wrong_is_removed(filled, rescans, monkeypatch, batch):
    monkeypatch.setattr(service, "BATCH", batch)
    before = await everything(filled)
    await filled.run("DELETE FROM finding WHERE entity = 'CREDIT_CARD'")
    await filled.run("UPDATE finding SET entity = 'US_SSN' WHERE asset_id = 'm1'")
    await filled.run("UPDATE message SET finding_count = 1 WHERE message_id = 'm2' AND finding_count = 2")
    await filled.run("UPDATE conversation SET finding_count = 1 WHERE conversation_id = 'c2'")
    await filled.run("DELETE FROM finding_day WHERE entity = 'CREDIT_CARD'")
    await filled.run("DELETE FROM finding_entity_day WHERE entity = 'CREDIT_CARD'")
    for table in ("finding_day", "finding_entity_day"):
        await filled.run(f"UPDATE {table} SET findings = findings - 1 WHERE entity = 'EMAIL_ADDRESS'")
    await filled.run(
        "INSERT INTO finding_entity_day SELECT workspace_id, day, 'US_SSN', 1 FROM finding_entity_day LIMIT 1"
    )
    await filled.run(
        "INSERT INTO finding_day SELECT workspace_id, day, 'US_SSN', 'ann', 1 FROM finding_day LIMIT 1"
    )
    await filled.run(
        "UPDATE finding_day SET findings = 1 WHERE entity = 'EMAIL_ADDRESS' AND owner_id = 'ann'"
    )

    done = await finish(rescans)

    assert (done.added, done.removed) == (2, 1)
    after = await everything(filled)
    assert [row[2:] for row in after[0] if row[2] == "US_SSN"] == []
    assert sorted(row[1:] for row in after[0]) == sorted(row[1:] for row in before[0])
    assert after[1:3] == before[1:3]
    assert [row for row in after[4] if row[1] == "US_SSN"] == []


async def test_a_text_that_is_no_longer_kept_keeps_its_findings(filled, rescans):
    before = await everything(filled)
    await filled.run("UPDATE message SET sealed = NULL")
    await filled.run("UPDATE conversation SET title_sealed = 'nonsense' WHERE title_sealed IS NOT NULL")

    done = await finish(rescans)

    assert (done.examined, done.not_examined) == (0, 5)
    assert await everything(filled) == before


async def test_what_stood_in_an_earlier_title_stays(filled, rescans):
    await filled.settle(
        filled.said("m9", "Hello", minutes=9, conversation="c1", by="ann", title="On nothing")
    )
    before = await everything(filled)

    done = await finish(rescans)

    assert done.removed == 0
    assert await everything(filled) == before


async def test_a_version_examines_a_workspace_once_unless_asked_and_never_after_a_later_one(filled, rescans):
    assert await rescans.begin(ACME)
    assert not await rescans.begin(ACME)
    await finish(rescans)
    assert not await rescans.begin(ACME)

    assert await rescans.begin(ACME, again=True)
    assert list(await rescans.running()) == [ACME]
    assert not await Rescans(filled.database, filled.keyring, version="98.7.6").begin(ACME)


async def test_beginning_and_end_are_on_record(filled, rescans):
    await finish(rescans)

    entries = await rows(filled, "SELECT type FROM ledger_outbox WHERE type LIKE 'rescan.%' ORDER BY id")
    assert [type_ for (type_,) in entries] == ["rescan.started", "rescan.finished"]


async def test_two_workers_on_one_batch_settle_it_once(filled, rescans, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 1)
    await rescans.begin(ACME)

    class Slow(InThisProcess):
        async def examine_again(self, assets, sealer):
            assert await rescans.step(ACME, InThisProcess())
            return examine_again(assets, sealer)

    await rescans.step(ACME, Slow())

    (one,) = await rescans.all(ACME)
    assert one.examined == 1
