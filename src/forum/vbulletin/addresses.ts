/** Lists of addresses, of 3.8.11 and later and of 4.2: a number elsewhere is then a row's number there. */
const lists = ['ipaddress', 'ipdata'] as const

/** Finds, for the address behind a number, the row of such a list. */
export const addressJoins = (number: string): string =>
  lists
    .map(
      (list) =>
        `LEFT JOIN (SELECT ipid, min(ip) AS ip FROM ${list} GROUP BY ipid) ${list}_of ON ${list}_of.ipid = ${number}`,
    )
    .join('\n      ')

/**
 * SQL for the address behind a number. Before there were such lists the number was the address itself, and never below
 * 1.0.0.0: a smaller one that is in no list named an address that is gone.
 */
export const addressOf = (number: string): string =>
  `coalesce(${lists.map((list) => `${list}_of.ip`).join(', ')},
        CASE WHEN ${number} !~ '^[0-9]{1,8}$' THEN ${number} WHEN ${number}::bigint >= 16777216 THEN ${number} END)`
