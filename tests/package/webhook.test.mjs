// Webhooks that are proven and those that are not, by the packed package: as in Rust, as WebCrypto and jose have it, and
// without a trace of a secret.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { install, outside, root } from "./installed.mjs";

const folder = install();
const required = createRequire(join(folder, "stranger.cjs"))("orderstate/webhook");
const imported = await import(pathToFileURL(join(folder, "node_modules/orderstate/webhook.js")));
const { verify, deriveToken, normalize, read, OrderstateError } = imported;
const all = JSON.parse(readFileSync(join(root, "tests/webhook/vectors.json"), "utf8"));
const vectors = all.filter(({ name }) => name !== undefined);
const right = vectors.filter(({ expected }) => expected.event !== undefined);
const named = (name) => vectors.find((vector) => vector.name === name);

/** Names and values as Node has them; a name that comes twice has a list. */
function plain(headers) {
  const record = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    record[key] = record[key] === undefined ? value : [record[key], value].flat();
  }
  return record;
}

/** Of a header that lists what it has, by its names. */
const listed = (value, name) => (value ?? "").split(",").flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));

const received = ({ request }) => ({ ...request, headers: plain(request.headers), body: Buffer.from(request.body) });
const context = ({ now, tolerance }) => (now === null ? undefined : { now, tolerance });
const run = (vector, module = imported) => module.verify(vector.provider, received(vector), vector.secrets, context(vector));

test("it has all that the package exports, and more, by import and by require", () => {
  const more = (module) => Object.keys(module).filter((name) => !/^(default|module\.exports)$/.test(name)).sort();
  const main = more(createRequire(join(folder, "stranger.cjs"))("orderstate"));
  assert.deepEqual(more(imported), [...main, "deriveToken", "read", "verify"].sort());
  assert.deepEqual(more(required), more(imported));
});

test("the types name the providers whose webhooks can be proven", () => {
  const types = readFileSync(join(folder, "node_modules/orderstate/webhook.d.ts"), "utf8");
  const named = /type WebhookProvider =([^;]+);/.exec(types)[1].match(/[a-z-]{2,}/g);
  const proven = imported.providers().map(({ id }) => id).filter((id) => verify(id, received(vectors[0]), "s").code !== "provider_unsupported");
  assert.deepEqual(named.sort(), proven.sort());
});

test("no other entry carries any of it", () => {
  const holds = (file, part) => readFileSync(join(folder, "node_modules/orderstate", file), "latin1").includes(part);
  for (const file of ["index.js", "index.cjs", "node.js", "node.cjs", "slim.js", "js.js", "workerd.js", "edge-light.js"]) {
    assert.equal(holds(file, "deriveToken"), false, file);
  }
  // What is inlined is one of these.
  assert.deepEqual(["orderstate.wasm", "webhook.wasm"].map((file) => holds(file, "signature_m")), [false, true]);
});

for (const [way, module] of [["imported", imported], ["required", required]]) {
  test(`what is right is taken and all else is refused, as in Rust: ${way}`, () => {
    for (const vector of vectors) {
      const { name, expected } = vector;
      const result = run(vector, module);
      if (expected.refusal !== undefined) {
        assert.equal(result.code, expected.refusal, name);
        assert.deepEqual(Object.keys(result), ["ok", "code", "message", "remedy"]);
        assert.equal(result.ok, false);
        continue;
      }
      assert.deepEqual([result.ok, result.eventId, result.mustConfirm], [true, expected.event, expected.mustConfirm], name);
      if (expected.error !== undefined) {
        assert.equal(result.order, null);
        assert.ok(result.error instanceof module.OrderstateError);
        assert.equal(result.error.code, expected.error, name);
        // A body is what was proven of it, and of a token its claims are.
        assert.equal(result.payload, name.startsWith("token") ? claims(vector) : vector.request.body);
        continue;
      }
      const { trust, status, fulfilment, id } = result.order;
      assert.deepEqual({ trust, status, fulfilment, id }, { trust: expected.trust, status: expected.status, fulfilment: expected.fulfilment, id: expected.id }, name);
      if ("reference" in expected) assert.equal(result.order.reference, null);
      assert.deepEqual([result.error, result.payload], [null, null]);
    }
  });
}

const claims = ({ request }) => Buffer.from(JSON.parse(request.body).data.split(".")[1], "base64url").toString();

