// Memory that one huge input took is given back, though no memory of WebAssembly can shrink; and what is larger than may be read
// never takes any.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { install, watch } from "./installed.mjs";

const folder = install();

/** Runs a script in a process of its own; gives what it prints. `payload` is an order in a text of at least so many characters. */
function run(before, entry, script) {
  const whole = `${before}
    const orderstate = await import("${entry}");
    const { explain, normalize, normalizeAll, normalizeBatch, normalizeStream, normalizeWord } = orderstate;
    const order = { order_id: "e82c57b2", status: "expired", status_date: "2026-01-31 12:48:36" };
    const payload = (size = 0, id = "e82c57b2") => JSON.stringify({ ...order, order_id: id, note: "x".repeat(size) });
    const HUGE = 2 ** 23;
    const limits = { bytes: 2 ** 24 };
    ${script}`;
  const args = ["--expose-gc", "--input-type=module", "--eval", whole];
  return execFileSync("node", args, { cwd: folder, encoding: "utf8", timeout: 120_000 }).trim();
}

/**
 * `freed()` waits until what memories of WebAssembly and buffers of JavaScript hold, that cannot be collected, is what is usual: not
 * at once, for a compiler may still be at work on what was called. It fails where that never comes.
 */
const weigh = `
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    constructor(module) {
      this.exports = new Instance(module).exports;
      memories.push(new WeakRef(this.exports.memory));
    }
  };
  const held = () => {
    const sizes = memories.map((memory) => memory.deref()?.buffer.byteLength ?? 0);
    return sizes.reduce((sum, size) => sum + size, process.memoryUsage().arrayBuffers);
  };
  const freed = async () => {
    for (let round = 0; round < 500; round++) {
      await new Promise((wake) => setTimeout(wake, 10));
      gc();
      if (held() <= 2 ** 24) return true;
    }
    return false;
  };`;

const HUGE_INPUTS = {
  "a text": "normalize(payload(HUGE), { limits })",
  bytes: "normalize(Buffer.from(payload(HUGE)), { limits })",
  "an object": "normalize({ ...order, note: 'x'.repeat(HUGE) }, { limits })",
  "one that is no JSON": "assert(() => normalize(payload(HUGE).slice(0, -1), { limits }), 'not_json')",
  "a list of orders": "normalizeAll(JSON.stringify({ data: { orders: Array(80_000).fill({ ...order, order_type: 'CRYPTO-BUY' }) } }), { limits })",
  "one that is explained": "explain(payload(HUGE), { limits })",
  "a line of a batch": "normalizeBatch([payload(), payload(HUGE), payload()].join('\\n'), { limits })",
};

