"""What somebody else wants erased in a log that is in use: its own process does it."""

import pytest

from watchgate.ledger.erasure_orders import ErasureOrder, is_waiting
from watchgate.ledger.segment import segments_of
from watchgate.ledger.slots import WriterBusy
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger

SECRETS = (b"jane", b"john", b"jack")
ORDER = ErasureOrder([[0, 0], [2, 2]], "Article 17", "rem_1")


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path, kind="control")
    for name in SECRETS:
        opened.append("remediation.commented", {"request": "rem_1"}, {"comment": name.decode()})
    opened.flush()
    yield opened
    opened.close()


def written(writer_dir):
    return b"".join(segment.path.read_bytes() for segment in segments_of(writer_dir))


def test_the_process_that_holds_the_log_carries_the_order_out(ledger, tmp_path):
    with pytest.raises(WriterBusy):
        Ledger.open_writer(ledger.writer_dir)
    ORDER.place(ledger.writer_dir, "rem_1")

    erased = ledger.carry_out_orders()

    assert erased == 2
    assert not is_waiting(ledger.writer_dir, "rem_1")
    assert [name for name in SECRETS if name in written(ledger.writer_dir)] == [b"john"]
    assert b'"request":"rem_1","seq":3' in written(ledger.writer_dir)
    ledger.checkpoint()
    assert verify_folder(tmp_path).ok


def test_an_order_that_outlives_the_process_is_carried_out_by_the_next(tmp_path):
    ended = Ledger.open(tmp_path, kind="control")
    ended.append("remediation.commented", {"request": "rem_1"}, {"comment": "jane"})
    ended.close()
    ErasureOrder([[0, 0]], "Article 17").place(ended.writer_dir, "rem_1")

    Ledger.open_writer(ended.writer_dir).close()

    assert not is_waiting(ended.writer_dir, "rem_1")
    assert b"jane" not in written(ended.writer_dir)


def test_an_order_that_was_carried_out_before_it_was_taken_away_does_nothing_more(ledger):
    ORDER.place(ledger.writer_dir, "rem_1")
    ledger.carry_out_orders()
    ORDER.place(ledger.writer_dir, "rem_1")

    assert ledger.carry_out_orders() == 0
