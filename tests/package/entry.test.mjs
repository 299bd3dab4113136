// What is in the tarball, and how it starts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { printable } from "../../xtask/npm/printable.mjs";
import { install, load, root, watch } from "./installed.mjs";

const folder = install();
const require = createRequire(join(folder, "stranger.cjs"));
const modules = { ...(await load(folder)), js: require("orderstate/js") };
const installed = join(folder, "node_modules/orderstate");
const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
const wasm = readFileSync(join(installed, "orderstate.wasm"));

/** Runs a script in a process of its own, in the stranger's folder; gives what it prints. */
function node(script, ...options) {
  return execFileSync("node", [...options, "--input-type=module", "--eval", script], { cwd: folder, encoding: "utf8" }).trim();
}

/** The same, which must print the same with what bundlers take. */
function run(script) {
  const said = node(script);
  assert.equal(node(script, "--conditions=module"), said);
  return said;
}

test("the tarball holds the files that are listed, and no others", () => {
  assert.deepEqual(readdirSync(installed).sort(), [...manifest.files, "package.json"].sort());
});

test("nothing is installed beside it, and nothing runs at its installation", () => {
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.scripts, undefined);
  const beside = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  assert.deepEqual(beside, ["orderstate"]);
});

test("every entry exports the same, by import and by require", async () => {
  const names = "OrderstateError VERSION createPoller describe engine explain explainAll flow init normalize normalizeAll normalizeBatch normalizeCustomer normalizeProblem " +
    "normalizeStream normalizeWord providers summarize timeline transition version";
  for (const [entry, engine] of [["", "wasm"], ["/js", "js"], ["/slim", "wasm"]]) {
    for (const module of [await import(join(installed, `${entry.slice(1) || "index"}.js`)), require(`orderstate${entry}`)]) {
      const exported = Object.keys(module).filter((name) => !/^(default|module\.exports)$/.test(name));
      assert.equal(exported.sort().join(" "), names);
      await module.init(new WebAssembly.Module(wasm));
      assert.deepEqual([module.version(), module.VERSION, module.engine], [manifest.version, manifest.version, engine]);
    }
  }
});

test("Node reads the module from its file, and what is bundled, or runs in Deno or Bun, carries it", () => {
  for (const name of ["", "/webhook"]) {
    const { module, deno, bun, node: beside } = manifest.exports[`.${name}`];
    const inlined = `./${name.slice(1) || "index"}.js`;
    assert.deepEqual([module, deno.import, bun.import].map((entry) => entry.default), [inlined, inlined, inlined]);
    const script = `import { createRequire } from "node:module";
      console.log(import.meta.resolve("orderstate${name}"), createRequire(${JSON.stringify(join(folder, "stranger.cjs"))}).resolve("orderstate${name}"));`;
    const files = [beside.import.default, beside.require.default].map((file) => join(installed, file));
    assert.equal(node(script), `${pathToFileURL(files[0])} ${files[1]}`);
  }
});

test("where its file was left behind, it says what to do", async () => {
  for (const file of ["node.js", "node.cjs"]) {
    const bundle = join(folder, file.replace("node", "bundle"));
    copyFileSync(join(installed, file), bundle);
    const { init, version } = file === "node.js" ? await import(pathToFileURL(bundle)) : require(bundle);
    const said = ({ code, remedy, cause }) => code === "wasm_unavailable" && /`module`/.test(remedy) && cause.code === "ENOENT";
    assert.throws(version, said);
    await assert.rejects(init(), said);
  }
});

test("init compiles beforehand, once, and what failed can be tried again", () => {
  const script = `import { init, version } from "orderstate";
    const { compile } = WebAssembly;
    let compiled = 0;
    WebAssembly.compile = async () => { throw new WebAssembly.CompileError("refused by the page"); };
    await init().catch(({ name, code, cause }) => console.log(name, code, cause.message));
    WebAssembly.compile = (bytes) => (compiled++, compile(bytes));
    // As Chromium before 115 does on a page's main thread.
    for (const kind of ["Module", "Instance"]) WebAssembly[kind] = class {
      constructor() { throw new RangeError(\`WebAssembly.\${kind} is disallowed on the main thread, if it is larger than 4KB.\`); }
    };
    try { version(); } catch ({ code, remedy }) { console.log(code, remedy); }
    console.log(init() === init(), await init(), compiled, version());`;
  assert.equal(run(script), [
    "OrderstateError wasm_unavailable refused by the page",
    "wasm_unavailable await `init()` before the first call",
    `true undefined 1 ${manifest.version}`,
  ].join("\n"));
});

