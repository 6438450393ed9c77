"""India, Pakistan, Bangladesh, Sri Lanka and Nepal."""

from watchgate.detection.countries.checks import asia
from watchgate.detection.countries.pack import CountryPack, Identifier

INDIA = CountryPack(
    code="IN",
    country="India",
    names="india|indian|bharat|bharatiya|भारत|भारतीय",
    identifiers=(
        Identifier(
            entity="IN_AADHAAR",
            title="Indian Aadhaar number",
            shapes="9999_9999_9999 999999999999 9999-9999-9999",
            where="[2-9][0-9]{11}",
            check=asia.in_aadhaar,
            one_in=12.5,
            words="aadhaar|aadhar|adhaar|uidai|uid!|aadhaar number|आधार|aadhaar card|aadhar card|vid!",
            examples=("Aadhaar ⟦2345 6789 0124⟧", "aadhar no: ⟦234567890124⟧"),
            not_examples=("Aadhaar 2345 6789 0120", "2345 6789 0124"),
            source="UIDAI, Aadhaar numbering scheme (Verhoeff)",
        ),
        Identifier(
            entity="IN_PAN",
            title="Indian permanent account number",
            shapes="AAAAA9999A",
            where="[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]",
            one_in=2.6,
            form=0.45,
            words="pan!|pan card|permanent account number|income tax|pan number|pan no",
            examples=("PAN ⟦ABCPE1234F⟧", "⟦AAAPZ1234C⟧"),
            not_examples=("ABCXE1234F",),
            source="Income Tax Department, structure of PAN",
        ),
        Identifier(
            entity="IN_GSTIN",
            title="Indian goods and services tax number",
            shapes="99AAAAA9999AXXX",
            where="(?:0[1-9]|[12][0-9]|3[0-8]|97|99)[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]",
            check=asia.in_gstin,
            one_in=6200,
            words="gstin|gst!|gst number|goods and services tax",
            examples=("GSTIN ⟦27AAPFU0939F1ZV⟧",),
            not_examples=("27AAPFU0939F1ZW",),
            source="GSTN, GSTIN format",
        ),
        Identifier(
            entity="IN_PASSPORT",
            title="Indian passport number",
            shapes="A9999999 A9_99999",
            where="[A-PR-WY][1-9][0-9]{5}[1-9]",
            one_in=1.4,
            words="",
            with_country="passport|passport number|passport no",
            examples=("Indian passport ⟦J8369854⟧",),
            not_examples=("J8369854",),
            source="Ministry of External Affairs: a letter and seven digits",
        ),
        Identifier(
            entity="IN_VOTER",
            title="Indian voter's card number (EPIC)",
            shapes="AAA9999999 AAA/9999999",
            where="[A-Z]{3}[0-9]{7}",
            words="voter!|voter id|epic!|election card|voter card|elector|election commission",
            examples=("voter ID ⟦KSD1287349⟧",),
            not_examples=("KSD1287349",),
            source="Election Commission of India, EPIC",
        ),
        Identifier(
            entity="IN_DRIVER_LICENSE",
            title="Indian driving licence number",
            shapes="AA9999999999999 AA99_99999999999 AA-9999999999999 AA99-99999999999",
            where="(?:A[NPRS]|B[RH]|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[GNRS]|U[APKT]|WB)"
            "[0-9]{2}(?:19|20)[0-9]{2}[0-9]{7}",
            one_in=900,
            words="driving licence|driving license|dl no|licence no|dl number|dl!",
            examples=("DL No. ⟦MH14 20110062821⟧",),
            not_examples=("DL No. ZZ14 20110062821",),
            source="Ministry of Road Transport and Highways, Sarathi",
            form=0.25,
        ),
        Identifier(
            entity="IN_VEHICLE_REGISTRATION",
            title="Indian vehicle registration",
            shapes="AA99AA9999 AA99A9999 AA_99_AA_9999 AA-99-AA-9999 AA_99_A_9999 AA99_AA_9999 AA9AA9999 AA9A9999 AA-9-AA-9999 AA-99-A-9999",
            where="(?:A[NPRS]|B[RH]|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[GNRS]|U[APKT]|WB)"
            "[0-9]{1,2}[A-Z]{1,2}[0-9]{4}",
            one_in=16,
            form=0.3,
            words="vehicle|registration|vehicle number|number plate|rto|car number|registration number|vehicle registration",
            examples=("vehicle number ⟦KA53ME3456⟧", "registration ⟦MH 12 AB 1234⟧"),
            not_examples=("ZZ53ME3456",),
            by_default=False,
            source="Central Motor Vehicles Rules 1989, rule 50",
        ),
        Identifier(
            entity="IN_UAN",
            title="Indian provident fund number (UAN)",
            shapes="999999999999",
            where="10[0-9]{10}",
            one_in=100,
            form=0.05,
            words="uan!|uan number|universal account number|epfo|provident fund",
            examples=("UAN ⟦100904319456⟧",),
            not_examples=("100904319456",),
            source="Employees' Provident Fund Organisation",
        ),
    ),
)

