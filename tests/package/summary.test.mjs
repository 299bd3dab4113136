// What many orders come to, through the package: what Rust says of it is in tests/summary.rs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { install, load, root } from "./installed.mjs";

const modules = await load(install());
const { normalizeWord, summarize } = modules.import;
const cases = JSON.parse(readFileSync(join(root, "tests/cases/summaries.json"), "utf8"));

/** An order as a case has it: a word, and what else it says. */
function stated({ word: said, trust = "api", id = null, updated = null, created = null, expires, checkout, ...more }) {
  const [provider, direction, word] = said.split(" ");
  const order = normalizeWord(provider, word, { direction, trust });
  const amount = (text) => {
    const [value, currency, network = null] = text?.split(" ") ?? [];
    return text === undefined ? null : { value, currency, network };
  };
  return {
    ...order,
    id,
    reference: more.reference ?? null,
    times: { ...order.times, updated, created },
    amounts: { ...order.amounts, paid: amount(more.paid), expected: amount(more.expected) },
    links: { ...order.links, checkout: checkout ?? null },
    expiresAt: expires ?? null,
    reopenableUntil: more.reopenableUntil ?? null,
    environment: more.environment ?? order.environment,
    txHash: more.txHash ?? null,
  };
}

/** The error that a call ends in. */
function refusal(call) {
  try {
    call();
  } catch ({ code, message }) {
    return `${code}: ${message}`;
  }
  return assert.fail("it went well");
}

for (const { case: name, orders: rows, summary, ...options } of cases) {
  test(name, () => {
    for (const { summarize } of Object.values(modules)) {
      const orders = rows.map(stated);
      const { order, actions, surplus } = summarize(orders, options);
      assert.equal(order, orders[summary.order] ?? null);
      assert.deepEqual(actions, summary.actions);
      assert.deepEqual(surplus?.amounts, summary.surplus?.amounts);
      assert.deepEqual(surplus?.orders.map((one) => orders.indexOf(one)), summary.surplus?.orders);
      // What a database made of them says the same.
      const again = summarize(JSON.parse(JSON.stringify(orders)), options);
      assert.deepEqual(again, JSON.parse(JSON.stringify({ order, actions, surplus })));
    }
  });
}

test("the actions of the order that counts are its own objects", () => {
  const failed = stated({ word: "transak buy FAILED", id: "t-1" });
  const { order, actions } = summarize([failed]);
  assert.equal(order, failed);
  for (const action of actions) assert.ok(failed.actions.includes(action), action.kind);
  assert.deepEqual(actions.map(({ kind }) => kind), ["retry_other_method"]);
});

test("of a row only what is needed is read", () => {
  const { provider, status, trust, fulfilment, finality, environment, money, actor } = stated({ word: "mugglepay pay PAID" });
  const row = { provider, status, trust, fulfilment, finality, environment, money, actor };
  const { order, actions, surplus } = summarize([row]);
  assert.equal(order, row);
  assert.deepEqual([actions.map(({ kind }) => kind), surplus], [["fulfil"], null]);
  const dated = { ...row, id: "m-1", times: { paid: new Date("2026-01-31T12:00:00Z") }, amounts: Object, links: 7n };
  assert.equal(summarize([{ ...dated, id: "m-2", times: { paid: Date.UTC(2026, 0, 31, 13) } }, dated]).order, dated);
});

test("what is wrong is said", () => {
  const order = stated({ word: "transak buy FAILED", id: "t-1" });
  for (const [orders, said] of [
    [undefined, "bad_context: `orders` is not a list"],
    [order, "bad_context: `orders` is not a list"],
    ["t-1", "bad_context: `orders` is not a list"],
    [[order, null], "bad_context: an order is not an object"],
    [[order, undefined], "bad_context: an order is not an object"],
    [[{ ...order, status: "paying" }], "bad_context: an order's `status` cannot be `paying`"],
    [[{ ...order, money: undefined }], "bad_context: an order's `money` is not a string"],
    [[{ ...order, actions: 7 }], "bad_context: an order's `actions` is not a list"],
    [[{ ...order, actions: [{ kind: "fulfill", audience: "merchant" }] }], "bad_context: an order's action's `kind` cannot be `fulfill`"],
    [[{ ...order, times: { paid: "soon" } }], "bad_context: an order's `times`'s `paid` is not a time in the years 2000 to 2999"],
    [[{ ...order, get money() { throw new Error("mine"); } }], "bad_context: what was passed cannot be read"],
  ]) {
    assert.equal(refusal(() => summarize(orders)), said);
  }
  assert.equal(refusal(() => summarize([], { clock: 1 })), "bad_context: the options has no `clock`; it has `now`, `reference`");
  for (const reference of [7, undefined, null]) {
    assert.equal(refusal(() => summarize([], { reference })), "bad_context: the options's `reference` is not a string");
  }
});
