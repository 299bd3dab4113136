// The packed package says what the fixtures say in engines that get it by conditions of their own, or have no WebAssembly.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { cases } from "../package/cases.mjs";
import { install, outside, root, tool } from "../package/installed.mjs";

const folder = install();
const { version } = JSON.parse(readFileSync(join(folder, "node_modules/orderstate/package.json"), "utf8"));
const given = (engine) => ({ cases: cases(), version, engine });

/** One file of a program for an engine, with the package as bundlers find it under these conditions. */
async function bundle(name, conditions, source, options) {
  const file = join(folder, `${name}.js`);
  const stdin = { contents: source, resolveDir: folder, sourcefile: `${name}-source.js` };
  const alias = { conformance: join(root, "tests/engines/conformance.js") };
  await tool("esbuild").build({ stdin, alias, bundle: true, format: "esm", conditions, outfile: file, ...options });
  return file;
}

test("workerd, as a worker that imports the module", async () => {
  writeFileSync(join(folder, "given.json"), JSON.stringify(given("wasm")));
  const source = `
    import given from "given.json";
    import { conformance } from "conformance";
    import * as orderstate from "orderstate";
    import * as slim from "orderstate/slim";
    import module from "orderstate/orderstate.wasm";
    slim.init(module);
    const early = slim.version(); // ready at once, while the worker starts
    export default {
      async test() {
        const wrong = [...(await conformance(orderstate, given)), ...(await conformance(slim, given))];
        if (early !== given.version || wrong.length > 0) throw new Error(wrong.join("\\n"));
      },
    };`;
  // As wrangler does: the module stays a file, and is imported as one.
  const options = { external: ["given.json"], loader: { ".wasm": "copy" }, assetNames: "orderstate" };
  await bundle("worker", ["workerd", "worker", "browser"], source, options);
  const config = join(folder, "worker.capnp");
  writeFileSync(config, `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (services = [(name = "main", worker = .worker)]);
    const worker :Workerd.Worker = (
      compatibilityDate = "2026-04-01",
      modules = [
        (name = "worker.js", esModule = embed "worker.js"),
        (name = "orderstate.wasm", wasm = embed "orderstate.wasm"),
        (name = "given.json", json = embed "given.json"),
      ],
    );`);
  await promisify(execFile)(outside("workerd").default, ["test", config], { timeout: 60_000 });
});

test("Vercel's edge runtime, which allows no other code, with a module of another realm", async () => {
  const source = `
    import { conformance } from "conformance";
    import * as orderstate from "orderstate";
    globalThis.wrong = conformance(orderstate, given);`;
  // As Next does: what is imported with \`?module\` is compiled outside.
  const compiled = {
    name: "compiled",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "compiled" }));
      onLoad({ filter: /.*/, namespace: "compiled" }, () => ({ contents: "export default globalThis.compiledModule;" }));
    },
  };
  const file = await bundle("edge", ["edge-light", "browser"], source, { format: "iife", plugins: [compiled] });
  const wasm = readFileSync(join(folder, "node_modules/orderstate/orderstate.wasm"));
  const { EdgeRuntime } = outside("edge-runtime");
  const vm = new EdgeRuntime({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { compiledModule: new WebAssembly.Module(wasm), given: given("wasm") }),
  });
  assert.throws(() => vm.evaluate("new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"), /disallowed/);
  vm.evaluate(readFileSync(file, "utf8"));
  assert.deepEqual([...(await vm.evaluate("wrong"))], []);
});

test("QuickJS, which has neither WebAssembly nor a codec for text", async () => {
  const source = `
    import { conformance } from "conformance";
    import * as orderstate from "orderstate";
    globalThis.asked = conformance(orderstate, JSON.parse(given)).then(
      (wrong) => (globalThis.wrong = JSON.stringify(wrong)),
      (error) => (globalThis.wrong = JSON.stringify([String(error) + error.stack])));`;
  const file = await bundle("quick", ["react-native"], source, { format: "iife" });
  const { getQuickJS } = outside("quickjs-emscripten");
  // It goes with the process.
  const vm = (await getQuickJS()).newContext();
  const evaluate = (code) => vm.dump(vm.unwrapResult(vm.evalCode(code)));
  assert.equal(evaluate("[typeof WebAssembly, typeof TextEncoder, typeof TextDecoder].join()"), "undefined,undefined,undefined");
  vm.setProp(vm.global, "given", vm.newString(JSON.stringify(given("js"))));
  evaluate(readFileSync(file, "utf8"));
  vm.unwrapResult(vm.runtime.executePendingJobs());
  assert.deepEqual(JSON.parse(evaluate("wrong")), []);
});
