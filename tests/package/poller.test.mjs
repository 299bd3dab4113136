// createPoller, through the package: by fake timers and a fake page, by histories made up at random, and once by the clock.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { mock, test } from "node:test";
import { install, load } from "./installed.mjs";

const { createPoller, normalize, normalizeProblem, normalizeWord, transition } = (await load(install())).import;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.UTC(2026, 1, 12, 10);

const settled = () => new Promise(setImmediate);

/** Lets time pass, and what happens in it happen. */
async function pass(ms, step = 500) {
  await settled();
  for (; ms > 0; ms -= step) {
    mock.timers.tick(Math.min(ms, step));
    await settled();
  }
}

/** A test with time in its hands, after which nothing is left: no timer, and no listener at what was watched. */
function timed(name, run) {
  test(name, async () => {
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: START });
    const fake = { setTimeout, clearTimeout };
    const timers = new Set();
    globalThis.setTimeout = (done, ms) => {
      const timer = fake.setTimeout(() => (timers.delete(timer), done()), ms);
      timers.add(timer);
      return timer;
    };
    globalThis.clearTimeout = (timer) => {
      timers.delete(timer);
      fake.clearTimeout(timer);
    };
    const page = Object.assign(watched(), { hidden: false });
    const world = watched();
    Object.assign(globalThis, { document: page, addEventListener: world.addEventListener, removeEventListener: world.removeEventListener });
    try {
      await run({ page, world });
      await settled();
      assert.equal(timers.size, 0, "a timer is left");
      assert.deepEqual([page.listeners.size, world.listeners.size], [0, 0], "a listener is left");
    } finally {
      for (const name of ["document", "addEventListener", "removeEventListener"]) delete globalThis[name];
      Object.assign(globalThis, fake);
      mock.timers.reset();
    }
  });
}

/** Something to listen to, which knows who does. */
function watched() {
  const listeners = new Set();
  return {
    listeners,
    addEventListener: (type, listener) => listeners.add(listener),
    removeEventListener: (type, listener) => listeners.delete(listener),
    fire: () => [...listeners].forEach((listener) => listener()),
  };
}

function show(page, hidden) {
  page.hidden = hidden;
  page.fire();
}

const said = (word, minute) => ({
  ...normalizeWord("banxa", word, { direction: "buy", trust: "api" }),
  id: "o-1",
  times: { created: null, updated: minute === undefined ? null : new Date(START + minute * MINUTE).toISOString(), paid: null, completed: null },
});

/** Follows an order to the end of these answers: when it was asked for, in seconds, and what was seen. */
function follow(answers, options) {
  const left = [...answers];
  const seen = { asked: [], looks: [], end: undefined };
  seen.poller = createPoller((signal) => {
    seen.asked.push((Date.now() - START) / SECOND);
    seen.signal = signal;
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer() : answer;
  }, options);
  seen.done = (async () => {
    for await (const look of seen.poller) seen.looks.push(look);
  })().then(
    () => (seen.end = "done"),
    (thrown) => (seen.end = thrown),
  );
  return seen;
}

const verdicts = ({ looks }) => looks.map(({ verdict }) => verdict);

timed("it asks as the order says, less often while nothing changes, and ends with the order", async () => {
  const waits = ["pendingPayment", ...Array(6).fill("pendingPayment"), "paymentReceived", "paymentReceived", "complete"];
  const seen = follow(waits.map((word) => said(word)));
  await pass(23 * MINUTE, 2_500);
  // Nobody but the wait that is under way listens to the signal.
  assert.equal(getEventListeners(seen.signal, "abort").length, 1);
  await pass(17 * MINUTE, 2_500);
  // A minute, half as long again each time, five minutes at the most; and anew when it has moved.
  assert.deepEqual(seen.asked, [0, 60, 150, 285, 487.5, 787.5, 1087.5, 1387.5, 1447.5, 1537.5]);
  assert.equal(seen.end, "done");
  assert.deepEqual(verdicts(seen), ["advance", ...Array(6).fill("same"), "advance", "same", "advance"]);
  assert.deepEqual(seen.looks.map(({ order }) => order.word), waits);
  assert.ok(seen.looks.every(({ problem, error, alerts }) => problem === null && error === null && alerts.length === 0));
});

