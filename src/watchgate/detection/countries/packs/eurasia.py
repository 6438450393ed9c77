"""Russia, Ukraine, Belarus, Kazakhstan, Georgia and Azerbaijan."""

# ruff: noqa: RUF001 - words of these countries are not written in Latin letters
from watchgate.detection.countries.checks import dates, eastern_europe, general
from watchgate.detection.countries.pack import CountryPack, Identifier

RUSSIA = CountryPack(
    code="RU",
    country="Russia",
    names="russia|russian|россия|россии|российский|рф|российской",
    identifiers=(
        Identifier(
            entity="RU_INN",
            title="Russian taxpayer number (INN)",
            shapes="999999999999 9999999999",
            check=eastern_europe.ru_inn,
            one_in=9.9,
            words="инн|inn|идентификационный номер налогоплательщика|taxpayer number",
            examples=("ИНН ⟦500100732259⟧", "ИНН: ⟦7707083893⟧"),
            not_examples=("ИНН 500100732258", "500100732259"),
            source="ФНС России, приказ ММВ-7-6/435@",
        ),
        Identifier(
            entity="RU_SNILS",
            title="Russian insurance number (SNILS)",
            shapes="999-999-999_99 99999999999 999-999-999-99 999_999_999_99",
            check=eastern_europe.ru_snils,
            one_in=100,
            words="снилс|snils|страховой номер|пенсионное",
            examples=("СНИЛС ⟦112-233-445 95⟧", "снилс ⟦11223344595⟧", "⟦112-233-445 95⟧"),
            not_examples=("СНИЛС 112-233-445 94", "11223344595"),
            source="Социальный фонд России, постановление 192п",
        ),
        Identifier(
            entity="RU_PASSPORT",
            title="Russian passport number",
            shapes="9999_999999 99_99_999999 9999999999 9999-999999",
            where="[0-9]{10}",
            words="паспорт|паспорта|паспортные данные|серия!|серия и номер|серия номер|паспортом",
            with_country="passport|passport number",
            examples=("паспорт ⟦4510 123456⟧", "серия и номер ⟦45 10 123456⟧"),
            not_examples=("4510 123456",),
            source="Постановление Правительства РФ № 828: series of four digits, number of six",
            form=0.15,
        ),
        Identifier(
            entity="RU_OGRN",
            title="Russian register number (OGRN, OGRNIP)",
            shapes="9999999999999 999999999999999",
            where="[15][0-9]{12}|[34][0-9]{14}",
            check=eastern_europe.ru_ogrn,
            one_in=49,
            words="огрн|огрнип|ogrn|ogrnip",
            examples=("ОГРН ⟦1022200525819⟧", "ОГРНИП ⟦304500116000157⟧"),
            not_examples=("ОГРН 1022200525818",),
            source="ФНС России, приказ ЕГРЮЛ",
        ),
        Identifier(
            entity="RU_OMS",
            title="Russian health insurance number",
            group="phi",
            shapes="9999999999999999 9999_9999_9999_9999",
            check=general.luhn,
            one_in=10,
            words="омс|полис|полис омс|полиса",
            examples=("полис ОМС ⟦7753320895000012⟧",),
            not_examples=("полис ОМС 7753320895000016",),
            source="ФОМС, единый номер полиса (Luhn)",
        ),
        Identifier(
            entity="RU_DRIVER_LICENSE",
            title="Russian driving licence number",
            shapes="99_99_999999 9999_999999 9999999999",
            words="водительское удостоверение|водительского удостоверения|ву!|права!",
            with_country="driver license|driving licence",
            examples=("водительское удостоверение ⟦77 12 345678⟧",),
            not_examples=("77 12 345678",),
            source="Приказ МВД России № 365",
            form=0.15,
        ),
    ),
)

