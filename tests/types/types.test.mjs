// The declarations as users' compilers read them, from the installed package.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { install, outside, root, tool } from "../package/installed.mjs";

const folder = install();
const inPackage = (resolved, file) => join(dirname(resolved), file);
/** The oldest compiler that is supported, the last of its line, and the newest. */
const COMPILERS = {
  "5.0": inPackage(outside.resolve("typescript-5.0/package.json"), "lib/tsc.js"),
  5.9: inPackage(tool.resolve("typescript/package.json"), "lib/tsc.js"),
  7: inPackage(outside.resolve("typescript-7/package.json"), "bin/tsc"),
};
const options = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
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

for (const [version, tsc] of Object.entries(COMPILERS)) {
  for (const [way, file, resolution] of ways) {
    test(`TypeScript ${version}: uses compile and misuses do not, as ${way}`, () => {
      copyFileSync(join(root, "tests/types/use.ts"), join(folder, file));
      const config = { compilerOptions: { ...options, ...resolution }, files: [file] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
      const { status, stdout, stderr } = spawnSync("node", [tsc], { cwd: folder, encoding: "utf8" });
      assert.equal(status, 0, stdout + stderr);
    });
  }
}

test("attw finds nothing wrong with the types of any entry", () => {
  const attw = inPackage(outside.resolve("@arethetypeswrong/cli/package.json"), "dist/index.js");
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")));
  // That a module of WebAssembly is no JavaScript is what it is for.
  const options = ["--profile", "node16", "--exclude-entrypoints", "./orderstate.wasm", "./webhook.wasm"];
  const { status, stdout, stderr } = spawnSync("node", [attw, tarball, ...options], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
});
