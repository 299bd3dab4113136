// The worker of examples/edge-worker on workerd, through miniflare, with the packed package: what is proven is taken, once, under load, over a kill of
// the engine, and beside whoever forges and replays.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, test } from "node:test";
import { install } from "../package/installed.mjs";
import { api, shop, until } from "./merchant.mjs";
import { SECRETS, SENDERS, insist, send } from "./senders.mjs";
import { prepare } from "./engine.mjs";

const folder = install();
const start = await prepare(folder);
const states = new Map([["m-1", "PAID"], ["m-2", "UNRESOLVED"]]);
const merchant = await shop();
const provider = await api(states);
const env = { ...SECRETS, SHOP: merchant.address, MUGGLEPAY_API: provider.address, RETRY_MS: "50" };
let engine = await start(env);
after(async () => {
  await engine.kill();
  merchant.close();
  provider.close();
});

const at = (minute) => Date.parse("2026-11-25T10:00:00Z") + minute * 60_000;
const order = (key) => fetch(new URL(`orders/${key}`, engine.address)).then((response) => response.json());
const status = (key) => fetch(new URL(`orders/${key}`, engine.address)).then(({ status }) => status);
const post = (make, ...args) => send(engine.address, make(...args));
const keys = (what) => [...merchant.effects.keys()].filter((key) => key.startsWith(`${what}/`));

test("webhooks of each provider are taken, and each is answered as its provider wants", async () => {
  const right = [
    SENDERS.banxa({ id: "b-1", status: "complete", time: at(9) }),
    SENDERS.banxa({ id: "b-1", status: "paymentReceived", time: at(5) }),
    SENDERS.transak({ id: "t-1", status: "COMPLETED", time: at(3) }, { secret: SECRETS.TRANSAK_TOKEN_BEFORE }),
    SENDERS.mugglepay({ id: "m-1", status: "PAID", time: at(1) }),
    SENDERS.mugglepay({ id: "m-2", status: "PAID", time: at(1) }),
    SENDERS.baanx({ id: "u-1", status: "VERIFIED" }),
  ];
  for (const request of right) assert.deepEqual(await send(engine.address, request), { status: 200, body: { status: 200 } });
  await until(() => keys("fulfil").length === 3, "three orders are handed over");
  assert.deepEqual(keys("fulfil").sort(), ["fulfil/banxa/b-1", "fulfil/mugglepay/m-1", "fulfil/transak/t-1"]);
  const kept = await Promise.all(["banxa/b-1", "transak/t-1", "mugglepay/m-1", "mugglepay/m-2"].map(order));
  assert.deepEqual(kept.map(({ status, trust }) => `${status} ${trust}`), ["completed verified", "completed verified", "completed api", "on_hold api"]);
});

test("what is forged, old, or nothing at all is refused, and leaves no trace", async () => {
  const forged = [
    SENDERS.banxa({ id: "b-9", status: "complete", time: at(9) }, { secret: "another" }),
    SENDERS.banxa({ id: "b-9", status: "complete", time: at(9) }, { now: Date.now() - 600_000 }),
    SENDERS.transak({ id: "t-9", status: "COMPLETED", time: at(9) }, { secret: "another" }),
    SENDERS.mugglepay({ id: "m-1", status: "REFUNDED", time: at(9) }, { secret: "another" }),
    SENDERS.baanx({ id: "u-9", status: "VERIFIED" }, { secret: "another" }),
    { ...SENDERS.banxa({ id: "b-9", status: "complete", time: at(9) }), path: "/hooks/transak" },
    { path: "/hooks/mugglepay", headers: {}, body: "not JSON" },
    { path: "/hooks/stripe", headers: {}, body: "{}" },
    { path: "/hooks/constructor", headers: {}, body: "{}" },
  ];
  for (const request of forged) assert.equal((await send(engine.address, request)).status, 401, request.path);
  assert.equal(await announced(new URL("hooks/banxa", engine.address), 2 ** 20 + 1), 413);
  assert.equal((await post(SENDERS.mugglepay, { id: "m-7", status: "PAID", time: at(1) })).status, 503); // no API knows it
  for (const key of ["banxa/b-9", "transak/t-9", "nobody/1"]) assert.equal(await status(key), 404);
  for (const path of ["", "hooks/banxa", "orders/banxa", "orders/banxa/%ff"]) assert.equal((await fetch(new URL(path, engine.address))).status, 404);
  assert.equal(keys("fulfil").length, 3);
});