timed("it keeps to the first wait for as long as the provider advises", async () => {
  const seen = follow([normalizeWord("baanx", "STARTED", { trust: "api" })]);
  await pass(133 * SECOND);
  const steady = Array.from({ length: 41 }, (_, place) => place * 3);
  assert.deepEqual(seen.asked, [...steady, 124.5, 131.5]);
  await seen.poller.return();
  assert.equal(await seen.done, "done");
});

timed("what it has waited for is forgotten when the order moves, and not when it only says the same again", async () => {
  const started = normalizeWord("baanx", "STARTED", { trust: "api" });
  const seen = follow([...Array(43).fill(started), normalizeWord("baanx", "PENDING", { trust: "api" })]);
  await pass(160 * SECOND, 250);
  assert.deepEqual(seen.asked.slice(40, 50), [120, 124.5, 131.25, 141.375, 144.375, 147.375, 150.375, 153.375, 156.375, 159.375].map((at) => Math.ceil(at * 4) / 4));
  await seen.poller.return();
  const begun = (Date.now() - START) / SECOND;
  const later = follow(Array.from({ length: 6 }, (_, minute) => said("inProgress", minute)));
  await pass(8 * MINUTE, 2_500);
  assert.deepEqual(later.asked.map((at) => at - begun), [0, 60, 150, 285]);
  assert.equal(later.looks.at(-1).order.times.updated, said("inProgress", 3).times.updated);
  await later.poller.return();
});

