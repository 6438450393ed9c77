"""Argentina, Chile, Colombia, Peru, Ecuador, Uruguay, Paraguay and Venezuela."""

from watchgate.detection.countries.checks import americas
from watchgate.detection.countries.pack import CountryPack, Identifier

ARGENTINA = CountryPack(
    code="AR",
    country="Argentina",
    names="argentina|argentine|argentino|argentinian",
    identifiers=(
        Identifier(
            entity="AR_DNI",
            title="Argentine identity number (DNI)",
            shapes="99.999.999 9.999.999 99999999",
            words="dni|documento nacional de identidad|documento!|libreta!",
            examples=("DNI ⟦20.123.456⟧", "DNI: ⟦35678901⟧"),
            not_examples=("20.123.456", "35678901"),
            source="RENAPER, Documento Nacional de Identidad",
        ),
        Identifier(
            entity="AR_CUIT",
            title="Argentine taxpayer number (CUIT, CUIL)",
            shapes="99-99999999-9 99999999999 99_99999999_9",
            where="(?:2[0347]|3[034]|5[015])[0-9]{9}",
            check=americas.ar_cuit,
            one_in=85,
            words="cuit|cuil|cuit cuil|clave unica de identificacion tributaria",
            examples=("CUIT ⟦20-05536168-2⟧", "CUIL: ⟦20055361682⟧"),
            not_examples=("CUIT 20-05536168-3", "20055361682"),
            source="ARCA (AFIP), CUIT",
        ),
        Identifier(
            entity="AR_CBU",
            title="Argentine bank account number (CBU)",
            shapes="9999999999999999999999 99999999_99999999999999 99999999-99999999999999",
            check=americas.ar_cbu,
            one_in=100,
            words="cbu|cvu|cuenta bancaria|cuenta",
            examples=("CBU ⟦2850590940090418135201⟧",),
            not_examples=("CBU 2850590940090418135202",),
            source="Banco Central de la República Argentina, CBU",
        ),
        Identifier(
            entity="AR_PASSPORT",
            title="Argentine passport number",
            shapes="AAA999999",
            words="",
            with_country="pasaporte|passport|passport number",
            examples=("pasaporte argentino ⟦AAF123456⟧",),
            not_examples=("AAF123456",),
            source="RENAPER: three letters and six digits",
        ),
    ),
)

CHILE = CountryPack(
    code="CL",
    country="Chile",
    names="chile|chilean|chileno|chilena",
    identifiers=(
        Identifier(
            entity="CL_RUT",
            title="Chilean identity and tax number (RUT)",
            shapes="99.999.999-9 9.999.999-9 999.999-9 99.999.999-A 9.999.999-A 999.999-A 99999999-9 9999999-9 99999999-A 9999999-A 999999999 99999999A",
            where="[1-9][0-9]{5,7}[0-9K]",
            check=americas.cl_rut,
            one_in=12,
            words="rut!|r u t|rol unico tributario|rol unico nacional|cedula de identidad",
            examples=("RUT ⟦12.531.909-2⟧", "mi rut es ⟦12531909-2⟧"),
            not_examples=("RUT 12.531.909-3", "125319092"),
            source="Servicio de Registro Civil e Identificación",
        ),
    ),
)

COLOMBIA = CountryPack(
    code="CO",
    country="Colombia",
    names="colombia|colombian|colombiano|colombiana",
    identifiers=(
        Identifier(
            entity="CO_CEDULA",
            title="Colombian identity number",
            shapes="9.999.999.999 9999999999 99.999.999 99999999 9.999.999 9999999",
            words="cedula de ciudadania|cedula|cc!|c c!|tarjeta de identidad|documento de identidad",
            examples=("cédula de ciudadanía ⟦1.020.304.050⟧", "C.C. ⟦1020304050⟧"),
            not_examples=("1.020.304.050",),
            source="Registraduría Nacional del Estado Civil",
        ),
        Identifier(
            entity="CO_NIT",
            title="Colombian tax number (NIT)",
            shapes="999.999.999-9 999999999-9 9999999999 9.999.999.999-9 9999999999-9",
            check=americas.co_nit,
            one_in=11,
            words="nit!|numero de identificacion tributaria|rut!",
            examples=("NIT ⟦213.123.432-1⟧",),
            not_examples=("NIT 213.123.432-2",),
            source="DIAN, NIT",
            form=0.15,
        ),
    ),
)

