"""Guatemala, El Salvador, Honduras, Costa Rica, the Dominican Republic and Cuba."""

from watchgate.detection.countries.checks import americas, general
from watchgate.detection.countries.pack import CountryPack, Identifier

GUATEMALA = CountryPack(
    code="GT",
    country="Guatemala",
    names="guatemala|guatemalan|guatemalteco|guatemalteca",
    identifiers=(
        Identifier(
            entity="GT_CUI",
            title="Guatemalan identity number (CUI, DPI)",
            shapes="9999_99999_9999 9999999999999 9999-99999-9999",
            check=americas.gt_cui,
            one_in=50,
            words="cui!|dpi|codigo unico de identificacion|documento personal de identificacion",
            examples=("CUI ⟦2001 00017 2147⟧",),
            not_examples=("CUI 2001 00013 0101",),
            source="RENAP, Código Único de Identificación",
        ),
        Identifier(
            entity="GT_NIT",
            title="Guatemalan tax number (NIT)",
            shapes="9999999-9 9999999-A 999999-9 99999999 99999999-9",
            where="[0-9]{6,8}[0-9K]",
            check=americas.gt_nit,
            one_in=11,
            words="",
            with_country="nit!|numero de identificacion tributaria",
            examples=("Guatemala NIT ⟦5769372-2⟧",),
            not_examples=("NIT 5769372-2",),
            source="Superintendencia de Administración Tributaria",
        ),
    ),
)

EL_SALVADOR = CountryPack(
    code="SV",
    country="El Salvador",
    names="salvador|el salvador|salvadoran|salvadoreno",
    identifiers=(
        Identifier(
            entity="SV_NIT",
            title="Salvadoran tax number (NIT)",
            shapes="9999-999999-999-9 99999999999999",
            where="[019][0-9]{13}",
            check=americas.sv_nit,
            one_in=1000,
            form=0.05,
            words="nit!|numero de identificacion tributaria",
            examples=("NIT ⟦0614-050707-104-8⟧",),
            not_examples=("NIT 0614-050707-104-9",),
            source="Ministerio de Hacienda",
        ),
        Identifier(
            entity="SV_DUI",
            title="Salvadoran identity number (DUI)",
            shapes="99999999-9",
            check=lambda digits: -general.weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 10 == int(digits[8]),
            one_in=10,
            words="dui!|documento unico de identidad",
            examples=("DUI ⟦00016297-5⟧",),
            not_examples=("DUI 00016297-6",),
            source="RNPN, Documento Único de Identidad",
        ),
    ),
)

HONDURAS = CountryPack(
    code="HN",
    country="Honduras",
    names="honduras|honduran|hondureno|hondurena",
    identifiers=(
        Identifier(
            entity="HN_DNI",
            title="Honduran identity number (DNI)",
            shapes="9999-9999-99999 9999999999999",
            where="(?:0[1-9]|1[0-8])[0-9]{2}(?:19|20)[0-9]{7}",
            one_in=280,
            form=0.05,
            words="dni|identidad!|numero de identidad|tarjeta de identidad",
            examples=("DNI ⟦0801-1990-12345⟧",),
            not_examples=("2801-1990-12345",),
            source="Registro Nacional de las Personas",
        ),
    ),
)

COSTA_RICA = CountryPack(
    code="CR",
    country="Costa Rica",
    names="costa rica|costa rican|costarricense",
    identifiers=(
        Identifier(
            entity="CR_CEDULA",
            title="Costa Rican identity number",
            shapes="9-9999-9999 99-9999-9999",
            where="0?[1-9][0-9]{8}",
            one_in=1.3,
            words="cedula|cedula de identidad|cedula fisica|cedula juridica",
            examples=("cédula ⟦1-0613-0584⟧",),
            not_examples=("1-0613-0584",),
            source="Tribunal Supremo de Elecciones",
        ),
    ),
)

DOMINICAN_REPUBLIC = CountryPack(
    code="DO",
    country="Dominican Republic",
    names="dominican|dominican republic|dominicano|dominicana",
    identifiers=(
        Identifier(
            entity="DO_CEDULA",
            title="Dominican identity number",
            shapes="999-9999999-9 99999999999",
            check=general.luhn,
            one_in=10,
            words="cedula|cedula de identidad|cedula de identidad y electoral",
            examples=("cédula ⟦001-1391820-5⟧",),
            not_examples=("cédula 001-1391820-6",),
            source="Junta Central Electoral (Luhn)",
        ),
    ),
)

CUBA = CountryPack(
    code="CU",
    country="Cuba",
    names="cuba|cuban|cubano|cubana",
    identifiers=(
        Identifier(
            entity="CU_IDENTITY_NUMBER",
            title="Cuban identity number",
            shapes="99999999999",
            check=americas.cu_ni,
            one_in=27,
            words="carne de identidad|numero de identidad|carnet de identidad|ni!",
            examples=("carné de identidad ⟦91021527775⟧",),
            not_examples=("carné de identidad 91321527775", "91021527775"),
            source="Resolución 1/2010, Ministerio del Interior",
        ),
    ),
)
