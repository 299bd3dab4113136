// What was measured, as Markdown: the table for README.md, and all that is known.
import { FIRST, REASONS, ROWS } from "./targets.mjs";

export const count = (number) => Math.round(number).toLocaleString("en");
const short = (number) => (number < 100 ? String(Number(number.toPrecision(number < 1 ? 2 : 3))) : count(number));

const UNITS = {
  "×": (value) => `${short(value)}×`,
  "µs": (value) => `${short(value)} µs`,
  ms: (value) => `${value.toFixed(1)} ms`,
  MB: (value) => `${value.toFixed(1)} MB`,
  calls: (value) => (value === Infinity ? "never" : count(value)),
  bytes: (value) => `${count(value)} bytes`,
};
const say = ({ unit = "×" }, value) => UNITS[unit](value);

const goalOf = (goals, name) => goals?.[name.startsWith("node") ? "node" : name];

/** What is asked of an engine, and whether that is met; nothing where nothing is asked. */
function verdict({ least, most }, name, { value }) {
  const [low, high] = [goalOf(least, name), goalOf(most, name)];
  if (low === undefined && high === undefined) return undefined;
  return (low === undefined || value >= low) && (high === undefined || value <= high);
}

function cell(row, { name, missing }, result) {
  if (missing !== undefined) return "not run here";
  const asked = goalOf(row.least, name) ?? goalOf(row.most, name);
  if (result === undefined) return asked === undefined ? "" : "not run";
  if (result.failed !== undefined) return "**failed**";
  if (result.partly) return `${say(row, result.value)}, partly run`;
  const mark = { true: " met", false: " **missed**", undefined: "" }[verdict(row, name, result)];
  return `${say(row, result.value)}${mark}`;
}

function goals(row) {
  const { least, most } = row;
  const sign = least === undefined ? "≤" : "≥";
  return Object.entries(least ?? most ?? {}).map(([name, value]) => `${name} ${sign} ${say(row, value)}`).join(", ");
}

const markdown = (head, rows, right = []) => {
  const rule = head.map((_, column) => (right.includes(column) ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
};

/** The rows for which anything was measured or asked. */
function shown(results) {
  return ROWS.filter(({ id, least, most }) => results[id] !== undefined || least !== undefined || most !== undefined);
}

/** What README.md shows: the rows that decide, and folded away beneath them all others, and why targets are missed. */
export function table(about, results) {
  const { engines } = about;
  const head = ["what", "beside", "target", ...engines.map(({ name }) => name)];
  const right = engines.map((_, index) => 3 + index);
  const cells = (row) => [
    row.what,
    row.beside,
    goals(row),
    ...engines.map((engine) => cell(row, engine, results[row.id]?.[engine.name])),
  ];
  const rows = shown(results);
  const parts = [
    "",
    `\`${about.command}\`, ${about.date}: ${about.machine}; ${versions(about)}.`,
    ...(about.quick ? ["", "This was a quick look: it is rough, and the heavy rows were **not run**."] : []),
    "A ratio is the other's time by ours, the median over all rounds: above 1, ours is faster.",
    "",
    markdown(head, rows.filter(({ id }) => FIRST.includes(id)).map(cells), right),
    "",
    "<details>",
    `<summary>All ${rows.length} rows, beside rivals of every kind, and why targets are missed</summary>`,
    "",
    markdown(head, rows.map(cells), right),
    ...misses(about, results),
    "",
    "</details>",
    "",
  ];
  return `${parts.join("\n")}\n`;
}

const versions = ({ engines }) =>
  engines.map(({ name, version, missing }) => version ?? `${name} not run here (${missing})`).join(", ");

/** The reasons that are written down for targets that were missed, each with its rows and what they reached. */
function misses({ engines }, results) {
  const reasons = new Map();
  for (const row of ROWS) {
    const reached = new Map();
    for (const { name } of engines) {
      const result = results[row.id]?.[name];
      if (result === undefined || (result.failed === undefined && verdict(row, name, result) !== false)) continue;
      const written = REASONS[row.id]?.[name.startsWith("node") ? "node" : name] ?? REASONS[row.id]?.all;
      const reason = result.failed ?? written ?? "no reason is written down yet";
      const was = result.failed === undefined ? `${name} ${say(row, result.value)}` : name;
      reached.set(reason, [...(reached.get(reason) ?? []), was]);
    }
    const beside = row.beside === "" ? "" : `, beside ${row.beside}`;
    for (const [reason, names] of reached) {
      reasons.set(reason, [...(reasons.get(reason) ?? []), `${row.what}${beside}: ${names.join(", ")}`]);
    }
  }
  const lines = [...reasons].flatMap(([reason, rows]) => [`- ${reason}:`, ...rows.map((row) => `  - ${row}`)]);
  return lines.length === 0 ? [] : ["", "Missed or failed:", "", ...lines];
}

/** Everything. */
export function report(about, results) {
  const rows = ROWS.flatMap(({ id, what, beside, ...row }) =>
    Object.entries(results[id] ?? {}).map(([engine, result]) => {
      const { value, theirs, ours, low, high, note = "", failed } = result;
      if (failed !== undefined) return [what, beside, engine, "", "", "", "", failed];
      const ns = [theirs, ours].map((ns) => (ns === undefined ? "" : count(ns)));
      const spread = low === undefined ? "" : `${short(low)}–${short(high)}`;
      return [what, beside, engine, ...ns, say(row, value), spread, note];
    }),
  );
  const { care } = about;
  return `${table(about, results)}
Behind that, medians of one process or page each:

${markdown(["what", "beside", "engine", "theirs, ns", "ours, ns", "value", "quartiles", "note"], rows, [3, 4, 5])}

- ${count(care.rounds)} rounds of turns of about 45 µs, and in the browser fewer, of 250 µs; ${care.fixtureRounds} of each fixture;
  before that, ${count(care.warmMs)} ms so that the engines have compiled their best code. The payloads lie in the CPU's
  caches.
- Orders are Transak's, made up, 256 different ones of each size in turn, read with
  \`{ provider: "transak", trust: "api" }\`. The mapping is written by hand for Transak alone and for these payloads. Each
  of the others was found to make orders deep-equal to ours before the time was taken.
- The scanner, zod, valibot and serde_json end in the same mapping. zod and valibot check the fields that it reads, in
  one row all 59; serde_json borrows those fields. None of them is asked for more.
- A fixture is read over and over in its turn, with the context of its test, recognised among all providers where that
  names none. Those in \`problem/\`, and redirects, which are no JSON, are left out.
- The lines of the batch are 10,000 different ones, and it writes all of its columns.
- Slow calls are timed one by one, by the quietest of some processes each: what else runs only adds to them.
`;
}
