"""Which words name a country, a region or a part of a building, and which never stand in an address?"""

COUNTRIES = """
afghanistan|albania|algeria|andorra|angola|argentina|armenia|australia|austria|azerbaijan|bahamas|bahrain|bangladesh|barbados|belarus
|belgium|belize|benin|bermuda|bhutan|bolivia|bosnia and herzegovina|bosnia|botswana|brazil|brunei|bulgaria|burkina faso|burundi|cambodia
|cameroon|canada|cape verde|cayman islands|chad|chile|china|colombia|comoros|congo|costa rica|croatia|cuba|cyprus|czech republic|czechia
|denmark|djibouti|dominica|dominican republic|ecuador|egypt|el salvador|england|eritrea|estonia|eswatini|ethiopia|faroe islands|fiji
|finland|france|french guiana|gabon|gambia|georgia|germany|ghana|gibraltar|greece|greenland|grenada|guadeloupe|guam|guatemala|guernsey
|guinea|guyana|haiti|honduras|hong kong|hungary|iceland|india|indonesia|iran|iraq|ireland|isle of man|israel|italy|ivory coast|jamaica
|japan|jersey|jordan|kazakhstan|kenya|kiribati|korea|kosovo|kuwait|kyrgyzstan|laos|latvia|lebanon|lesotho|liberia|libya|liechtenstein
|lithuania|luxembourg|macau|macedonia|madagascar|malawi|malaysia|maldives|mali|malta|martinique|mauritania|mauritius|mexico|moldova
|monaco|mongolia|montenegro|morocco|mozambique|myanmar|namibia|nepal|netherlands|the netherlands|new caledonia|new zealand|nicaragua
|niger|nigeria|north macedonia|northern ireland|norway|oman|pakistan|palestine|panama|papua new guinea|paraguay|peru|philippines|poland
|portugal|puerto rico|qatar|republic of ireland|romania|russia|russian federation|rwanda|samoa|san marino|saudi arabia|scotland|senegal
|serbia|seychelles|sierra leone|singapore|slovakia|slovenia|somalia|south africa|south korea|spain|sri lanka|sudan|suriname|svalbard
|swaziland|sweden|switzerland|syria|taiwan|tajikistan|tanzania|thailand|togo|tonga|trinidad and tobago|tunisia|turkey|türkiye
|turkmenistan|uganda|ukraine|united arab emirates|united kingdom|great britain|united states of america|united states|uruguay
|uzbekistan|vanuatu|venezuela|vietnam|viet nam|wales|western sahara|yemen|zambia|zimbabwe
|deutschland|österreich|oesterreich|schweiz|suisse|svizzera|belgique|belgië|belgien|nederland|france|españa|espana|italia|portugal|brasil
|polska|česko|česká republika|magyarország|sverige|norge|danmark|suomi|россия|україна|украина|беларусь|türkiye|éire|méxico|perú
|slovensko|slovenija|hrvatska|srbija|românia|българия|ελλάδα|κύπρος|ísland|eesti|latvija|lietuva|luxemburg|lëtzebuerg|日本|中国|대한민국
|central african republic|democratic republic of the congo|republic of the congo|côte d'ivoire|equatorial guinea|guinea-bissau
|french polynesia|saint lucia|saint kitts and nevis|saint vincent and the grenadines|são tomé and príncipe|timor-leste|east timor
|marshall islands|micronesia|nauru|palau|solomon islands|tuvalu|antigua and barbuda|aruba|curaçao|montserrat|anguilla|réunion
|mayotte|vatican city|north korea|turks and caicos islands|british virgin islands|cook islands|american samoa|northern mariana islands
|falkland islands|republic of korea|dominican republic|federal republic of germany|kingdom of the netherlands|eire|holland
|usa|u\\.s\\.a\\.|uk|u\\.k\\.|uae|us|u\\.s\\.
"""


"""Names in English and of the country itself; as an expression, in small letters."""

