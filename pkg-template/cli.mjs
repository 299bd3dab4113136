#!/usr/bin/env node
// npx orderstate: what payloads mean, of a file or a pipe, as JSON or as a card to read. Bytes are passed on as they came.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { OrderstateError, VERSION, describe, explainAll, normalizeAll } from "./node.js";

const HELP = `orderstate [options] [FILE]

Says what a payload of a payment or on-ramp provider means. Reads FILE, or standard input where there is none or it is \`-\`: one
payload; or one in each line, where the first line is JSON by itself or the file's name ends in .ndjson or .jsonl.

  --format json|text   JSON, or a card to read; unless it is said, a card on a terminal and JSON elsewhere
  --provider ID        whose it is, where that is known: banxa
  --direction WORD     buy, sell, pay, swap or payout, where the payload does not say
  --trust WORD         api, if you fetched it from the provider yourself; unverified, the default; hint
  --locale TAG         the language of a card's texts
  --explain            where in the payload each member comes from, and which rule and page decided
  --help, --version

Exit codes: 0 all was read, 1 some lines could not be read, 2 nothing could, or it was called in a wrong way.
`;

/** How much of a payload is kept; one that is longer is refused by the package. */
const MOST = (1 << 20) + 1;

/** A wrong call, or an input that is not there: said as it is, without a stack. */
class Wrong extends Error {}

async function main() {
  const { values, file } = asked();
  const { help, version, explain, format = process.stdout.isTTY ? "text" : "json", locale, ...context } = values;
  if (help || version) {
    await say(help ? HELP : `${VERSION}\n`);
    return 0;
  }
  if (!["json", "text"].includes(format)) throw new Wrong(`--format takes json or text, not \`${format}\``);
  const { chunks, size } = await source(file);

  const bar = progress(size);
  const count = { bytes: 0, read: 0, unreadable: 0 };
  for await (const { bytes, line } of payloads(chunks, /\.(ndjson|jsonl)$/.test(file), count)) {
    try {
      const orders = normalizeAll(bytes, context);
      const explanations = explain ? explainAll(bytes, context) : undefined;
      count.read++;
      await say(format === "json" ? inJson(orders, explanations, line) : cards(orders, explanations, locale));
    } catch (error) {
      if (!(error instanceof OrderstateError)) throw error;
      if (error.code === "bad_context") throw new Wrong(`${error.message}; ${error.remedy}`);
      count.unreadable++;
      bar.hide();
      complain(`${error.code}: ${line === undefined ? "" : `line ${line}: `}${error.message}; ${error.remedy}`);
    }
    if (line !== undefined) bar.show(count);
  }
  bar.hide();
  if (count.read + count.unreadable === 0) throw new Wrong("the input is empty");
  return count.read === 0 ? 2 : count.unreadable > 0 ? 1 : 0;
}

function asked() {
  const options = { help: { type: "boolean" }, version: { type: "boolean" }, explain: { type: "boolean" } };
  for (const name of ["format", "provider", "direction", "trust", "locale"]) options[name] = { type: "string" };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new Error(`one file is read, and not \`${positionals[1]}\` as well`);
    return { values, file: positionals[0] ?? "-" };
  } catch ({ message }) {
    throw new Wrong(`${message}\nsee orderstate --help`);
  }
}

async function source(file) {
  if (file === "-") {
    if (process.stdin.isTTY) throw new Wrong("there is nothing to read: name a file, or pipe something in; see orderstate --help");
    return { chunks: process.stdin };
  }
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new Error("it is a folder");
    return { chunks: createReadStream(file), size: found.isFile() ? found.size : 0 };
  } catch ({ message }) {
    throw new Wrong(`cannot read ${file}: ${message}`);
  }
}

/** The payloads of an input, in memory that does not grow with it; each with its line where there are lines. */
async function* payloads(chunks, lined, count) {
  const source = chunks[Symbol.asyncIterator]();
  let kept = Buffer.alloc(0);
  let over = false;
  const more = async () => {
    const { value, done } = await source.next();
    over = done;
    if (done) return;
    count.bytes += value.length;
    kept = Buffer.concat([kept, value]);
  };

  await more();
  // A byte-order mark, as some editors write it, is no part of a payload.
  if (kept.subarray(0, 3).equals(Buffer.from("\ufeff"))) kept = kept.subarray(3);

  if (!lined) {
    const first = () => /^\s*?(\S[^\n]*)\n\s*\S/.exec(kept.toString("latin1"))?.[1];
    while (!over && kept.length < MOST && first() === undefined) await more();
    lined = isJson(first());
  }
  if (!lined) {
    while (!over && kept.length < MOST) await more();
    if (!isBlank(kept)) yield { bytes: kept };
    return;
  }

  let line = 1;
  // The beginning of a line that is too long.
  let cut;
  for (;;) {
    for (let end; (end = kept.indexOf("\n")) >= 0; line++) {
      const bytes = cut ?? kept.subarray(0, end);
      cut = undefined;
      kept = kept.subarray(end + 1);
      if (!isBlank(bytes)) yield { bytes, line };
    }
    if (over) {
      const bytes = cut ?? kept;
      if (!isBlank(bytes)) yield { bytes, line };
      return;
    }
    if (kept.length >= MOST) {
      cut ??= kept.subarray(0, MOST);
      kept = Buffer.alloc(0);
    }
    await more();
  }
}

