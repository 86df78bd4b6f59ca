/**
 * Names of PostgreSQL's client encodings (documentation, "Character Set Support"), letters and digits only, and what
 * the same is called among the mirror's character sets. LATIN1 is ISO 8859-1, of which windows-1252 is a superset.
 */
const names: Readonly<Record<string, string>> = {
  utf8: 'utf8',
  unicode: 'utf8',
  latin1: 'latin1',
  iso88591: 'latin1',
  win1252: 'latin1',
  windows1252: 'latin1',
  latin2: 'latin2',
  iso88592: 'latin2',
  latin5: 'latin5',
  iso88599: 'latin5',
  win1254: 'latin5',
  windows1254: 'latin5',
  latin7: 'latin7',
  iso885913: 'latin7',
  iso88597: 'greek',
  iso88598: 'hebrew',
  win1250: 'cp1250',
  windows1250: 'cp1250',
  win1251: 'cp1251',
  windows1251: 'cp1251',
  win: 'cp1251',
  win1256: 'cp1256',
  windows1256: 'cp1256',
  win1257: 'cp1257',
  windows1257: 'cp1257',
  win866: 'cp866',
  alt: 'cp866',
  windows866: 'cp866',
  win874: 'tis620',
  windows874: 'tis620',
  koi8: 'koi8r',
  koi8r: 'koi8r',
  koi8u: 'koi8u',
  eucjp: 'ujis',
  sjis: 'sjis',
  mskanji: 'sjis',
  shiftjis: 'sjis',
  win932: 'cp932',
  windows932: 'cp932',
  euckr: 'euckr',
  uhc: 'euckr',
  win949: 'euckr',
  windows949: 'euckr',
  euccn: 'gb2312',
  gbk: 'gbk',
  win936: 'gbk',
  windows936: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  win950: 'big5',
  windows950: 'big5',
}

/** The mirror's character set for a client encoding; null for SQL_ASCII, which declares none; undefined when not known. */
export function charsetOf(encoding: string): string | null | undefined {
  const key = encoding.toLowerCase().replace(/[^a-z0-9]/g, '')
  return key === 'sqlascii' ? null : names[key]
}
