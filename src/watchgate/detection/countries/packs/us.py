"""United States. Social security and taxpayer numbers are in `detectors/us_ids.py`."""

from watchgate.detection.countries.checks import americas
from watchgate.detection.countries.pack import CountryPack, Identifier

_LICENSE_WORDS = (
    "driver license|drivers license|driver s license|driving license|driver licence|drivers licence|driver s licence|dl number|"
    "dl no|dln|driverslicense|driverlicense|dmv"
)

PACK = CountryPack(
    code="US",
    country="United States",
    names="us|usa|u s|american|united states|america",
    identifiers=(
        Identifier(
            entity="US_PASSPORT",
            title="US passport number",
            shapes="999999999 A99999999",
            words="passport|passports|passport number|passport no|passport card|travel document",
            form=0.2,
            examples=(
                "my passport is ⟦483920175⟧",
                "Passport no. ⟦A04839201⟧",
                "passport_number: ⟦531209864⟧",
            ),
            not_examples=("part 483920175", "passport order 483920175"),
            source="US Department of State, 7 FAM 1300 appendix: nine digits; since 2021 a letter and eight digits",
        ),
        Identifier(
            entity="US_DRIVER_LICENSE",
            title="US driving licence number",
            # One line a family of states' forms (AAMVA, "Driver licence number formats by jurisdiction").
            shapes="9999999 99999999 999999999 9999999999 99999999999 999999999999 "
            "A9999999 A99999999 A999999999 A999999999999 A9999999999999 A99999999999999 AA999999 AA9999999 "
            "A999999 A99999 A99999A 999999999A 9999999A 99999999A 999AA9999 99AAA999999 AA999999A A99999999A "
            "A999-9999-9999 A999-999-99-999-9 A999-999-999-999 A999-9999-9999-99 A9999-99999-99999 A99-99-9999 "
            "999-999-999 999-99-9999 99-999-9999 A999_999_999_999 A999_9999_9999 9999-99-9999",
            words=_LICENSE_WORDS,
            examples=(
                "driver's license ⟦D1234567⟧",
                "Her driver license number is ⟦S514-7741-5237⟧",
                "drivers_license=⟦402918375⟧",
                "DL number ⟦99ABC123456⟧",
            ),
            not_examples=("model D1234567", "license order 12345678"),
            source="AAMVA, driver licence number formats by jurisdiction",
            form=0.1,
        ),
        Identifier(
            entity="US_BANK_NUMBER",
            title="US bank account number",
            shapes="99999999 999999999 9999999999 99999999999 999999999999 9999999999999 99999999999999 "
            "999999999999999 9999999999999999 99999999999999999 9999-9999-99 99999-99999 999-999999",
            form=0.15,
            words="bank account|account!|account number|account no|account num|acct|acct number|acct no|checking account|savings account|"
            "deposit account|accountnumber|bank account number|direct deposit|bank acct",
            examples=(
                "bank account ⟦945456787654⟧",
                "Account number: ⟦000123456789⟧",
                "acct no ⟦4820193756⟧",
            ),
            not_examples=("order 945456787654", "He took account of 12345678 people"),
            source="Nacha operating rules: up to seventeen digits",
        ),
        Identifier(
            entity="ABA_ROUTING_NUMBER",
            title="US bank routing number",
            shapes="999999999 9999-9999-9",
            where="(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)[0-9]{7}",
            check=americas.us_aba,
            one_in=26,
            words="routing!|routing number|aba!|aba number|rtn!|routing no|bank routing|transit number|routing transit|aba routing|aba rtn",
            examples=("routing number ⟦121042882⟧", "ABA: ⟦0210-0002-1⟧"),
            not_examples=("routing number 121042883", "121042882"),
            source="American Bankers Association, Routing Number Policy",
        ),
        Identifier(
            entity="US_MBI",
            title="US Medicare beneficiary identifier",
            group="phi",
            shapes="9AX9AX9AA99 9AX9-AX9-AA99",
            where="[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}",
            one_in=5.5,
            words="mbi!|medicare!|medicare number|medicare id|beneficiary identifier|medicare beneficiary",
            examples=("MBI ⟦1EG4-TE5-MK73⟧", "Medicare: ⟦1EG4TE5MK73⟧", "1) ⟦3FW8-KJ2-QN41⟧"),
            not_examples=("1SG4-TE5-MK73",),
            source="CMS, Understanding the New Medicare Beneficiary Identifier Format",
        ),
        Identifier(
            entity="US_EIN",
            title="US employer identification number",
            shapes="99-9999999 999999999",
            where="(?:0[1-6]|1[0-6]|2[0-7]|3[0-9]|4[0-8]|5[0-9]|6[0-8]|7[1-7]|8[0-8]|9[0-58-9])[0-9]{7}",
            one_in=1.2,
            words="ein!|employer identification|employer id|employer identification number|federal tax id|fein|federal id",
            examples=("EIN ⟦12-3456789⟧", "Employer Identification Number: ⟦83-1029384⟧"),
            not_examples=("EIN 07-3456789", "12-3456789"),
            by_default=False,
            source="IRS, How EINs are assigned and valid EIN prefixes",
        ),
        Identifier(
            entity="US_PROVIDER_TAX_ID",
            title="US tax number of a health care provider",
            shapes="99-9999999",
            where="(?:0[1-6]|1[0-6]|2[0-7]|3[0-9]|4[0-8]|5[0-9]|6[0-8]|7[1-7]|8[0-8]|9[0-58-9])[0-9]{7}",
            one_in=1.2,
            words="provider tax id|provider tax|provider tin|provider ein|billing provider|rendering provider|provider tax number",
            examples=("Billing provider: ⟦12-3456789⟧", "provider tax ID ⟦45-9081726⟧"),
            by_default=False,
            source="IRS, How EINs are assigned and valid EIN prefixes",
        ),
        Identifier(
            entity="US_PTIN",
            title="US tax preparer's number",
            shapes="A99999999",
            where="P[0-9]{8}",
            one_in=26,
            words="ptin|preparer tax|tax preparer|preparer tax identification",
            examples=("PTIN ⟦P01438920⟧",),
            not_examples=("PTIN Q01438920", "P01438920"),
            source="IRS, PTIN requirements for tax return preparers",
        ),
        Identifier(
            entity="US_ATIN",
            title="US adoption taxpayer number",
            shapes="999-99-9999 999999999",
            where="9[0-9]{2}93[0-9]{4}",
            one_in=1000,
            form=0.05,
            words="atin|adoption taxpayer|adoption tax",
            examples=("ATIN: ⟦912-93-1234⟧",),
            not_examples=("ATIN 912-92-1234",),
            source="IRS, Form W-7A instructions",
        ),
        Identifier(
            entity="US_CLAIM_NUMBER",
            title="US health care claim number",
            group="phi",
            shapes="999999 9999999 99999999 999999999 9999999999 99999999999 999999999999",
            words="claim number|claim no|claim id|medical claim|healthcare claim|clm",
            examples=("claim number ⟦48291037⟧",),
            by_default=False,
            source="CMS, Form CMS-1500: no fixed form",
        ),
        Identifier(
            entity="US_PRESCRIPTION_NUMBER",
            title="US prescription number",
            group="phi",
            shapes="999999 9999999 99999999 999999999 9999999999",
            words="rx|rx number|rx no|prescription number|prescription no|prescription",
            examples=("Rx number ⟦7482910⟧",),
            by_default=False,
            source="21 CFR 1306: each pharmacy numbers its own",
        ),
        Identifier(
            entity="US_PRIOR_AUTHORIZATION_NUMBER",
            title="US prior authorisation number",
            group="phi",
            shapes="999999 9999999 99999999 999999999 9999999999",
            words="prior authorization|prior auth|preauthorization|pre auth|prior authorization number|authorization number",
            examples=("prior authorization number ⟦84719203⟧",),
            by_default=False,
            source="X12 278, reference identification: no fixed form",
        ),
        Identifier(
            entity="US_REFERRAL_NUMBER",
            title="US referral number",
            group="phi",
            shapes="999999 9999999 99999999 999999999 9999999999",
            words="referral number|referral no|referral id|referral",
            examples=("referral number ⟦1837465⟧",),
            by_default=False,
            source="X12 278, reference identification: no fixed form",
        ),
    ),
)