UKRAINE = CountryPack(
    code="UA",
    country="Ukraine",
    names="ukraine|ukrainian|україна|україни|український|украина|украины",
    identifiers=(
        Identifier(
            entity="UA_RNTRC",
            title="Ukrainian taxpayer number (RNOKPP)",
            shapes="9999999999",
            check=eastern_europe.ua_rntrc,
            one_in=11,
            words="рнокпп|іпн|ипн|ідентифікаційний код|ідентифікаційний номер|податковий номер|код платника|rnokpp",
            examples=("РНОКПП ⟦1759013776⟧",),
            not_examples=("РНОКПП 1759013770", "1759013776"),
            source="Державна податкова служба, РНОКПП",
        ),
        Identifier(
            entity="UA_PASSPORT",
            title="Ukrainian passport number",
            shapes="AA999999 AA_999999 999999999",
            words="паспорт серія|номер паспорта|паспорт громадянина|паспорт номер|паспорта україни",
            with_country="passport|паспорт|passport number",
            examples=("паспорт громадянина України ⟦123456789⟧", "Ukrainian passport ⟦FA123456⟧"),
            not_examples=("FA123456",),
            source="Державна міграційна служба",
            form=0.15,
        ),
        Identifier(
            entity="UA_UNZR",
            title="Ukrainian demographic register number",
            shapes="99999999-99999 9999999999999",
            check=dates.yyyymmdd,
            one_in=2400,
            words="унзр|запис!|запис №|unzr",
            examples=("УНЗР ⟦19850812-01234⟧",),
            not_examples=("УНЗР 19851312-01234",),
            source="Державна міграційна служба, УНЗР",
            form=0.05,
        ),
    ),
)

BELARUS = CountryPack(
    code="BY",
    country="Belarus",
    names="belarus|belarusian|беларусь|беларуси|белорусский",
    identifiers=(
        Identifier(
            entity="BY_PERSONAL_NUMBER",
            title="Belarusian identification number",
            shapes="9999999A999AA9",
            where="[1-6][0-9]{6}[ABCHKEM][0-9]{3}(?:PB|BA|BI)[0-9]",
            one_in=1400,
            words="личный номер|идентификационный номер|personal number",
            examples=("идентификационный номер ⟦3120185A001PB5⟧",),
            not_examples=("9120185A001PB5",),
            source="Указ Президента Республики Беларусь № 294",
        ),
        Identifier(
            entity="BY_UNP",
            title="Belarusian taxpayer number",
            shapes="999999999",
            where="[1-7][0-9]{8}",
            check=eastern_europe.by_unp,
            one_in=14,
            words="унп|unp|учетный номер плательщика",
            examples=("УНП ⟦200988541⟧",),
            not_examples=("УНП 200988542",),
            by_default=False,
            source="Министерство по налогам и сборам, УНП",
        ),
    ),
)

KAZAKHSTAN = CountryPack(
    code="KZ",
    country="Kazakhstan",
    names="kazakhstan|kazakh|казахстан|казахстана|қазақстан",
    identifiers=(
        Identifier(
            entity="KZ_IIN",
            title="Kazakh individual identification number",
            shapes="999999999999",
            where="[0-9]{6}[0-6][0-9]{5}",
            check=eastern_europe.kz_iin,
            one_in=400,
            words="иин|жсн|iin|индивидуальный идентификационный номер",
            examples=("ИИН ⟦850812350126⟧",),
            not_examples=("ИИН 850812350129", "850812350126"),
            source="Закон РК № 223-III о национальных реестрах идентификационных номеров",
        ),
    ),
)

GEORGIA = CountryPack(
    code="GE",
    country="Georgia",
    names="georgian|tbilisi|საქართველო",
    identifiers=(
        Identifier(
            entity="GE_PERSONAL_NUMBER",
            title="Georgian personal number",
            shapes="99999999999",
            words="პირადი ნომერი|პირადი|პ ნ",
            with_country="personal number|id number",
            examples=("პირადი ნომერი ⟦01024012345⟧",),
            not_examples=("01024012345",),
            source="Public Service Development Agency: eleven digits",
        ),
    ),
)

AZERBAIJAN = CountryPack(
    code="AZ",
    country="Azerbaijan",
    names="azerbaijan|azerbaijani|azərbaycan|azerbaycan",
    identifiers=(
        Identifier(
            entity="AZ_VOEN",
            title="Azerbaijani taxpayer number",
            shapes="9999999999",
            where="[0-9]{9}[12]",
            check=eastern_europe.az_voen,
            one_in=54,
            words="vöen|voen",
            examples=("VÖEN ⟦1400057421⟧",),
            not_examples=("VÖEN 1400057423",),
            source="Dövlət Vergi Xidməti, VÖEN",
        ),
    ),
)