const isBlank = (bytes) => bytes.every((byte) => byte <= 32);

/** Of bytes as characters: their encoding makes no difference to whether they are JSON. */
function isJson(text = "") {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function inJson(orders, explanations, line) {
  const told = orders.map((order, place) => (explanations ? { order, explanation: explanations[place] } : order));
  const text = JSON.stringify(told.length === 1 ? told[0] : told, null, line === undefined ? 2 : 0);
  return `${text.replace(UNPRINTABLE, (character) => (character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`))}\n`;
}

/** What would move the cursor, or turn a line around. Whoever writes a payload writes none of it onto a terminal. */
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const plain = (text) => String(text).replace(UNPRINTABLE, "\ufffd");

const { NO_COLOR, TERM } = process.env;
const isColourful = process.stdout.isTTY && !NO_COLOR && TERM !== "dumb";
const paint = (code, text) => (isColourful ? `\x1b[${code}m${text}\x1b[0m` : text);
const TONES = { neutral: 1, progress: 34, action: 36, success: 32, warning: 33, danger: 31 };

function cards(orders, explanations, locale) {
  if (orders.length === 0) return "a list without orders\n";
  return orders.map((order, place) => card(order, explanations?.[place], locale)).join("\n");
}

function card(order, explanation, locale) {
  const { title, body } = describe(order, { locale, audience: "merchant" });
  const steps = (audience) =>
    describe(order, { locale, audience }).actions.map(({ label, when }) => (when === null ? label : `${label} (${when.replace("_", " ")})`)).join("; ");
  const money = (amount) => amount && [amount.value, amount.currency].filter((part) => part !== null).join(" ");
  const { amounts, rule } = order;
  const rows = [
    ["order", [order.id, order.reference && `yours: ${order.reference}`].filter(Boolean).join(", ")],
    ["said by", `${[order.provider, order.direction, order.kind].filter(Boolean).join(" ")}, ${order.trust}`],
    ["its word", order.word ?? order.event],
    ["status", order.reason === null ? order.status : `${order.status}: ${order.reason}`],
    ["fulfilment", order.fulfilment],
    ["money", order.money],
    ["asked", money(amounts.expected)],
    ["paid", money(amounts.paid)],
    ["received", money(amounts.received)],
    ["customer", steps("customer")],
    ["merchant", steps("merchant")],
    ["rule", rule.id ?? "none"],
    ["page", rule.docs],
    ["beware", rule.warnings.join(", ")],
  ];
  const from = (name, { path, text }) => rows.push([name, [...path, ...(text === null ? [] : [JSON.stringify(text)])].join("  ")]);
  for (const source of explanation?.because ?? []) from(`decided by ${source.of}`, source);
  for (const source of explanation?.fields ?? []) from(source.of, source);
  const shown = rows.filter(([, value]) => value);
  const width = Math.max(...shown.map(([name]) => name.length));
  const lines = shown.map(([name, value]) => `  ${paint(2, plain(name).padEnd(width))}  ${plain(value)}`);
  return `${paint(TONES[order.tone], title)}\n${body}\n${lines.join("\n")}\n`;
}

/** Writes, as fast as it is read. */
async function say(text) {
  if (!process.stdout.write(text)) await new Promise((drained) => process.stdout.once("drain", drained));
}

function complain(text) {
  // What helps a program is said in its words.
  const said = text.replace(/`context\.(provider|direction|trust)`/g, "`--$1`");
  process.stderr.write(`orderstate: ${said.split("\n").map(plain).join("\n")}\n`);
}

/** How far it has come, for whoever waits at a terminal that nothing else is written to. */
function progress(size) {
  if (!process.stderr.isTTY || process.stdout.isTTY) return { show() {}, hide() {} };
  let shown = false;
  let next = 0;
  return {
    show({ bytes, read, unreadable }) {
      if (Date.now() < next) return;
      next = Date.now() + 100;
      shown = true;
      const done = size > 0 ? Math.min(bytes / size, 1) : undefined;
      const far = done === undefined ? `${(bytes / 1e6).toFixed(1)} MB` : `${"█".repeat(done * 20).padEnd(20, "░")} ${Math.floor(done * 100)} %`;
      process.stderr.write(`\r\x1b[K${far}  ${read} read, ${unreadable} not`);
    },
    hide() {
      if (shown) process.stderr.write("\r\x1b[K");
      shown = false;
    },
  };
}

// Whoever reads has seen enough, as `head` has: that is no failure.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  process.exitCode = await main();
} catch (error) {
  complain(error instanceof Wrong ? error.message : error.stack);
  process.exitCode = 2;
}
