"""Croatia, Slovenia, Serbia (whose personal number Bosnia, Montenegro and North Macedonia share), North Macedonia, Albania, Greece,
Cyprus and Malta.
"""

# ruff: noqa: RUF001 - words of Serbia, North Macedonia, Greece and Cyprus are not written in Latin letters
from watchgate.detection.countries.checks import eastern_europe, general, southern_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

CROATIA = CountryPack(
    code="HR",
    country="Croatia",
    names="croatia|croatian|hrvatska|hrvatski|hrvatske",
    identifiers=(
        Identifier(
            entity="HR_OIB",
            title="Croatian personal identification number (OIB)",
            shapes="99999999999 AA99999999999",
            where="(?:HR)?[0-9]{11}",
            check=eastern_europe.hr_oib,
            one_in=10,
            words="oib|osobni identifikacijski broj|oib a",
            examples=("OIB ⟦33392005961⟧", "OIB: ⟦HR33392005961⟧"),
            not_examples=("OIB 33392005962", "33392005961"),
            source="Porezna uprava, OIB (ISO 7064 MOD 11,10)",
            form=0.1,
        ),
    ),
)

SLOVENIA = CountryPack(
    code="SI",
    country="Slovenia",
    names="slovenia|slovenian|slovenija|slovenski|slovenska",
    identifiers=(
        Identifier(
            entity="SI_EMSO",
            title="Slovenian personal number (EMŠO)",
            shapes="9999999999999",
            where="[0-9]{7}50[0-9]{4}",
            check=eastern_europe.jmbg,
            one_in=20000,
            form=0.05,
            words="emso|maticna stevilka|enotna maticna stevilka",
            examples=("EMŠO ⟦0101006500006⟧",),
            not_examples=("EMŠO 0101006500007",),
            source="Zakon o centralnem registru prebivalstva",
        ),
        Identifier(
            entity="SI_TAX_ID",
            title="Slovenian tax number",
            shapes="99999999 AA99999999 AA_99999999",
            where="(?:SI)?[1-9][0-9]{7}",
            check=eastern_europe.si_ddv,
            one_in=12,
            words="davcna stevilka|davcna|id za ddv|ddv|davcno stevilko",
            examples=("davčna številka ⟦50223054⟧", "ID za DDV: ⟦SI50223054⟧"),
            not_examples=("davčna številka 50223055", "50223054"),
            source="Finančna uprava Republike Slovenije",
            form=0.1,
        ),
    ),
)

SERBIA = CountryPack(
    code="RS",
    country="Serbia",
    names="serbia|serbian|srbija|srbije|srpski|србија|србије|yugoslavia",
    identifiers=(
        Identifier(
            entity="RS_JMBG",
            title="Personal number of Serbia and its neighbours (JMBG)",
            shapes="9999999999999",
            where="[0-9]{7}(?!50)(?:0[1-9]|[1-9][0-9])[0-9]{4}",
            check=eastern_europe.jmbg,
            one_in=1600,
            form=0.05,
            words="jmbg|јмбг|maticni broj|jedinstveni maticni broj|матични број|мбг|jmb|embg|ембг|матичен број",
            examples=("JMBG ⟦0101006710000⟧", "ЈМБГ: ⟦0101006710000⟧"),
            not_examples=("JMBG 0101006710008",),
            source="Zakon o uvođenju jedinstvenog matičnog broja građana (SFRJ 58/76)",
        ),
        Identifier(
            entity="RS_PIB",
            title="Serbian tax number",
            shapes="999999999",
            where="[1-9][0-9]{8}",
            check=general.mod_11_10,
            one_in=11,
            words="pib!|пиб|poreski broj|poreski identifikacioni broj",
            examples=("PIB ⟦101134702⟧",),
            not_examples=("PIB 101134703",),
            by_default=False,
            source="Poreska uprava, PIB",
        ),
    ),
)

NORTH_MACEDONIA = CountryPack(
    code="MK",
    country="North Macedonia",
    names="macedonia|macedonian|makedonija|македонија",
    identifiers=(
        Identifier(
            entity="MK_EDB",
            title="North Macedonian tax number",
            shapes="9999999999999 AA9999999999999",
            where="(?:MK)?[0-9]{13}",
            check=lambda number: eastern_europe.mk_edb(number[-13:]),
            one_in=10,
            words="едб|edb|даночен број|danocen broj",
            examples=("ЕДБ ⟦4030000375897⟧",),
            not_examples=("ЕДБ 4030000375890",),
            by_default=False,
            source="Управа за јавни приходи, ЕДБ",
            form=0.1,
        ),
    ),
)

