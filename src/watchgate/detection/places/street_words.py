"""Which words make a name the name of a street, in which language, and where do they stand?

    AFTER    12 Main Street, Kossuth utca 12           a word of its own behind the name
    BEFORE   rue de la Paix, via Roma 12, ул. Ленина   a word of its own in front of the name
    ENDINGS  Hauptstraße 12, Storgatan 5               the end of the name

Words that mean something else as well, or in other languages, are weak: they need support. Abbreviations are those of the
United States Postal Service's Publication 28 (appendix C1) and of the national posts' guides, as collected by the Universal
Postal Union.
"""

# ruff: noqa: RUF001 -- letters of other scripts are meant

AFTER_NUMBER = (
    "street avenue road boulevard lane terrace crescent parkway highway expressway turnpike freeway "
    "ave ave. rd rd. blvd blvd. ln ln. pkwy pkwy. hwy hwy. cres cres. ter ter. tce pde esplanade causeway driveway"
)
"""In English the number stands in front."""
AFTER = (
    "str str. u. utca út útja tér tere körút krt. sétány fasor köz "
    "caddesi cad. cd. cad sokak sokağı sok. sk. sok bulvarı blv. "
    "straße strasse gasse allee straat laan weg plein gracht gata gate gatan vägen veien vej vei plass gade plads allé katu tänav iela gatvė g. "
    "ulica cesta trg ulice náměstí třída улица проспект переулок шоссе бульвар проезд вулиця провулок "
    "marg nagar sarani"
)
WEAK_AFTER = (
    "st st. dr dr. drive court ct ct. place pl pl. way circle cir cir. trail trl square sq sq. park close row walk view hill hills path "
    "pike loop alley aly mews gardens gdns grove gr green rise run pass plaza plz bend cove cv crossing xing heights hts hollow "
    "island isle junction jct landing manor meadow meadows mill mount orchard overlook point pt port ridge rdg river shore "
    "shores spring springs spur station summit trace union valley village vista wells broadway parade quay wharf vale "
    "yard bridge brook camp center centre club common corner corners course creek dale estate estates falls field "
    "fields forest fork forks garden gateway glen harbor harbour haven knoll lake lakes ranch rapids route shoal "
    "stream throughway tunnel viaduct ville lodge motorway ramp mall neck extension dam divide flat flats ford fort key "
    "keys knolls light lights locks underpass via plain plains prairie radial rest skyway squares stravenue "
    "streets branch bluff bluffs bottom burg bypass canyon cape cliff cliffs rue bayou beach inlet ville chowk bazar colony "
    "drive. highlands fairway retreat approach reach concourse strand"
)

BEFORE = (
    "via rue avenue boulevard bd bld chemin allée allee impasse quai faubourg ruelle sentier venelle chaussée rond-point "
    "viale piazza piazzale corso vicolo contrada strada lungotevere borgo vico p.za p.zza v.le c.so "
    "calle c/ avenida avda. avda av. plaza paseo pº carrer avinguda camino ronda travesía carretera callejón cuesta glorieta "
    "rambla calzada prolongación privada boulevard blvd. cda. andador circuito "
    "rua travessa praça praceta alameda estrada rodovia beco viela r. tv. "
    "ul. ulica aleja aleje al. os. osiedle plac pl. ulice náměstí nám. třída tř. nábřeží námestie "
    "str. strada bulevardul bulevard bd. aleea calea șoseaua şos. splaiul "
    "улица ул. ул проспект просп. пр-т пр-кт пр. переулок пер. шоссе ш. бульвар б-р проезд набережная наб. площадь пл. "
    "вулиця вул. провулок пров. площа "
    "jalan jl. jl jln. jln lorong soi οδός λεωφόρος λεωφ. leoforos odos "
    "straße_des straße_der straße_von platz_des platz_der unter_den an_der auf_der auf_dem in_der hinter_der vor_dem "
)
WEAK_BEFORE = "place route square passage cours largo sq. quinta villa voie cité montée am im zum zur bei_der via. v. piața trg cesta ave. n.o. drève clos laan"

ENDINGS = (
    "straße strasse str. gasse platz allee damm ufer chaussee promenade steig "
    "weg straat laan plein gracht kade dijk steeg singel dreef plantsoen burgwal "
    "gatan vägen gränd torget stigen backen allén gata vägen vegen veien gaten gate vei veg "
    "gade vej stræde plads vænget vænge parken toften bakken "
    "katu kuja polku puistikko raitti ntie ankatu väylä "
    "iela gatvė tänav gatvės vegur stígur braut "
)
"""Only behind at least three other letters."""

WEAK_ENDINGS = (
    "tie tien stien sletta haugen lia åsen myra kroken svingen tunet holtet toppen bråten engen marka dalen moen "
    "stræti straeti stígur holt ás tún hlíð götu "
    "marken lunden toften bakke vang have bo by "
    "plan stig park hof berg ring markt stieg dyk pad hout "
    "ranta rinne kaari penger tori mäki niitty "
    "ova ská cká ova"
)
