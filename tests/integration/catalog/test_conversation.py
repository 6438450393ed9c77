"""How is one conversation read: in the order of its thread, edited messages with their versions, everything found masked?"""

import pytest

from integration.catalog.workplace import ACME, CARD, EMAIL, GLOBEX
from watchgate.catalog import pages
from watchgate.catalog.fitting import MAX_PAGE_CHARS

HERE = f"conversations/{ACME}/c1"


async def read(client, limit=50):
    """The conversation, with the messages of all its pages."""
    whole = (await client.get(HERE, params={"limit": limit})).json()
    page = whole["messages"]
    while page["next_cursor"]:
        page = (await client.get(HERE, params={"limit": limit, "cursor": page["next_cursor"]})).json()[
            "messages"
        ]
        whole["messages"]["data"] += page["data"]
    return whole


def ids(whole):
    return [message["message_id"] for message in whole["messages"]["data"]]


def texts(whole):
    return [
        [part["text"] for part in version["parts"]]
        for message in whole["messages"]["data"]
        for version in message["versions"]
    ]


@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_messages_follow_the_thread_on_every_page(client, workplace, limit):
    say = workplace.said
    await workplace.settle(
        say("c", "third", minutes=1, after="b"),
        say("a", "first", minutes=5),
        say("d", "fourth", minutes=6, after="c", author_type="assistant", model="gpt-5"),
        say("b", "second", minutes=3, after="a"),
    )

    whole = await read(client, limit)

    assert (whole["order"], ids(whole)) == ("thread", ["a", "b", "c", "d"])
    assert texts(whole) == [["first"], ["second"], ["third"], ["fourth"]]
    last = whole["messages"]["data"][-1]["versions"][0]
    assert (last["author_type"], last["model"], last["previous_message_id"]) == ("assistant", "gpt-5", "c")


async def test_a_late_event_is_put_in_its_place(client, workplace):
    say = workplace.said
    await workplace.settle(say("a", "1"), say("c", "3", minutes=1, after="b"))
    assert ids(await read(client)) == ["a", "c"]

    await workplace.settle(say("b", "2", minutes=30, after="a"))

    assert ids(await read(client)) == ["a", "b", "c"]


async def test_an_edited_message_keeps_its_versions_newest_first(client, workplace):
    say = workplace.said
    await workplace.settle(
        say("a", "frist"), say("b", "answer", minutes=1, after="a"), say("a", f"first {EMAIL}", minutes=7)
    )

    whole = await read(client)

    assert ids(whole) == ["a", "b"]
    assert texts(whole) == [["first <EMAIL>"], ["frist"], ["answer"]]
    assert whole["messages"]["data"][0]["version_count"] == 2
    assert whole["conversation"]["version_count"] == 3


async def test_an_event_delivered_twice_is_shown_once(client, workplace):
    twice = workplace.said("a", "once")
    await workplace.settle(twice)
    await workplace.settle(twice)

    assert texts(await read(client)) == [["once"]]


async def test_everything_found_is_masked_in_every_part_of_a_message(client, workplace):
    words = f"Write to {EMAIL}, card {CARD}."
    await workplace.settle(
        workplace.said("a", words, parts=("content", "user_instructions"), title=f"For {EMAIL}")
    )

    response = await client.get(HERE)

    assert response.json()["conversation"]["title"] == "For <EMAIL>"
    assert texts(response.json()) == [["Write to <EMAIL>, card <CREDIT_CARD>."] * 2]
    assert EMAIL not in response.text
    assert CARD not in response.text


async def test_a_text_whose_findings_were_dropped_is_masked_all_the_same(client, workplace):
    await workplace.settle(workplace.said("a", f"Write to {EMAIL}."))
    await workplace.run("DELETE FROM finding")

    assert texts(await read(client)) == [["Write to <EMAIL>."]]


async def test_a_text_with_more_findings_than_are_recorded_is_masked_to_its_end(client, workplace):
    await workplace.settle(
        workplace.said("a", " ".join(f"p{number}@acme-corp.com" for number in range(1200)))
    )

    ((text,),) = texts(await read(client))

    assert text == " ".join(["<EMAIL>"] * 1200)


