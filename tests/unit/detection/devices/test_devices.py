"""Devices, SIM cards and vehicles are told from numbers that look like theirs."""

import pytest

from watchgate.detection.engine import default_engine


def found(text: str, entity: str) -> list[str]:
    return [text[one.start : one.end] for one in default_engine().scan(text) if one.entity == entity]


@pytest.mark.parametrize(
    ("entity", "text", "value"),
    [
        ("MAC_ADDRESS", "ether 00:1b:44:11:3a:b7 brd", "00:1b:44:11:3a:b7"),
        ("MAC_ADDRESS", "00-1B-44-11-3A-B7", "00-1B-44-11-3A-B7"),
        ("MAC_ADDRESS", "mac 001b.4411.3ab7", "001b.4411.3ab7"),
        ("MAC_ADDRESS", "MAC address 10:20:30:40:50:60", "10:20:30:40:50:60"),
        ("IMEI", "IMEI: 490154203237518", "490154203237518"),
        ("IMEI", "imei 49-015420-323751-8", "49-015420-323751-8"),
        ("IMSI", "IMSI 310150123456789", "310150123456789"),
        ("ICCID", "ICCID 8914800000000012340", "8914800000000012340"),
        ("VIN", "1M8GDM9AXKP042788", "1M8GDM9AXKP042788"),
        ("VIN", "VIN: WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001"),
        ("DEVICE_ID", "android_id=9774d56d682e549c", "9774d56d682e549c"),
        (
            "DEVICE_ID",
            '"idfa": "6D92078A-8246-4BA4-AE5B-76104861E7DC"',
            "6D92078A-8246-4BA4-AE5B-76104861E7DC",
        ),
    ],
)
def test_a_device_is_found(entity: str, text: str, value: str) -> None:
    assert found(text, entity) == [value]


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("MAC_ADDRESS", "at 10:20:30:40:50:60 o'clock"),
        ("MAC_ADDRESS", "fingerprint 3a:b7:00:1b:44:11:3a:b7:99:aa"),
        ("MAC_ADDRESS", "ff:ff:ff:ff:ff:ff is everybody"),
        ("MAC_ADDRESS", "2001:db8:00:11:22:33:44:55"),
        ("MAC_ADDRESS", "550e8400-e29b-41d4-a716-446655440000"),
        ("IMEI", "IMEI: 490154203237519"),
        ("IMEI", "order 490154203237518"),
        ("IMSI", "order 310150123456789"),
        ("ICCID", "ICCID 8914800000000012341"),
        ("VIN", "1M8GDM9A1KP042788 is a part"),
        ("VIN", "ABCDEFGHJKLMNPRST and 12345678901234567"),
        ("DEVICE_ID", "commit 9774d56d682e549c"),
    ],
)
def test_what_only_looks_like_one_is_left_alone(entity: str, text: str) -> None:
    assert found(text, entity) == []
