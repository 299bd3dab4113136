// The packed package says what the fixtures say in every engine, as WebAssembly and as plain JavaScript.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { install, outside, root, tool } from "../package/installed.mjs";
import { BROWSERS, EMBEDDED, PROGRAMS, isHere, named, oldChromium, table, unpacked } from "./engines.mjs";
import { giveIn } from "./given.mjs";
import { serve } from "./pages.mjs";

const ENTRIES = { orderstate: "wasm", "orderstate/js": "js" };
/** Where secrets are kept, the one that needs them too. */
const SERVERS = { ...ENTRIES, "orderstate/webhook": "wasm" };
const LIMIT = { timeout: 120_000, maxBuffer: 1 << 24 };

const folder = install();
const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/orderstate/package.json"), "utf8"));
const given = await giveIn(folder);
const execute = promisify(execFile);

/** Every entry that is JavaScript, and what it exports. */
const all = Object.entries(exports).filter(([, conditions]) => conditions.require).map(([path]) => path.replace(".", "orderstate"));
const exported = all.map((entry) => [entry, Object.keys(createRequire(join(folder, "x"))(entry)).sort()]);

const write = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));

/** A program that imports the package from somewhere, and passes on what is wrong with it. */
const asking = (from, engine, pass) => `
  const said = { wrong: [] };
  try {
    const [{ default: required, ...imported }, { conformance }, { given }] =
      await Promise.all([import(${JSON.stringify(from)}), import("./conformance.js"), import("./given.js")]);
    said.wrong = await conformance(required ?? imported, { ...given, engine: "${engine}" });
  } catch (error) {
    said.wrong.push(String(error), error.stack);
  }
  said.page = typeof document === "object";
  ${pass};`;

/** A program that imports all of them, and passes on what they export. */
const listing = (places, pass) => `
  const said = await Promise.all(${JSON.stringify(places)}.map(async ([entry, from]) => [entry, Object.keys(await import(from)).sort()]));
  ${pass};`;

for (const program of PROGRAMS.filter(isHere)) {
  test(`${named(program)}: all entries by ${program.asked.join(" and by ")}`, async () => {
    const sources = {
      import: ["list.mjs", listing(all.map((entry) => [entry, entry]), "console.log(JSON.stringify(said))")],
      require: ["list.cjs", `console.log(JSON.stringify(${JSON.stringify(all)}.map((entry) => [entry, Object.keys(require(entry)).sort()])))`],
    };
    for (const condition of program.asked) {
      const [path, ...args] = [...program.command, write(...sources[condition])];
      const { stdout } = await execute(path, args, { cwd: folder, ...LIMIT });
      assert.deepEqual(JSON.parse(stdout), exported, condition);
    }
  });

  for (const [entry, engine] of Object.entries(SERVERS)) {
    for (const condition of program.asked) {
      test(`${named(program)}: ${entry} by ${condition}`, async () => {
        write("required.cjs", `module.exports = require("${entry}");`);
        const pass = "console.log(JSON.stringify(said))";
        const file = write("run.mjs", asking(condition === "require" ? "./required.cjs" : entry, engine, pass));
        const [path, ...args] = program.command;
        const { stdout } = await execute(path, [...args, file], { cwd: folder, ...LIMIT });
        assert.deepEqual(JSON.parse(stdout), { wrong: [], page: false });
      });
    }
  }
}

const visit = await serve(folder);
const pass = 'await fetch("result", { method: "POST", body: JSON.stringify(said) })';
const file = (entry) => `./node_modules/orderstate/${exports[entry.replace("orderstate", ".")].import.default}`;

for (const browser of BROWSERS.filter(isHere)) {
  const command = unpacked(browser);
  test(`${named(browser)}: all entries in a page`, async () => {
    write("page.html", `<!doctype html><script type="module">${listing(all.map((entry) => [entry, file(entry)]), pass)}</script>`);
    assert.deepEqual(await visit(command, "page.html"), exported);
  });

  for (const [entry, engine] of Object.entries(ENTRIES)) {
    for (const where of ["page", "dedicated worker"]) {
      test(`${named(browser)}: ${entry} in a ${where}`, async () => {
        const page = where === "page";
        write("run.js", asking(file(entry), engine, pass));
        const start = page ? 'await import("./run.js")' : 'new Worker("run.js", { type: "module" })';
        write("page.html", `<!doctype html><script type="module">${start};</script>`);
        assert.deepEqual(await visit(command, "page.html"), { wrong: [], page });
      });
    }
  }

  if (browser === oldChromium) {
    test(`${named(browser)}: a page that does not wait for \`init\` is told to`, async () => {
      const source = `
        import { init, normalizeWord } from "${file("orderstate")}";
        const read = () => {
          try {
            return normalizeWord("banxa", "waitingPayment", "sell").status;
          } catch ({ code, remedy }) {
            return \`\${code}: \${remedy}\`;
          }
        };
        const said = [read(), await init(), read()];
        ${pass};`;
      write("page.html", `<!doctype html><script type="module">${source}</script>`);
      const told = "wasm_unavailable: await `init()` before the first call";
      assert.deepEqual(await visit(command, "page.html"), [told, null, "awaiting_payment"]);
    });
  }
}

