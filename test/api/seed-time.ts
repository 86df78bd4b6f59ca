/** Minutes after noon of the first day. */
export const time = (minute: number): string => new Date(Date.UTC(2024, 0, 1, 12, minute)).toISOString()