test("changes are pushed by Server-Sent Events, and to a socket", async () => {
  await post(SENDERS.banxa, { id: "w-1", status: "pendingPayment", time: at(1) });
  const events = await fetch(new URL("orders/banxa/w-1", engine.address), { headers: { accept: "text/event-stream" } });
  assert.equal(events.headers.get("content-type"), "text/event-stream");
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  const event = async () => JSON.parse((await reader.read()).value.replace(/^data: /, "")).status;
  const socket = await connect(new URL("orders/banxa/w-1", engine.address));
  assert.deepEqual([await event(), await socket.next()], ["awaiting_payment", "awaiting_payment"]);
  for (const [status, minute, ours] of [["paymentReceived", 5, "paid"], ["complete", 9, "completed"]]) {
    await post(SENDERS.banxa, { id: "w-1", status, time: at(minute) });
    assert.deepEqual([await event(), await socket.next()], [ours, ours]);
  }
  // What changes nothing is not told.
  await post(SENDERS.banxa, { id: "w-1", status: "pendingPayment", time: at(1) });
  await post(SENDERS.banxa, { id: "w-1", status: "refunded", time: at(20) });
  assert.deepEqual([await event(), await socket.next()], ["refunded", "refunded"]);
  await until(() => keys("revoke").length === 1, "what was handed over is to be taken back");
  await reader.cancel();
  socket.close();
});

test("a socket outlives the sleep of its object, and hears what comes then", async () => {
  const key = "banxa/s-1";
  const made = () => fetch(new URL(`made/${key}`, engine.address)).then((response) => response.json());
  await post(SENDERS.banxa, { id: "s-1", status: "pendingPayment", time: at(1) });
  const socket = await connect(new URL(`orders/${key}`, engine.address));
  assert.deepEqual([await socket.next(), await made()], ["awaiting_payment", 1]);
  // The engine lets an object sleep that has had nothing to do for ten seconds.
  await new Promise((resolve) => setTimeout(resolve, 13_000));
  await post(SENDERS.banxa, { id: "s-1", status: "paymentReceived", time: at(5) });
  assert.deepEqual([await socket.next(), await made()], ["paid", 2]);
  socket.close();
});

test("an outbox outlives the engine: what the shop was not told before a kill it is told after", async () => {
  merchant.open = false;
  assert.equal((await post(SENDERS.transak, { id: "o-1", status: "COMPLETED", time: at(1) })).status, 200);
  await engine.kill();
  engine = await start(env);
  merchant.open = true;
  // Nobody asks for the order, nor says more of it.
  await until(() => merchant.effects.has("fulfil/transak/o-1"), "it is handed over");
});

const HOOKS = 10_000;
const SENDING = 8;