for (const entry of ["orderstate", "orderstate/js"]) {
  test(`${entry}: memory is given back after a huge input`, () => {
    const printed = run(weigh, entry, `
      const assert = (call, code) => {
        try { call(); } catch (error) { if (error.code === code) return; }
        throw new Error(code);
      };
      for (const [what, read] of Object.entries({ ${Object.entries(HUGE_INPUTS).map(([what, code]) => `"${what}": () => ${code}`).join(",\n")} })) {
        read();
        console.log(what, held() > 2 ** 24, await freed());
      }
      console.log(normalize(payload()).status);`);
    const lines = Object.keys(HUGE_INPUTS).map((what) => `${what} true true`);
    assert.equal(printed, [...lines, "expired"].join("\n"));
  });

  test(`${entry}: what is usual is kept, and no instance is begun in vain`, () => {
    const printed = run(watch, entry, `
      const large = payload(2 ** 20 - 200);
      const lines = (payload() + "\\n").repeat(50_000);
      const round = () => {
        normalize(large);
        normalize(Buffer.from(large));
        normalizeBatch(lines);
        normalizeBatch((large + "\\n").repeat(5));
        return memory();
      };
      round();
      round();
      console.log(round() === round(), memory() > 2 ** 20);`);
    assert.equal(printed, "true true");
  });

  test(`${entry}: streams that run meanwhile go on`, () => {
    const printed = run("", entry, `
      const chunks = (stream) => Array.from({ length: 8 }, (_, chunk) =>
        Buffer.from(Array.from({ length: 7 }, (_, line) => payload(line === 3 ? 9000 : 0, [stream, chunk, line].join("-"))).join("\\n") + (chunk % 2 ? "\\n" : ""), "utf8"));
      const ids = ({ rows, texts: { id: { text, offsets } } }) => Array.from({ length: rows }, (_, row) => text.slice(offsets[row], offsets[row + 1]));
      const all = (stream) => chunks(stream).flatMap((_, chunk) => Array.from({ length: 7 }, (_, line) => [stream, chunk, line].join("-")));
      const huge = async function* () {
        for (const chunk of chunks("huge")) {
          yield chunk;
          yield Buffer.from(payload(HUGE, "HUGE") + "\\n");
        }
      };
      // Whole lines: the even chunks of the others end in the middle of one.
      const streams = [normalizeStream(chunks("a"), { limits }), normalizeStream(chunks("b"), { trust: "api", now: new Date() })];
      const read = streams.map(() => []);
      let open = true;
      while (open) {
        open = false;
        for (const [place, stream] of streams.entries()) {
          const { value, done } = await stream.next();
          if (!done) open = read[place].push(...ids(value), ...value.errors.map(({ code }) => code)) > 0;
          // Between any two steps the instance is another.
          normalizeBatch(payload(HUGE) + "\\n" + payload(), { limits });
        }
      }
      const calm = await Promise.all(["a", "b"].map(async (name) => {
        const read = [];
        for await (const batch of normalizeStream(chunks(name), { limits })) read.push(...ids(batch), ...batch.errors.map(({ code }) => code));
        return read;
      }));
      console.log(read[0].length > 50, JSON.stringify(read) === JSON.stringify(calm));
      let seen = 0;
      for await (const batch of normalizeStream(huge(), { limits })) seen += batch.rows + batch.errors.length;
      console.log(seen);`);
    assert.equal(printed, "true true\n60");
  });

  test(`${entry}: a payload that reads a huge one while it is read is read rightly, and known words stay what they were`, () => {
    const printed = run("", entry, `
      const word = normalizeWord("banxa", "expired", "buy");
      const nested = { ...order, get status() { return normalize(payload(HUGE), { limits }).word; } };
      console.log(normalize(nested).status, normalize(payload()).status, normalizeWord("banxa", "expired", "buy") === word);`);
    assert.equal(printed, "expired expired true");
  });

  test(`${entry}: what is too large is not written into the memory, whatever it is passed for`, () => {
    const printed = run(watch, entry, `
      const read = normalize(payload());
      normalize(payload(2 ** 20 - 200));
      const before = memory();
      const long = "é".repeat(2 ** 21);
      const values = [long, { long }, [long], { status: long, provider: long, locale: long, id: long, [long]: long },
        { ...order, order_id: long }, { ...read, status: long }, { ...read, id: long, actions: [{ kind: long }] },
        { [Symbol.toStringTag]: long }];
      const functions = Object.keys(orderstate).filter((name) => typeof orderstate[name] === "function" && !/Stream|Poller|Error|^init$/.test(name));
      for (const name of functions) {
        for (const value of values) {
          for (const args of [[value], [read, value], ["banxa", value], ["banxa", 404, value], ["banxa", "buy", value], [payload(), value]]) {
            try {
              orderstate[name](...args);
            } catch (error) {
              if (!(error instanceof orderstate.OrderstateError) || error.code === "internal") throw error;
            }
          }
        }
      }
      console.log(functions.length >= 12, memory() - before < 2 ** 21, normalize(payload()).status);`);
    assert.equal(printed, "true true expired");
  });
}