/** One file of a program for an engine, with the package as bundlers find it under these conditions. */
async function bundle(name, conditions, source, options) {
  const file = join(folder, `${name}.js`);
  const stdin = { contents: source, resolveDir: folder, sourcefile: `${name}-source.js` };
  await tool("esbuild").build({ stdin, bundle: true, format: "esm", conditions, outfile: file, ...options });
  return file;
}

for (const [entry, engine] of Object.entries(SERVERS)) {
  test(`${named(EMBEDDED.workerd)}: ${entry}, which imports the module`, async () => {
    const source = `
      import given from "given.json";
      import { conformance } from "./conformance.js";
      import * as orderstate from "${entry}";
      import * as slim from "orderstate/slim";
      import module from "orderstate/orderstate.wasm";
      slim.init(module);
      const early = slim.version(); // ready at once, while the worker starts
      export default {
        async test() {
          const wrong = await conformance(orderstate, { ...given, engine: "${engine}" });
          wrong.push(...(await conformance(slim, { ...given, engine: "wasm" })));
          if (early !== given.version || wrong.length > 0) throw new Error(wrong.join("\\n"));
        },
      };`;
    // As wrangler does: the module stays a file, and is imported as one.
    const options = { external: ["given.json"], loader: { ".wasm": "copy" }, assetNames: "[name]" };
    await bundle("worker", [...EMBEDDED.workerd.asked, "worker", "browser"], source, options);
    const config = write("worker.capnp", `using Workerd = import "/workerd/workerd.capnp";
      const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
      const worker :Workerd.Worker = (
        compatibilityDate = "2026-04-01",
        modules = [
          (name = "worker.js", esModule = embed "worker.js"),
          (name = "orderstate.wasm", wasm = embed "orderstate.wasm"),
          ${entry === "orderstate/webhook" ? '(name = "webhook.wasm", wasm = embed "webhook.wasm"),' : ""}
          (name = "given.json", json = embed "given.json"),
        ],
      );`);
    await execute(outside("workerd").default, ["test", config], LIMIT);
  });

  test(`${named(EMBEDDED.edge)}, which allows no other code: ${entry}, with a module of another realm`, async () => {
    const source = `
      import { conformance } from "./conformance.js";
      import * as orderstate from "${entry}";
      globalThis.wrong = conformance(orderstate, given);`;
    // As Next does: what is imported with \`?module\` is compiled outside.
    const compiled = {
      name: "compiled",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "compiled" }));
        onLoad({ filter: /.*/, namespace: "compiled" }, ({ path }) => ({ contents: `export default compiled["${basename(path, "?module")}"];` }));
      },
    };
    const file = await bundle("edge", [...EMBEDDED.edge.asked, "browser"], source, { format: "iife", plugins: [compiled] });
    const modules = ["orderstate.wasm", "webhook.wasm"].map((name) => [
      name,
      new WebAssembly.Module(readFileSync(join(folder, "node_modules/orderstate", name))),
    ]);
    const { EdgeRuntime } = outside("edge-runtime");
    const vm = new EdgeRuntime({
      codeGeneration: { strings: false, wasm: false },
      extend: (context) => Object.assign(context, { compiled: Object.fromEntries(modules), given: { ...given, engine } }),
    });
    assert.throws(() => vm.evaluate("new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"), /disallowed/);
    vm.evaluate(readFileSync(file, "utf8"));
    assert.deepEqual([...(await vm.evaluate("wrong"))], []);
  });
}

test(`${named(EMBEDDED.quickjs)}, and no codec for text: orderstate, which is orderstate/js there`, async () => {
  const source = `
    import { conformance } from "./conformance.js";
    import { normalize } from "orderstate";
    import * as orderstate from "orderstate/js";
    globalThis.asked = conformance(orderstate, JSON.parse(given)).then(
      (wrong) => (globalThis.wrong = JSON.stringify([...wrong, normalize === orderstate.normalize])),
      (error) => (globalThis.wrong = JSON.stringify([String(error) + error.stack])));`;
  const file = await bundle("quick", EMBEDDED.quickjs.asked, source, { format: "iife" });
  const { getQuickJS, shouldInterruptAfterDeadline } = outside("quickjs-emscripten");
  // It goes with the process.
  const vm = (await getQuickJS()).newContext();
  vm.runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + 2 * LIMIT.timeout));
  const evaluate = (code) => vm.dump(vm.unwrapResult(vm.evalCode(code)));
  assert.equal(evaluate("[typeof WebAssembly, typeof TextEncoder, typeof TextDecoder].join()"), "undefined,undefined,undefined");
  vm.setProp(vm.global, "given", vm.newString(JSON.stringify({ ...given, engine: "js" })));
  evaluate(readFileSync(file, "utf8"));
  vm.unwrapResult(vm.runtime.executePendingJobs());
  assert.deepEqual(JSON.parse(evaluate("wrong")), [true]);
});

test("the README lists these engines and no others", () => {
  const readme = readFileSync(join(root, "pkg-template/README.md"), "utf8");
  assert.ok(readme.includes(`\n\n${table()}\n\n`), `it must have this table:\n\n${table()}`);
});