test("slim takes the module in every form, and says what it lacks before", () => {
  const forms = {
    "a module": "new WebAssembly.Module(bytes)",
    "one of another realm": "vm.runInNewContext('new WebAssembly.Module(bytes)', { bytes })",
    bytes: "bytes",
    "a response": "new Response(bytes)",
    "a promise": "Promise.resolve(new WebAssembly.Module(bytes))",
  };
  for (const [form, source] of Object.entries(forms)) {
    const script = `import { init, version } from "orderstate/slim";
      import { readFileSync } from "node:fs";
      import vm from "node:vm";
      const bytes = readFileSync(${JSON.stringify(join(installed, "orderstate.wasm"))});
      try { version(); } catch ({ code, message }) { console.log(code, message); }
      await init("orderstate.wasm").catch(({ code }) => console.log(code));
      const ready = init(${source});
      if (${JSON.stringify(form)}.includes("mod")) console.log(version());
      await ready;
      console.log(version());`;
    const [missing, refused, ...versions] = run(script).split("\n");
    assert.equal(missing, "wasm_unavailable no module was given yet", form);
    assert.equal(refused, "wasm_unavailable", form);
    assert.deepEqual(new Set(versions), new Set([manifest.version]), form);
  }
});

test("nothing runs at import: an environment without anything can load it", () => {
  const bare = ["WebAssembly", "TextDecoder", "TextEncoder", "Buffer", "atob"];
  const script = `for (const name of ${JSON.stringify(bare)}) delete globalThis[name];
    const { normalize } = await import("orderstate");
    try { normalize("{}"); } catch ({ name, code, remedy }) { console.log(name, code, remedy); }`;
  const said = run(script);
  for (const way of ["OrderstateError wasm_unavailable", "'wasm-unsafe-eval'", "`orderstate/js`", "`orderstate/slim`"]) assert.ok(said.includes(way), said);
});

test("plain JavaScript runs there", () => {
  const bare = ["WebAssembly", "TextDecoder", "TextEncoder", "Buffer", "atob"];
  const script = `for (const name of ${JSON.stringify(bare)}) delete globalThis[name];
    const { normalize } = await import("orderstate/js");
    console.log(normalize(new URL("https://shop.example/?orderId=ü&orderStatus=complete")).id);`;
  assert.equal(run(script), "ü");
});

test("a refused compilation is reported with its cause, and is no verdict for ever", () => {
  const script = `import { version } from "orderstate";
    const { Module } = WebAssembly;
    WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("refused by the page"); } };
    try { version(); } catch ({ code, message, cause }) { console.log(code, cause.name, message); }
    WebAssembly.Module = Module;
    console.log(version());`;
  const message = "this environment does not run WebAssembly: refused by the page";
  assert.equal(run(script), `wasm_unavailable CompileError ${message}\n${manifest.version}`);
});

test("an instance that broke in the middle of a call is replaced", () => {
  const script = `import { normalize, version } from "orderstate";
    const { Instance } = WebAssembly;
    let instances = 0;
    WebAssembly.Instance = class {
      constructor(...args) {
        this.exports = { ...new Instance(...args).exports };
        if (!this.exports.normalize) return; // what decodes the module
        instances += 1;
        if (instances === 1) this.exports.normalize = () => { throw new WebAssembly.RuntimeError("unreachable"); };
      }
    };
    for (const round of [1, 2]) {
      try { normalize("{"); } catch ({ code, cause }) { console.log(instances, code, cause?.message); }
    }
    console.log(instances, version());`;
  assert.equal(run(script), `1 internal unreachable\n2 not_json undefined\n2 ${manifest.version}`);
});

for (const entry of ["orderstate", "orderstate/js"]) test(`${entry}: the memory grows with the largest payload, and not with the calls`, () => {
  const script = `${watch}
    const { describe, normalize, normalizeAll } = await import("${entry}");
    const order = { order_id: "e82c57b2", status: "expired", status_date: "2026-01-31 12:48:36" };
    const round = (step) => {
      // Sizes that fit into nothing that was freed before, with something of each way across.
      const note = "x".repeat((step * 7919) % 60000);
      const read = normalize(JSON.stringify({ ...order, note }), { trust: "api", expect: { reference: note } });
      describe(read);
      normalizeAll({ data: { orders: Array(1 + (step % 50)).fill({ ...order, order_type: "CRYPTO-BUY", step }) } });
    };
    for (let step = 0; step < 300; step += 1) round(step);
    const before = memory();
    for (let step = 0; step < 3000; step += 1) round(step);
    console.log(memory() - before);
    // Larger than all before: the memory grows in the middle of a call, and the views of it are made anew.
    const large = { ...order, note: "x".repeat(2 ** 23) };
    const { id } = normalize(JSON.stringify(large), { limits: { bytes: 2 ** 24 } });
    console.log(id, memory() > before);`;
  assert.equal(run(script), "0\ne82c57b2 true");
});

test("it runs without Node's Buffer, as in browsers, and without codecs for text, as in jsdom", () => {
  for (const absent of [["Buffer"], ["Buffer", "TextDecoder", "TextEncoder"]]) {
    const script = `for (const name of ${JSON.stringify(absent)}) delete globalThis[name];
      const { normalize } = await import("orderstate");
      console.log(normalize(new URL("https://shop.example/?orderId=ü👛%F0%9F&orderStatus=complete")).id);`;
    assert.equal(run(script), "ü👛\ufffd");
  }
});

test("the module is inlined, and the same as the file beside it", () => {
  for (const entry of ["index.js", "index.cjs"]) {
    assert.ok(readFileSync(join(installed, entry), "utf8").includes(printable(wasm).text), entry);
  }
});

