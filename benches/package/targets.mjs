// The rows of the table, what is asked of each, and why that is missed where it is.
//
// A target may be for `node` (each version), `Chromium` or `Bun`: `least` for ratios, `most` for the rest. A row
// without one stands beside the others, so that nobody takes a weak rival for a strong one.
import { SIZES } from "./payloads.mjs";

const FORMS = { bytes: "bytes → Order", text: "JSON text → Order", object: "parsed object → Order" };

const LEAST = {
  "bytes/300 B/js": { node: 3.5, Chromium: 3.5 },
  "bytes/1.5 kB/js": { node: 6, Chromium: 5, Bun: 3 },
  "bytes/1.5 kB/scanner": { node: 2.5, Chromium: 2.5, Bun: 2 },
  "bytes/6 kB/js": { node: 7, Chromium: 5 },
  "text/1.5 kB/js": { node: 5, Chromium: 1.5, Bun: 2.5 },
  "object/1.5 kB/zod59": { node: 1, Chromium: 1 },
};

/** In a quick run. */
const QUICK = [...Object.keys(LEAST), "bytes/1.5 kB/zod", "bytes/1.5 kB/valibot", "bytes/1.5 kB/serde", "bytes/1.5 kB/twin"];

function pair(form, size, other, beside) {
  const id = `${form}/${size}/${other}`;
  const what = `${FORMS[form]}, ${size}`;
  return { id, what, beside, least: LEAST[id], quick: QUICK.includes(id), job: { form, size, other } };
}

function pairs(form) {
  return Object.keys(SIZES).flatMap((size) => {
    const before = { bytes: "TextDecoder + JSON.parse + ", text: "JSON.parse + ", object: "" }[form];
    const rows = [pair(form, size, "js", `${before}mapping`)];
    if (form === "bytes") rows.push(pair(form, size, "scanner", "byte scanner in JavaScript + mapping"));
    if (form === "bytes") rows.push(pair(form, size, "twin", "orderstate/js, the same in plain JavaScript"));
    // Of the other forms, the size that payloads are of, so that the table keeps an end.
    if (form !== "bytes" && size !== "1.5 kB") return rows;
    for (const other of ["zod", "valibot"]) {
      rows.push(pair(form, size, other, `${before}${other} (fields that are read) + mapping`));
    }
    if (form === "object") rows.push(pair(form, size, "zod59", "zod (all 59 fields) + mapping"));
    else rows.push(pair(form, size, "serde", "serde_json in WebAssembly + mapping"));
    return rows;
  });
}

/** How much of the time is JavaScript's own, whatever the module takes. */
const LOADER = ["bytes", "text", "object"].map((of) => ({
  id: `loader/${of}`,
  what: `${FORMS[of]}, 1.5 kB, if the module took no time`,
  beside: { bytes: "TextDecoder + JSON.parse + mapping", text: "JSON.parse + mapping", object: "mapping" }[of],
  quick: true,
  job: { form: "loader", size: "1.5 kB", of },
}));

const PARSE = "TextDecoder + JSON.parse alone, no mapping";

const WORD = {
  id: "word",
  what: "bare word → Order",
  beside: "switch + fresh object",
  least: { node: 1.2, Chromium: 1.2 },
  quick: true,
  job: { form: "word" },
};

/** What is timed in pairs, in every engine. */
export const PAIRS = [...pairs("bytes"), ...pairs("text"), ...pairs("object"), ...LOADER, WORD];

const row = (id, what, beside, goal) => ({ id, what, beside, ...goal });
const BY_HAND = "TextDecoder + JSON.parse + mapping";
const COLUMNS = "TextDecoder + JSON.parse a line + columns of status, id, reference";

