/**
 * Where the invented people live. Prefixes are whole address blocks (/16, carriers and exits /24, IPv6 /32) that the
 * open IP-to-country table assigns to that country; a test checks them against the installed table.
 * Phone patterns are numbers set aside for fiction by the regulators (Ofcom, NANPA 555-01xx, ARCEP, BNetzA, PTS, ACMA);
 * a country without such numbers has none. `#` stands for any digit.
 */

export interface Country {
  readonly code: string
  /** Share of the members, relative to the others. */
  readonly weight: number
  /** ISO 639-1, the commonest first. */
  readonly languages: readonly string[]
  readonly timezone: string
  /** Hours ahead of UTC in winter, and whether summer time is kept (-1 on the southern half of the earth). */
  readonly offset: number
  readonly summer: -1 | 0 | 1
  /** The last block holds addresses that stay with one household for years. */
  readonly homes: readonly string[]
  readonly carrier: string
  readonly v6: string | null
  readonly phones: readonly string[]
  readonly cities: readonly string[]
}

function country(
  code: string,
  weight: number,
  languages: string,
  [timezone, offset, summer]: readonly [string, number, -1 | 0 | 1],
  homes: string,
  carrier: string,
  v6: string | null,
  phones: string,
  cities: string,
): Country {
  const list = (text: string, at: RegExp | string = ' ') => (text === '' ? [] : text.split(at))
  return {
    code,
    weight,
    languages: list(languages),
    timezone,
    offset,
    summer,
    homes: list(homes),
    carrier,
    v6,
    phones: list(phones, '|'),
    cities: list(cities, '|'),
  }
}

