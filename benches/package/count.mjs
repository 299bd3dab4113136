// How many WebAssembly instructions the package executes: `node count.mjs MODULE FOLDER`, MODULE being one that counts
// (../native/src/instrument.rs), and FOLDER holding what prepare.mjs writes.
//
// No clock is asked, so that a busy machine says the same as an idle one. What JavaScript does is not in it. The counts
// depend on the compiler, which moves with Rust's stable releases: so only more than a tenth beyond what counts.txt
// says is an error. With UPDATE=1 it is written anew.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lines } from "./lines.mjs";
import { SIZES, WORDS } from "./payloads.mjs";
import { count } from "./report.mjs";

const TOLERANCE = 0.1;
const SHOWN = 12; // functions
const WRITTEN = new URL("counts.txt", import.meta.url);
const [module, folder] = process.argv.slice(2);

// The package compiles this module instead of its own; what decodes that is a small one. Instances are caught for their counters.
const counters = [];
const { Module, Instance } = WebAssembly;
WebAssembly.Module = function (bytes) {
  return new Module(bytes.length < 4096 ? bytes : readFileSync(module));
};
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    for (const [name, global] of Object.entries(this.exports)) {
      if (name.startsWith("# ")) counters.push({ name: name.replace(/^# \d+ /, ""), global });
    }
  }
};
const { describe, normalize, normalizeAll, normalizeBatch, normalizeWord } = await import("../../pkg/index.js");

/** What was executed since the last time, by function. */
function taken() {
  return counters.map(({ name, global }) => {
    const count = Number(global.value);
    global.value = 0n;
    return { name, count };
  });
}

/** For each input the mean of a call's instructions, of its second time: by then what is made once has been made. */
function mean(inputs, call) {
  for (const input of inputs) call(input);
  taken();
  for (const input of inputs) call(input);
  const functions = taken().map(({ name, count }) => ({ name, count: count / inputs.length }));
  if (functions.length === 0) throw new Error("the module does not count");
  return { functions, whole: Math.round(functions.reduce((sum, { count }) => sum + count, 0)) };
}

const read = (name) => readFileSync(join(folder, name));
const API = { provider: "transak", trust: "api" };
const found = {};
for (const size of Object.keys(SIZES)) {
  const ring = lines(read(`${size}.ndjson`));
  found[`bytes, ${size}`] = mean(ring, (bytes) => normalize(bytes, API));
  found[`bytes, ${size}, recognised among all`] = mean(ring, (bytes) => normalize(bytes));
}
const block = read("1.5 kB.ndjson");
const orders = block.toString().trimEnd().split("\n");
found["text, 1.5 kB"] = mean(orders, (text) => normalize(text, API));
found["object, 1.5 kB"] = mean(orders.map((text) => JSON.parse(text)), (object) => normalize(object, API));
found.word = mean(WORDS, (word) => normalizeWord("transak", word, "buy"));
const described = WORDS.map((word) => normalizeWord("transak", word, "buy"));
found.describe = mean(described, (order) => describe(order, { audience: "customer" }));
const fixtures = JSON.parse(read("fixtures.json")).filter(({ expected }) => expected.error === undefined);
const payloads = fixtures.map(({ text, context }) => [new TextEncoder().encode(text), context]);
found["every fixture with orders"] = mean(payloads, ([bytes, context]) => normalizeAll(bytes, context));
if (normalizeBatch !== undefined) {
  const { functions, whole } = mean([block], (bytes) => normalizeBatch(bytes, API));
  found["a line of a batch, 1.5 kB"] = { functions, whole: Math.round(whole / orders.length) };
}

if (process.env.UPDATE === "1") {
  writeFileSync(WRITTEN, Object.entries(found).map(([name, { whole }]) => `${name}\t${whole}\n`).join(""));
}
const written = new Map(readFileSync(WRITTEN, "utf8").trimEnd().split("\n").map((line) => line.split("\t")));

console.log("| what | instructions a call | written down | differs by |\n| --- | ---: | ---: | ---: |");
for (const [name, { whole }] of Object.entries(found)) {
  const before = Number(written.get(name));
  const change = whole / before - 1;
  const differs = Number.isNaN(change) ? "" : `${change < 0 ? "" : "+"}${(change * 100).toFixed(1)} %`;
  console.log(`| ${name} | ${count(whole)} | ${Number.isNaN(before) ? "" : count(before)} | ${differs} |`);
  if (Number.isNaN(before)) console.error(`${name}: nothing is written down; do that with UPDATE=1`);
  else if (change > TOLERANCE) {
    console.error(`TOO MANY  ${name}: ${count(whole)} instructions, ${count(before)} were written down`);
    process.exitCode = 1;
  } else if (change < -TOLERANCE) console.error(`${name}: fewer than were written down; hold that with UPDATE=1`);
}
for (const name of written.keys()) {
  if (found[name] === undefined) console.error(`${name}: written down, and not there any more`);
}

const { functions, whole } = found["bytes, 1.5 kB"];
console.log("\n| function, in bytes of 1.5 kB | instructions a call | share |\n| --- | ---: | ---: |");
for (const { name, count: own } of functions.sort((a, b) => b.count - a.count).slice(0, SHOWN)) {
  console.log(`| \`${plain(name)}\` | ${count(own)} | ${((own / whole) * 100).toFixed(1)} % |`);
}

/** A function's name without the compiler's additions. */
function plain(name) {
  return name.replace(/\[[0-9a-f]{16}\]/g, "").replace(/::h[0-9a-f]{16}$/, "");
}
