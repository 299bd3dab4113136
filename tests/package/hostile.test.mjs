// Whatever is passed, there is an answer or a clear error, nothing is left broken, and nothing else is touched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import vm from "node:vm";
import { install, load } from "./installed.mjs";

const { import: module } = await load(install());
const { OrderstateError, describe, flow, normalize, normalizeAll, normalizeCustomer, normalizeProblem, normalizeWord, providers, summarize, timeline, transition } =
  module;

const text = '{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}';
const fields = JSON.parse(text);
const context = { trust: "api" };
const order = normalize(text, context);

/** The answer, or the code of the error, which must be one that helps. */
function answer(call) {
  let result;
  try {
    result = call();
  } catch (error) {
    assert.ok(error instanceof OrderstateError, `${error?.stack ?? error}`);
    assert.notEqual(error.code, "internal", `${error.cause?.stack ?? error.cause}`);
    for (const part of [error.message, error.remedy]) assert.ok(typeof part === "string" && part !== "");
    result = error.code;
  }
  assertUnharmed();
  assert.deepEqual(structuredClone(result), result);
  return result;
}

function assertUnharmed() {
  assert.deepEqual(normalize(text, context), order);
  assert.deepEqual(Object.keys(Object.prototype), []);
  assert.equal({}.polluted, undefined);
  assert.equal([].polluted, undefined);
}

test("objects of any make are read by their fields", () => {
  class Payload {
    order_id = fields.order_id;
    status = fields.status;
    status_date = fields.status_date;
  }
  const cyclic = { ...fields };
  cyclic.self = cyclic;
  const makes = {
    plain: { ...fields },
    frozen: Object.freeze({ ...fields }),
    "without prototype": Object.assign(Object.create(null), fields),
    "of a class": new Payload(),
    "with getters": {
      get order_id() { return fields.order_id; },
      get status() { return fields.status; },
      get status_date() { return fields.status_date; },
    },
    proxied: new Proxy({ ...fields }, {}),
    cyclic,
    "of another realm": vm.runInNewContext(`(${text})`),
    "with symbols": { ...fields, [Symbol("status")]: "complete" },
    "with functions": { ...fields, toJSON: () => ({}), toString: () => "" },
  };
  for (const [make, payload] of Object.entries(makes)) {
    assert.deepEqual(answer(() => normalize(payload, context)), order, make);
  }
});

test("bytes of any make are read", () => {
  const bytes = new TextEncoder().encode(text);
  const inside = new Uint8Array(bytes.length + 8);
  inside.set(bytes, 4);
  const forms = [bytes, Buffer.from(text), inside.subarray(4, 4 + bytes.length), bytes.buffer];
  for (const form of forms) assert.deepEqual(answer(() => normalize(form, context)), order);
});

test("values that are no payload are refused", () => {
  const values = [
    undefined, null, true, 0, -0, NaN, Infinity, 10n ** 30n, Symbol("payload"), () => text,
    "", " ", "\0", "null", "[]", "{}", "\ud800", '{"status":"\ud800"}', '{"status":"\\ud800"}', "[".repeat(1e5),
    [], {}, [[]], [fields], new Date(0), new Map(Object.entries(fields)), new Set([fields]), new WeakMap(), /status/,
    new Error("status"), Promise.resolve(fields), new Float64Array(4), new DataView(new ArrayBuffer(4)), globalThis,
    new Uint8Array([0xff, 0xfe, 0x7b]),
  ];
  for (const value of values) {
    for (const read of [normalize, normalizeAll]) {
      assert.equal(typeof answer(() => read(value, context)), "string", inspect(value));
    }
  }
});

test("payloads that fight back are refused as unreadable", () => {
  const refuse = () => { throw new Error("not today"); };
  const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((trap) => [trap, refuse]));
  const { proxy: revoked, revoke } = Proxy.revocable({ ...fields }, {});
  revoke();
  const fighters = {
    "a throwing getter": Object.defineProperty({ ...fields }, "status", { enumerable: true, get: refuse }),
    "a throwing proxy": new Proxy({ ...fields }, traps),
    "a revoked proxy": revoked,
    "a getter that throws nothing": Object.defineProperty({ ...fields }, "status", { get: () => { throw undefined; } }),
  };
  for (const [fighter, payload] of Object.entries(fighters)) {
    assert.equal(answer(() => normalize(payload, context)), "unreadable", fighter);
  }
});

