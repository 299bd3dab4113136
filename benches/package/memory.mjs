// Whether the module's memory grows over many calls. It is not public, so it is caught where instances are made.
import { SIZES, WORDS, answers } from "./payloads.mjs";

const { Instance } = WebAssembly;
const memories = [];
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    for (const item of [this.exports, ...Object.values(imports ?? {})]) {
      memories.push(...Object.values(item).filter((value) => value instanceof WebAssembly.Memory));
    }
  }
};

const bytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

export async function run({ calls, seconds }) {
  const { normalize, normalizeWord } = await import("../../pkg/index.js");
  const encoder = new TextEncoder();
  const context = { provider: "transak", trust: "api" };
  // Mostly small ones, so that ten million do not take the day.
  const bytesOf = (answer) => encoder.encode(JSON.stringify(answer));
  const payloads = Object.keys(SIZES).map((size) => answers(size, 256).map(bytesOf));
  const [small, medium, large] = payloads;
  const results = Array(256).fill(null);
  const call = (i) => {
    const at = i & 255;
    if (at === 0) results[at] = normalize(large[(i >> 8) & 255], context);
    else if ((at & 15) === 1) results[at] = normalize(medium[at], context);
    else if ((at & 3) === 2) results[at] = normalizeWord("transak", WORDS[i % WORDS.length], "buy");
    else results[at] = normalize(small[at], context);
  };
  // Each of the payloads once, so that the memory is as large as the largest needs.
  for (const payload of payloads.flat()) normalize(payload, context);
  if (memories.length === 0) throw new Error("no memory was seen");
  const before = bytes();
  const end = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
  let made = 0;
  for (; made < calls && performance.now() < end; ) for (const next = made + 10_000; made < next; made++) call(made);
  return { before, after: bytes(), calls: made, instances: memories.length };
}