PAKISTAN = CountryPack(
    code="PK",
    country="Pakistan",
    names="pakistan|pakistani|پاکستان",
    identifiers=(
        Identifier(
            entity="PK_CNIC",
            title="Pakistani identity card number (CNIC)",
            shapes="99999-9999999-9 9999999999999",
            where="[1-7][0-9]{11}[1-9]",
            one_in=1.6,
            words="cnic|nicop|nadra|cnic number|شناختی کارڈ",
            with_country="id card|national id|identity card",
            examples=("CNIC ⟦34201-0891231-8⟧", "CNIC: ⟦3420108912318⟧"),
            not_examples=("3420108912318", "94201-0891231-8"),
            source="NADRA, National Identity Card",
            form=0.3,
        ),
    ),
)

BANGLADESH = CountryPack(
    code="BD",
    country="Bangladesh",
    names="bangladesh|bangladeshi|বাংলাদেশ",
    identifiers=(
        Identifier(
            entity="BD_NID",
            title="Bangladeshi national identity number",
            shapes="9999999999 9999999999999 99999999999999999 999_999_9999",
            words="nid number|জাতীয় পরিচয়পত্র|এনআইডি|nid no|smart nid",
            with_country="nid!|national id|id card|smart card",
            examples=("NID number ⟦6432180975⟧",),
            not_examples=("6432180975",),
            source="Election Commission Bangladesh: ten digits, formerly thirteen or seventeen",
        ),
    ),
)

SRI_LANKA = CountryPack(
    code="LK",
    country="Sri Lanka",
    names="sri lanka|sri lankan|lanka",
    identifiers=(
        Identifier(
            entity="LK_NIC",
            title="Sri Lankan identity card number",
            shapes="999999999A 999999999999",
            where="[0-9]{9}[VX]|(?:19|20)[0-9]{10}",
            check=asia.lk_nic,
            one_in=18,
            words="nic|nic number|nic no|national identity card",
            examples=("NIC ⟦853400937V⟧", "NIC number ⟦198534000937⟧"),
            not_examples=("NIC 859400937V", "198534000937"),
            source="Department for Registration of Persons",
        ),
    ),
)

NEPAL = CountryPack(
    code="NP",
    country="Nepal",
    names="nepal|nepali|नेपाल",
    identifiers=(
        Identifier(
            entity="NP_CITIZENSHIP_NUMBER",
            title="Nepalese citizenship number",
            shapes="99-99-99-99999 99/99/99/99999 999-999-999-9",
            words="citizenship number|नागरिकता|नागरिकता नं|citizenship no|nagarikta",
            examples=("Citizenship number ⟦27-01-70-12345⟧",),
            not_examples=("27-01-70-12345",),
            source="Department of National ID and Civil Registration",
        ),
    ),
)
