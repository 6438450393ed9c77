"""The words before a number say what it is, in many ways of writing."""

import pytest

from unit.detection.countries.looking import findings, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("passport 533410982", ("US_PASSPORT", "533410982")),
        ("her British passport is 533410982", ("UK_PASSPORT", "533410982")),
        ("a Canadian citizen, passport GA302922", ("CA_PASSPORT", "GA302922")),
        ("passport ZE000509", ("PASSPORT", "ZE000509")),
        ("rodné číslo slovenskej osoby: 710319/2745", ("SK_RODNE_CISLO", "710319/2745")),
        ('{"taxFileNumber": "876543210"}', ("AU_TFN", "876543210")),
        ("tax_file_number=876543210", ("AU_TFN", "876543210")),
        ("| CPF | 52998224725 |", ("BR_CPF", "52998224725")),
        ("mon numéro fiscal est le 30 23 217 600 053", ("FR_NIF", "30 23 217 600 053")),
        ("HENKILÖTUNNUKSENI ON 131052-308T", ("FI_PERSONAL_IDENTITY_CODE", "131052-308T")),
        ("我的身份证号码是11010519491231002X。", ("CN_RESIDENT_ID", "11010519491231002X")),
        ("주민등록번호는 971013-1019901입니다", ("KR_RRN", "971013-1019901")),
        ("เลขประจำตัวประชาชน1100701634259", ("TH_TNIN", "1100701634259")),
        ("الرقم القومي ٢٩٨٠٨١٢٠١٠١٢٣٤", ("EG_NATIONAL_ID", "٢٩٨٠٨١٢٠١٠١٢٣٤")),
        ("کد ملی ۰۰۸۴۵۷۵۹۴۸", ("IR_NATIONAL_CODE", "۰۰۸۴۵۷۵۹۴۸")),
        ("マイナンバー：１２３４５６７８９０１８", ("JP_MY_NUMBER", "１２３４５６７８９０１８")),
        ("my nif is 12345678z", ("ES_NIF", "12345678z")),
    ],
)
def test_words_announce_a_number(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


def test_words_may_announce_several_numbers() -> None:
    text = "CPFs: 52998224725, 11144477735"

    assert found(text) == [("BR_CPF", "52998224725"), ("BR_CPF", "11144477735")]


def test_a_phrase_that_has_had_its_number_says_little_about_the_next() -> None:
    text = "BSN 111222333, passport 123456782"

    assert found(text) == [("NL_BSN", "111222333"), ("US_PASSPORT", "123456782")]


@pytest.mark.parametrize(
    "text",
    [
        "passport order 533410982",
        "CPF order no. 52998224725",
        "the order for 533410982",
        "a2cpf3 52998224725",
        "CPF ORD-52998224725",
        "CPF 52998224725-77",
        "CPF 0.52998224725",
        "Cpf5299822472501",
        "nif 12345678zA",
        "マイナンバー 1234 5678 9018 1111",
        "マイナンバー 4111 1234 5678 9018",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_evidence_says_where_the_words_stand() -> None:
    text = "mein Führerschein: B072RRE2I55"

    (finding,) = findings(text)

    (words,) = [term for term in finding.evidence if term.kind == "context"]
    assert text[words.start : words.end] == "Führerschein"
    assert finding.score == pytest.approx(sum(term.weight for term in finding.evidence), abs=0.001)


def test_small_letters_weigh_less() -> None:
    capitals, small = findings("NIE X1234567L")[0], findings("nie x1234567l")[0]

    assert small.score < capitals.score


def test_a_number_that_carries_itself_needs_no_words() -> None:
    assert found("529.982.247-25") == [("BR_CPF", "529.982.247-25")]
    assert found("S1234567D") == [("SG_NRIC_FIN", "S1234567D")]
