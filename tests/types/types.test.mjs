// The declarations as users' compilers read them, from the installed package.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { install, root, tool } from "../package/installed.mjs";

const folder = install();
const tsc = join(dirname(tool.resolve("typescript")), "tsc.js");
const options = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  // No DOM and no types of Node's: the declarations must stand alone.
  target: "es2022",
  lib: ["es2022"],
  types: [],
};

const ways = [
  ["an ES module, node16", "use.mts", { module: "node16" }],
  ["an ES module, nodenext", "use.mts", { module: "nodenext" }],
  ["CommonJS, node16", "use.cts", { module: "node16" }],
  ["CommonJS, nodenext", "use.cts", { module: "nodenext" }],
  ["a bundler's module", "use.ts", { module: "esnext", moduleResolution: "bundler" }],
];

for (const [way, file, resolution] of ways) {
  test(`uses compile and misuses do not, as ${way}`, () => {
    copyFileSync(join(root, "tests/types/use.ts"), join(folder, file));
    const config = { compilerOptions: { ...options, ...resolution }, files: [file] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const { status, stdout } = spawnSync("node", [tsc], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
}
