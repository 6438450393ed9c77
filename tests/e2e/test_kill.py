"""Killed without warning, under load, again and again: every answer a client received has its entry, and the log verifies."""

import http.client
import json
import threading
import time

from e2e.asking import all_entries
from watchgate.ledger.verify import verify_folder

ROUNDS = 20
CLIENTS = 8
BODY = json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": "I am bo@example.com"}]})


def ask_until_it_dies(gateway, received):
    host, port = gateway.ready["listening"].rsplit(":", 1)
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    try:
        while True:
            connection.request("POST", "/v1/chat/completions", BODY, {"content-type": "application/json"})
            answer = connection.getresponse()
            received.append(
                answer.headers["x-watchgate-exchange"]
            )  # the head is here: the entry must be on disk
            answer.read()
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def test_nothing_that_was_answered_is_missing_after_kill_9(start_gateway, tmp_path):
    received = []
    for round_number in range(ROUNDS):
        gateway = start_gateway(data_dir=tmp_path / "data")
        threads = [
            threading.Thread(target=ask_until_it_dies, args=(gateway, received)) for _ in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.15 + 0.02 * (round_number % 7))
        gateway.kill()
        for thread in threads:
            thread.join()

    start_gateway(data_dir=tmp_path / "data").stop()
    report = verify_folder(tmp_path / "data" / "ledger")
    recorded = {
        entry["exchange"]
        for entry, _ in all_entries(tmp_path / "data")
        if entry["type"] == "exchange.request"
    }

    assert report.ok, report
    assert len(received) > ROUNDS * CLIENTS
    assert set(received) <= recorded