test("fields of the wrong kind are no words", () => {
  const values = [
    10n, NaN, Infinity, Symbol("complete"), () => "complete", new Date(0), new Map(), ["complete"],
    { status: "complete" }, { toString: () => "complete" }, "\ud800", "x".repeat(1e5),
  ];
  for (const status of values) {
    const result = answer(() => normalize({ ...fields, status }, context));
    assert.notEqual(result.status, "completed", inspect(status));
  }
});

test("names of the language are names like others", () => {
  const hostile = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},${text.slice(1)}`;
  assert.deepEqual(answer(() => normalize(hostile, context)), order);
  assert.deepEqual(answer(() => normalize(JSON.parse(hostile), context)), order);
  for (const word of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assert.equal(answer(() => normalizeWord("banxa", word)).status, "unknown", word);
    assert.equal(answer(() => normalizeWord(word, "complete")), "bad_context", word);
    assert.equal(answer(() => normalize(text, { provider: word })), "bad_context", word);
  }
  // Inherited, not the payload's own.
  assert.equal(typeof answer(() => normalize(Object.create(fields), context)), "string");
});

test("lists with holes have nothing there", () => {
  const holes = [];
  holes[3] = fields;
  for (const payload of [holes, { orders: holes }, { data: { orders: holes } }]) {
    answer(() => normalizeAll(payload, context));
  }
});

test("limits hold for every form", () => {
  const large = JSON.stringify({ ...fields, note: "x".repeat(2 ** 21) });
  assert.equal(answer(() => normalize(large, context)), "too_large");
  assert.equal(answer(() => normalize(new TextEncoder().encode(large), context)), "too_large");
  // What calls itself bytes, and lies about its length.
  const liar = { [Symbol.toStringTag]: "Uint8Array", byteLength: 1, length: 64 << 20 };
  assert.equal(answer(() => normalize(liar, { ...context, limits: {} })), "too_large");
  assert.equal(answer(() => normalize(liar, context)), "provider_not_recognised");
  // What JSON writes of an object is held to the limit.
  const listed = { data: { orders: Array(20).fill({ ...fields, order_type: "CRYPTO-BUY" }) } };
  assert.equal(answer(() => normalizeAll(listed, context)).length, 20);
  assert.equal(answer(() => normalizeAll(listed, { ...context, limits: { bytes: 10 } })), "too_large");
  assert.deepEqual(answer(() => normalize(large, { ...context, limits: { bytes: 2 ** 22 } })), order);
  // What is looked for in an object is read, however long it is.
  const long = "é".repeat(2 ** 18);
  const { word } = answer(() => normalize({ ...fields, status: long }, context));
  assert.equal(word, long);
  let deep = {};
  for (let depth = 0; depth < 1e5; depth += 1) deep = { deep };
  assert.equal(answer(() => normalize(`{"deep":${"[".repeat(1000)}${"]".repeat(1000)}}`, context)), "too_deep");
  // Of an object no more is read than what is looked for, unless the context has limits.
  assert.deepEqual(answer(() => normalize({ ...fields, deep }, context)), order);
  assert.equal(answer(() => normalize({ ...fields, deep }, { ...context, limits: {} })), "too_deep");
  // A list that is nearly all holes takes no room until it is written.
  const holes = [];
  holes.length = 2 ** 32 - 1;
  assert.equal(answer(() => normalize({ ...fields, self: 1n, holes }, { ...context, limits: {} })), "unreadable");
});

test("contexts that make no sense are refused", () => {
  const getter = { get trust() { throw new Error("not today"); } };
  const contexts = [
    "api", 1, { trusted: true }, { trust: "verified" }, { trust: "API" }, { direction: "up" }, { kind: "fax" },
    { provider: "nobody" }, { now: "yesterday" }, { now: NaN }, { now: {} }, { expect: "19.90" },
    { expect: { amount: 19.9 } }, { limits: { bytes: -1 } }, { limits: { depth: "deep" } }, { acceptTest: "yes" },
    { previous: "PENDING" },
  ];
  for (const context of contexts) {
    assert.equal(answer(() => normalize(text, context)), "bad_context", inspect(context));
  }
  assert.equal(typeof answer(() => normalize(text, getter)), "string");
  for (const context of [undefined, null, {}, { trust: null }, { provider: "banxa", now: new Date(), expect: {} }]) {
    assert.notEqual(typeof answer(() => normalize(text, context)), "string", inspect(context));
  }
});

test("what JSON has no form for is refused in a context, and said by name", () => {
  const message = (context) => {
    try {
      normalize(text, context);
    } catch (error) {
      assert.equal(error.code, "bad_context", inspect(context));
      return error.message;
    }
    return assert.fail(`accepted ${inspect(context)}`);
  };
  for (const value of [() => "api", Symbol("api"), 10n, NaN, -Infinity, 1]) {
    const cases = {
      "is not a string": ["provider", "trust", "direction", "kind"],
      "is not a boolean": ["acceptTest", "custodial"],
      "is not a time in the years 2000 to 2999": ["now"],
    };
    for (const [why, names] of Object.entries(cases)) {
      for (const name of names) assert.equal(message({ [name]: value }), `the context's \`${name}\` ${why}`);
    }
    for (const name of ["expect", "limits", "previous"]) {
      assert.equal(message({ [name]: value }), `the context's \`${name}\` is not an object`);
    }
    assert.equal(message({ expect: { amount: value } }), "the context's `expect`'s `amount` is not a string");
    assert.equal(message(value), "the context is not an object");
  }
  for (const value of [() => 1, Symbol("1"), 10n, NaN, 0, 1.5, 2 ** 31, "10"]) {
    assert.equal(message({ limits: { bytes: value } }), "the context's `limits`'s `bytes` is not a whole number above zero");
  }
  // What was to be checked would not be.
  for (const name of ["reference", "amount", "currency"]) {
    for (const value of [undefined, null]) {
      assert.equal(message({ expect: { [name]: value } }), `the context's \`expect\`'s \`${name}\` is not a string`);
    }
  }
  assert.equal(message({ now: new Date(NaN) }), "the context's `now` is not a time in the years 2000 to 2999");
  assert.match(message({ trusted: undefined }), /^the context has no `trusted`; it has `provider`, /);
});

