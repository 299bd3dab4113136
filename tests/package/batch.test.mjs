// Many payloads say in columns what each of them says alone, in one piece and however they are cut.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { entry, install, load, root, watch } from "./installed.mjs";

const folder = install();
const modules = await load(folder);
const { OrderstateError, normalize, normalizeAll, normalizeBatch, normalizeStream } = modules.import;

const banxa = '{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}';
const baanx = '{"orderId":"abcd_1234","status":"COMPLETED","metadata":{"paymentId":"payment_1234"}}';
const payloads = everyPayload();
const encoder = new TextEncoder();
const bytes = (text) => encoder.encode(text);

/** Every payload of every provider, each on one line, and what no provider sends. */
function everyPayload() {
  const fixtures = join(root, "tests/fixtures");
  const files = readdirSync(fixtures).flatMap((provider) =>
    ["", "problem"].flatMap((part) => {
      const inside = join(fixtures, provider, part);
      const names = readdirSync(inside).filter((name) => /^[^.]+\.(json|txt)$/.test(name));
      return names.map((name) => readFileSync(join(inside, name), "utf8").trim());
    }),
  );
  const all = [...files, "null", "[]", "{", '"', "?", "word", '{"order_id":"₹ 👛\\n","status":"expired","status_date":"x"}'];
  // Numbers as they are written: JSON.parse would take digits from them.
  return all.map((text) => text.replace(/\n\s*/g, ""));
}

const isJson = (text) => {
  try {
    return JSON.parse(text), true;
  } catch {
    return false;
  }
};

const milliseconds = (time) => (time === null ? NaN : Date.parse(time));

/** What a batch says of an order. */
const rowOf = (line, order) => ({
  line,
  provider: order.provider,
  direction: order.direction,
  kind: order.kind,
  trust: order.trust,
  status: order.status,
  reason: order.reason,
  money: order.money,
  moneyBasis: order.moneyBasis,
  environment: order.environment,
  fulfilment: order.fulfilment,
  actor: order.actor,
  finality: order.finality,
  tone: order.tone,
  slow: order.slow,
  known: order.rule.known,
  warnings: [...order.rule.warnings].sort(),
  times: Object.fromEntries(
    Object.entries({ ...order.times, expiresAt: order.expiresAt }).map(([name, time]) => [name, milliseconds(time)]),
  ),
  id: order.id,
  reference: order.reference,
  word: order.word,
  txHash: order.txHash,
  expectedValue: order.amounts.expected?.value ?? null,
  expectedCurrency: order.amounts.expected?.currency ?? null,
  paidValue: order.amounts.paid?.value ?? null,
  paidCurrency: order.amounts.paid?.currency ?? null,
  receivedValue: order.amounts.received?.value ?? null,
  receivedCurrency: order.amounts.received?.currency ?? null,
});

/** The same, read from the columns. */
function rowsOf({ rows, lines, columns, legends, warnings, times, texts }) {
  const each = (columns, cell) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, cell(column, name)]));
  return Array.from({ length: rows }, (_, row) => ({
    line: lines[row],
    ...each(columns, (column, name) => legends[name][column[row]]),
    warnings: legends.warnings.filter((_, bit) => (warnings[row] >>> bit) & 1).sort(),
    times: each(times, (column) => column[row]),
    ...each(texts, ({ text, offsets }) => text.slice(offsets[row], offsets[row + 1]) || null),
  }));
}

const errorOf = ({ code, message, remedy, offset, providers }) => ({ code, message, remedy, offset, providers });

/** What is said of payloads one by one, which begin at these bytes. */
function oneByOne(payloads, starts, context) {
  const rows = [];
  const errors = [];
  payloads.forEach((payload, index) => {
    const line = index + 1;
    try {
      rows.push(...normalizeAll(bytes(payload), context).map((order) => rowOf(line, order)));
    } catch (error) {
      errors.push({ line, start: starts[index], ...errorOf(error) });
    }
  });
  return { rows, errors };
}

/** The payloads with something before, between and behind them, and where each begins. */
function joined(payloads, [before, between, behind]) {
  const starts = [];
  let at = before.length;
  for (const payload of payloads) {
    starts.push(at);
    at += bytes(payload).length + between.length;
  }
  return { input: bytes(before + payloads.join(between) + behind), starts };
}

