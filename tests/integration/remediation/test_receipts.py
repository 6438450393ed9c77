"""Receipts through the API: who may have one, when there is one, in which forms, and that it verifies without us."""

from contextlib import suppress

import httpx
import pytest
from kreuzberg import extract_bytes_sync

from integration.catalog.workplace import ACME
from integration.remediation.conftest import CALLERS, PREFIX
from integration.remediation.test_verification import CONVERSATION, FILE, Checked
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.ledger import committer, outbox
from watchgate.ledger.outbox import OutboxRelay
from watchgate.ledger.verify import verify_receipt
from watchgate.ledger.writer import Ledger
from watchgate.remediation import api, events
from watchgate.remediation.receipts import api as receipts_api
from watchgate.remediation.receipts.service import Receipts

REASON = "Card <b>4711</b> & Łukasz 日本"


class Office(Checked):
    """Carries out and verifies, over a ledger in `data_dir`, and hands out receipts."""

    def __init__(self, place, folder):
        super().__init__(place)
        self.data_dir = folder
        self.ledgers = {}

    async def relayed(self, *, signed=True, through="control"):
        """What waits is in a log of that kind of process, and signed."""
        ledger = self.ledgers.get(through) or Ledger.open(self.data_dir, kind=through)
        self.ledgers[through] = ledger
        await OutboxRelay(self.place.database, ledger).drain()
        if signed:
            ledger.checkpoint()

    async def verified(self):
        request_id = await self.done(FILE, reason=REASON)
        await self.verify()
        await self.relayed()
        return request_id

    async def receipt(self, path, who="viewer", **asked):
        async def authenticate(token):
            return CALLERS.get(token)

        app = create_app(
            [receipts_api.receipts_router(Receipts(self.place.database, self.data_dir))],
            authenticate=authenticate,
            statuses=api.STATUSES | receipts_api.STATUSES,
            routes=ROUTES,
        )
        headers = {"Authorization": f"Bearer {who}"} | asked.pop("headers", {})
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=f"http://test{PREFIX}/requests", headers=headers
        ) as client:
            return await client.get(path, params=asked)

    def keys(self):
        return "\n".join(path.read_text() for path in self.data_dir.glob("ledger/*/key.pub"))


@pytest.fixture
def office(place, tmp_path):
    made = Office(place, tmp_path)
    yield made
    for ledger in made.ledgers.values():
        with suppress(OSError):
            ledger.close()


async def test_a_receipt_tells_who_why_what_and_when_and_verifies_alone(office):
    request_id = await office.verified()

    answer = await office.receipt(f"/{request_id}/objects/1/receipt")

    assert answer.status_code == 200, answer.text
    report = verify_receipt(answer.text, office.keys())
    assert (report.problems, report.is_pinned) == ([], True)
    assert [step["what"] for step in report.summary["steps"]] == [
        "remediation.planned",
        "remediation.requested",
        "remediation.approved",
        "remediation.started",
        "remediation.finished",
        "remediation.verified",
    ]
    [planned, _, approved, *_] = report.summary["steps"]
    assert planned["said"]["reason"] == REASON
    assert (planned["principal"], approved["principal"]) == ("usr_ann", "usr_bo")
    [one] = report.summary["objects"]
    assert (one["kind"], one["object"], one["action"]) == ("file", "file-a", "delete")
    assert [step["what"] for step in one["steps"]] == [
        "remediation.object_done",
        "remediation.object_verified",
    ]
    assert one["steps"][0]["status"] is not None
    assert one["steps"][1]["re_read"]["presence"] == "gone"


async def test_the_receipt_of_a_request_has_all_its_objects(office):
    request_id = await office.done([*FILE, *CONVERSATION])
    await office.relayed()

    whole = await office.receipt(f"/{request_id}/receipt")
    rest = await office.receipt(f"/{request_id}/receipt", after=1)

    numbers = [
        [one["number"] for one in verify_receipt(answer.text, office.keys()).summary["objects"]]
        for answer in (whole, rest)
    ]
    assert numbers == [[1, 2], [2]]


async def test_entries_in_the_logs_of_two_processes_make_one_receipt(office):
    request_id = await office.done(FILE)
    await office.relayed()
    await office.verify()
    await office.relayed(through="worker")

    answer = await office.receipt(f"/{request_id}/objects/1/receipt")

    assert set(answer.json()["logs"]) == {"control-0", "worker-0"}
    assert verify_receipt(answer.text, office.keys()).problems == []


@pytest.mark.parametrize("how", ["in the outbox", "not signed"])
async def test_what_is_not_proven_yet_says_so_and_does_not_verify(office, how, monkeypatch):
    monkeypatch.setattr(committer, "SIGN_EVERY_S", 3600.0)  # or a slow machine signs meanwhile
    request_id = await office.done(FILE)
    await office.relayed()
    await office.verify()
    if how == "not signed":
        await office.relayed(signed=False)

    answer = await office.receipt(f"/{request_id}/objects/1/receipt")
    page = await office.receipt(f"/{request_id}/objects/1/receipt", format="html")

    assert answer.json()["pending"] > 0
    report = verify_receipt(answer.text, office.keys())
    assert "Not all of it is proven yet" in report.problems[0]
    assert "Not yet proven" in page.text


