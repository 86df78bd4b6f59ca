/** The name of a server by its number, as MySQL 8.0.36 for 80036; null where none is stated (fil0types.h, FIL_PAGE_SRV_VERSION). */
export function serverText(server: number): string | null {
  if (server < 80_000 || server > 999_999) return null
  return `MySQL ${Math.floor(server / 10_000)}.${Math.floor(server / 100) % 100}.${server % 100}`
}
