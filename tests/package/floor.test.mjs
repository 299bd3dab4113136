// Which engines run the module: those that have all of these features, and no others are used.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { install, root, tool } from "./installed.mjs";

const FLOOR = ["bulk-memory-opt", "nontrapping-float-to-int", "sign-ext"];

const wasm = join(install(), "node_modules/orderstate/orderstate.wasm");
const wasmOpt = join(dirname(tool.resolve("binaryen")), "bin/wasm-opt");

function validates(features) {
  const args = [wasmOpt, wasm, "--mvp-features", ...features.map((name) => `--enable-${name}`), "-o", "/dev/null"];
  return spawnSync("node", args).status === 0;
}

test("the module needs WebAssembly's first version and the features of the floor, each of them and no other", () => {
  assert.ok(validates(FLOOR));
  for (const feature of FLOOR) assert.ok(!validates(FLOOR.filter((other) => other !== feature)), feature);
});
