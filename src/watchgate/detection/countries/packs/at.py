"""Austria."""

from watchgate.detection.countries.checks import general, western_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

PACK = CountryPack(
    code="AT",
    country="Austria",
    names="austria|austrian|osterreich|osterreichisch|osterreichische|osterreichischer|oesterreich",
    identifiers=(
        Identifier(
            entity="AT_SVNR",
            title="Austrian social insurance number",
            shapes="9999_999999 9999999999 9999-999999",
            where="[1-9][0-9]{9}",
            check=western_europe.at_svnr,
            one_in=270,
            words="svnr|sv nummer|sozialversicherungsnummer|versicherungsnummer|sv nr|sozialversicherung*|vsnr|e card",
            examples=("SVNR ⟦1237 010180⟧", "Sozialversicherungsnummer: ⟦1237010180⟧"),
            not_examples=("SVNR 2237 010180", "1237 010180"),
            source="Dachverband der Sozialversicherungsträger, Aufbau der Versicherungsnummer",
        ),
        Identifier(
            entity="AT_TIN",
            title="Austrian tax number",
            shapes="99-999/9999 999999999 99_999/9999 99_999_9999",
            check=general.luhn,
            one_in=10,
            words="steuernummer|abgabenkontonummer|steuer nr|st nr|stnr",
            examples=("Steuernummer ⟦59-119/9013⟧",),
            not_examples=("Steuernummer 59-119/9014",),
            source="Bundesministerium für Finanzen, BMF-010221 (check digit of the Abgabenkontonummer)",
        ),
        Identifier(
            entity="AT_VAT_ID",
            title="Austrian VAT number",
            shapes="AAA99999999 AAA_99999999 AAA_9999_9999",
            where="ATU[0-9]{8}",
            check=western_europe.at_uid,
            one_in=20000,
            words="uid!|ust id|vat!|umsatzsteuer*|uid nummer",
            examples=("UID: ⟦ATU13585627⟧",),
            not_examples=("ATU13585626",),
            source="Bundesministerium für Finanzen, UID-Nummer",
        ),
        Identifier(
            entity="AT_PASSPORT",
            title="Austrian passport number",
            shapes="A9999999 AA9999999",
            words="reisepass|reisepassnummer|passnummer|pass nr",
            with_country="passport|passport number|passport no",
            examples=("österreichischer Reisepass ⟦P1234567⟧",),
            not_examples=("P1234567",),
            source="Passverordnung: a letter or two and seven digits",
        ),
    ),
)
