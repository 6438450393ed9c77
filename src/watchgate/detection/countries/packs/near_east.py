"""Turkey, Israel, Saudi Arabia, the United Arab Emirates, Kuwait, Egypt and Iran."""

# ruff: noqa: RUF001 - Turkish has an i without a dot
from watchgate.detection.countries.checks import general, near_east, southern_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

TURKEY = CountryPack(
    code="TR",
    country="Turkey",
    names="turkey|turkish|türkiye|turk|turkiye|tc|t c",
    identifiers=(
        Identifier(
            entity="TR_NATIONAL_ID",
            title="Turkish identity number",
            shapes="99999999999 999_999_999_99",
            where="[1-9][0-9]{9}[02468]",
            check=southern_europe.tr_kimlik,
            one_in=111,
            words="tc kimlik*|tckn|kimlik no|kimlik numarasi|kimlik*|t c kimlik|tc no|tc kimlik no|turkish id",
            examples=("TC Kimlik No: ⟦10000000146⟧", "TCKN ⟦19191919190⟧"),
            not_examples=("TCKN 10000000147", "10000000146"),
            source="Nüfus ve Vatandaşlık İşleri, T.C. kimlik numarası",
        ),
        Identifier(
            entity="TR_VKN",
            title="Turkish tax number",
            shapes="9999999999",
            check=southern_europe.tr_vkn,
            one_in=10,
            words="vkn|vergi no|vergi numarasi|vergi kimlik|vergi kimlik no",
            examples=("Vergi No ⟦4540536920⟧",),
            not_examples=("Vergi No 4540536921",),
            by_default=False,
            source="Gelir İdaresi Başkanlığı, vergi kimlik numarası",
        ),
        Identifier(
            entity="TR_PASSPORT",
            title="Turkish passport number",
            shapes="A99999999",
            words="pasaport|pasaport no|pasaport numarasi",
            with_country="passport|passport number|passport no",
            examples=("pasaport no ⟦U12345678⟧",),
            not_examples=("U12345678",),
            source="Nüfus ve Vatandaşlık İşleri: a letter and eight digits",
        ),
        Identifier(
            entity="TR_LICENSE_PLATE",
            title="Turkish vehicle plate",
            shapes="99_A_9999 99_A_99999 99_AA_999 99_AA_9999 99_AAA_99 99_AAA_999 99AAA999 99AA999 99AAA99 99A9999",
            where="(?:0[1-9]|[1-7][0-9]|8[01])[A-PR-VYZ]{1,3}[0-9]{2,5}",
            one_in=1.5,
            form=0.3,
            words="plaka|plakali|arac!|otomobil|license plate",
            examples=("plaka ⟦34 ABC 123⟧",),
            not_examples=("34 ABC 123",),
            by_default=False,
            source="Karayolları Trafik Yönetmeliği",
        ),
    ),
)

ISRAEL = CountryPack(
    code="IL",
    country="Israel",
    names="israel|israeli|ישראל|ישראלי",
    identifiers=(
        Identifier(
            entity="IL_ID_NUMBER",
            title="Israeli identity number",
            shapes="999999999 99999999-9 9-9999999-9",
            check=near_east.il_id,
            one_in=10,
            words="תעודת זהות|ת ז|מספר זהות|ת״ז|תז|teudat zehut|mispar zehut|זהות",
            with_country="id number|identity number|id no|national id",
            examples=("תעודת זהות ⟦032457897⟧", "Teudat Zehut ⟦039337423⟧"),
            not_examples=("Teudat Zehut 039337424", "039337423"),
            source="Population and Immigration Authority (Luhn)",
        ),
    ),
)

SAUDI_ARABIA = CountryPack(
    code="SA",
    country="Saudi Arabia",
    names="saudi|ksa|saudi arabia|السعودية|سعودي",
    identifiers=(
        Identifier(
            entity="SA_NATIONAL_ID",
            title="Saudi national identity or residence (iqama) number",
            shapes="9999999999",
            where="[12][0-9]{9}",
            check=general.luhn,
            one_in=50,
            words="iqama|رقم الهوية|هوية|الهوية الوطنية|إقامة|رقم الإقامة|iqama number|muqeem|absher",
            with_country="id number|national id|identity number|id",
            examples=("Iqama ⟦2123456788⟧", "رقم الهوية ⟦1012345672⟧"),
            not_examples=("Iqama 2123456784", "2123456788"),
            source="Ministry of Interior, Absher (Luhn)",
        ),
    ),
)

EMIRATES = CountryPack(
    code="AE",
    country="United Arab Emirates",
    names="uae|emirati|emirates|dubai|الإمارات|إماراتي",
    identifiers=(
        Identifier(
            entity="AE_EMIRATES_ID",
            title="Emirates ID",
            shapes="999-9999-9999999-9 999999999999999 999_9999_9999999_9",
            where="784[0-9]{12}",
            check=near_east.ae_id,
            one_in=20000,
            words="emirates id|eid!|رقم الهوية|الهوية الإماراتية|هوية",
            examples=("Emirates ID ⟦784-1985-1234567-3⟧",),
            not_examples=("784-1985-1234567-4",),
            source="Federal Authority for Identity and Citizenship (Luhn)",
        ),
    ),
)

KUWAIT = CountryPack(
    code="KW",
    country="Kuwait",
    names="kuwait|kuwaiti|الكويت",
    identifiers=(
        Identifier(
            entity="KW_CIVIL_ID",
            title="Kuwaiti civil identity number",
            shapes="999999999999",
            where="[23][0-9]{11}",
            check=near_east.kw_civil_id,
            one_in=1500,
            form=0.05,
            words="civil id|civil id number|الرقم المدني|رقم مدني",
            examples=("Civil ID ⟦285081201235⟧",),
            not_examples=("Civil ID 285081201230", "285081201235"),
            source="Public Authority for Civil Information",
        ),
    ),
)

EGYPT = CountryPack(
    code="EG",
    country="Egypt",
    names="egypt|egyptian|مصر|مصري",
    identifiers=(
        Identifier(
            entity="EG_NATIONAL_ID",
            title="Egyptian national number",
            shapes="99999999999999",
            where="[23][0-9]{13}",
            check=near_east.eg_national_id,
            one_in=590,
            words="الرقم القومي|رقم قومي|رقم البطاقة|national number|raqam qawmi|بطاقة",
            with_country="national id|id number|id",
            examples=("الرقم القومي ⟦29808120101234⟧",),
            not_examples=("29808120101234",),
            source="Civil Status Organization",
        ),
    ),
)

IRAN = CountryPack(
    code="IR",
    country="Iran",
    names="iran|iranian|ایران|ایرانی",
    identifiers=(
        Identifier(
            entity="IR_NATIONAL_CODE",
            title="Iranian national code",
            shapes="9999999999 999-999999-9",
            check=near_east.ir_national_code,
            one_in=11,
            words="کد ملی|کدملی|شماره ملی|code melli|national code|kode melli",
            examples=("کد ملی ⟦0084575948⟧",),
            not_examples=("کد ملی 0084575949", "0084575948"),
            source="National Organization for Civil Registration",
        ),
    ),
)
