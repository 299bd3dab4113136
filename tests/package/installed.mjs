// The package as a stranger gets it: packed, and installed into an empty folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Tools of the project that are not part of the package: `tool("esbuild")`. */
export const tool = createRequire(join(root, "xtask/npm/package.json"));

/** What engines and bundlers the package is tried in: `outside("rollup")`. */
export const outside = createRequire(join(root, "tests/engines/package.json"));

/** The entry that is tested. */
export const entry = process.env.ORDERSTATE_ENTRY ?? "orderstate";

/** A new folder with the package in its node_modules; it goes with the process. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), "orderstate-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const npm = (...args) => execFileSync("npm", [...args, "--silent"], { cwd: folder, encoding: "utf8" });
  npm("pack", join(root, "pkg"));
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm("install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", `./${tarball}`);
  return folder;
}

/** What `import` and `require` give there. */
export async function load(folder) {
  const file = join(folder, "entry.mjs");
  writeFileSync(file, `export * from "${entry}";\n`);
  return { import: await import(pathToFileURL(file)), require: createRequire(file)(entry) };
}

/**
 * For scripts in a process of their own, before they import the package: `memory()` is the size of its module's memory. In
 * plain JavaScript that is the largest buffer that is made by this name.
 */
export const watch = `
  let memory = () => 0;
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    constructor(...args) {
      this.exports = new Instance(...args).exports;
      memory = () => this.exports.memory.buffer.byteLength;
    }
  };
  globalThis.ArrayBuffer = class extends ArrayBuffer {
    constructor(length) {
      super(length);
      if (length > memory()) memory = () => length;
    }
  };`;
