// How much memory a long stream takes: the most that the process ever had. Node only, a process for each way.
//
// The chunks are parts of one block of lines, so that next to nothing is made for the sake of the measurement.

const CHUNK = 1 << 16;
const LINE_BREAK = 0x0a;

export async function run({ way, megabytes }, load) {
  if (way === "idle") return peak();
  const block = load("1.5 kB.ndjson");
  const blocks = Math.ceil((megabytes * 1e6) / block.length);
  async function* chunks() {
    for (let sent = 0; sent < blocks; sent++) {
      for (let at = 0; at < block.length; at += CHUNK) yield block.subarray(at, at + CHUNK);
    }
  }
  const lines = await WAYS[way](chunks());
  if (lines === undefined) return { missing: "the package has no normalizeStream" };
  const expected = blocks * block.filter((byte) => byte === LINE_BREAK).length;
  if (lines !== expected) throw new Error(`${lines} lines were read of ${expected}`);
  return peak();
}

const WAYS = {
  async ours(chunks) {
    const { normalizeStream } = await import("../../pkg/index.js");
    if (normalizeStream === undefined) return undefined;
    let rows = 0;
    for await (const batch of normalizeStream(chunks, { provider: "transak", trust: "api" })) rows += batch.rows;
    return rows;
  },
  /** What one would write by hand, and count the statuses with. */
  async js(chunks) {
    const decoder = new TextDecoder();
    const statuses = new Map();
    let rest = "";
    for await (const chunk of chunks) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const { status } = JSON.parse(line).data;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    return [...statuses.values()].reduce((sum, count) => sum + count, 0);
  },
};

/** In kilobytes. */
const peak = () => ({ peak: process.resourceUsage().maxRSS });