const said = (batch) => ({ rows: rowsOf(batch), errors: batch.errors });

async function* parts(input, size, first = size) {
  for (let at = 0, end = first; at < input.length; at = end, end += size) yield input.subarray(at, end);
}

/** Everything that a stream of batches says. */
async function collect(batches) {
  const all = { rows: [], errors: [] };
  for await (const batch of batches) {
    const { rows, errors } = said(batch);
    assert.ok(rows.length + errors.length > 0, "a batch of nothing");
    all.rows.push(...rows);
    all.errors.push(...errors);
  }
  return all;
}

const contexts = {
  none: undefined,
  "in numbers": { trust: "api", now: Date.UTC(2026, 0, 31) },
  "that crosses as text": { provider: "transak", trust: "api", limits: { bytes: 900, depth: 4 } },
};

for (const [which, context] of Object.entries(contexts)) {
  test(`lines of all providers, with a context ${which}`, async () => {
    const { input, starts } = joined(payloads, ["", "\n", ""]);
    const wanted = oneByOne(payloads, starts, context);
    assert.ok(wanted.rows.length > 20 && wanted.errors.length > 20);
    for (const { normalizeBatch } of Object.values(modules)) {
      assert.deepEqual(said(normalizeBatch(input, context)), wanted);
    }
    for (const size of [1000, 65536, input.length]) {
      assert.deepEqual(await collect(normalizeStream(parts(input, size), context)), wanted, `${size} bytes each`);
    }
  });
}

test("elements of a list", async () => {
  const json = payloads.filter(isJson);
  for (const around of [["[", ",", "]"], [" \n[\n  ", ",\r\n  ", "\n]\n"]]) {
    const { input, starts } = joined(json, around);
    const wanted = oneByOne(json, starts);
    assert.deepEqual(said(normalizeBatch(input)), wanted);
    assert.deepEqual(await collect(normalizeStream(parts(input, 777))), wanted);
  }
});

test("line breaks of any system, blank lines, and none at the end", () => {
  const input = `\r\n${banxa}\r\n \t\n${baanx}\n\n  ${banxa}`;
  const { lines, errors } = normalizeBatch(bytes(input));
  assert.deepEqual([[...lines], errors], [[2, 4, 6], []]);
});

test("nothing comes of nothing", async () => {
  for (const input of ["", "\n", " \r\n\t", "[]", " [ ] \n"]) {
    const { rows, lines, errors, texts } = normalizeBatch(input);
    assert.deepEqual([rows, lines.length, errors, texts.id], [0, 0, [], { text: "", offsets: Uint32Array.of(0) }], input);
    assert.deepEqual(await collect(normalizeStream([bytes(input)])), { rows: [], errors: [] });
  }
  assert.deepEqual(await collect(normalizeStream([])), { rows: [], errors: [] });
});

test("wherever two chunks meet, and byte by byte", async () => {
  const euro = banxa.replace("e82c57b2", "e82€\\\"[,{ 👛");
  for (const input of [
    `${euro}\r\n\r\n${"x".repeat(200)}\n${baanx}\n{"status":`,
    `[ ${euro} , [], "${"x,".repeat(100)}", {"orders":[${baanx}]} , ${baanx} ] \n ${banxa}`,
    `[${baanx},`,
  ]) {
    const whole = bytes(input);
    const context = { limits: { bytes: 110 } };
    const wanted = said(normalizeBatch(whole, context));
    assert.ok(wanted.rows.length > 0 && wanted.errors.length > 0);
    for (let first = 0; first <= whole.length; first++) {
      assert.deepEqual(await collect(normalizeStream(parts(whole, whole.length, first), context)), wanted, `cut at ${first}`);
    }
    assert.deepEqual(await collect(normalizeStream(parts(whole, 1), context)), wanted);
  }
});

