// The declarations as users' compilers read them, from the installed package.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { install, root, tool } from "../package/installed.mjs";

const folder = install();
const tsc = join(dirname(tool.resolve("typescript")), "tsc.js");
const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noUnusedLocals"];
// No DOM and no types of Node's: the declarations must stand alone.
const alone = ["--target", "es2022", "--lib", "es2022", "--types", ""];

const ways = [
  ["ES module, node16", "use.mts", ["--module", "node16"]],
  ["ES module, nodenext", "use.mts", ["--module", "nodenext"]],
  ["CommonJS, node16", "use.cts", ["--module", "node16"]],
  ["CommonJS, nodenext", "use.cts", ["--module", "nodenext"]],
  ["bundler", "use.ts", ["--module", "esnext", "--moduleResolution", "bundler"]],
];

for (const [way, file, options] of ways) {
  test(`use.ts compiles, and its misuses do not: ${way}`, () => {
    copyFileSync(join(root, "tests/types/use.ts"), join(folder, file));
    const { status, stdout } = spawnSync("node", [tsc, ...strict, ...alone, ...options, file], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}