export const countries: readonly Country[] = [
  country(
    'NL',
    14,
    'nl',
    ['Europe/Amsterdam', 1, 1],
    '77.162 86.84 83.82',
    '188.207.100',
    '2a02:a440',
    '',
    'Utrecht|Zwolle|Breda|Groningen|Arnhem|Leiden',
  ),
  country(
    'DE',
    16,
    'de',
    ['Europe/Berlin', 1, 1],
    '79.200 84.140 88.70',
    '77.10.40',
    '2003:c0',
    '+49 30 23125 ###|+49 171 39200##|+49 40 66969 ###',
    'Bremen|Kassel|Leipzig|Erfurt|Ulm|Rostock|Köln',
  ),
  country(
    'GB',
    14,
    'en',
    ['Europe/London', 0, 1],
    '86.140 82.10 90.200',
    '92.20.60',
    '2a00:23c0',
    '+44 7700 900###|+44 7700900###|+44 20 7946 0###',
    'York|Bristol|Leeds|Norwich|Exeter|Swindon',
  ),
  country(
    'US',
    12,
    'en',
    ['America/Chicago', -6, 1],
    '73.100 76.110 68.10',
    '70.200.30',
    '2601:100',
    '+1 312 555 01##|+1 (608) 555-01##|+1-515-555-01##',
    'Madison|Duluth|Peoria|Omaha|Des Moines|Milwaukee',
  ),
  country(
    'FR',
    7,
    'fr',
    ['Europe/Paris', 1, 1],
    '90.10 82.230 93.10',
    '176.170.20',
    '2a01:cb00',
    '+33 6 39 98 ## ##|+33 1 99 00 ## ##',
    'Dijon|Angers|Nîmes|Tours|Rouen|Metz',
  ),
  country(
    'PL',
    6,
    'pl',
    ['Europe/Warsaw', 1, 1],
    '83.10 79.186 89.70',
    '31.174.80',
    '2a02:a310',
    '',
    'Łódź|Gdańsk|Poznań|Toruń|Kraków|Lublin',
  ),
  country(
    'BE',
    5,
    'nl fr',
    ['Europe/Brussels', 1, 1],
    '109.130 81.244',
    '84.196.40',
    '2a02:1810',
    '',
    'Gent|Leuven|Namur|Brugge|Liège',
  ),
  country(
    'GR',
    4,
    'el',
    ['Europe/Athens', 2, 1],
    '94.66 2.85',
    '5.54.10',
    '2a02:580',
    '',
    'Πάτρα|Βόλος|Ιωάννινα|Χανιά|Λάρισα',
  ),
  country(
    'ES',
    4,
    'es',
    ['Europe/Madrid', 1, 1],
    '83.40 88.10',
    '77.209.30',
    '2a02:9000',
    '',
    'Zaragoza|Murcia|Gijón|Burgos|Cádiz',
  ),
  country('AT', 3, 'de', ['Europe/Vienna', 1, 1], '91.113 178.189', '178.188.70', null, '', 'Linz|Graz|Villach|Steyr'),
  country(
    'CH',
    3,
    'de fr',
    ['Europe/Zurich', 1, 1],
    '85.2 178.195',
    '51.154.20',
    '2a02:1200',
    '',
    'Bern|Chur|Lausanne|Olten',
  ),
  country(
    'CA',
    3,
    'en fr',
    ['America/Toronto', -5, 1],
    '99.230 142.184',
    '70.70.90',
    null,
    '+1 613 555 01##',
    'Ottawa|Halifax|Regina|Moncton',
  ),
  country(
    'SE',
    2,
    'en',
    ['Europe/Stockholm', 1, 1],
    '78.70 81.230',
    '155.4.60',
    null,
    '+46 70 174 06 ##',
    'Gävle|Örebro|Luleå|Kalmar',
  ),
  country('IE', 2, 'en', ['Europe/Dublin', 0, 1], '86.42 83.70', '83.71.30', null, '', 'Cork|Sligo|Galway'),
  country(
    'AU',
    2,
    'en',
    ['Australia/Sydney', 10, -1],
    '1.130 101.180',
    '49.180.20',
    '2001:8003',
    '+61 2 5550 ####|+61 491 570 156',
    'Ballarat|Newcastle|Hobart',
  ),
  country('DK', 1, 'en', ['Europe/Copenhagen', 1, 1], '80.165 87.50', '87.51.40', null, '', 'Aarhus|Odense|Esbjerg'),
  country('NO', 1, 'en', ['Europe/Oslo', 1, 1], '84.210 88.90', '89.8.30', null, '', 'Bergen|Hamar|Bodø'),
  country('FI', 1, 'en', ['Europe/Helsinki', 2, 1], '80.222 84.250', '87.93.20', null, '', 'Tampere|Oulu|Kuopio'),
  country('CZ', 1, 'en', ['Europe/Prague', 1, 1], '90.178 88.101', '46.13.50', '2a00:1028', '', 'Brno|Plzeň|Olomouc'),
  country('IT', 1, 'en', ['Europe/Rome', 1, 1], '79.20 87.10', '5.90.40', null, '', 'Torino|Parma|Trieste'),
  country('PT', 1, 'en', ['Europe/Lisbon', 0, 1], '85.242 89.153', '94.61.30', null, '', 'Coimbra|Braga|Évora'),
  country('NZ', 1, 'en', ['Pacific/Auckland', 12, -1], '49.225 118.92', '122.57.40', null, '', 'Dunedin|Nelson|Napier'),
  country('ZA', 1, 'en', ['Africa/Johannesburg', 2, 0], '105.215 169.0', '41.5.60', null, '', 'Durban|Paarl|Knysna'),
  country(
    'MX',
    1,
    'es',
    ['America/Mexico_City', -6, 0],
    '189.175 187.135',
    '189.176.20',
    null,
    '',
    'Puebla|León|Mérida',
  ),
  country('RO', 1, 'en', ['Europe/Bucharest', 2, 1], '86.122 109.98', '5.13.30', '2a02:2f00', '', 'Cluj|Iași|Brașov'),
]

/** Addresses that belong to relays used by many unrelated people. */
export const exits: readonly string[] = [
  '185.65.134.71',
  '193.138.218.44',
  '185.213.154.12',
  '146.70.124.130',
  '194.127.199.60',
  '37.19.200.23',
  '89.45.224.91',
  '185.159.157.8',
  '91.219.236.17',
  '45.83.220.205',
  '169.150.196.33',
  '193.32.126.158',
]