test("what is no order, or no options, is refused by name", () => {
  const message = (order, options) => {
    try {
      describe(order, options);
    } catch (error) {
      assert.equal(error.code, "bad_context", inspect(order));
      assert.match(error.remedy, /./);
      return error.message;
    }
    return assert.fail(`accepted ${inspect(order)} ${inspect(options)}`);
  };
  const getter = { ...order, get status() { throw new Error("not today"); } };
  const [first, ...rest] = order.actions;
  const action = (members) => ({ ...order, actions: [...rest, { ...first, ...members }] });
  const cases = [
    ["the options is not an object", order, "customer"],
    ["the options is not an object", order, ["customer"]],
    ["the options has no `audiences`; it has `locale`, `audience`", order, { audiences: undefined }],
    ["the options's `locale` is not a string", order, { locale: 1 }],
    ["the options's `audience` is not a string", order, { audience: NaN }],
    ["the options's `audience` cannot be `shop`", order, { audience: "shop" }],
    ["the order is not an object", undefined],
    ["the order is not an object", [order]],
    ["the order is not an object", new Date()],
    ["the order's `actions` is not a list", { ...order, actions: {} }],
    ["the order's action is not an object", { ...order, actions: [null] }],
    ["the order's action's `kind` is missing", action({ kind: undefined })],
    ["the order's action's `audience` cannot be ``", action({ audience: "" })],
    ["the order's action's `when` cannot be `now`", action({ when: "now" })],
    ["the order's `status` is missing", {}],
    ["the order's `status` cannot be `Paid`", { ...order, status: "Paid" }],
    ["the order's `reason` is not a string", { ...order, reason: 1n }],
    ["the order's `money` is missing", { ...order, money: null }],
    ["the order's `moneyBasis` cannot be `said`", { ...order, moneyBasis: "said" }],
    ["the order's `direction` cannot be `up \ufffd`", { ...order, direction: "up \ud800" }],
    ["the order's `fulfilment` is not a string", { ...order, fulfilment: true }],
    ["the order's `finality` is not a string", { ...order, finality: () => "open" }],
    ["what was passed cannot be read", getter],
    // The first fault is told.
    ["the options's `audience` cannot be `shop`", { ...order, status: 1, actions: [1] }, { audience: "shop" }],
    ["the order's action is not an object", { ...order, status: 1, actions: [1] }],
  ];
  for (const [expected, order, options] of cases) assert.equal(message(order, options), expected);
});

