// How fast the built package is, beside JavaScript that is written by hand and beside libraries: `cargo xtask bench`,
// or `node benches/package/run.mjs FOLDER [--quick]` where that has built and prepared everything. Writes results.json,
// table.md and report.md into the folder.
//
// Of the times only the ratios mean something: both of a pair take short turns, round by round, so that what disturbs
// the machine disturbs both. Each pair has a process or page of its own, so that none runs code which another has
// shaped. What is returned is stored, so that no engine can do without making it.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { engines } from "./engines.mjs";
import { count, report, table } from "./report.mjs";
import { PAIRS } from "./targets.mjs";
import { median } from "./timing.mjs";

const TEN_MILLION = 10_000_000;
const quick = process.argv.includes("--quick");
const folder = resolve(process.argv[2]);
const CARE = quick
  ? { rounds: 50, warmMs: 150, fixtureRounds: 4, calls: 1_000_000, seconds: 0.5 }
  : { rounds: 1000, warmMs: 1000, fixtureRounds: 200, batchRounds: 15, tries: 21, tailTries: 5, calls: TEN_MILLION };
const PAGE_ROUNDS = 0.3; // of those elsewhere: a page's turns are longer
const LINES = 10_000;
const MEGABYTES = 150;

const load = loadavg()[0]; // before this adds to it
const all = await engines(folder);
const here = all.filter(({ missing }) => missing === undefined);
/** What came out: by row, and then by engine. */
const results = {};
const failures = [];
const begun = Date.now();

function put(id, engine, result) {
  (results[id] ??= {})[engine.name] = result;
}

/** Runs a job; nothing where it fails, which is told at the end. */
async function attempt(ids, engine, work) {
  console.error(`==> ${String(Math.round((Date.now() - begun) / 1000)).padStart(4)} s  ${ids[0]}, ${engine.name}`);
  try {
    await work();
  } catch (error) {
    const why = String(error.stderr || error.message || error).trim();
    failures.push(`${ids[0]}, ${engine.name}: ${why}`);
    for (const id of ids) put(id, engine, { failed: why.split("\n").find((line) => line.includes("Error")) ?? why });
  }
}

const rounds = (engine, most) => Math.max(3, Math.round(engine.kind === "page" ? most * PAGE_ROUNDS : most));

for (const { id, job, quick: isQuick } of PAIRS) {
  if (quick && !isQuick) continue;
  for (const engine of here) {
    await attempt([id], engine, async () => {
      const care = { rounds: rounds(engine, CARE.rounds), warmMs: CARE.warmMs };
      const [{ ratio, ...details }] = await engine.run("pair.mjs", { ...job, ...care });
      put(id, engine, { value: ratio, ...details });
      if (id === "object/1.5 kB/zod59") put("object/1.5 kB/ours", engine, { value: details.ours / 1000 });
    });
  }
}

for (const engine of here) {
  await attempt(["webhook"], engine, async () => {
    const care = { rounds: rounds(engine, CARE.rounds), warmMs: CARE.warmMs };
    const { ratio, ...details } = await engine.run("webhook.mjs", care);
    put("webhook", engine, { value: ratio, ...details });
  });
}

const FIXTURES = ["fixtures/mean", "fixtures/least", "fixtures/orders", "fixtures/errors"];
for (const engine of here) {
  await attempt(FIXTURES, engine, async () => {
    const care = { rounds: rounds(engine, CARE.fixtureRounds), warmMs: CARE.warmMs };
    const found = await engine.run("pair.mjs", { form: "fixtures", ...care });
    const mean = (some, key) => Math.exp(some.reduce((sum, one) => sum + Math.log(one[key]), 0) / some.length);
    const summary = (some) => ({
      value: mean(some, "ratio"),
      theirs: mean(some, "theirs"),
      ours: mean(some, "ours"),
      note: `${some.length} fixtures`,
    });
    const least = found.reduce((a, b) => (b.ratio < a.ratio ? b : a));
    const { ratio, name, ...details } = least;
    put("fixtures/mean", engine, summary(found));
    put("fixtures/least", engine, { value: ratio, ...details, note: name });
    put("fixtures/orders", engine, summary(found.filter(({ refused }) => !refused)));
    put("fixtures/errors", engine, summary(found.filter(({ refused }) => refused)));
  });
}

for (const engine of here) {
  await attempt(["memory"], engine, async () => {
    const { before, after, calls } = await engine.run("memory.mjs", { calls: CARE.calls, seconds: CARE.seconds });
    const note = `${count(calls)} calls, ${count(before)} bytes before`;
    put("memory", engine, { value: after - before, note, partly: calls < TEN_MILLION });
  });
}

