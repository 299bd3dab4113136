// How fast the built package is in Node, beside JavaScript that is written by hand: `cargo xtask bench`, or
// `node benches/package/run.mjs [--quick]` on a package that is built.
//
// Of the times only the ratios mean something: both variants take short turns, round by round, so that what disturbs
// the machine disturbs both. Each row has a process of its own, so that no row runs code which another has shaped.
import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { SIZES } from "./payloads.mjs";

const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 100 : 1000;
const FIXTURE_ROUNDS = quick ? 30 : 300; // of each fixture, and there are many

function measure(group, size, rounds) {
  console.error(`==> ${group} ${size}`.trim());
  const script = fileURLToPath(new URL("group.mjs", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, group, size, rounds], { encoding: "utf8" }));
}

const rows = [];
const FORMS = {
  bytes: ["bytes → Order", "TextDecoder + JSON.parse + mapping"],
  text: ["JSON text → Order", "JSON.parse + mapping"],
  object: ["parsed object → Order", "mapping"],
};
const load = loadavg()[0]; // before this adds to it
for (const [form, [name, baseline]] of Object.entries(FORMS)) {
  for (const size of Object.keys(SIZES)) rows.push([`${name}, ${size}`, baseline, measure(form, size, ROUNDS)[0]]);
}
rows.push(["bare word → Order", "switch + fresh object", measure("word", "", ROUNDS)[0]]);
for (const [group, what] of [["fixtures", "bytes → orders"], ["refused", "bytes → error"]]) {
  const all = measure(group, "", FIXTURE_ROUNDS);
  const mean = (key) => Math.exp(all.reduce((sum, one) => sum + Math.log(one[key]), 0) / all.length);
  const least = all.reduce((a, b) => (b.ratio < a.ratio ? b : a));
  const baseline = "TextDecoder + JSON.parse alone, no mapping";
  const means = Object.fromEntries(["baseline", "ours", "ratio"].map((key) => [key, mean(key)]));
  rows.push([`${all.length} fixtures, ${what}, geometric mean`, baseline, means]);
  rows.push([`the same, minimum: ${least.name}`, baseline, least]);
}

const count = (ns) => Math.round(ns).toLocaleString("en");
const short = (number) => (number < 100 ? number.toPrecision(2) : count(number));

/** What a ratio says in words. What differs by less than a twentieth may be noise. */
function verdict(ratio) {
  if (ratio > 1.05) return `${short(ratio)} times faster`;
  return ratio < 1 / 1.05 ? `${short(1 / ratio)} times slower` : "about equal";
}

const cells = ([name, baseline, { low, ratio, high, ...ns }]) => {
  const quartiles = low === undefined ? "" : `${short(low)}–${short(high)}`;
  return [name, baseline, count(ns.baseline), count(ns.ours), short(ratio), quartiles, verdict(ratio)];
};
const head = ["what", "baseline", "baseline, ns", "ours, ns", "ratio", "quartiles", "ours is"];
const rule = head.map((_, column) => ([2, 3, 4].includes(column) ? "---:" : "---"));
const lines = [head, rule, ...rows.map(cells)].map((row) => `| ${row.join(" | ")} |`);

const machine = `${cpus()[0].model}, ${cpus().length} CPUs, load ${load.toFixed(1)}`;
const node = `Node ${process.version} (V8 ${process.versions.v8})`;
const care = `${ROUNDS} rounds, ${FIXTURE_ROUNDS} of each fixture${quick ? " (quick: a rough look)" : ""}`;

console.log(`${machine}, ${node}, ${care}

${lines.join("\n")}

The ratio is the median over all rounds of the baseline's time by ours: below 1, ours is slower. Times are medians, of
this machine at this hour; only the ratios are worth comparing.

- Orders are Transak's, made up, ${Object.keys(SIZES).join(", ")} of JSON, 256 different ones in turn, read with
  \`{ provider: "transak", trust: "api" }\`. The mapping is written by hand for Transak alone and for these payloads; its
  orders were found deep-equal to ours before the time was taken.
- A fixture is read over and over in its turn, with the context of its test, recognised among all providers where that
  names none. Those in \`problem/\`, and redirects, which are no JSON, are left out.
- Everything is hot: the engines have compiled their best code, and the payloads lie in the CPU's caches.

Not measured yet: other engines (browsers, Bun, workerd) and other versions of Node; zod and valibot; a scanner in plain
JavaScript; batches; memory and garbage; the tail (p99); the start and the first calls.`);
