"""What `watchgate doctor` says of a machine, before there is a database."""

import socket

from watchgate.ledger.writer import Ledger


def test_a_fresh_machine_is_well_and_nothing_is_made(examine, tmp_path):
    report = examine()

    assert report.is_ok
    assert report.exit_code == 0
    assert "the first start makes" in report.one("database")["detail"]
    assert [path.name for path in tmp_path.iterdir()] in ([], [".cache"])  # compiled patterns may be kept


def test_detection_and_file_reading_are_tried(examine):
    report = examine()

    assert report.status("detection") == "ok"
    assert report.status("file reading") in ("ok", "warning")
    assert "planted" in report.one("detection")["detail"]


def test_a_mistyped_variable_is_answered_with_the_nearest_one(examine):
    report = examine(WATCHGATE_DATABSE_URL="postgresql://me:s3cretpass@host/db")

    line = report.one("environment")
    assert line["status"] == "warning"
    assert line["remedy"] == "Did you mean WATCHGATE_DATABASE_URL?"
    assert "s3cretpass" not in str(report.checks)


def test_settings_that_cannot_be_read_leave_the_rest_not_looked_at(examine, tmp_path):
    (tmp_path / "watchgate.toml").write_text("lisen = 1\n")

    report = examine()

    assert report.exit_code == 1
    assert "Did you mean 'listen'" in report.one("settings")["detail"]
    assert report.one("data keys")["detail"] == "not looked at: the settings cannot be read"
    assert report.status("data keys") == "warning"


def test_a_key_that_others_may_read_is_a_failure_with_its_remedy(examine, tmp_path):
    key = tmp_path / "data" / "keys" / "kek"
    key.parent.mkdir(parents=True, mode=0o700)
    key.write_bytes(bytes(32))
    key.chmod(0o640)

    line = examine().one("key-encryption key")

    assert line["status"] == "failed"
    assert line["remedy"].startswith(f"chmod 600 {key}")
    key.chmod(0o600)
    assert examine().status("key-encryption key") == "ok"


def test_a_damaged_key_and_an_open_folder_are_failures(examine, tmp_path):
    key = tmp_path / "data" / "keys" / "kek"
    key.parent.mkdir(parents=True)
    key.parent.chmod(0o755)
    key.write_bytes(b"short")
    key.chmod(0o600)

    report = examine()

    assert "damaged" in report.one("key-encryption key")["detail"]
    assert report.one("data folder")["remedy"] == f"chmod go-rwx {key.parent}"


def test_a_data_folder_that_cannot_be_made_is_a_failure(examine, tmp_path):
    (tmp_path / "file").write_text("")

    report = examine("--data-dir", str(tmp_path / "file" / "data"))

    assert report.status("data folder") == "failed"


def test_a_log_whose_newest_checkpoint_was_changed_is_a_failure(examine, tmp_path):
    ledger = Ledger.open(tmp_path / "data", kind="cli")
    ledger.append("gateway.started", {})
    ledger.close()
    assert "the newest signature is good" in examine().one("ledger cli-0")["detail"]

    notes = tmp_path / "data" / "ledger" / "cli-0" / "checkpoints"
    origin, size, rest = notes.read_text().split("\n", 2)
    notes.write_text(f"{origin}\n{int(size) + 1}\n{rest}")

    line = examine().one("ledger cli-0")
    assert line["status"] == "failed"
    assert "not signed by its key" in line["detail"]


def test_a_host_that_listens_is_reached_and_one_that_does_not_is_named(examine):
    with socket.create_server(("127.0.0.1", 0)) as there, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # bound, but not listening
        urls = [f"http://127.0.0.1:{one.getsockname()[1]}/v1" for one in (there, silent)]

        report = examine(offline=False, WATCHGATE_CHATGPT_BASE_URL=urls[0], WATCHGATE_OPENAI_BASE_URL=urls[1])

    said = sorted((line["status"], line["detail"]) for line in report.of("network 127.0.0.1"))
    assert said == [("failed", "cannot be reached: Connection refused"), ("ok", "can be reached")]