// The rest takes minutes.
if (!quick) {
  for (const engine of here) {
    await attempt(["batch"], engine, async () => {
      const job = { lines: LINES, rounds: CARE.batchRounds };
      const { missing, ratio, gigabytes, ...details } = await engine.run("batch.mjs", job);
      if (missing !== undefined) put("batch", engine, { failed: missing });
      else put("batch", engine, { value: ratio, ...details, note: `${gigabytes.toFixed(2)} GB a second` });
    });
  }
  const nodes = here.filter(({ kind }) => kind === "node");
  for (const engine of nodes) {
    await attempt(["stream", "stream/js"], engine, () => stream(engine));
    await attempt(["tail/p99", "tail/p999"], engine, () => tail(engine));
    await attempt(["start", "start/js", "start/twin", "start/overtakes"], engine, () => start(engine));
  }
}

async function stream(engine) {
  const peaks = async (way) => {
    const found = [];
    for (let i = 0; i < 3; i++) found.push(await engine.run("stream.mjs", { way, megabytes: MEGABYTES }));
    return found[0].missing === undefined ? median(found.map(({ peak }) => peak)) / 1000 : found[0];
  };
  const [idle, js, ours] = [await peaks("idle"), await peaks("js"), await peaks("ours")];
  const note = `${Math.round(idle)} MB idle`;
  put("stream/js", engine, { value: js - idle, note });
  put("stream", engine, ours.missing === undefined ? { value: ours - idle, note } : { failed: ours.missing });
}

/** By the quietest of some tries each: whatever else the machine does only adds to the slow calls. */
async function tail(engine) {
  const tries = { js: [], ours: [] };
  for (let i = 0; i < CARE.tailTries; i++) {
    for (const way of Object.keys(tries)) {
      tries[way].push(await engine.run("tail.mjs", { way, calls: 200_000, warmMs: 1000 }));
    }
  }
  for (const key of ["p99", "p999"]) {
    const [theirs, ours] = ["js", "ours"].map((way) => Math.min(...tries[way].map((one) => one[key])));
    const note = tries.ours.every(({ raised }) => raised) ? "at raised priority" : "at ordinary priority";
    put(`tail/${key}`, engine, { value: theirs / ours, theirs, ours, note });
  }
}

async function start(engine) {
  const ways = ["ours", "js", "twin", "es-module-lexer", "cjs-module-lexer"];
  const tries = Object.fromEntries(ways.map((way) => [way, []]));
  for (let i = 0; i < CARE.tries; i++) {
    for (const place of ways.keys()) {
      const way = ways[(place + i) % ways.length];
      tries[way].push(await engine.run("start.mjs", { way }));
    }
  }
  const at = (way, call) => median(tries[way].map(({ taken }) => taken[call]));
  const note = `${CARE.tries} processes each`;
  for (const way of ways) {
    const imported = median(tries[way].map(({ imported }) => imported));
    const id = way === "ours" ? "start" : `start/${way}`;
    put(id, engine, { value: at(way, 0), note: `${note}; the import alone ${imported.toFixed(1)} ms` });
  }
  // From which call on ours has taken less time, all in all, than plain JavaScript.
  const kept = tries.ours[0].taken.length;
  let call = kept;
  while (call > 0 && at("ours", call - 1) <= at("js", call - 1)) call--;
  if (call === kept) put("start/overtakes", engine, { value: Infinity, note: `not within ${count(kept)} calls` });
  else put("start/overtakes", engine, { value: call + 1, note });
}

for (const engine of here) await engine.close();

const about = {
  machine: `${cpus()[0].model}, ${cpus().length} CPUs, ${process.platform} ${process.arch}, load ${load.toFixed(1)}`,
  command: `cargo xtask bench${quick ? " --quick" : ""}`,
  date: new Date().toISOString().slice(0, 10),
  quick,
  engines: all.map(({ name, version, missing }) => ({ name, version, missing })),
  care: CARE,
};
writeFileSync(join(folder, "results.json"), JSON.stringify({ about, results, failures }, null, 2) + "\n");
writeFileSync(join(folder, "table.md"), table(about, results));
const text = report(about, results);
writeFileSync(join(folder, "report.md"), text);
console.log(text);
for (const failure of failures) console.error(`FAILED  ${failure}`);
for (const { name, missing } of all) if (missing !== undefined) console.error(`NOT RUN HERE  ${name}: ${missing}`);
if (failures.length > 0) process.exitCode = 1;