test("one line that is no text spoils no other", () => {
  const input = Buffer.concat([bytes(`${banxa}\n{"status":"`), Buffer.of(0xff), bytes(`"}\n${baanx}`)]);
  const { lines, errors } = normalizeBatch(input);
  assert.deepEqual([...lines], [1, 3]);
  assert.deepEqual(errors.map(({ line, start, code, offset }) => [line, start, code, offset]), [[2, 79, "not_json", 11]]);
});

test("a line that lists orders gives a row for each", () => {
  const order = { ...JSON.parse(banxa), order_type: "CRYPTO-BUY" };
  const list = (count) => JSON.stringify({ data: { orders: Array(count).fill(order) } });
  const { lines, errors } = normalizeBatch([list(3), list(0), list(2)].join("\n"), { provider: "banxa" });
  assert.deepEqual([[...lines], errors], [[1, 1, 1, 3, 3], []]);
});

test("much at once, in bytes or in rows: the columns of all parts as one", () => {
  for (const [lines, times] of [[payloads, 30], [[banxa, "{", baanx], 9000]]) {
    const block = `${lines.join("\n")}\n`;
    const size = bytes(block).length;
    const once = normalizeBatch(block);
    assert.ok(size * times > 2 ** 22 || once.rows * times > 2 ** 14, "not enough to come in parts");
    const batch = normalizeBatch(bytes(block.repeat(times)));
    assert.equal(batch.rows, once.rows * times);
    const all = Array.from({ length: times }, (_, time) => time);
    const repeated = (list) => all.flatMap((time) => list.map((item) => ({ ...item, line: item.line + time * lines.length })));
    assert.deepEqual(rowsOf(batch), repeated(rowsOf(once)));
    const errors = repeated(once.errors).map((error, place) => {
      return { ...error, start: error.start + Math.floor(place / once.errors.length) * size };
    });
    assert.deepEqual(batch.errors, errors);
  }
});

test("a payload as large as it may be, larger than what is read at once", async () => {
  const large = JSON.stringify({ ...JSON.parse(banxa), note: "x".repeat(2 ** 20 - 200) });
  const over = JSON.stringify({ ...JSON.parse(banxa), note: "x".repeat(2 ** 20) });
  const lines = [baanx, large, banxa, over, baanx];
  const { input, starts } = joined(lines, ["", "\n", "\n"]);
  const wanted = oneByOne(lines, starts);
  assert.deepEqual(wanted.errors.map(({ code }) => code), ["too_large"]);
  assert.deepEqual(said(normalizeBatch(input)), wanted);
  for (const size of [3000, 2 ** 16, 2 ** 22]) {
    assert.deepEqual(await collect(normalizeStream(parts(input, size))), wanted, `${size} bytes each`);
  }
});

test("chunks come from whatever can be iterated over", async () => {
  const { input } = joined([banxa, baanx], ["", "\n", ""]);
  const wanted = said(normalizeBatch(input));
  const chunks = [input.subarray(0, 50), input.subarray(50)];
  const stream = () => new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const bare = stream();
  const sources = {
    list: chunks,
    "of buffers": chunks.map((chunk) => chunk.slice().buffer),
    set: new Set(chunks),
    generator: parts(input, 7),
    "Node's stream": Readable.from(chunks, { objectMode: false }),
    "the web's": stream(),
    "a blob's": new Blob(chunks).stream(),
    "the web's, where it cannot be iterated over": { getReader: () => bare.getReader() },
  };
  for (const [kind, source] of Object.entries(sources)) {
    assert.deepEqual(await collect(normalizeStream(source)), wanted, kind);
  }
});

test("progress is reported", async () => {
  const { input } = joined([banxa, "{", baanx], ["", "\n", ""]);
  const reports = [];
  const onProgress = (report) => reports.push({ ...report });
  await collect(normalizeStream(parts(input, 100), null, { onProgress }));
  assert.deepEqual(reports, [
    { bytes: 81, rows: 1, errors: 1 },
    { bytes: input.length, rows: 2, errors: 1 },
  ]);
  const thrown = new Error("mine");
  const failing = normalizeStream([input], null, { onProgress() { throw thrown; } });
  await assert.rejects(collect(failing), thrown);
});