ALBANIA = CountryPack(
    code="AL",
    country="Albania",
    names="albania|albanian|shqiperi|shqiperia|shqiptar",
    identifiers=(
        Identifier(
            entity="AL_NID",
            title="Albanian personal number (NID, NIPT)",
            shapes="A99999999A",
            where="[A-T][0-9](?:[0156][0-9])[0-9]{5}[A-W]|[JKLM][0-9]{8}[A-Z]",
            one_in=2.6,
            words="nid!|nipt|numri personal|numri i identitetit|nuis|leternjoftim*",
            examples=("numri personal ⟦J61009012K⟧",),
            not_examples=("J61009012K",),
            source="Drejtoria e Përgjithshme e Gjendjes Civile",
        ),
    ),
)

GREECE = CountryPack(
    code="GR",
    country="Greece",
    names="greece|greek|hellenic|ελλαδα|ελληνικο|ελληνικη|ελλάδα",
    identifiers=(
        Identifier(
            entity="GR_AFM",
            title="Greek tax number (AFM)",
            shapes="999999999 AA999999999",
            where="(?:EL|GR)?[0-9]{9}",
            check=southern_europe.gr_afm,
            one_in=10,
            words="αφμ|α φ μ|afm|αριθμος φορολογικου μητρωου|vat!|αριθμός φορολογικού μητρώου",
            examples=("ΑΦΜ ⟦094259216⟧", "AFM: ⟦EL094259216⟧"),
            not_examples=("ΑΦΜ 094259217", "094259216"),
            source="ΑΑΔΕ, ΑΦΜ",
            form=0.1,
        ),
        Identifier(
            entity="GR_AMKA",
            title="Greek social security number (AMKA)",
            shapes="99999999999",
            check=southern_europe.gr_amka,
            one_in=270,
            words="αμκα|α μ κ α|amka|αριθμός μητρώου κοινωνικής ασφάλισης",
            examples=("ΑΜΚΑ ⟦01013099997⟧",),
            not_examples=("ΑΜΚΑ 01013099998", "01013099997"),
            source="ΗΔΙΚΑ, ΑΜΚΑ",
        ),
        Identifier(
            entity="GR_PASSPORT",
            title="Greek passport number",
            shapes="AA9999999",
            words="διαβατήριο|διαβατηριο|αριθμός διαβατηρίου|διαβατηρίου",
            with_country="passport|passport number|passport no",
            examples=("αριθμός διαβατηρίου ⟦AE1234567⟧",),
            not_examples=("AE1234567",),
            source="Ελληνική Αστυνομία: two letters and seven digits",
        ),
    ),
)

CYPRUS = CountryPack(
    code="CY",
    country="Cyprus",
    names="cyprus|cypriot|κύπρος|κυπρος|κυπριακό",
    identifiers=(
        Identifier(
            entity="CY_TIN",
            title="Cypriot tax number",
            shapes="99999999A AA99999999A",
            where="(?:CY)?(?!12)[013459][0-9]{7}[A-Z]",
            check=southern_europe.cy_vat,
            one_in=44,
            words="tic!|vat!|tin!|φπα|αφτ|tax identification code",
            examples=("VAT ⟦CY10259033P⟧",),
            not_examples=("VAT CY10259033Z", "10259033P"),
            source="Τμήμα Φορολογίας, Cyprus TIC",
            form=0.2,
        ),
    ),
)

MALTA = CountryPack(
    code="MT",
    country="Malta",
    names="malta|maltese|malti",
    identifiers=(
        Identifier(
            entity="MT_ID_CARD",
            title="Maltese identity card number",
            shapes="9999999A 999999A",
            where="[0-9]{6,7}[MGAPLHBZ]",
            one_in=3.2,
            words="karta tal identita|identita!|karta",
            with_country="id card|identity card|id number|id card number",
            examples=("Maltese ID card ⟦0123456M⟧",),
            not_examples=("0123456M",),
            source="Identità, Identity Card Act",
        ),
        Identifier(
            entity="MT_VAT_ID",
            title="Maltese VAT number",
            shapes="AA99999999 AA_99999999",
            where="MT[1-9][0-9]{7}",
            check=southern_europe.mt_vat,
            one_in=20000,
            words="vat!|vat number|vat no",
            examples=("VAT ⟦MT11679112⟧",),
            not_examples=("MT11679113",),
            by_default=False,
            source="Commissioner for Revenue, Malta",
        ),
    ),
)
