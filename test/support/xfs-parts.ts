/** A record of an extent (xfs_format.h, xfs_bmbt_rec). */
export function record(from: number, b: number, count: number, unwritten: boolean): Buffer {
  const out = Buffer.alloc(16)
  out.writeBigUInt64BE((unwritten ? 1n << 63n : 0n) | (BigInt(from) << 9n) | (BigInt(b) >> 43n), 0)
  out.writeBigUInt64BE(((BigInt(b) << 21n) | BigInt(count)) & 0xffffffffffffffffn, 8)
  return out
}

/** A log with one record: that of an unmount, or of changes (xfs_log_format.h, struct xlog_rec_header, xlog_op_header). */
export function putLog(bytes: Buffer, log: number, dirty: boolean): void {
  for (const [value, at] of [
    [0xfeedbabe, 0],
    [1, 4],
    [2, 8],
    [512, 12],
    [dirty ? 4 : 1, 40],
    [32_768, 320],
    [1, 512],
  ] as const)
    bytes.writeUInt32BE(value, log + at)
  bytes.set([0xaa, dirty ? 0x01 : 0x20], log + 520)
}