async def test_a_stored_finding_is_masked_though_detection_would_no_longer_find_it(client, workplace):
    await workplace.settle(workplace.said("a", f"Write to {EMAIL}."))
    await workplace.run("UPDATE finding SET start = 0, \"end\" = 5, entity = 'OLD_NUMBER'")

    ((text,),) = texts(await read(client))

    assert text.startswith("<OLD_NUMBER> to ")


async def test_a_text_that_was_not_scanned_is_not_shown_but_why(client, workplace):
    await workplace.settle(workplace.said("a", f"Write to {EMAIL}.", is_cut=True))

    response = await client.get(HERE)
    version = response.json()["messages"]["data"][0]["versions"][0]

    assert version["parts"] is None
    assert version["is_scanned"] is False
    assert version["note"] == "not scanned: cut: too long to read whole"
    assert "Write to" not in response.text


async def test_a_text_that_is_no_longer_kept_says_so(client, workplace):
    await workplace.settle(workplace.said("a", "words"), workplace.said("b", "", minutes=1))
    await workplace.run("UPDATE message SET sealed = NULL")

    kept, empty = (await read(client))["messages"]["data"]

    assert (kept["versions"][0]["parts"], kept["versions"][0]["note"]) == (None, "no longer kept")
    assert (empty["versions"][0]["parts"], empty["versions"][0]["note"]) == ([], None)


async def test_a_text_that_was_moved_to_another_message_is_not_shown(client, workplace):
    await workplace.settle(workplace.said("a", "of a"), workplace.said("b", "of b", minutes=1, after="a"))
    await workplace.run(
        "UPDATE message SET sealed = (SELECT sealed FROM message WHERE message_id = 'b') WHERE message_id = 'a'"
    )

    moved, whole = (await read(client))["messages"]["data"]

    assert moved["versions"][0]["parts"] is None
    assert moved["versions"][0]["note"].startswith("cannot be opened")
    assert whole["versions"][0]["parts"] == [{"name": "content", "text": "of b"}]


async def test_long_messages_make_short_pages(client, workplace):
    long = "word " * (MAX_PAGE_CHARS // 10)
    await workplace.settle(*[workplace.said(f"m{n}", long, minutes=n) for n in range(3)])

    page = (await client.get(HERE)).json()["messages"]

    assert [message["message_id"] for message in page["data"]] == ["m0", "m1"]
    assert ids(await read(client)) == ["m0", "m1", "m2"]


@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_a_conversation_too_long_to_be_threaded_is_read_by_time(client, workplace, monkeypatch, limit):
    monkeypatch.setattr(pages, "MAX_THREADED", 4)
    say = workplace.said
    await workplace.settle(
        say("b", "2", minutes=1, after="a"),
        say("a", "1", minutes=3),
        say("c", "3", minutes=4, after="b"),
        say("b", "2 again", minutes=8, after="a"),
        say("d", "4", minutes=4, after="c"),
    )

    whole = await read(client, limit)

    assert (whole["order"], ids(whole)) == ("time", ["b", "a", "c", "d"])
    assert texts(whole) == [["2 again"], ["2"], ["1"], ["3"], ["4"]]


async def test_the_page_after_a_message_that_is_gone_goes_on_at_its_time(client, workplace):
    await workplace.settle(*[workplace.said(f"m{n}", "x", minutes=n) for n in range(4)])
    cursor = (await client.get(HERE, params={"limit": 2})).json()["messages"]["next_cursor"]
    await workplace.run("DELETE FROM message WHERE message_id = 'm1'")

    rest = (await client.get(HERE, params={"cursor": cursor})).json()

    assert ids(rest) == ["m2", "m3"]


async def test_unusual_text_arrives_as_it_is(client, workplace):
    words = "nul \0, bell \7, עברית, 😀 and a\u2028line"
    await workplace.settle(workplace.said("a", words))

    assert texts(await read(client)) == [[words]]


@pytest.mark.parametrize("where", [f"{ACME}/none", f"{GLOBEX}/c1", f"{ACME}/c%00"])
async def test_a_conversation_that_is_not_there_is_not_found(client, workplace, where):
    await workplace.settle(workplace.said("a", "x"))

    assert (await client.get(f"conversations/{where}")).status_code in {400, 404, 422}