test("an order is what normalize makes of it, but for its trust", () => {
  for (const vector of right.filter(({ expected }) => expected.error === undefined)) {
    const token = vector.name.startsWith("token");
    const trust = vector.expected.trust === "verified" ? "api" : "unverified";
    const { now } = vector;
    const expected = normalize(token ? claims(vector) : vector.request.body, { provider: vector.provider, kind: "webhook", trust, ...(now === null ? {} : { now }) });
    assert.deepEqual(run(vector).order, { ...expected, trust: vector.expected.trust }, vector.name);
  }
});

test("what is right is taken as Fetch has it", async () => {
  for (const vector of right) {
    const { method, url, headers, body } = vector.request;
    const request = await read(new Request(new URL(url, "https://shop.example"), { method, headers, body }));
    assert.equal(verify(vector.provider, request, vector.secrets, context(vector)).eventId, vector.expected.event, vector.name);
  }
});

test("a request comes as Fetch has it, as Node has it, and as text", async () => {
  const { provider, request, secrets, now, expected } = named("credentials: right");
  const fetched = await read(new Request(request.url, { method: request.method, headers: request.headers, body: request.body }));
  const bytes = new TextEncoder().encode(request.body);
  const within = new Uint8Array([0, ...bytes, 0]).subarray(1, -1);
  const headers = plain(request.headers);
  for (const one of [fetched, { ...request, headers }, { ...request, headers, body: within }, { ...request, headers, body: bytes.buffer }]) {
    const result = verify(provider, one, secrets[0], { now });
    assert.equal(result.eventId, expected.event);
  }
  // Secrets that are bytes, and times that are dates or text.
  const key = new TextEncoder().encode(secrets[0]);
  for (const time of [now, new Date(now), new Date(now).toISOString()]) {
    assert.equal(verify(provider, fetched, [key], { now: time }).ok, true);
  }
  // What the context says of an order holds of one that is proven.
  const held = verify(provider, fetched, secrets, { now, expect: { amount: "50", currency: "EUR" } });
  assert.deepEqual([held.order.trust, held.order.fulfilment], ["verified", "wait"]);
  assert.equal(verify(provider, fetched, secrets, { now, limits: { bytes: 10 } }).code, "too_large");
  assert.equal(verify(provider, { ...fetched, body: new Uint8Array(2 ** 20 + 1) }, secrets, { now }).code, "too_large");
});

test("what is no request is refused, and only what a caller does wrong with the context throws", () => {
  const { provider, secrets, now, ...vector } = named("credentials: right");
  const request = received(vector);
  const wrong = [
    undefined, null, 1, "POST", {}, { ...request, body: undefined }, { ...request, body: JSON.parse(vector.request.body) },
    { ...request, body: [1, 2] }, { ...request, body: new ReadableStream() }, { ...request, method: undefined }, { ...request, url: 1 },
    { ...request, url: new URL(request.url) }, { ...request, headers: undefined }, { ...request, headers: { authorization: 1 } },
    { get body() { throw new Error("hidden-getter"); } }, new Request("https://shop.example", { method: "POST", body: "{}" }),
  ];
  for (const one of wrong) assert.equal(verify(provider, one, secrets, { now }).code, "unreadable");
  for (const secret of [1, {}, [1], () => "", Symbol("")]) assert.equal(verify(provider, request, secret, { now }).code, "unreadable");
  for (const secret of [undefined, null, "", [], [undefined], [secrets[0], undefined], new Uint8Array(0)]) {
    assert.equal(verify(provider, request, secret, { now }).code, "secret_missing");
  }
  for (const one of [undefined, null, 1, {}]) assert.equal(verify(one, request, secrets, { now }).ok, false);
  assert.equal(verify("nobody", request, secrets, { now }).code, "provider_unsupported");
  for (const bad of [{ nwo: now }, { now: "never" }, { now: -1 }, { now, tolerance: 0 }, { now, tolerance: "300" }, 7]) {
    assert.throws(() => verify(provider, request, secrets, bad), (error) => error instanceof OrderstateError && error.code === "bad_context");
  }
});

test("code of a caller's that calls the package meanwhile changes nothing", () => {
  const { provider, secrets, now, ...vector } = named("credentials: right");
  const request = received(vector);
  const meddling = Object.defineProperties({}, Object.fromEntries(Object.entries(request).map(([key, value]) =>
    [key, { enumerable: true, get: () => (verify("nobody", request, secrets), normalize('{"order_id":"1","status":"expired","status_date":"2026-01-31 12:48:36"}'), value) }])));
  assert.deepEqual(verify(provider, meddling, secrets, { now, expect: { reference: "other" } }), verify(provider, request, secrets, { now, expect: { reference: "other" } }));
});

