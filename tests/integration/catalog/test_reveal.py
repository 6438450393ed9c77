"""Who sees a text as it was written? Whoever may, with a reason, and never without an entry for the ledger."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from integration.catalog.workplace import ACME, EMAIL
from watchgate.catalog.reveal import Request

THERE = f"conversations/{ACME}/c1/reveal"
WORDS = f"Write to {EMAIL}."
ASK = {"reason": "ticket 4711", "message_ids": ["a"]}


@pytest.fixture
async def written(workplace):
    await workplace.settle(
        workplace.said("a", WORDS, title=f"For {EMAIL}"),
        workplace.said("b", "answer", minutes=1, after="a", title=f"For {EMAIL}"),
        workplace.said("c", WORDS, minutes=2, after="b", title=f"For {EMAIL}", is_cut=True),
        workplace.said("z", "elsewhere", conversation="c2"),
    )
    return workplace


async def entries(workplace):
    async with workplace.database.read() as tx:
        rows = await tx.execute(text("SELECT type, fields, payload FROM ledger_outbox ORDER BY id"))
        return [tuple(row) for row in rows]


def texts(body):
    return [
        [part["text"] for part in version["parts"]]
        for message in body["messages"]
        for version in message["versions"]
    ]


async def test_a_reveal_shows_the_text_and_is_in_the_ledger(client, written):
    response = await client.post(THERE, json={**ASK, "message_ids": ["b", "a", "a"]})

    assert response.status_code == 200
    assert texts(response.json()) == [[WORDS], ["answer"]]
    assert response.json()["conversation"]["title"] == f"For {EMAIL}"
    assert await entries(written) == [
        (
            "content.revealed",
            {"workspace": str(ACME), "conversation": "c1", "messages": ["a", "b"], "token": "tok_a"},
            {"reason": "ticket 4711", "token_name": "Ann's token"},
        )
    ]


async def test_a_text_that_was_not_scanned_can_be_revealed(client, written):
    response = await client.post(THERE, json={**ASK, "message_ids": ["c"]})

    assert texts(response.json()) == [[WORDS]]
    assert response.json()["messages"][0]["versions"][0]["note"].startswith("not scanned")


@pytest.mark.parametrize("asked", [["none"], ["a", "z"]])
async def test_unless_all_messages_are_there_nothing_is_revealed(client, written, asked):
    response = await client.post(THERE, json={**ASK, "message_ids": asked})

    assert response.status_code == 404
    assert EMAIL not in response.text
    assert await entries(written) == []


async def test_whoever_may_not_reveal_does_not(client, written):
    response = await client.post(THERE, json=ASK, headers={"Authorization": "Bearer viewer"})

    assert response.status_code == 403
    assert await entries(written) == []


@pytest.mark.parametrize(
    "body",
    [
        {"message_ids": ["a"]},
        {**ASK, "reason": "   "},
        {**ASK, "message_ids": []},
        {**ASK, "message_ids": ["a"] * 51},
        {**ASK, "more": 1},
    ],
)
async def test_without_a_reason_or_messages_nothing_is_revealed(client, written, body):
    assert (await client.post(THERE, json=body)).status_code == 422
    assert await entries(written) == []


async def test_what_cannot_be_put_into_the_ledger_is_not_revealed(written):
    await written.run("DROP TABLE ledger_outbox")

    with pytest.raises(DBAPIError):
        await written.reveals.reveal(ACME, "c1", Request("tok", "name", "reason", ["a"]))


async def test_nothing_is_revealed_of_an_erased_workspace(client, written):
    async with written.database.begin() as tx:
        await written.keyring.erase(tx, ACME)

    response = await client.post(THERE, json=ASK)

    assert response.status_code == 409
    assert await entries(written) == []


async def test_too_much_at_once_is_refused(client, written):
    long = "word " * 250_000
    await written.settle(*[written.said(f"l{n}", long, minutes=9) for n in range(2)])

    response = await client.post(THERE, json={**ASK, "message_ids": ["l0", "l1"]})

    assert response.status_code == 422
    assert "fewer" in response.json()["detail"]
    assert await entries(written) == []
