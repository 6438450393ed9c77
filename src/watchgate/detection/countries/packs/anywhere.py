"""Numbers that a word announces without saying whose they are. Any country's own number is preferred."""

from watchgate.detection.countries.pack import ANY_COUNTRY, CountryPack, Identifier

_DIGITS = "999999 9999999 99999999 999999999 9999999999 99999999999 999999999999 9999999999999 99999999999999"

PACK = CountryPack(
    code=ANY_COUNTRY,
    country="Any country",
    names="",
    identifiers=(
        Identifier(
            entity="PASSPORT",
            title="Passport number of an unnamed country",
            shapes="9999999 99999999 A999999 A9999999 A99999999 A9999999A AA99999 AA999999 AA9999999 AAA999999 99AA99999 XXXXXXXXX",
            where="(?=.*[0-9].*[0-9]).*",
            words="passport number|passport no|passport nr|passport|passport id|passport is",
            examples=("passport number ⟦X7654321⟧", "Passport No: ⟦ZE000509⟧"),
            not_examples=("passport order X7654321", "X7654321"),
            source="ICAO 9303 part 4: up to nine letters and digits",
            form=0.1,
        ),
        Identifier(
            entity="NATIONAL_ID",
            title="National identity number of an unnamed country",
            shapes=f"{_DIGITS} A9999999 A99999999 AA999999 AA9999999",
            words="national id|national id number|national identity number|national identification number|national identity card|"
            "identity card number|citizen id|citizenship number|personal identification number|government id",
            examples=("national ID: ⟦84731029⟧", "national identity number ⟦B1234567⟧"),
            not_examples=("84731029", "national order 84731029"),
            source="no fixed form",
            form=0.1,
        ),
        Identifier(
            entity="TAX_ID",
            title="Tax number of an unnamed country",
            shapes=f"{_DIGITS} 99-9999999 999-999-999 999_999_999 A99999999 AA99999999 AA999999999",
            words="tax id|tax id number|tax identification number|taxpayer id|taxpayer identification number|tax identification|"
            "tin number|tax number|taxpayer number",
            examples=("tax ID: ⟦84-7310294⟧", "taxpayer identification number ⟦847310294⟧"),
            not_examples=("847310294", "tax of 847310294 dollars"),
            source="OECD, TIN country sheets: no form in common",
            form=0.1,
        ),
        Identifier(
            entity="DRIVER_LICENSE",
            title="Driving licence number of an unnamed country",
            shapes="A9999999A AA9999999A 99AA999999 AA99_9999999 AAA9999999 AAAA999999 AAAAA999999AA9AA",
            words="driver license|drivers license|driver s license|driving license|driving licence|driver licence|driver s licence|"
            "drivers licence",
            examples=("driving licence number ⟦KLM1234567⟧",),
            not_examples=("KLM1234567",),
            source="no fixed form",
            form=0.1,
        ),
        Identifier(
            entity="BANK_ACCOUNT",
            title="Bank account number of an unnamed country",
            shapes=f"{_DIGITS} 999-999999-999 999-99-999999-9 9999-9999-9999 99-999999-9 9999_9999_9999_9999_99 999999-9999999",
            words="bank account|bank account number|account number|account no|savings account|checking account|kontonummer|numero de cuenta|"
            "numero de conta|numero de compte|rekeningnummer|konto nr|conto corrente",
            examples=("bank account ⟦110-234567-890⟧", "Kontonummer ⟦12-345678-9⟧"),
            not_examples=("110-234567-890",),
            source="no fixed form",
            form=0.1,
        ),
    ),
)