test(`${HOOKS} webhooks in random order, with duplicates, forgeries and replays, over a kill of the engine`, async (t) => {
  const below = random(20_261_125);
  const orders = Array.from({ length: 900 }, (_, place) => made(place));
  const distinct = orders.flatMap(({ provider, id, words }) => words.map((status, minute) => ({ provider, event: { id, status, time: at(minute) } })));
  for (const { provider, id, words } of orders) if (provider === "mugglepay") states.set(id, words.at(-1));
  const hooks = [...distinct];
  while (hooks.length < HOOKS) hooks.push(distinct[below(distinct.length)]);
  for (let i = hooks.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [hooks[i], hooks[j]] = [hooks[j], hooks[i]];
  }

  let next = 0;
  let taken = 0;
  const begun = performance.now();
  const recorded = [];
  const sender = async () => {
    while (next < hooks.length) {
      const { provider, event } = hooks[next++];
      let request;
      await insist(() => engine.address, () => (request = SENDERS[provider](event)));
      taken++;
      if (taken % 20 === 0) recorded.push(request);
    }
  };
  let refused = 0;
  const unpaid = orders.filter(({ ends }) => ends !== "completed");
  const attacker = async () => {
    while (next < hooks.length) {
      const { provider, id } = unpaid[below(unpaid.length)];
      const event = { id, status: { banxa: "complete", transak: "COMPLETED", mugglepay: "PAID" }[provider], time: at(59) };
      const request = SENDERS[provider](event, { secret: "guessed" });
      const [spied] = recorded.slice(-1);
      const old = SENDERS.banxa(event, { now: Date.now() - 301_000 });
      // What somebody else was proven by, beside what nobody said.
      const crossed = spied === undefined ? old : { ...SENDERS.banxa(event), headers: spied.headers };
      for (const forged of [request, old, crossed]) {
        const answer = await send(engine.address, forged);
        if (answer === undefined) continue; // the engine is gone
        assert.equal(answer.status, 401);
        refused++;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const sending = Promise.all([...Array.from({ length: SENDING }, sender), attacker()]);
  await until(() => taken > HOOKS * 0.4, "two fifths are taken", 300);
  await engine.kill();
  const killedAt = taken;
  engine = await start(env);
  await sending;
  const seconds = (performance.now() - begun) / 1000;

  // Whoever has recorded requests sends them again: they are right, and nothing comes of them.
  await until(() => orders.every(({ provider, id, ends }) => ends !== "completed" || merchant.effects.has(`fulfil/${provider}/${id}`)), "all that is paid is handed over", 120);
  const before = merchant.effects.size;
  for (const request of recorded) assert.equal((await send(engine.address, request)).status, 200);

  const wrong = [];
  for (const { provider, id, ends } of orders) {
    const key = `${provider}/${id}`;
    const { status, trust } = await order(key);
    if (status !== ends || trust !== (provider === "mugglepay" ? "api" : "verified")) wrong.push(`${key} is ${status} ${trust}, not ${ends}`);
    const fulfilled = merchant.effects.has(`fulfil/${key}`);
    if (fulfilled !== (ends === "completed") && ends !== "refunded") wrong.push(`${key} ends ${ends}, handed over: ${fulfilled}`);
    const revoked = [...keys("revoke")].some((other) => other.startsWith(`revoke/${key}/`));
    if (ends === "refunded" && fulfilled !== revoked) wrong.push(`${key} was ${fulfilled ? "" : "not "}handed over, and taken back: ${revoked}`);
  }
  assert.deepEqual(wrong, []);
  assert.equal(merchant.effects.size, before);
  assert.ok(refused > 50, `only ${refused} forgeries were tried`);
  const effects = keys("fulfil").length;
  t.diagnostic(`${HOOKS} webhooks about ${orders.length} orders, ${distinct.length} of them different, by ${SENDING} senders: ${seconds.toFixed(1)} s, ${Math.round(HOOKS / seconds)} a second`);
  t.diagnostic(`the engine was killed after ${killedAt}; ${refused} forgeries refused, ${recorded.length} replays without effect`);
  t.diagnostic(`${merchant.deliveries()} deliveries to the shop, ${merchant.effects.size} keys took effect once each, ${effects} of them to hand over`);
});

/** An order by its number: whose it is, what is said of it, minute by minute, and where that ends. */
function made(place) {
  const provider = ["banxa", "transak", "mugglepay"][place % 3];
  const [words, ends] = {
    banxa: [
      [["pendingPayment", "waitingPayment", "paymentReceived", "inProgress", "cryptoTransferred", "complete"], "completed"],
      [["pendingPayment", "waitingPayment", "cancelled"], "cancelled"],
      [["pendingPayment", "paymentReceived", "complete", "refunded"], "refunded"],
    ],
    transak: [
      [["AWAITING_PAYMENT_FROM_USER", "PAYMENT_DONE_MARKED_BY_USER", "PROCESSING", "PENDING_DELIVERY_FROM_TRANSAK", "COMPLETED"], "completed"],
      [["AWAITING_PAYMENT_FROM_USER", "PROCESSING", "FAILED"], "failed"],
      [["AWAITING_PAYMENT_FROM_USER", "PENDING_DELIVERY_FROM_TRANSAK", "COMPLETED", "REFUNDED"], "refunded"],
    ],
    mugglepay: [
      [["NEW", "PENDING", "PAID"], "completed"],
      [["NEW", "EXPIRED"], "expired"],
      [["NEW", "PENDING", "UNRESOLVED"], "on_hold"],
    ],
  }[provider][Math.floor(place / 3) % 3];
  return { provider, id: `load-${place}`, words, ends };
}

/** Whole numbers below a limit, the same in every run. */
function random(seed) {
  return (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
}

/** The status that answers a body of which nothing comes but how long it would be. */
function announced(url, length) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: "POST", headers: { "content-length": length } }, ({ statusCode }) => {
      resolve(statusCode);
      request.destroy();
    });
    request.on("error", reject).flushHeaders();
  });
}

/** A socket, as far as it is needed: Node 20 has none. The statuses of what is sent, one after the other. */
async function connect(url) {
  const socket = await new Promise((resolve, reject) => {
    const headers = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" };
    const request = httpRequest(url, { headers });
    request.on("upgrade", (response, socket, head) => (socket.unshift(head), resolve(socket)));
    request.on("response", ({ statusCode }) => reject(new Error(`it is answered by ${statusCode}`)));
    request.on("error", reject).end();
  });
  let rest = Buffer.alloc(0);
  const more = socket[Symbol.asyncIterator]();
  const next = async () => {
    for (;;) {
      // A frame of text of up to 64 kB, in one piece, which no server masks.
      const short = rest.length > 1 && rest[1] < 126;
      const start = short ? 2 : 4;
      const length = short ? rest[1] : rest.length > 3 ? rest.readUInt16BE(2) : Infinity;
      if (rest.length >= start + length) {
        const text = rest.subarray(start, start + length).toString();
        rest = rest.subarray(start + length);
        return JSON.parse(text).status;
      }
      rest = Buffer.concat([rest, (await more.next()).value]);
    }
  };
  return { next, close: () => socket.destroy() };
}