async def test_nothing_done_yet_is_said_and_has_no_receipt(office, place):
    planned = await place.planned()

    for path in ("receipt", "objects/1/receipt"):
        answer = await office.receipt(f"/{planned['id']}/{path}")
        assert answer.status_code == 409, answer.text
        assert "remediate status" in answer.json()["detail"]


async def test_a_person_of_whom_openai_had_nothing_has_a_receipt_of_the_erasure(office, place):
    request_id = (await place.approved(targets=None, person="user-1"))["id"]
    run = place.workplace.run
    await run("DELETE FROM remediation_object WHERE request_id = :id", id=request_id)
    assert (await office.receipt(f"/{request_id}/receipt")).status_code == 409
    await run("UPDATE remediation_request SET state = 'verified' WHERE id = :id", id=request_id)
    about = {"request": request_id, "workspace": str(ACME), "rows": {"events": 3}, "is_complete": True}
    async with place.database.begin() as tx:
        await outbox.record(tx, events.PERSON_ERASED, about)
    await office.relayed()

    answer = await office.receipt(f"/{request_id}/receipt")
    page = await office.receipt(f"/{request_id}/receipt", format="html")

    report = verify_receipt(answer.text, office.keys())
    assert (report.problems, report.summary["steps"][-1]["rows"]) == ([], {"events": 3})
    assert "Erasure of a person" in page.text
    assert "3 events" in page.text


async def test_what_was_cancelled_before_anything_was_done_has_none(office, place):
    request_id = (await place.approved())["id"]
    await place.workplace.run(
        "UPDATE remediation_object SET state = 'cancelled' WHERE request_id = :id", id=request_id
    )
    await office.relayed()

    assert (await office.receipt(f"/{request_id}/objects/1/receipt")).status_code == 409
    assert (await office.receipt(f"/{request_id}/receipt")).status_code == 409


@pytest.mark.parametrize("form", ["json", "html", "pdf"])
async def test_whoever_may_not_see_the_workspace_sees_no_receipt(office, form):
    request_id = await office.verified()

    for path in ("receipt", "objects/1/receipt"):
        assert (await office.receipt(f"/{request_id}/{path}", "globex", format=form)).status_code == 404
        assert (await office.receipt(f"/{request_id}/{path}", "nobody", format=form)).status_code == 401


async def test_there_is_none_of_an_object_or_request_that_is_not_there(office):
    request_id = await office.verified()

    assert (await office.receipt(f"/{request_id}/objects/2/receipt")).status_code == 404
    assert (await office.receipt("/rem_none/receipt")).status_code == 404
    assert (await office.receipt(f"/{request_id}/objects/0/receipt")).status_code == 422
    assert (await office.receipt(f"/{request_id}/receipt", format="docx")).status_code == 422


async def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_people_wrote(office):
    request_id = await office.verified()

    answer = await office.receipt(f"/{request_id}/receipt", headers={"Accept": "text/html,*/*;q=0.8"})

    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Card &lt;b&gt;4711&lt;/b&gt; &amp; Łukasz 日本" in answer.text
    for told in ("Deletion: file", "file-a", "Ann", "Bo", "Approved", "Looked for again", request_id):
        assert told in answer.text
    assert not any(word in answer.text for word in ("<script", "<b>4711", "src=", "href=", "url("))


async def test_the_pdf_has_the_same_facts_and_says_which_letters_it_lacks(office):
    request_id = await office.verified()

    answer = await office.receipt(f"/{request_id}/receipt", format="pdf")

    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(extract_bytes_sync(answer.content, "application/pdf").content.split())
    for told in ("Deletion: file", "file-a", "Ann", "Bo", "Approved", "Card <b>4711</b> &", request_id):
        assert told in text
    assert "Some letters cannot be shown" in text


async def test_what_was_erased_from_the_ledger_is_told_and_the_receipt_still_verifies(office):
    request_id = await office.verified()
    office.ledgers["control"].erase_payloads(lambda *_: True, reason="asked for")
    await office.relayed()

    answer = await office.receipt(f"/{request_id}/receipt")
    page = await office.receipt(f"/{request_id}/receipt", format="html")

    report = verify_receipt(answer.text, office.keys())
    assert report.problems == []
    assert {step["said"] for step in report.summary["steps"]} == {"erased"}
    assert "Card" not in answer.text + page.text
    assert "erased since" in page.text


@pytest.mark.parametrize("form", ["json", "html", "pdf"])
@pytest.mark.parametrize(
    ("was", "becomes"), [(b"file-a", b"file-b"), (b'"reason":"Card', b'"reason":"Bard'), (b"{", b"[")]
)
async def test_no_receipt_is_made_from_a_ledger_that_was_changed(office, form, was, becomes):
    request_id = await office.verified()
    [log] = office.data_dir.rglob("*.log")
    log.write_bytes(log.read_bytes().replace(was, becomes))

    answer = await office.receipt(f"/{request_id}/receipt", format=form)

    assert answer.status_code == 503, answer.text
    assert "watchgate ledger verify" in answer.json()["detail"]