test("the modules carry no names, no tools and no paths, no texts of panics and no floats", () => {
  // Where the formatting of floats begins its table of powers of ten: whatever is compiled with it has these bytes.
  const floats = Buffer.from("df451a3d03cf1ae6", "hex");
  for (const file of ["orderstate.wasm", "webhook.wasm"]) {
    const bytes = readFileSync(join(installed, file));
    const module = new WebAssembly.Module(bytes);
    for (const section of ["name", "producers", "target_features"]) {
      assert.equal(WebAssembly.Module.customSections(module, section).length, 0, `${file}: ${section}`);
    }
    const paths = [homedir(), root, "/.cargo/", "/.rustup/", "/cargo/", "/rustup/", "/rustc/", ".rs"];
    for (const part of [...paths, "panicked", "unwrap()", "out of bounds", "overflow", "RefCell", floats]) {
      assert.ok(!bytes.includes(part), `${file}: ${part}`);
    }
  }
});

test("the module needs nothing, and numbers alone cross", () => {
  const module = new WebAssembly.Module(wasm);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const kinds = new Set(WebAssembly.Module.exports(module).map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), ["function", "global", "memory"]);
});

test("each of its files stands alone, but for those that import the module, or read it", () => {
  for (const file of manifest.files.filter((file) => /\.c?js$/.test(file))) {
    const imports = [...readFileSync(join(installed, file), "utf8").matchAll(/\bfrom\s*"([^"]*)"|\b(?:require|import)\("([^"]*)"\)/g)];
    const [, webhook, query] = /^(webhook-)?(?:workerd|edge-(light))\.js$/.exec(file) ?? [];
    const module = `./${webhook ? "webhook" : "orderstate"}.wasm${query ? "?module" : ""}`;
    const expected = /workerd|edge-light/.test(file) ? [module] : /^(webhook-)?node\./.test(file) ? ["node:fs"] : [];
    assert.deepEqual(imports.map(([, from, called]) => from ?? called), expected, file);
  }
});

test("plain JavaScript asks for nothing that a strict page refuses", () => {
  for (const file of ["js.js", "js.cjs"]) {
    const text = readFileSync(join(installed, file), "utf8");
    assert.doesNotMatch(text, /\beval\b|\bnew Function\b|\bFunction\(|\bwith\s*\(|WebAssembly\./, file);
  }
});

for (const [name, { normalizeWord }] of Object.entries(modules)) {
  test(`${name}: a known word is made once for a context, and cannot be changed`, () => {
    const meaning = normalizeWord("banxa", "expired", "buy");
    assert.equal(normalizeWord("banxa", "expired", { direction: "buy" }), meaning);
    assert.throws(() => "use strict" && Object.assign(meaning.times, { paid: "now" }), TypeError);
    for (const context of [
      "sell",
      undefined,
      { direction: "buy", trust: "api" },
      { direction: "buy", kind: "rest" },
      { direction: "buy", acceptTest: true },
      { direction: "buy", custodial: true },
      { direction: "buy", acceptTest: true, custodial: true },
      { direction: "buy", now: 1_800_000_000_000 },
    ]) {
      const other = normalizeWord("banxa", "expired", context);
      assert.notEqual(other, meaning);
      assert.equal(normalizeWord("banxa", "expired", context) === other, context?.now === undefined);
    }
    assert.equal(normalizeWord("banxa", "expired", { direction: "buy", trust: "api" }).trust, "api");
    assert.equal(normalizeWord("banxa", "expired", "sell").direction, "sell");
    assert.notEqual(normalizeWord("transak", "EXPIRED", "buy"), normalizeWord("mugglepay", "EXPIRED", "buy"));
  });

  test(`${name}: words that no table knows are not kept`, () => {
    const word = "no such word";
    assert.notEqual(normalizeWord("banxa", word, "buy"), normalizeWord("banxa", word, "buy"));
    assert.throws(() => normalizeWord("banxa", "expired", ""), { code: "bad_context" });
    assert.throws(() => normalizeWord("banxa", "expired", { direction: "" }), { code: "bad_context" });
  });
}

test("it can be published with provenance: from the repository that it names", () => {
  assert.deepEqual(manifest.publishConfig, { access: "public", provenance: true });
  assert.equal(manifest.repository.url, "git+https://github.com/orderstate/orderstate.git");
});

test("the changelog is kept as Keep a Changelog has it", () => {
  const text = readFileSync(join(installed, "CHANGELOG.md"), "utf8");
  const releases = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  assert.equal(releases[0], "[Unreleased]");
  for (const heading of releases.slice(1)) assert.match(heading, /^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  const kinds = [...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  for (const kind of kinds) assert.match(kind, /^(Added|Changed|Deprecated|Removed|Fixed|Security)$/);
  // Each kind comes once in a release.
  for (const release of text.split(/^## /m).slice(1)) {
    const own = [...release.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
    assert.equal(new Set(own).size, own.length, release.split("\n")[0]);
  }
});