test("an order that was stored, or is more than a plain object, has the same text", () => {
  for (const audience of ["customer", "merchant", "integrator", null]) {
    const text = describe(order, { audience });
    class Stored {
      constructor() {
        Object.assign(this, order);
      }
    }
    const calling = { ...order, get status() { return normalizeWord("banxa", "complete").status && order.status; } };
    const less = { ...order };
    for (const member of ["reason", "direction", "moneyBasis"]) if (less[member] === null) delete less[member];
    for (const same of [JSON.parse(JSON.stringify(order)), new Stored(), { toJSON: () => order }, calling, less]) {
      assert.deepEqual(describe(same, { audience }), text, inspect(same));
    }
    const { actions, ...bare } = order;
    assert.deepEqual(describe(bare, { audience }), describe({ ...order, actions: [] }, { audience }));
  }
});

test("points in time are the same in every form", () => {
  const time = "2026-01-31T12:48:36.000Z";
  const [first, ...rest] = [time, Date.parse(time), Date.parse(time) + 0.5, new Date(time)].map((now) =>
    answer(() => normalizeWord("mugglepay", "NEW", { now, trust: "api" })));
  for (const order of rest) assert.deepEqual(order, first);
});

test("what JSON cannot write of a payload costs nothing else of it", () => {
  const circle = { ...fields, within: [{}] };
  circle.within[0].back = circle.within;
  const odd = { ...fields, count: 10n, call() {}, [Symbol("x")]: 1, list: [() => 1, undefined, 2n], date: new Date(NaN) };
  for (const payload of [circle, odd]) assert.deepEqual(answer(() => normalize(payload, context)), order);
  // Every digit of a BigInt is there, and none was lost before.
  const id = { ...fields, order_id: 9007199254740993n };
  const { id: read, rule } = normalize(id, context);
  assert.equal(read, "9007199254740993");
  assert.ok(!rule.warnings.includes("number_beyond_double"));
});

test("bytes that are gone are unreadable", () => {
  const bytes = new TextEncoder().encode(text);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  for (const gone of [bytes, bytes.buffer]) assert.equal(answer(() => normalize(gone, context)), "unreadable");
});

test("every number of an object is read as it is written", () => {
  const limits = [0, -0, 1, 4294967295, 4294967296, 42949672.95, 42949672.96, 4294.967295, 4294.967296, 2 ** 53 - 1];
  const odd = [1e-6, 0.000123, 1e-7, 9.5e-7, 0.1 + 0.2, 1.005, 0.07, 31.84541, 13.254648, 1 / 3, 5e-324, -1, -0.5, NaN, Infinity];
  const many = Array.from({ length: 3000 }, (_, at) => Math.round(Math.sin(at) ** 2 * 10 ** (at % 11)) / 10 ** (at % 8));
  for (const number of [...limits, ...odd, ...many]) {
    const object = { ...fields, order_id: number };
    const [read, same] = [object, JSON.stringify(object)].map((payload) => answer(() => normalize(payload, context)));
    assert.deepEqual(read, same, String(number));
  }
});

