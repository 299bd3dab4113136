// What an order went through, through the package: what Rust says of it is in tests/timeline.rs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { install, load, root } from "./installed.mjs";

const modules = await load(install());
const cases = JSON.parse(readFileSync(join(root, "tests/cases/timelines.json"), "utf8"));

/** The steps, or the code of the error. */
function outcome(call) {
  try {
    return call();
  } catch ({ code }) {
    return code;
  }
}

for (const { case: name, payload, steps } of cases) {
  test(name, () => {
    for (const { timeline } of Object.values(modules)) {
      const text = JSON.stringify(payload);
      for (const form of [payload, text, new TextEncoder().encode(text)]) assert.deepEqual(outcome(() => timeline(form)), steps);
    }
  });
}
