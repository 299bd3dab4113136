// What the project's own JSON reader and kept libraries cost in WebAssembly: `node benches/json/run.mjs`.
//
// Builds one module a reader, compares each with JSON.parse, takes the time, and prints Markdown. Of the times only the
// ratios mean something: every round gives each reader a short turn, so that what disturbs the machine disturbs all.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { deep, expected, parse, payloads, strictness } from "./documents.mjs";

const READERS = [
  "floor", "ours", "hifijson-events", "hifijson-tree", "serde-tree", "serde-typed", "nojson", "picojson", "bufjson",
];
const SIZES = { "300 B": 300, "1.5 kB": 1500, "6 kB": 6000 };
const RING = 64; // different payloads of each size, so that no branch predictor knows one by heart
const ROUNDS = 600;
const TURN_NS = 50_000;

const here = dirname(fileURLToPath(import.meta.url));
const tools = join(here, "../../xtask/npm");
const target = process.env.CARGO_TARGET_DIR ?? join(here, "../../target/json-bench");

function run(program, args, cwd = here) {
  return execFileSync(program, args, { cwd, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" }).trim();
}

const wasmOpt = (...args) => run(process.execPath, [join(tools, "node_modules/binaryen/bin/wasm-opt"), ...args]);

/** Compiles a reader; gives the optimized module. */
function build(name) {
  const cargo = ["build", "--quiet", "--release", "--locked", "--target", "wasm32-unknown-unknown"];
  run("cargo", [...cargo, "--features", name, "--target-dir", target]);
  const folder = join(target, "json-bench");
  mkdirSync(folder, { recursive: true });
  const [compiled, optimized] = [join(target, cargo.at(-1), "release/json_bench.wasm"), join(folder, `${name}.wasm`)];
  wasmOpt("-Oz", "--strip-debug", "--strip-producers", "--strip-target-features", compiled, "-o", optimized);
  return readFileSync(optimized);
}

/** A module as one function: bytes in, checksum out. */
function load(module) {
  const { memory, reserve, scan } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
  let [at, room, view] = [0, 0, new Uint8Array()];
  return (bytes) => {
    if (bytes.length > room) at = reserve((room = bytes.length));
    if (view.length === 0) view = new Uint8Array(memory.buffer); // the memory has grown, and the old view is gone
    view.set(bytes, at);
    return scan(bytes.length) >>> 0;
  };
}

/** Where a reader and JSON.parse differ. */
function compare(module) {
  let scan = load(module);
  const difference = (bytes, wanted) => {
    try {
      const answer = scan(bytes);
      if (wanted === 0) return answer === 0 ? undefined : "takes";
      if (answer === 0) return "refuses";
      return wanted === undefined || answer === wanted ? undefined : "reads otherwise";
    } catch {
      scan = load(module); // one that has trapped may be in any state
      return "traps on";
    }
  };
  const differences = [];
  for (const [group, bytes, digits] of strictness()) {
    const how = difference(bytes, expected(bytes, digits));
    if (how !== undefined) differences.push({ group, how, bytes });
  }
  const timed = Object.values(SIZES).flatMap((size) => payloads(size, RING));
  return {
    differences,
    traps: deep.some((bytes) => difference(bytes) === "traps on"),
    sameWork: timed.every((bytes) => difference(bytes, expected(bytes, bytes.digits)) === undefined),
  };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
let sink = 0; // what is computed must be used

/** For each task the median of ns a document, and of the ratio to the first task in the same round. */
function time(tasks, documents) {
  // Each task goes on in the ring where its last turn ended: a turn may be shorter than the ring.
  const places = new Map(tasks.map((task) => [task, 0]));
  const turn = (task, count) => {
    const place = places.get(task);
    places.set(task, place + count);
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) sink ^= task(documents[(place + i) % RING]);
    return Number(process.hrtime.bigint() - start) / count;
  };
  // Warm-up: until the engine's best code runs and it is known how many documents a turn holds.
  const counts = tasks.map((task) => {
    for (const end = Date.now() + 300; Date.now() < end; ) turn(task, RING);
    return Math.max(1, Math.round(TURN_NS / median(Array.from({ length: 20 }, () => turn(task, RING)))));
  });
  const taken = tasks.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < tasks.length; i++) {
      const next = (round + i) % tasks.length;
      taken[next].push(turn(tasks[next], counts[next]));
    }
  }
  return taken.map((all) => ({ ns: median(all), ratio: median(all.map((ns, round) => ns / taken[0][round])) }));
}

