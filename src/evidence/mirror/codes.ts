/** What a scan returns instead of the place where the row ends. */

/** The row goes on beyond the window. */
export const needInput = -1
/** The row does not fit into the chunk it is written to. */
export const needRoom = -2
/** Not a row. */
export const bad = -3
/** A run of raw NUL bytes inside a quoted value: dump tools write `\0`, so this is a block that was lost. */
export const zeroed = -4

/** Raw NUL bytes in a row that make a lost block; an IPv6 address written raw has at most 15. */
export const zeroRun = 16
