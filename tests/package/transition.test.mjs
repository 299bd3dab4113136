// What is kept of two words about one order, through the package: what Rust says of it is in tests/transition.rs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install, load } from "./installed.mjs";

const modules = await load(install());
const { flow, normalize, normalizeWord, providers, transition } = modules.import;

/** An order of a word, as it was fetched so many minutes past the hour. */
function read(provider, direction, word, minute, trust = "api") {
  const updated = minute === undefined ? null : `2026-01-31T12:${String(minute).padStart(2, "0")}:00.000Z`;
  const order = normalizeWord(provider, word, { direction, trust });
  return { ...order, id: "o-1", times: { ...order.times, updated } };
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

test("the order that is kept is the very object that was passed", () => {
  const received = read("banxa", "buy", "paymentReceived", 1);
  const complete = read("banxa", "buy", "complete", 2);
  const refunded = read("mugglepay", "pay", "REFUNDED", 2);
  for (const { transition } of Object.values(modules)) {
    const ahead = transition(received, complete);
    assert.deepEqual(ahead, { verdict: "advance", order: complete, progress: complete.progress, alerts: [] });
    assert.equal(ahead.order, complete);
    const late = transition(complete, received);
    assert.deepEqual(late, { verdict: "stale", order: complete, progress: complete.progress, alerts: [] });
    assert.equal(late.order, complete);
    assert.equal(transition(complete, { ...complete }).order, complete);
    const taken = transition(read("mugglepay", "pay", "PAID", 1), refunded);
    assert.deepEqual(taken, { verdict: "reversal", order: refunded, progress: refunded.progress, alerts: ["revoke"] });
  }
});

test("a delivery that is held is shown at the delivery, for as long as that is kept with the order", () => {
  const delivering = read("transak", "buy", "PENDING_DELIVERY_FROM_TRANSAK", 1);
  const held = read("transak", "buy", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", 2);
  for (const { transition } of Object.values(modules)) {
    const { order, progress, verdict } = transition(delivering, held);
    assert.deepEqual([verdict, progress], ["advance", { stage: "deliver", step: 4, of: 5 }]);
    const again = transition({ ...order, progress }, { ...held });
    assert.deepEqual([again.verdict, again.progress], ["same", progress]);
    // Rows of a database may have none.
    assert.equal(transition({ ...delivering, progress: undefined }, { ...held, progress: null }).progress, null);
    assert.equal(transition({ ...delivering, progress: null }, held).progress, held.progress);
    assert.throws(() => transition({ ...delivering, progress: { step: "four" } }, held), { code: "bad_context" });
  }
});

test("each pair of states of each flow is judged by its edges", () => {
  const returning = ({ status }) => ["refund_pending", "refunded"].includes(status);
  for (const { id, directions } of providers()) {
    for (const { direction, states, edges } of directions.map((direction) => flow(id, direction))) {
      const follow = (from, seen = new Set()) => {
        for (const { to } of edges.filter((edge) => !edge.refused && edge.from === from && !seen.has(edge.to))) {
          follow(to, seen.add(to));
        }
        return seen;
      };
      const plain = states.filter((state) => state.id === state.word);
      for (const a of plain) {
        for (const b of plain) {
          const [older, newer] = [read(id, direction, a.word, 1), read(id, direction, b.word, 2)];
          const [ahead, late] = [transition(older, newer), transition(newer, older)];
          const pair = `${id} ${direction}: ${a.id} to ${b.id}`;
          assert.equal(ahead.order, late.order, pair);
          const leads = follow(a.id).has(b.id) || (a.status === "completed" && returning(b));
          if (a === b) assert.deepEqual([ahead.verdict, late.verdict], ["same", "same"], pair);
          else if (!leads) assert.deepEqual([ahead.verdict, late.verdict], ["conflict", "conflict"], pair);
          else {
            assert.match(ahead.verdict, /^(advance|revival|reversal)$/, pair);
            assert.equal(late.verdict, "stale", pair);
            assert.equal(ahead.order, newer, pair);
          }
        }
      }
    }
  }
});

test("a forged post, a redirect and an unknown word move nothing that was fetched", () => {
  const fetched = read("transak", "buy", "AWAITING_PAYMENT_FROM_USER", 1);
  for (const next of [
    read("transak", "buy", "COMPLETED", 2, "unverified"),
    read("transak", "buy", "COMPLETED", 2, "hint"),
    read("transak", "buy", "IN_NO_TABLE", 2),
  ]) {
    assert.deepEqual(transition(fetched, next), { verdict: "keep", order: fetched, progress: fetched.progress, alerts: ["refresh_status"] });
    assert.equal(transition(next, fetched).order, fetched);
  }
});

test("what was kept may come back from a database: only what is needed of it is read", () => {
  const next = read("banxa", "sell", "paymentReceived", 5);
  const expired = read("banxa", "sell", "expired", 1);
  const revival = (kept) => {
    const { verdict, order } = transition(kept, next);
    assert.equal(order, next);
    assert.equal(verdict, "revival");
  };
  revival(JSON.parse(JSON.stringify(expired)));
  const { provider, id, direction, word, status, trust, fulfilment, finality } = expired;
  const row = { provider, status, trust, fulfilment, finality };
  revival(row);
  revival({ ...row, id, direction, word, times: { updated: new Date("2026-01-31T12:01:00Z") }, actions: 7, amounts: Symbol() });
  revival({ ...row, times: { updated: Date.UTC(2026, 0, 31, 12, 1) } });
  class Row {
    get provider() { return provider; }
    get status() { return status; }
    get trust() { return trust; }
    get fulfilment() { return fulfilment; }
    get finality() { return finality; }
  }
  revival(new Row());
});

test("a request that failed changes nothing", () => {
  const kept = read("banxa", "buy", "paymentReceived", 1);
  for (const { normalizeProblem, transition } of Object.values(modules)) {
    for (const status of [0, 401, 404, 429, 500]) {
      const made = transition(kept, normalizeProblem("banxa", status, null), { now: Date.now() });
      assert.deepEqual(made, { verdict: "keep", order: kept, progress: kept.progress, alerts: [] });
      assert.equal(made.order, kept);
    }
    const others = [
      [normalizeProblem("baanx", 404, null), "different_orders: the two orders have different providers: `banxa` and `baanx`"],
      [
        { ...normalizeProblem("banxa", 404, null), orderId: "o-2" },
        "different_orders: the two orders have different ids: `o-1` and `o-2`",
      ],
    ];
    for (const [problem, said] of others) assert.equal(refusal(() => transition(kept, problem)), said);
    // Whatever else a row has.
    assert.equal(transition(kept, { ...read("banxa", "buy", "complete", 2), httpStatus: 200, orderId: "o-3" }).verdict, "advance");
    // A problem is nothing to be kept.
    assert.match(refusal(() => transition(normalizeProblem("banxa", 404, null), kept)), /^bad_context: the previous order's/);
  }
});

test("a time that has not come yet counts as none", () => {
  const ahead = read("transak", "buy", "PROCESSING", 59);
  const completed = read("transak", "buy", "COMPLETED", 1);
  assert.equal(transition(ahead, completed).verdict, "conflict");
  for (const now of ["2026-01-31T12:02:00Z", new Date("2026-01-31T12:02:00Z"), Date.UTC(2026, 0, 31, 12, 2)]) {
    assert.equal(transition(ahead, completed, { now }).order, completed);
  }
  assert.equal(transition(ahead, completed, null).verdict, "conflict");
});

test("two orders are not compared, and what is wrong is said", () => {
  const order = read("baanx", "pay", "STARTED");
  const wrong = [
    [{ ...order, id: "o-2" }, "different_orders: the two orders have different ids: `o-1` and `o-2`"],
    [{ ...order, provider: "banxa" }, "different_orders: the two orders have different providers: `baanx` and `banxa`"],
    [null, "bad_context: the next order is not an object"],
    ["PENDING", "bad_context: the next order is not an object"],
    [{}, "bad_context: the next order's `provider` is not a string"],
    [{ ...order, status: "paying" }, "bad_context: the next order's `status` cannot be `paying`"],
    [{ ...order, trust: undefined }, "bad_context: the next order's `trust` is not a string"],
    [{ ...order, times: { updated: "soon" } }, "bad_context: the next order's `times`'s `updated` is not a time in the years 2000 to 2999"],
    [{ ...order, get status() { throw new Error("mine"); } }, "bad_context: what was passed cannot be read"],
  ];
  for (const [next, said] of wrong) {
    assert.equal(refusal(() => transition(order, next)), said);
    if (said.startsWith("bad_context: the next")) {
      assert.equal(refusal(() => transition(next, order)), said.replace("next", "previous"));
    }
  }
  const options = "bad_context: the options has no `clock`; it has `now`";
  assert.equal(refusal(() => transition(order, order, { clock: 1 })), options);
  assert.equal(normalize('{"orderId":"o-1","status":"STARTED","requestId":"q"}').status, "awaiting_payment");
});
