/**
 * Where people who write a language online live, as shares of a hundred, one language (ISO 639-1) a line; rounded from
 * numbers of speakers. Languages in which strangers meet (`common`) say little of where anybody is.
 */
const table = `
am ET 95
ar EG 20 SA 15 DZ 10 MA 10 IQ 10 AE 8 JO 5 TN 5 SY 5
az AZ 85 IR 10
be BY 95
bg BG 95
bn BD 65 IN 33
ca ES 97 AD 2
cs CZ 97
da DK 97
de DE 80 AT 9 CH 6 BE 1 LU 1
el GR 90 CY 8
en US 35 GB 20 IN 8 CA 7 AU 6 IE 2 NZ 2 ZA 2
es ES 22 MX 24 AR 12 CO 10 CL 6 PE 6 VE 4 EC 3 US 8
et EE 95
eu ES 90 FR 8
fa IR 88 AF 8
fi FI 97
fr FR 65 BE 9 CA 10 CH 4 DZ 2 MA 2
gu IN 96
he IL 97
hi IN 97
hr HR 75 BA 20
hu HU 92 RO 5
hy AM 90
is IS 97
it IT 95 CH 2
ja JP 99
ka GE 96
kn IN 98
ko KR 98
ku TR 40 IQ 35 SY 10
lo LA 95
lt LT 96
lv LV 96
ml IN 97
mr IN 98
ms MY 80 SG 5 BN 2
nl NL 75 BE 23
no NO 98
or IN 98
pa IN 55 PK 40
pl PL 96
pt BR 75 PT 20 AO 2
ro RO 88 MD 9
ru RU 75 UA 8 BY 7 KZ 6
sk SK 96
sl SI 96
sq AL 55 XK 30 MK 10
sr RS 75 BA 15 ME 8
sv SE 92 FI 6
ta IN 80 LK 12
te IN 98
th TH 98
tl PH 97
tr TR 92 DE 3
uk UA 95
ur PK 85 IN 10
vi VN 97
yo NG 95
zh CN 70 TW 18 HK 7 SG 2
`

/** Shares by language: [country, share of 1], the largest first. */
export const countriesOfLanguage: ReadonlyMap<string, readonly (readonly [country: string, share: number])[]> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [language = '', ...parts] = line.split(' ')
      const shares = parts
        .flatMap((part, i) => (i % 2 === 0 ? [[part, Number(parts[i + 1]) / 100] as const] : []))
        .sort((x, y) => y[1] - x[1])
      return [language, shares] as const
    }),
)

/** Languages that strangers use among themselves. */
export const common: ReadonlySet<string> = new Set(['en'])