/** Chunks without end; whether they were told that no more are wanted. */
function endless() {
  const source = {
    closed: 0,
    given: 0,
    async next() {
      source.given += 1;
      return { done: false, value: bytes(`${banxa}\n`) };
    },
    async return() {
      source.closed += 1;
      return { done: true };
    },
    [Symbol.asyncIterator]: () => source,
  };
  return source;
}

test("who stops reading closes the source", async () => {
  const source = endless();
  for await (const { rows } of normalizeStream(source)) {
    assert.equal(rows, 1);
    if (source.given === 3) break;
  }
  assert.deepEqual([source.given, source.closed], [3, 1]);

  const thrown = new Error("mine");
  const other = endless();
  await assert.rejects(async () => {
    for await (const batch of normalizeStream(other)) throw thrown;
  }, thrown);
  assert.equal(other.closed, 1);
});

test("a signal stops it: before, between, and while it waits", async () => {
  const reason = new Error("enough");
  const before = endless();
  const signal = AbortSignal.abort(reason);
  await assert.rejects(collect(normalizeStream(before, null, { signal })), reason);
  assert.deepEqual([before.given, before.closed], [0, 1]);

  const between = endless();
  const controller = new AbortController();
  await assert.rejects(async () => {
    for await (const batch of normalizeStream(between, null, { signal: controller.signal })) controller.abort(reason);
  }, reason);
  assert.deepEqual([between.given, between.closed], [1, 1]);

  // A source that never answers again, and cannot close before it has.
  const waiting = new AbortController();
  async function* silent() {
    yield bytes(`${banxa}\n`);
    await new Promise(() => {});
  }
  const batches = normalizeStream(silent(), null, { signal: waiting.signal });
  assert.equal((await batches.next()).value.rows, 1);
  const next = batches.next();
  setTimeout(() => waiting.abort(reason), 10);
  await assert.rejects(next, reason);
  assert.deepEqual(await batches.next(), { done: true, value: undefined });
});

test("nothing is left with a signal that never fires", async () => {
  let listening = 0;
  const signal = {
    aborted: false,
    addEventListener: () => (listening += 1),
    removeEventListener: () => (listening -= 1),
  };
  const { rows } = await collect(normalizeStream(parts(bytes(`${banxa}\n`.repeat(50)), 100), null, { signal }));
  assert.deepEqual([rows.length, listening], [50, 0]);
});

test("a source that fails is not closed as well, and its error comes through", async () => {
  const thrown = new Error("of the network");
  const source = endless();
  source.next = () => Promise.reject(thrown);
  await assert.rejects(collect(normalizeStream(source)), thrown);
  assert.equal(source.closed, 0);
});

test("streams run side by side, and between other calls", async () => {
  const { input } = joined(payloads, ["", "\n", ""]);
  const one = normalizeStream(parts(input, 5000), { trust: "api" });
  const other = normalizeStream(parts(input, 3000), { limits: { depth: 3 } });
  const found = [{ rows: [], errors: [] }, { rows: [], errors: [] }];
  for (let left = 2; left > 0; ) {
    left = 0;
    for (const [index, stream] of [one, other].entries()) {
      const { value, done } = await stream.next();
      if (done) continue;
      left += 1;
      found[index].rows.push(...rowsOf(value));
      found[index].errors.push(...value.errors);
      assert.equal(normalize(banxa).id, "e82c57b2");
      assert.equal(normalizeBatch(banxa).rows, 1);
    }
  }
  assert.deepEqual(found[0], said(normalizeBatch(input, { trust: "api" })));
  assert.deepEqual(found[1], said(normalizeBatch(input, { limits: { depth: 3 } })));
});