US_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN "
    "TX UT VT VA WA WV WI WY DC PR VI GU AS MP AE AA AP FM MH PW"
)
REGIONS = US_STATES + (
    " AB BC MB NB NL NS NT NU ON PE QC SK YT NSW VIC QLD TAS ACT WA SA"
    " AC AM AP BA CE ES GO MA MG MS MT PB PE PI PR RJ RN RO RR RS SC SE SP TO DF"
    " AG AL AN AO AR AT AV BG BI BL BN BO BR BS BT BZ CA CB CL CN CR CS CT CZ EN FC FE FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU"
    " MB MC MN MO MT NA NO NU OR PC PD PG PN PO PT PU PV PZ RA RC RE RG RI RM RN RO SI SO SR SS SU SV TA TE TN TP TR TS TV UD VA VB"
    " VC VE VI VR VT VV"
)
"""Codes of the states and provinces of the United States, Canada, Australia, Brazil and Italy."""

UNITS = (
    r"(?:apartment|appartement|appt\.?|apt\.?|apto\.?|apart\.?|unit|suite|ste\.?|flat|floor|fl\.?|room|rm\.?|building|bldg\.?|block|blk\.?|tower|wing"
    r"|level|lvl\.?|shop|lot|space|trailer|trlr\.?|slip|pier|hangar|dept\.?|penthouse|office"
    r"|lok\.?|m\.|lgh\.?|top|stiege|tür|etage|etg\.?|stock|whg\.?|wohnung|zimmer|bus|bte|boîte|bât\.?|bâtiment|esc\.?|escalier|étage|porte|piso|puerta|pta\.?|planta"
    r"|escalera|interno|int\.?|scala|sc\.?|palazzina|bloco|bl\.?|andar|sala|casa|conj\.?|fração|kat|daire|d\:|no\:|кв\.?|квартира|корп\.?|корпус|стр\.?|строение|офис|оф\.?|подъезд"
    r"|emelet|em\.?|ajtó|byt|dpto\.?|depto\.?|departamento|col\.?|colonia|private bag|psc|unit no\.?|flat no\.?)"
)
"""Parts of a building; as an expression, in small letters."""

LEADING_UNITS = r"(?:apartment|apt\.?|unit|suite|ste\.?|flat|floor|room|rm\.?|building|bldg\.?|block|blk\.?|tower|wing|level|shop|lot|plot|house|villa|door|h|d|office|penthouse|studio)"

_NEVER = (
    "line lines room order model version chapter page pages section day days week weeks month months year years step steps figure fig table "
    "phase level class grade type part parts number no nr item items question questions answer exercise example problem option "
    "task lesson unit units volume vol issue episode season round team group level stage point points score total age aged "
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio "
    "settembre ottobre dicembre maj kesäkuu "
    "the a an i we you he she it they this that these those there here if when where what who why how is are was were be been has have had do does "
    "did will would can could should must may might please thanks thank regards sincerely best dear hello hi hey yes no not ok okay "
    "phone tel telephone telefon mobile cell fax email e-mail mail web website url http https www date time name subject re from to cc bcc "
    "iphone ipad android windows python java node ubuntu debian ios php html css http utf iso rfc port chrome firefox safari office excel "
    "article psalm isaiah genesis exodus john matthew luke mark romans acts revelation corinthians section rule law act formula apollo boeing airbus "
    "usd eur gbp inr vs version build release ticket invoice ref reference id code pin ssn card account iban swift vat "
    "approximately about around only over under more less than at least most after before since until between during top first last next "
    "input output note notes hint tip case test tests error errors status http exit signal slide slides track player level world war covid "
    "and or but so for with as by of in on "
    "my your his her our their its mr mrs ms dr prof sir madam "
    "name surname customer client patient employee"
)
NEVER = frozenset(_NEVER.split())
"""Words that announce a number of another kind, or begin a sentence: never the name of a street or a town by themselves."""
