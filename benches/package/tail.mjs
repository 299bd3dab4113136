// The slow calls of one way, each call timed alone. Node only; in a process of its own, so that nobody pays for the
// garbage of another.
import { setPriority } from "node:os";
import { lines } from "./lines.mjs";
import { fromAnswer } from "./transak.mjs";

const RING = 256;

export async function run({ way, calls, warmMs }, load) {
  const raised = attempt(() => setPriority(-12));
  const { normalize } = await import("../../pkg/index.js");
  const payloads = lines(load("1.5 kB.ndjson"));
  const decoder = new TextDecoder();
  const context = { provider: "transak", trust: "api" };
  const call = {
    js: (bytes) => fromAnswer(JSON.parse(decoder.decode(bytes))),
    ours: (bytes) => normalize(bytes, context),
  }[way];
  const results = Array(RING).fill(null);
  for (const end = performance.now() + warmMs; performance.now() < end; ) {
    for (let i = 0; i < RING; i++) results[i] = call(payloads[i]);
  }
  const taken = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    results[i % RING] = call(payloads[i % RING]);
    taken[i] = performance.now() - start;
  }
  taken.sort();
  const [p50, p99, p999] = [0.5, 0.99, 0.999].map((part) => taken[Math.floor(calls * part)] * 1e6);
  return { p50, p99, p999, raised };
}

function attempt(call) {
  try {
    call();
    return true;
  } catch {
    return false; // not everybody may
  }
}
