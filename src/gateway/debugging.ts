/**
 * True when PENNY_DEBUG stands in the environment of this process, and is neither empty nor 0: whoever started it wants
 * to see what went wrong and where.
 */
export function isDebugging(): boolean {
  try {
    return !/^0?$/.test(process.env.PENNY_DEBUG ?? "");
  } catch {
    return false; // Deno asks for a right to look, which nobody need give
  }
}