test("every character of a text comes out as it went in", () => {
  for (const id of ["\ufeffe82c57b2", "ümläut-😀", "日本", "\ud800"]) {
    const read = normalize({ ...fields, order_id: id }, context);
    const same = id.toWellFormed?.() ?? id.replace("\ud800", "\ufffd");
    assert.deepEqual(read, { ...order, id: same }, inspect(id));
    assert.equal(normalizeWord("mugglepay", id).word, same);
  }
});

test("what crosses is never mixed up when a context calls the package too", () => {
  const calling = {
    trust: "api",
    get provider() { return normalize(text, { trust: "hint" }).provider; },
    get direction() { return normalizeWord("banxa", "complete", { expect: {} }).direction ?? undefined; },
  };
  assert.deepEqual(normalize(text, calling), order);
});

test("the other functions take as little harm", () => {
  const fighter = new Proxy({}, { get() { throw new Error("not today"); } });
  for (const value of [undefined, null, 0, "", "x", [], {}, 10n, Symbol("x"), fighter]) {
    answer(() => describe(value));
    answer(() => describe(order, value));
    answer(() => transition(value, order));
    answer(() => transition(order, value));
    answer(() => transition(order, { ...order, times: value, word: value, id: value }));
    answer(() => transition(order, order, value));
    answer(() => timeline(value));
    answer(() => timeline({ code: "8EKM2Q7V", pricing_type: "no_price", timeline: value }));
    answer(() => timeline({ code: "8EKM2Q7V", pricing_type: "no_price", timeline: [value, { status: value, time: value }] }, value));
    answer(() => summarize(value));
    answer(() => summarize([order, value]));
    answer(() => summarize([{ ...order, actions: value, amounts: value, links: value, times: value }]));
    answer(() => summarize([{ ...order, actions: [value], amounts: { paid: value } }], value));
    answer(() => flow(value, "pay"));
    answer(() => flow("baanx", value));
    answer(() => normalizeWord(value, "complete"));
    answer(() => normalizeWord("banxa", value));
    answer(() => normalizeCustomer(value, "{}"));
    answer(() => normalizeCustomer("banxa", value));
    answer(() => normalizeCustomer("banxa", '{"paymentReady":true}', value));
    answer(() => normalizeProblem(value, 404, null));
    answer(() => normalizeProblem("banxa", value, null));
    answer(() => normalizeProblem("banxa", 404, value));
    answer(() => normalizeProblem("banxa", 404, null, value));
    answer(() => normalizeProblem("banxa", 404, null, null, value));
  }
  assert.ok(providers().length > 0);
});

test("any language is answered, in the nearest that there is", () => {
  const english = describe(order);
  for (const locale of ["en", "en-US", "EN_gb", "de-AT", "zh-Hant-TW", "x", "", null, undefined]) {
    assert.deepEqual(answer(() => describe(order, { locale })), english, inspect(locale));
  }
});

test("a payload may call the package while it is read", () => {
  const payload = { ...fields, get status() { return normalize(text, context).word; } };
  assert.deepEqual(answer(() => normalize(payload, context)), order);
});

test("a full stack harms no later call", () => {
  let answered = false;
  const dive = () => {
    try {
      dive();
    } catch {
      // On the way up there is a little more of the stack at each step, until it is enough for the whole call.
      if (answered) return;
      assert.deepEqual(normalize(text, context), order);
      answered = true;
    }
  };
  dive();
  assert.ok(answered);
  assertUnharmed();
});

test("answers are plain data of one's own", () => {
  const problem = normalizeProblem("banxa", 404, null);
  const customer = normalizeCustomer("banxa", { paymentReady: false, requirements: ["SELFIE"] });
  const answers = [order, normalizeAll(text, context), customer, problem, describe(order), providers(), flow("banxa", "buy")];
  for (const answer of answers) {
    assert.deepEqual(structuredClone(answer), answer);
    assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
  }
  order.rule.warnings.push("mine");
  assert.ok(!normalize(text, context).rule.warnings.includes("mine"));
  order.rule.warnings.pop();
});

test("thousands of failures leave it as it was", () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 5000; round += 1) {
    assert.throws(() => normalize("{", context), { code: "not_json" });
  }
  assertUnharmed();
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 23);
});