PERU = CountryPack(
    code="PE",
    country="Peru",
    names="peru|peruvian|peruano|peruana",
    identifiers=(
        Identifier(
            entity="PE_DNI",
            title="Peruvian identity number (DNI)",
            shapes="99999999 99999999-9",
            words="",
            with_country="dni|documento nacional de identidad",
            examples=("DNI peruano ⟦10117410⟧",),
            not_examples=("10117410",),
            source="RENIEC, Documento Nacional de Identidad",
        ),
        Identifier(
            entity="PE_RUC",
            title="Peruvian taxpayer number (RUC)",
            shapes="99999999999",
            where="(?:10|15|17|20)[0-9]{9}",
            check=americas.pe_ruc,
            one_in=220,
            words="ruc!|registro unico de contribuyentes|sunat",
            examples=("RUC ⟦20512333797⟧",),
            not_examples=("RUC 20512333798", "20512333797"),
            source="SUNAT, RUC",
        ),
    ),
)

ECUADOR = CountryPack(
    code="EC",
    country="Ecuador",
    names="ecuador|ecuadorian|ecuatoriano|ecuatoriana",
    identifiers=(
        Identifier(
            entity="EC_CEDULA",
            title="Ecuadorian identity number",
            shapes="9999999999 999999999-9",
            check=americas.ec_ci,
            one_in=65,
            words="cedula|cedula de identidad|cedula de ciudadania|c i!|ci!",
            examples=("cédula ⟦1714307103⟧", "C.I. ⟦171430710-3⟧"),
            not_examples=("cédula 1714307104", "1714307103"),
            source="Registro Civil del Ecuador (Luhn)",
        ),
        Identifier(
            entity="EC_RUC",
            title="Ecuadorian taxpayer number of persons (RUC)",
            shapes="9999999999999",
            where="[0-9]{10}00[1-9]",
            check=americas.ec_ci,
            one_in=5000,
            form=0.0,
            words="ruc!|registro unico de contribuyentes",
            examples=("RUC ⟦1714307103001⟧",),
            not_examples=("RUC 1714307104001",),
            source="Servicio de Rentas Internas",
        ),
    ),
)

URUGUAY = CountryPack(
    code="UY",
    country="Uruguay",
    names="uruguay|uruguayan|uruguayo|uruguaya",
    identifiers=(
        Identifier(
            entity="UY_CEDULA",
            title="Uruguayan identity number",
            shapes="9.999.999-9 99999999 9999999-9",
            where="[1-9][0-9]{7}",
            check=americas.uy_ci,
            one_in=11,
            words="cedula|cedula de identidad|ci!|c i!|documento!",
            examples=("cédula ⟦1.234.567-2⟧",),
            not_examples=("cédula 1.234.567-3", "12345672"),
            source="Dirección Nacional de Identificación Civil",
        ),
        Identifier(
            entity="UY_RUT",
            title="Uruguayan taxpayer number (RUT)",
            shapes="999999999999 99-999999-999-9",
            where="[0-9]{8}001[0-9]",
            check=americas.uy_rut,
            one_in=20000,
            words="rut!|rut n|registro unico tributario",
            examples=("RUT ⟦211003420017⟧",),
            not_examples=("RUT 211003420018",),
            by_default=False,
            source="Dirección General Impositiva",
        ),
    ),
)

PARAGUAY = CountryPack(
    code="PY",
    country="Paraguay",
    names="paraguay|paraguayan|paraguayo|paraguaya",
    identifiers=(
        Identifier(
            entity="PY_RUC",
            title="Paraguayan taxpayer number (RUC)",
            shapes="99999999-9 9999999-9 999999-9",
            check=americas.py_ruc,
            one_in=11,
            words="ruc!|registro unico de contribuyentes",
            examples=("RUC ⟦80028061-0⟧",),
            not_examples=("RUC 80028061-1", "80028061-0"),
            source="Dirección Nacional de Ingresos Tributarios",
        ),
    ),
)

VENEZUELA = CountryPack(
    code="VE",
    country="Venezuela",
    names="venezuela|venezuelan|venezolano|venezolana",
    identifiers=(
        Identifier(
            entity="VE_RIF",
            title="Venezuelan taxpayer number (RIF)",
            shapes="A-99999999-9 A999999999 A-999999999",
            where="[VEJPG][0-9]{9}",
            check=americas.ve_rif,
            one_in=55,
            words="rif|registro de informacion fiscal",
            examples=("RIF ⟦V-11470283-4⟧",),
            not_examples=("RIF V-11470283-5",),
            source="SENIAT, RIF",
        ),
        Identifier(
            entity="VE_CEDULA",
            title="Venezuelan identity number",
            shapes="A-99.999.999 A-99999999 A-9999999 A99999999 A-9.999.999",
            where="[VE][0-9]{7,8}",
            one_in=13,
            words="cedula|cedula de identidad|ci!|c i!",
            examples=("cédula ⟦V-12.345.678⟧",),
            not_examples=("cédula Z-12.345.678",),
            source="SAIME, cédula de identidad",
            form=0.25,
        ),
    ),
)