test("tokens that come back are made as the vendor's plugins make them", () => {
  for (const { derive, provider, reference, secret, expected } of all.filter(({ derive }) => derive !== undefined)) {
    assert.equal(deriveToken(provider, derive, reference, secret), expected);
    assert.equal(deriveToken(provider, derive, reference, new TextEncoder().encode(secret)), expected);
  }
  assert.deepEqual([deriveToken("banxa", "plain", "1", "s"), deriveToken("mugglepay", "other", "1", "s"), deriveToken(), deriveToken("mugglepay", "plain", 1, "s")], [null, null, null, null]);
});

test("WebCrypto agrees on every signature of a header", async () => {
  const ordered = (value) =>
    typeof value !== "object" || value === null || Array.isArray(value) ? value
      : Object.fromEntries(Object.keys(value).sort().map((key) => [key, ordered(value[key])]));
  const over = {
    nowpayments({ request }) {
      try {
        return JSON.stringify(ordered(JSON.parse(request.body)));
      } catch {
        return request.body; // it is cut
      }
    },
    "onramp-money": ({ request }) => plain(request.headers)["x-onramp-payload"],
  };
  const stricter = [];
  const hex = (text = "") => (/^([0-9a-f]{2})*$/.test(text) ? Buffer.from(text, "hex") : Buffer.alloc(0));
  let compared = 0;
  for (const vector of vectors) {
    const { name, request, secrets, expected } = vector;
    if (/^(token|echo)/.test(name) || !["signature_mismatch", undefined].includes(expected.refusal)) continue;
    const headers = plain(request.headers);
    const [, signature, nonce] = (headers.authorization ?? headers.authentication ?? "").split(":");
    const path = new URL(request.url, "https://shop.example").pathname;
    const list = headers["stripe-signature"] ?? headers["moonpay-signature-v2"] ?? headers["x-hook0-signature"];
    const own = ["btcpay-sig", "x-cc-webhook-signature", "x-onramper-webhook-signature", "x-signature", "x-nowpayments-sig", "x-onramp-signature"];
    const alone = own.map((header) => headers[header]?.replace("sha256=", "")).find((value) => value !== undefined);
    const [signatures, signed] = {
      credentials: () => [[signature], `${request.method}\n${path}\n${nonce}\n${request.body}`],
      headers: () => [[headers["x-signature"]], `${headers["x-timestamp"]}.${request.body}`],
      list: () => [["v1", "s", "v0"].flatMap((mark) => listed(list, mark)), `${listed(list, "t")}.${request.body}`],
      alone: () => [[alone], over[vector.provider]?.(vector) ?? request.body],
    }[/^\w+/.exec(name)[0]]();
    const hash = /^(nowpayments|onramp-money)$/.test(vector.provider) ? "SHA-512" : "SHA-256";
    let agreed = false;
    for (const secret of secrets) {
      const key = await crypto.subtle.importKey("raw", Buffer.from(secret), { name: "HMAC", hash }, false, ["verify"]);
      for (const one of signatures) agreed ||= await crypto.subtle.verify("HMAC", key, hex(one), Buffer.from(signed));
    }
    const { ok } = run(vector);
    assert.ok(agreed || !ok, name);
    if (agreed && !ok) stricter.push(name);
    compared++;
  }
  // Nothing is read but what was signed.
  assert.deepEqual(stricter, ["with a number that is written otherwise", "with a member twice"].map((what) => `alone, of nowpayments: ${what}`));
  assert.ok(compared > 100, `only ${compared} were compared`);
});

test("jose takes every token that is taken, and few that are not", async () => {
  const { jwtVerify } = await import(pathToFileURL(outside.resolve("jose")));
  const stricter = [];
  let compared = 0;
  for (const vector of vectors.filter(({ name, secrets }) => name.startsWith("token") && secrets.length > 0 && !secrets.includes(""))) {
    let token;
    try {
      token = JSON.parse(vector.request.body).data;
    } catch {
      // There is none.
    }
    let agreed = false;
    for (const secret of vector.secrets) {
      const options = { algorithms: ["HS256"], currentDate: new Date(vector.now ?? 1.77e12) };
      agreed ||= await jwtVerify(token, Buffer.from(secret), options).then(() => true, () => false);
    }
    const { ok } = run(vector);
    assert.ok(agreed || !ok, vector.name);
    if (agreed && !ok) stricter.push(vector.name);
    compared++;
  }
  // There is one spelling of a token, one kind of it, and no time to come.
  assert.deepEqual(stricter.map((name) => name.replace("token: ", "")), [
    "with padding", "in a second spelling", "with a space behind", "with a line's end behind",
    "with claims that say they are not encoded", "with claims that are compressed", "of another type", "from the future",
  ]);
  assert.ok(compared > 60, `only ${compared} were compared`);
});