/** JSON.parse with the same work, but for the checksum. */
const reference = (bytes) => parse(bytes).reduce((sum, value) => sum + String(value).length, 0);

if (!existsSync(join(tools, "node_modules/binaryen"))) run("npm", ["ci", "--ignore-scripts"], tools);
const modules = READERS.map(build);
const compared = modules.map(compare);
const times = Object.values(SIZES).map((size) => time([reference, ...modules.map(load)], payloads(size, RING)));

const count = (n) => Math.round(n).toLocaleString("en");
const table = (head, rows) => {
  const lines = [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows];
  console.log(lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n") + "\n");
};

console.log(`${cpus()[0].model}, Node ${process.version}, ${run("rustc", ["--version"])}, ${wasmOpt("--version")}\n`);

const sizes = modules.map((module) => [module.length, brotliCompressSync(module).length]); // of quality 11
const timeCells = (task) => times.map((all) => `${count(all[task].ns)} (${all[task].ratio.toFixed(2)})`);
table(
  [
    ...["reader", "raw bytes", "brotli 11", "raw over floor", "brotli over floor"],
    ...Object.keys(SIZES).map((size) => `ns for ${size} (of JSON.parse)`),
  ],
  [
    ...READERS.map((name, i) => {
      const over = sizes[i].map((bytes, form) => (i === 0 ? "" : count(bytes - sizes[0][form])));
      return [name, ...sizes[i].map(count), ...over, ...timeCells(i + 1)];
    }),
    ["JSON.parse", "", "", "", "", ...timeCells(0)],
  ],
);

// How many documents of each group a reader does not treat as JSON.parse does.
const groups = new Map();
for (const [group] of strictness()) groups.set(group, (groups.get(group) ?? 0) + 1);
const readers = READERS.map((name, i) => ({ name, ...compared[i] })).slice(1);
table(
  ["unlike JSON.parse", "documents", ...readers.map(({ name }) => name)],
  [
    ...[...groups].map(([group, documents]) => {
      const unlike = readers.map(({ differences }) => differences.filter((one) => one.group === group).length);
      return [group, count(documents), ...unlike.map((n) => n || "")];
    }),
    ["too deep: traps", deep.length, ...readers.map(({ traps }) => (traps ? "yes" : ""))],
  ],
);

/** A document in one line of ASCII. */
const show = (bytes) => bytes.toString("utf8").replace(/[^ -~]/gu, (char) => `<${char.codePointAt(0).toString(16)}>`);
for (const { name, differences, sameWork } of readers) {
  if (!sameWork) throw new Error(`${name} reads other values from the payloads that the time was taken with`);
  for (const group of new Set(differences.map(({ group }) => group))) {
    const some = differences.filter((one) => one.group === group && one.bytes.length < 80).slice(0, 3);
    const shown = some.map(({ how, bytes }) => `${how} \`${show(bytes)}\``).join("; ");
    if (shown !== "") console.log(`- ${name}: ${shown}`);
  }
}

const ours = readers.find(({ name }) => name === "ours");
if (ours.differences.length > 0 || ours.traps) {
  console.error("\nours is not JSON.parse:");
  for (const { group, how, bytes } of ours.differences) console.error(`- ${group}: ${how} ${show(bytes)}`);
  process.exitCode = 1;
}
if (Number.isNaN(sink)) console.error(sink);
