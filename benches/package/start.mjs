// The first calls of a fresh process. Node only; a process for each way and try.
//
// What is timed is the import of a library, and then call by call, the clock running on.
import { lines } from "./lines.mjs";

const KEPT = 2000;

const reader = ({ normalize }) => {
  const context = { provider: "transak", trust: "api" };
  return (bytes) => normalize(bytes, context);
};

const WAYS = {
  // What Node runs for `import "orderstate"`.
  ours: async () => reader(await import("../../pkg/node.js")),
  twin: async () => reader(await import("../../pkg/js.js")),
  async js() {
    const { fromAnswer } = await import("./transak.mjs");
    const decoder = new TextDecoder();
    return (bytes) => fromAnswer(JSON.parse(decoder.decode(bytes)));
  },
  async "es-module-lexer"() {
    const { init, parse } = await import("es-module-lexer");
    await init;
    return () => parse('import { a } from "b"; export const c = a;');
  },
  async "cjs-module-lexer"() {
    const { init, parse } = await import("cjs-module-lexer");
    await init();
    return () => parse('exports.a = require("b");');
  },
};

export async function run({ way }, load) {
  const payloads = lines(load("1.5 kB.ndjson"));
  const results = Array(KEPT);
  const taken = Array(KEPT);
  const start = performance.now();
  const call = await WAYS[way]();
  const imported = performance.now() - start;
  for (let i = 0; i < KEPT; i++) {
    results[i] = call(payloads[i % payloads.length]);
    taken[i] = performance.now() - start;
  }
  return { imported, taken };
}