test("no secret is in what is returned or thrown, whatever goes wrong", () => {
  const secret = "whsec-that-nobody-may-read-0123456789";
  const { provider, now, ...vector } = named("credentials: right");
  const request = received(vector);
  const told = (what) => {
    const seen = [];
    const walk = (value, depth = 0) => {
      if (typeof value === "string") seen.push(value);
      if (typeof value !== "object" || value === null || depth > 6) return;
      for (const key of Reflect.ownKeys(value)) walk(value[key], depth + 1);
      if (value instanceof Error) walk([value.message, value.stack, String(value), value.cause], depth + 1);
    };
    walk(what);
    return seen.join("\n");
  };
  const trapped = execFileSync("node", ["--input-type=module", "--eval", `
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class {
      constructor(module) {
        this.exports = { ...new Instance(module).exports };
        const { room } = this.exports;
        this.exports.verify = () => room(-1);
      }
    };
    const { verify } = await import("orderstate/webhook");
    try { verify("transak", { method: "POST", url: "/", headers: {}, body: "{}" }, ${JSON.stringify(secret)}); }
    catch (error) { console.log(error.name, error.code, error.message, error.stack, String(error.cause), error.cause.stack); }`],
    { cwd: folder, encoding: "utf8" });
  assert.match(trapped, /^OrderstateError internal/);
  const attempts = [
    () => trapped,
    () => verify(provider, request, secret, { now }),
    () => verify(provider, request, [secret], { now }),
    () => verify(provider, request, secret),
    () => verify("nobody", request, secret, { now }),
    () => verify("transak", request, secret, { now }),
    () => verify("mugglepay", { ...request, body: '{"token":"x"}' }, secret, { now }),
    () => verify(provider, request, [secret, ""], { now }),
    () => verify(provider, request, [secret, 1], { now }),
    () => verify(provider, { get body() { throw new Error("no body"); } }, secret, { now }),
    () => verify(provider, request, secret, { nwo: now }),
    () => verify(provider, request, secret, { get now() { throw new Error("no time"); } }),
    () => verify(secret, request, secret, { now }),
    () => deriveToken("mugglepay", "plain", "1", secret),
    () => deriveToken("mugglepay", "plain", 1, secret),
  ];
  for (const attempt of attempts) {
    let what;
    try {
      what = attempt();
    } catch (error) {
      what = error;
    }
    assert.equal(told(what).includes(secret), false, String(attempt));
  }
});

test("the module's memory holds nothing of a secret after a call, nor what is made of it", () => {
  const script = `
    let memory;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class {
      constructor(module) {
        this.exports = new Instance(module).exports;
        memory = this.exports.memory;
      }
    };
    import { readFileSync } from "node:fs";
    const { verify, deriveToken } = await import("orderstate/webhook");
    const vectors = JSON.parse(readFileSync(${JSON.stringify(join(root, "tests/webhook/vectors.json"))}, "utf8"));
    const left = new Set();
    const look = (secret, what) => {
      const bytes = Buffer.from(secret);
      // Of a key, HMAC makes two blocks.
      for (const pad of [0, 0x36, 0x5c]) {
        if (Buffer.from(memory.buffer).includes(bytes.map((byte) => byte ^ pad))) left.add(what + ", pad " + pad);
      }
    };
    for (const { name, provider, request, secrets, now } of vectors.filter(({ name }) => name && !name.startsWith("echo"))) {
      verify(provider, { ...request, headers: Object.fromEntries(request.headers) }, secrets, { now: now ?? undefined });
      for (const secret of secrets) if (secret.length > 16) look(secret, name);
    }
    const large = { method: "POST", url: "/", headers: {}, body: "{}" + " ".repeat(2 ** 19) };
    verify("transak", large, "a key of a large body, which is not kept");
    look("a key of a large body, which is not kept", "large");
    deriveToken("mugglepay", "plain", "order-1", "application-secret-of-the-shop");
    look("application-secret-of-the-shop", "derived");
    console.log(JSON.stringify([[...left], memory.buffer.byteLength > 0]));`;
  const said = execFileSync("node", ["--input-type=module", "--eval", script], { cwd: folder, encoding: "utf8" });
  assert.deepEqual(JSON.parse(said), [[], true]);
});
