"""Data about health are found where a word or a check digit says so."""

import pytest

from watchgate.detection.engine import engine_for

ENGINE = engine_for(frozenset({"MEDICATION"}))


def found(text: str, entity: str) -> list[str]:
    return [text[one.start : one.end] for one in ENGINE.scan(text) if one.entity == entity]


@pytest.mark.parametrize(
    ("entity", "text", "values"),
    [
        ("MEDICAL_RECORD_NUMBER", "MRN: 00123456", ["00123456"]),
        ("MEDICAL_RECORD_NUMBER", "Patient ID 4471-22, admitted", ["4471-22"]),
        ("MEDICAL_RECORD_NUMBER", "Patientennummer 8812345", ["8812345"]),
        ("MEDICAL_LICENSE", "DEA number AB1234563", ["AB1234563"]),
        ("US_NPI", "NPI: 1234567893", ["1234567893"]),
        ("HEALTH_INSURANCE_ID", "Health insurance number: X 123 456 789", ["X 123 456 789"]),
        ("ICD_CODE", "Diagnosis: E11.9, I10 and J45.40", ["E11.9", "I10", "J45.40"]),
        (
            "MEDICATION",
            "takes metformin 500 mg daily and was prescribed lisinopril",
            ["metformin", "lisinopril"],
        ),
    ],
)
def test_it_is_found(entity: str, text: str, values: list[str]) -> None:
    assert found(text, entity) == values


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("MEDICAL_RECORD_NUMBER", "order 00123456"),
        ("MEDICAL_RECORD_NUMBER", "the medical record of 2024.5 points"),
        ("MEDICAL_LICENSE", "DEA number AB1234564"),
        ("MEDICAL_LICENSE", "part AB1234563"),
        ("US_NPI", "NPI: 1234567890"),
        ("US_NPI", "call 1234567893"),
        ("HEALTH_INSURANCE_ID", "car insurance number: 12"),
        ("ICD_CODE", "take the A10 road to exit B12, vitamin B12 and G20"),
        ("MEDICATION", "what is ibuprofen, and how does aspirin work?"),
    ],
)
def test_it_is_not_seen_where_nothing_says_so(entity: str, text: str) -> None:
    assert found(text, entity) == []
