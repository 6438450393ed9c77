"""Ireland."""

from watchgate.detection.countries.checks import western_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

PACK = CountryPack(
    code="IE",
    country="Ireland",
    names="ireland|irish|eire|dublin",
    identifiers=(
        Identifier(
            entity="IE_PPSN",
            title="Irish personal public service number",
            shapes="9999999A 9999999AA",
            where="[0-9]{7}[A-W][ABHWTX]?",
            check=western_europe.ie_pps,
            one_in=27,
            words="pps|ppsn|pps number|pps no|personal public service|uimhir psp",
            examples=("PPS number ⟦6433435F⟧", "PPSN: ⟦6433435OA⟧"),
            not_examples=("PPS number 6433435E", "6433435F"),
            source="Department of Social Protection, PPS number format",
        ),
        Identifier(
            entity="IE_PASSPORT",
            title="Irish passport number",
            shapes="AA9999999 A99999999",
            where="[PL][A-Z0-9][0-9]{7}",
            words="",
            with_country="passport|passport number|passport no",
            one_in=13,
            examples=("Irish passport ⟦PA1234567⟧",),
            not_examples=("PA1234567",),
            source="Department of Foreign Affairs: two letters and seven digits",
        ),
        Identifier(
            entity="IE_EIRCODE",
            title="Irish postcode (Eircode)",
            shapes="A99_XXXX",
            where="(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}",
            one_in=7,
            form=0.3,
            words="eircode|postcode|address",
            examples=("Eircode ⟦D02 X285⟧",),
            not_examples=("B02 X285",),
            by_default=False,
            source="Eircode, Address Database product guide",
        ),
    ),
)
