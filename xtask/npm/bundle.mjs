// Bundles the facade, each time with an engine, into files that stand alone:
//   node bundle.mjs <orderstate.wasm> <webhook.wasm> <orderstate in JavaScript> <version> <folder>
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { binaryen } from "./binaryen.mjs";
import { printable } from "./printable.mjs";

const [wasmFile, webhookFile, scriptFile, version, folder] = process.argv.slice(2);
const template = (file) => fileURLToPath(new URL(`../../pkg-template/${file}`, import.meta.url));
const target = "es2020"; // Newer syntax would keep out no engine that runs the module anyway, but old bundlers.

const ENTRIES = [
  { name: "index", engine: "inlined", formats: ["esm", "cjs"] },
  { name: "slim", engine: "given", formats: ["esm", "cjs"] },
  // What Node runs of files as they are. Bundlers take the inlined ones, by the condition `module`.
  { name: "node", engine: "beside", formats: ["esm", "cjs"], module: "orderstate.wasm" },
  { name: "js", engine: "js", formats: ["esm", "cjs"] },
  { name: "workerd", engine: "imported", formats: ["esm"], module: "./orderstate.wasm" },
  // Next compiles what is imported by this name.
  { name: "edge-light", engine: "imported", formats: ["esm"], module: "./orderstate.wasm?module" },
  { name: "webhook", engine: "inlined", formats: ["esm", "cjs"], webhook: true },
  { name: "webhook-node", engine: "beside", formats: ["esm", "cjs"], module: "webhook.wasm", webhook: true },
  { name: "webhook-workerd", engine: "imported", formats: ["esm"], module: "./webhook.wasm", webhook: true },
  { name: "webhook-edge-light", engine: "imported", formats: ["esm"], module: "./webhook.wasm?module", webhook: true },
];
const EXTENSIONS = { esm: "js", cjs: "cjs" };

/** What the files of the facade import by names of ours. */
const fromBuild = (engine, module, wasm, format) => ({
  name: "orderstate",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^orderstate:engine$/ }, () => ({ path: template(`engine/${engine}.js`) }));
    onResolve({ filter: /^orderstate:module$/ }, () => ({ path: module, external: true }));
    onResolve({ filter: /^orderstate:js$/ }, () => ({ path: scriptFile }));
    onResolve({ filter: /^orderstate:(wasm|file)$/ }, ({ path }) => ({ path, namespace: "built" }));
    onLoad({ filter: /wasm$/, namespace: "built" }, () => ({ contents: inlined(readFileSync(wasm)) }));
    onLoad({ filter: /file$/, namespace: "built" }, () => ({ contents: BESIDE[format](module) }));
  },
});

/** Where a file is that lies beside this one: written so that whatever copies a program's files finds it. */
const BESIDE = {
  esm: (file) => `export const file = () => new URL("./${file}", import.meta.url);`,
  cjs: (file) => `export const file = () => __dirname + "/${file}";`,
};

/** The module as a text, and the small module that makes bytes of it again. */
function inlined(wasm) {
  const { text, table } = printable(wasm);
  const hex = [...table].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const pages = Math.ceil((table.length + text.length) / 65_536);
  const source = readFileSync(template("engine/decode.wat"), "utf8").replace("$PAGES", pages).replace("$TABLE", hex);
  const [wat, assembled] = ["decode.wat", "decode.wasm"].map((file) => join(dirname(scriptFile), file));
  writeFileSync(wat, source);
  binaryen("wasm-as", wat, "-o", assembled);
  binaryen("wasm-opt", "-Oz", assembled, "-o", assembled);
  return `export const text = "${text}", start = ${table.length}, decoder = [${[...readFileSync(assembled)]}];`;
}

for (const { name, engine, formats, module, webhook = false } of ENTRIES) {
  for (const format of formats) {
    await build({
      entryPoints: [template(webhook ? "webhook.js" : "facade.js")],
      outfile: `${folder}/${name}.${EXTENSIONS[format]}`,
      bundle: true,
      format,
      target,
      minify: true,
      legalComments: "none",
      define: { PACKAGE_VERSION: JSON.stringify(version), WEBHOOK: String(webhook) },
      external: ["node:fs"],
      plugins: [fromBuild(engine, module, webhook ? webhookFile : wasmFile, format)],
    });
  }
}
