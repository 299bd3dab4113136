// Whatever stops the module in the middle of a call, and however often, the next call gets the right answer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { install } from "./installed.mjs";

const folder = install();
const ROUNDS = 20_000;

/**
 * Runs a script in a process of its own, with `provoke` that tries what fails. Gives why it failed as often as that, and the
 * status of the order that is read afterwards.
 */
function run(entry, script, ...flags) {
  const whole = `
    ${script}
    const { normalize } = await import("${entry}");
    const payload = '{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}';
    const causes = new Set();
    let failures = 0;
    const read = (payload) => {
      try {
        return normalize(payload);
      } catch (error) {
        failures++;
        // A stack may be full before the package can say so.
        causes.add(error instanceof RangeError ? error.message : error.code + ": " + error.cause?.message);
      }
    };
    normalize(payload);
    while (failures < ${ROUNDS}) provoke();
    mend();
    console.log(JSON.stringify([[...causes], normalize(payload).status]));`;
  const args = [...flags, "--input-type=module", "--eval", whole];
  return JSON.parse(execFileSync("node", args, { cwd: folder, encoding: "utf8", timeout: 60_000 }));
}

test("in WebAssembly: traps", () => {
  const script = `
    let trapping = false;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class {
      constructor(module) {
        this.exports = { ...new Instance(module).exports };
        const { normalize, room } = this.exports;
        // More than there can be: Rust panics, with all that it holds locked.
        this.exports.normalize = (...args) => (trapping ? room(-1) : normalize(...args));
      }
    };
    const provoke = () => ((trapping = true), read(payload));
    const mend = () => (trapping = false);`;
  assert.deepEqual(run("orderstate", script), [["internal: unreachable"], "expired"]);
});

test("in JavaScript: memory that is refused", () => {
  const script = `
    let most = Infinity;
    globalThis.ArrayBuffer = class extends ArrayBuffer {
      constructor(length) {
        if (length > most) throw new RangeError("no more memory");
        super(length);
      }
    };
    const large = "[" + " ".repeat(2 ** 18);
    const provoke = () => ((most = 2 ** 18), read(large));
    const mend = () => (most = Infinity);`;
  assert.deepEqual(run("orderstate/js", script), [["internal: no more memory"], "expired"]);
});

for (const entry of ["orderstate", "orderstate/js"]) {
  test(`${entry}: a stack that is full, at every depth`, () => {
    const script = `
      let answer;
      const dive = () => {
        try {
          dive();
        } catch {}
        // On the way up there is a little more of the stack at each step, until it is enough.
        answer ??= read(payload);
      };
      const provoke = () => {
        answer = undefined;
        dive();
      };
      const mend = () => {};`;
    const full = "Maximum call stack size exceeded";
    const [causes, status] = run(entry, script, "--stack-size=200");
    for (const cause of causes) assert.ok(cause === full || cause === `internal: ${full}`, cause);
    assert.equal(status, "expired");
  });
}