/** Every row of the table, in its order. */
export const ROWS = [
  ...PAIRS.flatMap((pair) => {
    const alone = row("object/1.5 kB/ours", "the same, ours alone", "", { unit: "µs", most: { node: 3 } });
    return pair.id === "object/1.5 kB/zod59" ? [pair, alone] : [pair];
  }),
  row("fixtures/mean", "every fixture, bytes → orders or error: geometric mean", PARSE, {
    least: { node: 5, Chromium: 4 },
  }),
  row("fixtures/least", "the same: the least", PARSE, { least: { node: 2, Chromium: 1.5 } }),
  row("fixtures/orders", "of these, bytes → orders: geometric mean", PARSE),
  row("fixtures/errors", "of these, bytes → error: geometric mean", PARSE),
  row("webhook", "webhook of 1.5 kB, in a token → verified Order", "WebCrypto + JSON.parse + mapping", {
    least: { node: 3.5, Chromium: 3.5 },
  }),
  row("batch", "10,000 lines of 1.5 kB → columns", COLUMNS, { least: { node: 8, Chromium: 6 } }),
  row("stream", "150 MB streamed: peak memory over an idle process", "", { unit: "MB", most: { node: 10 } }),
  row("stream/js", "the same, JSON.parse a line", "", { unit: "MB" }),
  row("tail/p99", "bytes → Order, 1.5 kB: p99 lower by", BY_HAND, { least: { node: 3 } }),
  row("tail/p999", "bytes → Order, 1.5 kB: p99.9 lower by", BY_HAND, { least: { node: 5 } }),
  row("start", "fresh process: import, compile and first Order", "", { unit: "ms", most: { node: 4.5 } }),
  row("start/js", "the same, JavaScript by hand", "", { unit: "ms" }),
  row("start/twin", "the same, orderstate/js", "", { unit: "ms" }),
  row("start/es-module-lexer", "the same, es-module-lexer: import and first module", "", { unit: "ms" }),
  row("start/cjs-module-lexer", "the same, cjs-module-lexer: import and first module", "", { unit: "ms" }),
  row("start/overtakes", "calls in a fresh process until ours has overtaken", BY_HAND, {
    unit: "calls",
    most: { node: 150 },
  }),
  row("memory", "growth of the module's memory over 10 million calls", "", {
    unit: "bytes",
    most: { node: 0, Chromium: 0, Bun: 0 },
  }),
];

/** The rows by which one decides, which README.md shows unfolded: beside what one would write instead. */
export const FIRST = [
  "bytes/300 B/js", "bytes/1.5 kB/js", "bytes/6 kB/js", "text/1.5 kB/js", "object/1.5 kB/zod59", "word", "webhook", "batch", "start", "memory",
];

// What `node benches/package/enter.mjs pair.mjs` with `"form":"loader"` and a profile of the module (`node --prof`) said of
// bytes of 1.5 kB, when the reader was as fast as it got.
const WHOLE =
  "the target was set by prototypes with ten members, and an Order has forty. JavaScript's own part, which makes them, takes " +
  "0.36 µs; of the module's instructions half are the scan of 69 keys, and the rest is made of what they hold (whose, which fields, " +
  "which rule, times, amounts, actions)";
const SMALL =
  "what does not depend on the payload's size (whose it is, which fields and which rule, the Order itself) takes longer than " +
  "JSON.parse needs for all of it";
const OBJECT =
  "the loader walks the object at the places of the tables, which is nearly half of the time (the row of a module that takes none), and " +
  "the module then does what it does for bytes";
const FIXTURES =
  "most are small, and beside them stands JSON.parse alone, which makes no Order: what is made of a payload takes longer than to parse it";
const LINES = "a line is read as a payload is, in about 2.5 µs; what a batch saves is JavaScript's part, which was a tenth";
const HASHED =
  "half of the time is SHA-256, over the token, and over its claims for the event's identity, which the other does not give: 3.7 kB " +
  "without the processor's instructions for it, which WebCrypto has; most of the rest is reading and mapping";
const START =
  "most of it is the engine's own: it parses our JavaScript, validates the module's 210 kB, and compiles each function, of JavaScript " +
  "and of the module, that the first call is the first to use";

/**
 * Why a target is missed, with the best that was reached, by row and then by `node`, `Chromium`, `Bun` or `all`. Only
 * what was measured, or what an engine's own documentation says.
 */
export const REASONS = {
  "bytes/300 B/js": { all: SMALL },
  "bytes/1.5 kB/js": { all: WHOLE },
  "bytes/1.5 kB/scanner": { all: WHOLE },
  "bytes/6 kB/js": { all: WHOLE },
  "text/1.5 kB/js": { all: `${WHOLE}; a text must be encoded into the module's memory besides` },
  "object/1.5 kB/zod59": { all: OBJECT },
  "object/1.5 kB/ours": { all: OBJECT },
  "fixtures/mean": { all: FIXTURES },
  "fixtures/least": { all: "an answer in few bytes, or a list in which each order is found by its shape" },
  webhook: { all: HASHED },
  batch: { all: LINES },
  stream: { all: "6 MB are the import and the first call, and most of the rest the engine's optimizing compilers at work on the module" },
  "tail/p99": { all: WHOLE },
  "tail/p999": { all: WHOLE },
  start: { all: START },
  "start/overtakes": { all: START },
};