test("what cannot be read, or cannot be, is refused in the package's words", async () => {
  const gone = new Uint8Array(8);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const misuses = [
    [() => normalizeBatch(), "undefined"],
    [() => normalizeBatch(null), "null"],
    [() => normalizeBatch(42), "number"],
    [() => normalizeBatch(Promise.resolve("")), "promise"],
    [() => normalizeBatch([JSON.parse(banxa)]), "object"],
    [() => normalizeBatch(gone), "bytes are not there any more"],
    [() => collect(normalizeStream()), "undefined"],
    [() => collect(normalizeStream(null)), "null"],
    [() => collect(normalizeStream({})), "object"],
    [() => collect(normalizeStream(bytes(banxa))), "number"],
    [() => collect(normalizeStream(banxa)), "string"],
    [() => collect(normalizeStream([banxa])), "string"],
    [() => collect(normalizeStream([new URL("https://example.com/?a=b")])), "object"],
    [() => collect(normalizeStream([Promise.resolve(bytes(banxa))])), "promise"],
  ];
  for (const [call, word] of misuses) {
    await assert.rejects(async () => call(), (error) => {
      assert.equal(error.code, "unreadable", error.stack);
      assert.ok(error.message.includes(word), error.message);
      return true;
    });
  }
  for (const context of [{ provider: "nobody" }, { trust: "verified" }, { colour: "red" }, { now: "never" }, 7]) {
    let refused;
    try {
      normalize(banxa, context);
    } catch (error) {
      refused = errorOf(error);
    }
    assert.equal(refused.code, "bad_context");
    for (const input of ["", banxa]) {
      assert.throws(() => normalizeBatch(input, context), (error) => assert.deepEqual(errorOf(error), refused) ?? true);
    }
    const source = endless();
    await assert.rejects(collect(normalizeStream(source, context)), { code: "bad_context" });
    assert.equal(source.closed, 1);
  }
});

test("a context is taken as it is when the reading begins", async () => {
  const context = { trust: "api" };
  const statuses = [];
  for await (const { columns, legends } of normalizeStream(parts(bytes(`${baanx}\n${baanx}\n`), 87), context)) {
    statuses.push(legends.fulfilment[columns.fulfilment[0]]);
    context.trust = "unverified";
  }
  assert.deepEqual(statuses, ["yes", "yes"]);
});

test("columns are the caller's own: they can be changed, and handed to another thread", () => {
  const batch = normalizeBatch(banxa);
  batch.columns.status.fill(0);
  const { buffer } = batch.columns.status;
  assert.equal(buffer.byteLength, 1);
  structuredClone(buffer, { transfer: [buffer] });
  const again = normalizeBatch(banxa);
  assert.equal(again.legends.status[again.columns.status[0]], "expired");
  // The words are the same for all.
  assert.throws(() => "use strict" && again.legends.status.push("mine"), TypeError);
});

test("bytes of a subclass that lies are read as they are", () => {
  class Liar extends Uint8Array {
    get length() { return 3; }
    get byteLength() { return 3; }
    subarray() { throw new Error("no"); }
    slice() { throw new Error("no"); }
  }
  const source = bytes(banxa);
  assert.equal(normalizeBatch(new Liar(source.buffer)).rows, 1);
});

test("a stream of any length, whatever is in it, needs no more memory than its largest payload", () => {
  const script = `${watch}
    const { normalizeStream } = await import("${entry}");
    const line = new TextEncoder().encode(${JSON.stringify(`${banxa}\n`)});
    const block = new Uint8Array(line.length * 700);
    for (let at = 0; at < block.length; at += line.length) block.set(line, at);
    const endless = new Uint8Array(65536).fill(32);
    async function* mixed(blocks) {
      for (let sent = 0; sent < blocks; sent++) yield block;
      // A line that goes on and on, then text that is none, then lines again.
      for (let sent = 0; sent < blocks; sent++) yield endless;
      yield Uint8Array.of(10);
      for (let sent = 0; sent < blocks; sent++) yield Uint8Array.from(block, (byte, at) => (at % 80 === 9 ? 0xff : byte));
    }
    async function run(blocks) {
      let rows = 0;
      let errors = 0;
      for await (const batch of normalizeStream(mixed(blocks))) {
        rows += batch.rows;
        errors += batch.errors.length;
      }
      return [rows, errors, memory()];
    }
    const first = await run(40);
    const second = await run(400);
    console.log(second[0] === first[0] * 10, second[1] > 1000, second[2] - first[2], second[2] < 8 * 2 ** 20);`;
  const printed = execFileSync("node", ["--input-type=module", "--eval", script], { cwd: folder, encoding: "utf8" });
  assert.equal(printed.trim(), "true true 0 true");
});
