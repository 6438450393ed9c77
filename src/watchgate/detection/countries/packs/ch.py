"""Switzerland."""

from watchgate.detection.countries.checks import western_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

PACK = CountryPack(
    code="CH",
    country="Switzerland",
    names="switzerland|swiss|schweiz|schweizer|suisse|svizzera|svizzero",
    identifiers=(
        Identifier(
            entity="CH_AHV",
            title="Swiss social security number (AHV)",
            shapes="999.9999.9999.99 9999999999999 999_9999_9999_99",
            where="756[0-9]{10}",
            check=western_europe.ch_ahv,
            one_in=10000,
            words="ahv|avs|ahv nummer|ahv nr|numero avs|sozialversicherungsnummer|oasi|navs|avs nummer",
            examples=("AHV-Nr. ⟦756.9217.0769.85⟧", "⟦7569217076985⟧"),
            not_examples=("756.9217.0769.84", "order 757.9217.0769.84"),
            source="Zentrale Ausgleichsstelle, AHVN13 (EAN-13 with prefix 756)",
        ),
        Identifier(
            entity="CH_UID",
            title="Swiss business number",
            shapes="AAA-999.999.999 AAA999999999 AAA_999_999_999 AAA-999999999",
            where="CHE[0-9]{9}",
            check=western_europe.ch_uid,
            one_in=20000,
            words="uid!|ide!|mwst|tva!|iva!|unternehmens identifikationsnummer",
            examples=("UID ⟦CHE-100.155.212⟧", "⟦CHE100155212⟧"),
            not_examples=("CHE-100.155.213",),
            source="Bundesamt für Statistik, eCH-0097",
        ),
        Identifier(
            entity="CH_PASSPORT",
            title="Swiss passport number",
            shapes="A9999999",
            where="[XSFDEC][0-9]{7}",
            one_in=4.3,
            words="",
            with_country="passport|reisepass|pass|passeport|passaporto|passport number|pass nr|passnummer",
            examples=("Schweizer Reisepass ⟦X1234567⟧",),
            not_examples=("X1234567",),
            source="fedpol: a letter and seven digits",
        ),
    ),
)
