/** Character sets by the number of a collation (MySQL manual, INFORMATION_SCHEMA.COLLATIONS), which never changes. */
const single: Readonly<Record<string, readonly number[]>> = {
  big5: [1, 84],
  latin2: [2, 9, 21, 27, 77],
  dec8: [3, 69],
  cp850: [4, 80],
  latin1: [5, 8, 15, 31, 47, 48, 49, 94],
  hp8: [6, 72],
  koi8r: [7, 74],
  swe7: [10, 82],
  ascii: [11, 65],
  ujis: [12, 91],
  sjis: [13, 88],
  cp1251: [14, 23, 50, 51, 52],
  hebrew: [16, 71],
  tis620: [18, 89],
  euckr: [19, 85],
  latin7: [20, 41, 42, 79],
  koi8u: [22, 75],
  gb2312: [24, 86],
  greek: [25, 70],
  cp1250: [26, 34, 44, 66, 99],
  gbk: [28, 87],
  cp1257: [29, 58, 59],
  latin5: [30, 78],
  armscii8: [32, 64],
  utf8mb3: [33, 76, 83, 223],
  ucs2: [35, 90, 159],
  cp866: [36, 68],
  keybcs2: [37, 73],
  macce: [38, 43],
  macroman: [39, 53],
  cp852: [40, 81],
  utf8mb4: [45, 46],
  utf16: [54, 55],
  utf16le: [56, 62],
  cp1256: [57, 67],
  utf32: [60, 61],
  binary: [63],
  geostd8: [92, 93],
  cp932: [95, 96],
  eucjpms: [97, 98],
}
const ranges: readonly (readonly [from: number, to: number, charset: string])[] = [
  [101, 124, 'utf16'],
  [128, 151, 'ucs2'],
  [160, 183, 'utf32'],
  [192, 215, 'utf8mb3'],
  [224, 247, 'utf8mb4'],
  [248, 250, 'gb18030'],
  [255, 400, 'utf8mb4'],
]
const known = new Map(Object.entries(single).flatMap(([name, ids]) => ids.map((id) => [id, name] as const)))

/** The character set of a collation, null for a number that is none. */
export function charsetOf(collation: number): string | null {
  const named = known.get(collation)
  if (named !== undefined) return named
  return ranges.find(([from, to]) => collation >= from && collation <= to)?.[2] ?? null
}

/** Character sets whose characters take different numbers of bytes, so that a CHAR column's length varies. */
const varying = new Set(
  'big5 gb2312 gbk euckr sjis cp932 ujis eucjpms utf8mb3 utf8mb4 utf16 utf16le gb18030'.split(' '),
)

/** True where CHAR columns take as many bytes in every row. */
export function isEven(charset: string): boolean {
  return !varying.has(charset)
}
