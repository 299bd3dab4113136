// Where orders come from, as the package says it: the crate's own tests hold the places to the payload (tests/explain.rs), and
// here are the forms that only JavaScript has.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures, payloads } from "./cases.mjs";
import { install, load } from "./installed.mjs";

const modules = Object.entries(await load(install()));

for (const provider of readdirSync(fixtures)) {
  test(`${provider}: each explanation is of the order beside it, and its places are the payload's`, () => {
    for (const { situation, payload, side } of payloads(join(fixtures, provider))) {
      for (const [way, { explainAll, normalizeAll }] of modules) {
        const what = `${situation}, by ${way}`;
        const context = side("context");
        const orders = attempt(() => normalizeAll(payload, context));
        const explained = attempt(() => explainAll(payload, context));
        if (orders.code !== undefined) {
          assert.deepEqual([explained.code, explained.message], [orders.code, orders.message], what);
          continue;
        }
        assert.equal(explained.length, orders.length, what);
        const bytes = Buffer.from(payload);
        const inBytes = explainAll(bytes, context);
        for (const [place, { provider, rule, basis, docs, warnings, fields, because }] of explained.entries()) {
          const { rule: applied } = orders[place];
          assert.deepEqual({ id: rule, basis, docs, warnings, known: applied.known }, applied, what);
          assert.equal(provider, orders[place].provider);
          for (const [at, source] of [...fields, ...because].entries()) {
            const other = [...inBytes[place].fields, ...inBytes[place].because][at];
            assert.deepEqual({ ...source, start: other.start, end: other.end }, other, what);
            if (source.start === null) continue;
            assert.equal(payload.slice(source.start, source.end), bytes.toString("utf8", other.start, other.end), what);
            assert.ok(source.path.length > 1 || payload.slice(source.start, source.end).length > 0, what);
          }
          for (const { of, text } of fields.filter(({ of }) => ["id", "reference", "word", "event", "detail"].includes(of))) {
            assert.equal(orders[place][of], text, what);
          }
        }
      }
    }
  });
}

const [, { OrderstateError, explain, explainAll }] = modules[0];

test("a text is counted as JavaScript counts, and an object has paths alone", () => {
  const text = '{"note":"é😀","order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}';
  const word = ({ fields }) => fields.find(({ of }) => of === "word");
  const { start, end, path } = word(explain(text));
  assert.equal(text.slice(start, end), "expired");
  assert.deepEqual(path, ["/status"]);
  const bytes = word(explain(new TextEncoder().encode(text)));
  assert.deepEqual([bytes.start, bytes.end], [start + 3, end + 3]);
  // Back and forth within an order, and on to the next: the word is said twice, first as a field and then as what decided.
  const one = '{"ä":"é😀","order_id":"é1","ö":"😀","status":"expired","ü":"ß","status_date":"2026-01-31 12:48:36"}';
  const list = `{"data":{"orders":[${one},${one}]}}`;
  const places = explainAll(list, { provider: "banxa" }).flatMap(({ fields, because }) => [...fields, ...because]);
  assert.equal(places.length, 8);
  for (const { text, start, end } of places) assert.equal(list.slice(start, end), text);
  assert.deepEqual(word(explain(JSON.parse(text))), { ...word(explain(text)), start: null, end: null });
  const address = new URL("https://shop.example/back?orderId=1&status=COMPLETED&totalFeeInFiat=1&isBuyOrSell=BUY");
  const { fields } = explain(address, { provider: "transak" });
  assert.ok(fields.length > 0);
  for (const { start } of fields) assert.equal(start, null);
});

test("what cannot be explained is refused as it is when it is normalized", () => {
  for (const payload of [null, 1, {}, "{", "", [], new Date(), "x".repeat((1 << 20) + 1)]) {
    assert.throws(() => explain(payload), OrderstateError);
    assert.throws(() => explain(payload, { trust: "nobody" }), { code: "bad_context" });
  }
  assert.throws(() => explain('{"a":1}', { limits: { bytes: 3 } }), { code: "too_large" });
});

function attempt(call) {
  try {
    return call();
  } catch (error) {
    return error;
  }
}
