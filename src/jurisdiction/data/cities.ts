/**
 * Capitals and large or well-known cities, one country a line, names as people of the place and its neighbours write
 * them. Names that several countries share are left out unless one is far better known.
 */
const table = `
AE Dubai|Abu Dhabi|Sharjah
AL Tirana|Tiranë|Durrës
AM Yerevan
AR Buenos Aires|Rosario|Mar del Plata|Mendoza
AT Wien|Vienna|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Villach|Steyr|Wels
AU Sydney|Melbourne|Brisbane|Perth|Adelaide|Canberra|Hobart|Darwin|Gold Coast|Ballarat|Geelong
AZ Baku|Bakı
BA Sarajevo|Banja Luka|Mostar|Tuzla
BD Dhaka|Chittagong
BE Brussel|Brussels|Bruxelles|Antwerpen|Antwerp|Anvers|Gent|Ghent|Gand|Brugge|Bruges|Leuven|Louvain|Liège|Luik|Namur|Charleroi|Mechelen|Hasselt
BG Sofia|София|Plovdiv|Пловдив|Varna|Варна|Burgas
BR São Paulo|Sao Paulo|Rio de Janeiro|Brasília|Belo Horizonte|Curitiba|Porto Alegre|Recife|Salvador da Bahia|Fortaleza
BY Minsk|Минск|Мінск|Gomel|Brest Litovsk|Grodno
CA Toronto|Montréal|Montreal|Vancouver|Ottawa|Calgary|Edmonton|Winnipeg|Québec|Quebec City|Halifax NS|Saskatoon|Moncton
CH Zürich|Zurich|Bern|Basel|Genève|Geneva|Genf|Lausanne|Luzern|Winterthur|St. Gallen|Lugano|Chur|Olten
CL Santiago de Chile|Valparaíso|Concepción
CN Beijing|Shanghai|Guangzhou|Shenzhen|Chengdu|Wuhan|北京|上海|广州|深圳
CO Bogotá|Bogota|Medellín|Medellin|Barranquilla
CY Nicosia|Λευκωσία|Limassol|Λεμεσός|Larnaca
CZ Praha|Prague|Prag|Brno|Ostrava|Plzeň|Olomouc|Liberec|Hradec Králové|Pardubice
DE Berlin|Hamburg|München|Munich|Köln|Cologne|Frankfurt|Stuttgart|Düsseldorf|Dortmund|Essen|Leipzig|Bremen|Dresden|Hannover|Hanover|Nürnberg|Nuremberg|Duisburg|Bochum|Wuppertal|Bielefeld|Bonn|Mannheim|Karlsruhe|Augsburg|Wiesbaden|Kiel|Kassel|Rostock|Erfurt|Mainz|Freiburg|Ulm|Potsdam|Magdeburg
DK København|Copenhagen|Kopenhagen|Aarhus|Århus|Odense|Aalborg|Esbjerg|Randers
DZ Algiers|Alger|Oran
EE Tallinn|Tartu
EG Cairo|القاهرة|Giza
ES Madrid|Barcelona|Sevilla|Seville|Zaragoza|Málaga|Murcia|Bilbao|Alicante|Gijón|Burgos|Cádiz|Vigo|A Coruña|Palma de Mallorca|Las Palmas
FI Helsinki|Helsingfors|Espoo|Tampere|Turku|Oulu|Kuopio|Jyväskylä|Lahti
FR Paris|Marseille|Lyon|Toulouse|Nantes|Strasbourg|Montpellier|Bordeaux|Lille|Rennes|Reims|Dijon|Angers|Nîmes|Tours|Rouen|Metz|Grenoble|Le Havre|Toulon|Brest
GB London|Birmingham|Manchester|Glasgow|Liverpool|Leeds|Sheffield|Edinburgh|Bristol|Cardiff|Belfast|Leicester|Nottingham|Newcastle upon Tyne|Southampton|Norwich|York|Exeter|Swindon|Plymouth|Aberdeen|Brighton|Londres
GE Tbilisi|თბილისი|Batumi
GR Αθήνα|Athens|Athen|Θεσσαλονίκη|Thessaloniki|Πάτρα|Patras|Ηράκλειο|Heraklion|Βόλος|Ιωάννινα|Χανιά|Λάρισα|Larissa
HK Hong Kong|香港
HR Zagreb|Rijeka|Osijek|Dubrovnik
HU Budapest|Debrecen|Szeged|Pécs|Győr|Miskolc
ID Jakarta|Surabaya|Bandung
IE Dublin|Cork|Galway|Limerick|Sligo|Waterford
IL Tel Aviv|Haifa|תל אביב|Be'er Sheva
IN Mumbai|Delhi|New Delhi|Bangalore|Bengaluru|Hyderabad|Chennai|Kolkata|Pune
IQ Baghdad|Basra
IR Tehran|تهران|Isfahan|Mashhad|Shiraz
IS Reykjavík|Reykjavik|Akureyri
IT Roma|Rome|Rom|Milano|Milan|Mailand|Napoli|Naples|Torino|Turin|Palermo|Genova|Bologna|Firenze|Florence|Venezia|Verona|Parma|Trieste|Bari|Catania
JP Tokyo|東京|Osaka|大阪|Kyoto|京都|Yokohama|Nagoya|Sapporo|Fukuoka
KE Nairobi|Mombasa
KR Seoul|서울|Busan|Incheon
KZ Almaty|Алматы|Astana
LT Vilnius|Kaunas|Klaipėda
LU Luxembourg City|Esch-sur-Alzette
LV Riga|Rīga|Daugavpils
MA Casablanca|Rabat|Marrakech|Marrakesh
MD Chișinău|Chisinau|Кишинёв
MK Skopje|Скопје
MT Valletta
MX Ciudad de México|Mexico City|Guadalajara|Monterrey|Puebla|Tijuana|Mérida Yucatán
MY Kuala Lumpur|Johor Bahru|Penang
NG Lagos|Abuja|Ibadan
NL Amsterdam|Rotterdam|Den Haag|The Hague|Utrecht|Eindhoven|Groningen|Tilburg|Almere|Breda|Nijmegen|Arnhem|Zwolle|Leiden|Enschede|Haarlem|Apeldoorn|Maastricht|Delft|Amersfoort
NO Oslo|Bergen|Trondheim|Stavanger|Bodø|Tromsø|Hamar|Drammen|Kristiansand
NZ Auckland|Wellington|Christchurch|Dunedin|Napier|Rotorua
PE Lima Perú|Arequipa|Cusco
PH Manila|Quezon City|Cebu|Davao
PK Karachi|Lahore|Islamabad|Rawalpindi
PL Warszawa|Warsaw|Warschau|Kraków|Krakow|Krakau|Łódź|Lodz|Wrocław|Wroclaw|Poznań|Poznan|Gdańsk|Gdansk|Danzig|Szczecin|Lublin|Katowice|Białystok|Toruń|Bydgoszcz|Gdynia
PT Lisboa|Lisbon|Lissabon|Porto|Coimbra|Braga|Évora|Faro|Aveiro
RO București|Bucuresti|Bucharest|Cluj|Cluj-Napoca|Timișoara|Iași|Iasi|Brașov|Brasov|Constanța|Sibiu
RS Beograd|Belgrade|Београд|Novi Sad|Niš
RU Москва|Moscow|Moskva|Moskau|Санкт-Петербург|Saint Petersburg|St. Petersburg Russia|Питер|Новосибирск|Novosibirsk|Екатеринбург|Yekaterinburg|Казань|Kazan|Самара|Омск|Челябинск|Ростов-на-Дону|Уфа|Пермь|Воронеж
SA Riyadh|Jeddah|الرياض
SE Stockholm|Göteborg|Gothenburg|Malmö|Uppsala|Västerås|Örebro|Linköping|Gävle|Luleå|Kalmar|Umeå
SG Singapore
SI Ljubljana|Maribor
SK Bratislava|Košice|Žilina|Banská Bystrica
TH Bangkok|Chiang Mai|กรุงเทพ|Phuket|Pattaya
TN Tunis|Sfax
TR Istanbul|İstanbul|Ankara|Izmir|İzmir|Antalya|Bursa
TW Taipei|台北|Kaohsiung
UA Київ|Киев|Kyiv|Kiev|Харків|Харьков|Kharkiv|Одеса|Одесса|Odesa|Odessa|Дніпро|Львів|Lviv
UY Montevideo
US New York|NYC|Los Angeles|Chicago|Houston|Philadelphia|San Antonio|San Diego|Dallas|San Francisco|Seattle|Denver|Boston|Detroit|Las Vegas|Portland OR|Atlanta|Miami|Minneapolis|Milwaukee|Omaha|Duluth|Peoria|Des Moines|Pittsburgh|Cincinnati|Cleveland|St. Louis|Kansas City|New Orleans|Honolulu|Salt Lake City
US Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Florida|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming
GB England|Scotland|Wales|Northern Ireland|UK|U.K.|Schottland|Écosse
CA Ontario|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|Newfoundland
AU Queensland|New South Wales|Tasmania|NSW
DE Bayern|Bavaria|Sachsen|Saxony|Hessen|Thüringen|Niedersachsen|NRW|Nordrhein-Westfalen|Schleswig-Holstein|Brandenburg|Baden-Württemberg|Rheinland-Pfalz|Ruhrgebiet
BE Vlaanderen|Flanders|Wallonie|Wallonia
NL Friesland|Noord-Brabant|Limburg NL|Gelderland|Zeeland|Overijssel|Drenthe
ES Andalucía|Cataluña|Catalunya|Galicia|Asturias|Aragón|Euskadi
FR Bretagne|Normandie|Alsace|Provence|Aquitaine
IT Toscana|Tuscany|Lombardia|Sicilia|Sicily|Piemonte|Veneto
VN Hanoi|Ho Chi Minh City|Saigon|Hà Nội
ZA Johannesburg|Cape Town|Kaapstad|Durban|Pretoria|Bloemfontein|Knysna|Paarl
`

/** [name, country] of each. */
export const cities: readonly (readonly [name: string, country: string])[] = table
  .trim()
  .split('\n')
  .flatMap((line) => {
    const country = line.slice(0, 2)
    return line
      .slice(3)
      .split('|')
      .map((name) => [name, country] as const)
  })