timed("a stepper does not go back to what was reached before, at any look", async () => {
  const words = ["PENDING_DELIVERY_FROM_TRANSAK", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", "COMPLETED"];
  const seen = follow(words.map((word) => normalizeWord("transak", word, { direction: "buy", trust: "api" })));
  await pass(10 * MINUTE);
  assert.deepEqual(verdicts(seen), ["advance", "advance", "same", "advance"]);
  assert.deepEqual(seen.looks.map(({ order }) => order.progress.step), [4, 4, 4, 5]);
});

timed("what is kept of the answers is what transition keeps", async () => {
  const seen = follow([said("paymentReceived", 5), said("pendingPayment", 1), said("inProgress", 6), said("refunded", 7)]);
  await pass(10 * MINUTE);
  assert.deepEqual(verdicts(seen), ["advance", "stale", "advance", "advance"]);
  assert.deepEqual(seen.looks.map(({ order }) => order.word), ["paymentReceived", "paymentReceived", "inProgress", "refunded"]);
  // An older word is no news: the wait grows.
  assert.deepEqual(seen.asked, [0, 60, 150, 210]);
});

timed("it goes on from an order that is there already", async () => {
  const order = said("complete", 3);
  const seen = follow([said("paymentReceived", 2), said("refunded", 9)], { order });
  await pass(1 * SECOND);
  assert.deepEqual(verdicts(seen), ["stale"]);
  assert.equal(seen.looks[0].order, order);
  // Which is final, so there is nothing to wait for.
  assert.equal(seen.end, "done");
});

timed("a problem says when to come back, and the order that it is not to be sooner", async () => {
  const busy = (headers) => normalizeProblem("banxa", 429, null, headers);
  const seen = follow([
    said("pendingPayment"), busy({ "retry-after": "90" }), busy(), busy({ "retry-after": "Thu, 12 Feb 2026 10:10:00 GMT" }),
    said("pendingPayment"), said("complete"),
  ]);
  await pass(15 * MINUTE);
  assert.deepEqual(seen.asked, [0, 60, 150, 210, 600, 690]);
  assert.deepEqual(verdicts(seen), ["advance", "keep", "keep", "keep", "same", "advance"]);
  assert.deepEqual(seen.looks.map(({ problem }) => problem?.kind), [undefined, "rate_limited", "rate_limited", "rate_limited", undefined, undefined]);
  assert.ok(seen.looks.every(({ order, alerts }) => order !== null && alerts.length === 0));
});

timed("failures before the first order are followed by longer and longer waits", async () => {
  for (const failure of [normalizeProblem("baanx", 503, null), new Error("no network")]) {
    const seen = follow([...Array(9).fill(failure), normalizeWord("baanx", "COMPLETED", { trust: "api" })]);
    const begun = (Date.now() - START) / SECOND;
    await pass(5 * MINUTE);
    assert.deepEqual(seen.asked.map((at) => at - begun), [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
    assert.equal(seen.end, "done");
    const [first] = seen.looks;
    const what = failure instanceof Error ? { problem: null, error: failure } : { problem: failure, error: null };
    assert.deepEqual(first, { verdict: "keep", order: null, alerts: [], ...what });
    assert.deepEqual(seen.looks.at(-1).verdict, "advance");
  }
  // What it does where no answer came is what a problem says that is none.
  const { retry } = normalizeProblem("baanx", 0, null);
  assert.deepEqual(retry, { policy: "backoff", afterMs: 1_000, at: null, backoff: 2, capMs: 60_000 });
});

timed("one answer ends the failures, and the order's own wait is not forgotten", async () => {
  const eos = normalize({
    status: 200,
    order: { order_id: "o-1", merchant_order_id: "m-1", status: "PENDING", price_amount: 5, price_currency: "USD" },
    invoice: { status: "PENDING", pay_amount: "5", pay_currency: "EOS" },
  }, { provider: "mugglepay", trust: "api" });
  const lost = new TypeError("fetch failed");
  const seen = follow([eos, eos, lost, lost, lost, eos, lost, eos]);
  await pass(45 * SECOND, 250);
  // 3 and 4.5; then 3 (not 1), 3 (not 2), 4; then 6.75; then 3 again.
  assert.deepEqual(seen.asked.slice(0, 8), [0, 3, 7.5, 10.5, 13.5, 17.5, 24.25, 27.25]);
  await seen.poller.return();
});

timed("where asking again cannot help it ends, with the problem", async () => {
  for (const [status, policy] of [[404, "no"], [401, "after_fix"]]) {
    const problem = normalizeProblem("baanx", status, null);
    assert.equal(problem.retry.policy, policy);
    const seen = follow([problem]);
    await pass(2 * MINUTE);
    assert.equal(seen.end, "done");
    assert.deepEqual(seen.looks, [{ verdict: "keep", order: null, alerts: [], problem, error: null }]);
  }
});

timed("in a hidden page it does not ask, and asks at once when that is seen again", async ({ page }) => {
  const seen = follow([said("pendingPayment")]);
  await pass(10 * SECOND);
  show(page, true);
  await pass(10 * MINUTE, 5_000);
  assert.deepEqual(seen.asked, [0]);
  show(page, false);
  await pass(1 * SECOND);
  assert.deepEqual(seen.asked, [0, 610]);
  await seen.poller.return();
  // The first time it asks whether anybody looks or not.
  page.hidden = true;
  const unseen = follow([said("pendingPayment")]);
  await pass(5 * MINUTE, 5_000);
  assert.equal(unseen.asked.length, 1);
  show(page, false);
  await pass(1 * SECOND);
  assert.equal(unseen.asked.length, 2);
  await unseen.poller.return();
});

timed("it asks at once when the network is back", async ({ page, world }) => {
  const seen = follow([said("pendingPayment"), new Error("gone"), said("complete")]);
  await pass(70 * SECOND);
  assert.deepEqual(seen.asked, [0, 60]);
  page.hidden = true;
  world.fire();
  await pass(5 * SECOND);
  assert.deepEqual(seen.asked, [0, 60]);
  page.hidden = false;
  world.fire();
  await pass(1 * SECOND);
  assert.deepEqual(seen.asked, [0, 60, 75]);
  assert.equal(seen.end, "done");
});

timed("what the provider said about when to come back holds whatever happens to the page", async ({ page, world }) => {
  const busy = normalizeProblem("banxa", 503, null, { "retry-after": "120" });
  const seen = follow([said("pendingPayment"), busy, busy, said("complete")]);
  await pass(70 * SECOND);
  show(page, true);
  await pass(10 * SECOND);
  show(page, false);
  world.fire();
  await pass(99 * SECOND);
  assert.deepEqual(seen.asked, [0, 60]);
  await pass(2 * SECOND);
  assert.deepEqual(seen.asked, [0, 60, 180]);
  // When the time is over it is not waited for again.
  show(page, true);
  await pass(5 * MINUTE, 5_000);
  show(page, false);
  await pass(1 * SECOND);
  assert.deepEqual(seen.asked, [0, 60, 180, 481]);
  assert.equal(seen.end, "done");
});

timed("a request that takes long is the only one", async () => {
  let answer;
  const seen = follow([() => new Promise((resolve) => (answer = resolve)), said("complete")]);
  await pass(10 * MINUTE, 5_000);
  assert.deepEqual(seen.asked, [0]);
  // Nor does anybody who asks for two steps get two requests.
  const again = seen.poller.next();
  await pass(1 * SECOND);
  assert.deepEqual(seen.asked, [0]);
  answer(said("pendingPayment"));
  await pass(2 * MINUTE);
  assert.deepEqual(seen.asked, [0, 661]);
  assert.equal((await again).value.order.word, "complete");
});

timed("whoever leaves leaves nothing behind: between two looks, while it waits, and while it asks", async ({ page }) => {
  for await (const { order } of createPoller(() => said("pendingPayment"))) {
    assert.equal(order.word, "pendingPayment");
    break;
  }
  const stop = { aborted: false, ...watched() };
  for await (const { order } of createPoller(() => said("pendingPayment"), { signal: stop })) {
    assert.equal(stop.listeners.size, 1);
    if (order !== null) break;
  }
  assert.equal(stop.listeners.size, 0);
  const waiting = follow([said("pendingPayment")]);
  await pass(10 * SECOND);
  assert.equal(page.listeners.size, 1);
  assert.deepEqual(await waiting.poller.return(), { done: true, value: undefined });
  assert.equal(await waiting.done, "done");
  const asking = follow([() => new Promise(() => {})]);
  await pass(1 * SECOND);
  assert.ok(!asking.signal.aborted);
  await asking.poller.return();
  assert.ok(asking.signal.aborted);
  assert.equal(await asking.done, "done");
  const before = createPoller(() => assert.fail("it was asked"));
  await before.return();
  assert.deepEqual(await before.next(), { done: true, value: undefined });
});

timed("a signal ends it, with its reason: before, while it asks, while it waits, and between", async () => {
  const reason = new Error("enough");
  const end = (answer, after) => async () => {
    const controller = new AbortController();
    const listeners = watched();
    const { signal } = controller;
    const stop = {
      get aborted() { return signal.aborted; },
      get reason() { return signal.reason; },
      addEventListener: (type, listener) => (listeners.addEventListener(type, listener), signal.addEventListener(type, listener)),
      removeEventListener: (type, listener) => (listeners.removeEventListener(type, listener), signal.removeEventListener(type, listener)),
    };
    if (after === undefined) controller.abort(reason);
    const seen = follow([answer], { signal: stop });
    await pass(after ?? 0);
    controller.abort(reason);
    await settled();
    assert.equal(seen.end, reason);
    assert.equal(listeners.listeners.size, 0);
    return seen;
  };
  assert.deepEqual((await end(said("pendingPayment"))()).asked, []);
  const asking = await end(() => new Promise(() => {}), 5 * SECOND)();
  assert.equal(asking.signal.reason, reason);
  await end(said("pendingPayment"), 5 * SECOND)();
  // A request that ends in the same reason is no failure of its own.
  const controller = new AbortController();
  const fetched = follow([() => new Promise((_, reject) => controller.signal.addEventListener("abort", () => reject(reason)))], controller);
  await pass(1 * SECOND);
  controller.abort(reason);
  await settled();
  assert.equal(fetched.end, reason);
  assert.deepEqual(fetched.looks, []);
  const between = new AbortController();
  const poller = createPoller(() => said("pendingPayment"), { signal: between.signal });
  await poller.next();
  between.abort(reason);
  await assert.rejects(poller.next(), reason);
  assert.deepEqual(await poller.next(), { done: true, value: undefined });
});

timed("nothing is left with a signal that never fires", async () => {
  const stop = { aborted: false, ...watched() };
  const seen = follow([said("complete")], { signal: stop });
  assert.equal(await seen.done, "done");
  assert.equal(stop.listeners.size, 0);
});

timed("it gives up at the time that the order says", async () => {
  const giveUpAt = new Date(START + 12 * MINUTE).toISOString();
  const expired = said("expired");
  const order = { ...expired, poll: { ...expired.poll, giveUpAt } };
  const seen = follow([order]);
  await pass(60 * MINUTE, 5_000);
  // At 5, 12.5; and no more.
  assert.deepEqual(seen.asked, [0, 300, 600, 900]);
  assert.equal(seen.end, "done");
});

timed("a wait that no timer can take is as long as one can", async () => {
  const busy = normalizeProblem("banxa", 503, null, { "retry-after": "99999999" });
  const seen = follow([busy]);
  await pass(60 * MINUTE, 10_000);
  assert.deepEqual(seen.asked, [0]);
  await seen.poller.return();
});

timed("what is neither an order nor a problem, or another order's, is an error", async () => {
  for (const nothing of [undefined, null, "{}", {}, 404]) {
    const seen = follow([nothing]);
    assert.equal((await seen.done, seen.end).code, "bad_context");
  }
  const other = follow([said("pendingPayment"), { ...said("complete"), id: "o-2" }]);
  await pass(2 * MINUTE);
  assert.equal(other.end.code, "different_orders");
  const foreign = follow([said("pendingPayment"), normalizeProblem("baanx", 503, null)]);
  await pass(2 * MINUTE);
  assert.equal(foreign.end.code, "different_orders");
  for (const nothing of [undefined, {}, "https://api.example"]) {
    assert.throws(() => createPoller(nothing), { name: "TypeError", message: "fetchStatus is not a function" });
  }
  // Who rejects without a reason has still failed.
  const silent = follow([() => Promise.reject(), said("complete")]);
  await pass(2 * SECOND);
  assert.ok(silent.looks[0].error instanceof Error);
});

timed("it needs no page, nor anything to listen to", async () => {
  for (const name of ["document", "addEventListener", "removeEventListener"]) delete globalThis[name];
  const seen = follow([said("pendingPayment"), said("complete")]);
  await pass(70 * SECOND);
  assert.deepEqual(seen.asked, [0, 60]);
  Object.assign(globalThis, { document: undefined });
});

// At random

/** Numbers in [0, 1) that are the same in each run: mulberry32. */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = ["pendingPayment", "waitingPayment", "paymentReceived", "inProgress", "extraVerification", "expired", "complete", "refunded"];

for (let seed = 1; seed <= 40; seed++) {
  timed(`whatever is answered, and whatever happens meanwhile: ${seed}`, async ({ page, world }) => {
    const next = random(seed);
    const one = (list) => list[Math.floor(next() * list.length)];
    const answers = [
      () => said(one(WORDS.slice(0, 6)), Math.floor(next() * 60)),
      () => said(one(WORDS.slice(0, 6))),
      () => normalizeProblem("banxa", one([0, 429, 500, 503]), null, one([undefined, { "retry-after": one(["1", "75", "200"]) }])),
      () => new Error("gone"),
      () => (next() < 0.2 ? said(one(WORDS.slice(6)), 70) : said("pendingPayment")),
    ];
    let running = 0;
    let woken = true;
    let kept = null;
    let answered = null;
    const poller = createPoller(async () => {
      assert.equal(running++, 0, "two at once");
      const now = Date.now();
      if (answered !== null) {
        assert.ok(!page.hidden, "nobody looks");
        const { at, wait, asked } = answered;
        assert.ok(now - at >= wait || (woken && !asked), `${now - at} ms instead of ${wait}`);
        assert.ok(now - at <= 300 * SECOND + 1_000 || answered.hidden, "it has forgotten");
      }
      const answer = one(answers)();
      if (next() < 0.5) await new Promise((resolve) => setTimeout(resolve, next() * 20 * SECOND));
      running--;
      woken = false;
      const problem = "retry" in answer ? answer : null;
      if (problem === null && !(answer instanceof Error)) {
        const { order, progress } = transition(kept ?? answer, answer);
        kept = { ...order, progress };
      }
      // The least that may be waited: what the provider said, and no less than the order says.
      const wait = Math.max(problem?.retry.afterMs ?? 0, kept?.poll.afterMs ?? 1_000);
      answered = { at: Date.now(), wait, asked: problem !== null, hidden: page.hidden };
      if (answer instanceof Error) throw answer;
      return answer;
    });
    let last;
    const done = (async () => {
      for await (last of poller) {
        assert.deepEqual(last.order, kept);
        if (next() < 0.2) await new Promise((resolve) => setTimeout(resolve, next() * 100 * SECOND));
      }
    })();
    let ended = false;
    done.then(() => (ended = true), () => (ended = true));
    for (let round = 0; round < 200 && !ended; round++) {
      await pass(next() * 60 * SECOND, 1_000);
      if (next() < 0.3) {
        woken = true;
        if (answered !== null) answered.hidden = true;
        if (next() < 0.6) show(page, !page.hidden);
        else world.fire();
      }
    }
    page.hidden = false;
    if (ended) assert.ok(last.order.poll.stop);
    await poller.return();
    await pass(200 * SECOND, 1_000);
    await done;
  });
}

// By the clock

test("with real timers, as anybody uses it", async () => {
  const answers = [new Error("gone"), said("complete")];
  const seen = [];
  for await (const { order, error } of createPoller(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  })) {
    seen.push([order?.word, error?.message]);
  }
  assert.deepEqual(seen, [[undefined, "gone"], ["complete", undefined]]);
});
