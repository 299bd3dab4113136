// Many lines of JSON into columns: JSON.parse of each beside ours.
import { answers } from "./payloads.mjs";
import { same } from "./same.mjs";
import { median, quartiles } from "./timing.mjs";

const SIZE = "1.5 kB";
const WORDS = new Map();
const STATUSES = [];

/** Statuses, ids and references in columns, and no more: that is in its favour. */
function theirs(bytes, decoder, statusOf) {
  const status = [];
  const id = [];
  const reference = [];
  const text = decoder.decode(bytes);
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const { data } = JSON.parse(text.slice(start, end));
    status.push(statusOf(data.status));
    id.push(data.id || null);
    reference.push(data.partnerOrderId || null);
    start = end + 1;
  }
  return { status: Uint8Array.from(status), id, reference };
}

/** The code of a word's status. */
function codeOf(word) {
  const code = WORDS.get(word);
  if (code === undefined) throw new Error(`not a word of Transak's: ${word}`);
  return code;
}

const CONTEXT = { provider: "transak", trust: "api" };

export async function run({ lines, rounds }) {
  const { normalizeBatch, normalizeWord } = await import("../../pkg/index.js");
  if (normalizeBatch === undefined) return { missing: "the package has no normalizeBatch" };
  const orders = answers(SIZE, lines);
  const bytes = new TextEncoder().encode(orders.map((order) => `${JSON.stringify(order)}\n`).join(""));
  for (const { data } of orders) {
    if (WORDS.has(data.status)) continue;
    const { status } = normalizeWord("transak", data.status, { direction: "buy", trust: "api" });
    if (!STATUSES.includes(status)) STATUSES.push(status);
    WORDS.set(data.status, STATUSES.indexOf(status));
  }
  const decoder = new TextDecoder();
  const other = () => theirs(bytes, decoder, codeOf);
  const ours = () => normalizeBatch(bytes, CONTEXT);
  check(other(), ours(), lines);

  const kept = [];
  const turn = (call, place) => {
    const start = performance.now();
    kept[place] = call();
    return (performance.now() - start) * 1e6;
  };
  for (let warm = 0; warm < 3; warm++) [other, ours].forEach(turn);
  const taken = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 2; i++) {
      const next = (round + i) % 2;
      taken[next].push(turn([other, ours][next], next));
    }
  }
  const { low, middle, high } = quartiles(taken[0].map((ns, round) => ns / taken[1][round]));
  const gigabytes = bytes.length / median(taken[1]);
  return { theirs: median(taken[0]), ours: median(taken[1]), low, ratio: middle, high, gigabytes };
}

/** That both say the same of every line. */
function check({ status, id, reference }, batch, lines) {
  if (batch.rows !== lines || batch.errors.length > 0) throw new Error(`${batch.rows} rows of ${lines} lines`);
  const text = ({ text, offsets }, row) => text.slice(offsets[row], offsets[row + 1]) || null;
  for (let row = 0; row < lines; row++) {
    const { columns, legends, texts } = batch;
    const said = [legends.status[columns.status[row]], text(texts.id, row), text(texts.reference, row)];
    same(said, [STATUSES[status[row]], id[row], reference[row]], `line ${row + 1}`);
  }
}
