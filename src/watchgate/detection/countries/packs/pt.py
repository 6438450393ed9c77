"""Portugal."""

from watchgate.detection.countries.checks import southern_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

PACK = CountryPack(
    code="PT",
    country="Portugal",
    names="portugal|portuguese|portugues|portuguesa",
    identifiers=(
        Identifier(
            entity="PT_NIF",
            title="Portuguese tax number",
            shapes="999~999~999",
            where="[1-35689][0-9]{8}",
            check=southern_europe.pt_nif,
            one_in=16,
            words="nif!|contribuinte!|numero de contribuinte|numero de identificacao fiscal|identificacao fiscal",
            examples=("NIF ⟦501 964 843⟧", "contribuinte n.º ⟦501964843⟧"),
            not_examples=("NIF 501 964 842", "501964843"),
            source="Autoridade Tributária; Decreto-Lei 14/2013",
        ),
        Identifier(
            entity="PT_CC",
            title="Portuguese citizen card number",
            shapes="99999999_9_AA9 999999999AA9 999999999_AA9 99999999_9AA9",
            check=southern_europe.pt_cc,
            one_in=10,
            words="cartao de cidadao|cartao do cidadao|cc!|bilhete de identidade|bi",
            examples=("cartão de cidadão ⟦00000000 0 ZZ4⟧",),
            not_examples=("cartão de cidadão 00000000 0 ZZ3",),
            source="Agência para a Modernização Administrativa, número do Cartão de Cidadão",
        ),
        Identifier(
            entity="PT_NISS",
            title="Portuguese social security number",
            shapes="99999999999 999_999_999_99",
            where="[12][0-9]{10}",
            check=southern_europe.pt_niss,
            one_in=50,
            words="niss|seguranca social|numero de seguranca social",
            examples=("NISS ⟦12345678902⟧",),
            not_examples=("NISS 12345678903",),
            source="Instituto da Segurança Social",
        ),
        Identifier(
            entity="PT_PASSPORT",
            title="Portuguese passport number",
            shapes="A999999 AA999999",
            words="passaporte|numero de passaporte",
            with_country="passport|passport number|passport no",
            examples=("passaporte português ⟦CA123456⟧",),
            not_examples=("CA123456",),
            source="Instituto dos Registos e do Notariado: a letter or two and six digits",
        ),
    ),
)
