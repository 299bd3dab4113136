// What bundlers make of the packed package: nothing of it where nothing is used, never the module twice, and a page that
// says what the fixtures say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { printable } from "../../xtask/npm/printable.mjs";
import { install, outside, tool } from "../package/installed.mjs";
import { chromium, isHere } from "./engines.mjs";
import { giveIn } from "./given.mjs";
import { serve } from "./pages.mjs";

const folder = install();
await giveIn(folder);
const visit = await serve(folder);
const browser = isHere(chromium);
const out = join(folder, "out");
const inlined = printable(readFileSync(join(folder, "node_modules/orderstate/orderstate.wasm"))).text;

/** Webpack, and what takes its configuration. */
async function pack(webpack, entry, conditions) {
  const config = {
    entry,
    mode: "production",
    context: folder,
    output: { path: out, filename: "main.mjs", module: true },
    experiments: { outputModule: true },
    performance: false,
    externals: [({ request }, done) => (/\.wasm(\?module)?$/.test(request) ? done(null, `module ${request}`) : done())],
    ...(conditions && { resolve: { conditionNames: [...conditions, "..."] } }),
  };
  const stats = await new Promise((resolve, reject) => {
    webpack(config, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  assert.ok(!stats.hasErrors(), stats.toString());
}

/** Each with its defaults, as far as they go for a program of one file. */
const BUNDLERS = {
  async esbuild(entry, conditions) {
    const options = { entryPoints: [entry], outfile: join(out, "main.mjs"), bundle: true, format: "esm", minify: true, conditions };
    await tool("esbuild").build({ ...options, external: ["*.wasm", "*.wasm?module"] });
  },
  async Rollup(entry, conditions = []) {
    const resolve = outside("@rollup/plugin-node-resolve").default;
    const commonjs = outside("@rollup/plugin-commonjs").default;
    const plugins = [resolve({ exportConditions: conditions }), commonjs({ transformMixedEsModules: true })];
    const bundle = await outside("rollup").rollup({ input: entry, plugins, external: /\.wasm(\?module)?$/ });
    await bundle.write({ file: join(out, "main.mjs"), format: "es" });
  },
  webpack: (entry, conditions) => pack(outside("webpack"), entry, conditions),
  Rspack: (entry, conditions) => pack(outside("@rspack/core").rspack, entry, conditions),
  async Vite(entry, conditions) {
    const { build, defaultClientConditions } = await import(outside.resolve("vite").replace("index.cjs", "index.js"));
    await build({
      root: folder,
      logLevel: "warn",
      configFile: false,
      ...(conditions && { resolve: { conditions: [...conditions, ...defaultClientConditions] } }),
      build: {
        outDir: out,
        minify: true,
        lib: { entry, formats: ["es"], fileName: () => "main.mjs" },
        rolldownOptions: { external: /\.wasm(\?module)?$/ },
        commonjsOptions: { transformMixedEsModules: true },
      },
    });
  },
};

for (const [bundler, build] of Object.entries(BUNDLERS)) {
  /** All that comes of a program, as one text. */
  const built = async (source, conditions) => {
    rmSync(out, { recursive: true, force: true });
    const entry = join(folder, "program.js");
    writeFileSync(entry, source);
    await build(entry, conditions);
    return readdirSync(out).map((file) => readFileSync(join(out, file), "latin1")).join("\n");
  };
  const copies = (text) => text.split(inlined.slice(2000, 2100)).length - 1;

  test(`${bundler}: a program that uses nothing of it grows by less than 100 bytes`, async () => {
    const without = await built("console.log(1);");
    for (const entry of ["orderstate", "orderstate/js", "orderstate/slim"]) {
      const { length } = await built(`import { normalize } from "${entry}"; console.log(1);`);
      assert.ok(length - without.length < 100, `${entry}: ${length - without.length} bytes`);
    }
  });

  test(`${bundler}: a program that imports and requires it has the module once`, async () => {
    const read = 'normalize(\'{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}\').status';
    writeFileSync(join(folder, "old.cjs"), `const { normalize } = require("orderstate"); module.exports = () => ${read};`);
    const text = await built(`import old from "./old.cjs"; import { normalize } from "orderstate"; console.log(old(), ${read});`);
    assert.equal(copies(text), 1);
    const printed = execFileSync("node", [join(out, "main.mjs")], { cwd: folder, encoding: "utf8" });
    assert.equal(printed.trim(), "expired expired");
  });

  test(`${bundler}: workers at the edge import the module, and carry no other`, async () => {
    for (const [condition, imported] of [["workerd", /\/orderstate\.wasm["']/], ["edge-light", /\/orderstate\.wasm\?module["']/]]) {
      const text = await built('import { version } from "orderstate"; console.log(version());', [condition]);
      assert.equal(copies(text), 0, condition);
      assert.match(text, imported, condition);
    }
  });

  if (browser) {
    test(`${bundler}: a page that it builds says what the fixtures say`, async () => {
      const source = `
        import { conformance } from "./conformance.js";
        import { given } from "./given.js";
        import * as orderstate from "orderstate";
        import * as plain from "orderstate/js";
        const entries = [[orderstate, "wasm"], [plain, "js"]];
        Promise.all(entries.map(([entry, engine]) => conformance(entry, { ...given, engine })))
          .catch(({ stack }) => stack)
          .then((wrong) => fetch("result", { method: "POST", body: JSON.stringify(wrong) }));`;
      await built(source);
      writeFileSync(join(folder, "page.html"), '<!doctype html><script type="module" src="out/main.mjs"></script>');
      assert.deepEqual(await visit(chromium.command, "page.html"), [[], []]);
    });
  }
}
