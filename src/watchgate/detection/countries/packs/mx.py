"""Mexico."""

from watchgate.detection.countries.checks import americas, general
from watchgate.detection.countries.pack import CountryPack, Identifier

PACK = CountryPack(
    code="MX",
    country="Mexico",
    names="mexico|mexican|mexicano|mexicana",
    identifiers=(
        Identifier(
            entity="MX_CURP",
            title="Mexican population registry code (CURP)",
            shapes="AAAA999999AAAAAA99 AAAA999999AAAAAAA9",
            where="[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX](?:AS|B[CS]|C[CLSHM]|D[FG]|G[TR]|HG|JC|M[CNSX]|N[TLE]|OC|PL|Q[TR]|S[PLR]|T[CSL]|VZ|YN|ZS)"
            "[A-Z]{3}[0-9A-Z][0-9]",
            check=americas.mx_curp,
            one_in=20000,
            words="curp|clave unica de registro|clave unica de registro de poblacion",
            examples=("CURP ⟦BOXW310820HNERXN09⟧", "⟦BOXW310820HNERXN09⟧"),
            not_examples=("BOXW310820HNERXN08",),
            source="RENAPO, Instructivo normativo para la asignación de la CURP",
        ),
        Identifier(
            entity="MX_RFC",
            title="Mexican taxpayer number (RFC)",
            shapes="AAAA999999XXX AAA999999XXX AAAA-999999-XXX AAA-999999-XXX AAAA_999999_XXX",
            where="[A-Z]{3,4}[0-9]{6}[0-9A-Z]{3}",
            check=americas.mx_rfc,
            one_in=27,
            words="rfc|registro federal de contribuyentes",
            examples=("RFC ⟦GODE561231GR8⟧",),
            not_examples=("RFC GODE561331GR8",),
            source="SAT, Registro Federal de Contribuyentes",
            form=0.2,
        ),
        Identifier(
            entity="MX_CLABE",
            title="Mexican bank account number (CLABE)",
            shapes="999999999999999999 999_999_99999999999_9 999-999-99999999999-9",
            check=americas.mx_clabe,
            one_in=10,
            words="clabe|clabe interbancaria|cuenta clabe|cuenta",
            examples=("CLABE ⟦032180000118359719⟧",),
            not_examples=("CLABE 032180000118359718", "032180000118359719"),
            source="Asociación de Bancos de México, CLABE",
        ),
        Identifier(
            entity="MX_NSS",
            title="Mexican social security number",
            shapes="99999999999 99-99-99-9999-9 99_99_99_9999_9",
            check=general.luhn,
            one_in=10,
            words="nss!|imss!|numero de seguridad social|seguro social",
            examples=("NSS ⟦92919084431⟧",),
            not_examples=("NSS 92919084432",),
            source="IMSS, Número de Seguridad Social (Luhn)",
        ),
        Identifier(
            entity="MX_PASSPORT",
            title="Mexican passport number",
            shapes="A99999999",
            words="",
            with_country="passport|pasaporte|passport number|passport no",
            examples=("pasaporte mexicano ⟦G12345678⟧",),
            not_examples=("G12345678",),
            source="Secretaría de Relaciones Exteriores: a letter and eight digits",
        ),
    ),
)
