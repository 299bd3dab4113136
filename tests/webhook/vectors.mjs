// Writes vectors.json: requests as providers document them, signed by node:crypto, each with what must come of it. Both
// tests/webhook.rs and tests/package/webhook.test.mjs read them. `node tests/webhook/vectors.mjs`
import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const NOW = Date.parse("2026-01-31T12:48:40Z");
const seconds = (ahead = 0) => Math.floor(NOW / 1000) + ahead;
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const md5 = (text) => createHash("md5").update(text).digest("hex");
const url64 = (value) => Buffer.from(typeof value === "object" && !Buffer.isBuffer(value) ? JSON.stringify(value) : value).toString("base64url");

const vectors = [];
const names = new Set();
function add(name, provider, request, secrets, expected, now = NOW, tolerance = undefined) {
  if (names.has(name)) throw new Error(`${name} is there already`);
  names.add(name);
  vectors.push({ name, provider, request: { method: "POST", url: `https://shop.example/hooks/${provider}`, headers: [], ...request }, secrets, now, tolerance, expected });
}
const refused = (refusal) => ({ refusal });
/** What is wrong with a signature in hexadecimal digits, whatever is signed: `by` makes it with a key, `put` a request of it. */
function wrong(it, key, by, put) {
  const keys = {
    "another key": "another", "the beginning of the key": key.slice(0, -1), "the end of the key": key.slice(1), "the key and more": `${key}x`,
    "the key twice": key + key, "the key in another case": key.toUpperCase(), "no key": "",
  };
  for (const [what, other] of Object.entries(keys)) it(`under ${what}`, put(by(other)), refused("signature_mismatch"));
  const right = by(key);
  it("with a digit changed", put(right.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"))), refused("signature_mismatch"));
  const texts = {
    "in capitals": right.toUpperCase(), "with a digit cut off": right.slice(0, -1), "with two digits cut off": right.slice(0, -2),
    "with two digits more": `${right}00`, "written twice": right + right, "in base64": Buffer.from(right, "hex").toString("base64"), "that is empty": "",
    "with a space before": ` ${right}`, "with a space behind": `${right} `, "with a sign that is no digit": right.replace(/.$/, "g"),
  };
  for (const [what, text] of Object.entries(texts)) it(what, put(text), refused("malformed"));
}
/** As NOWPayments' own SDK does: the members of each map in the order of their keys. */
const ordered = (body) => rewritten(body, (keys) => keys.sort());
const rewritten = (body, inOrder) => {
  const rewrite = (value) =>
    typeof value !== "object" || value === null || Array.isArray(value) ? value
      : Object.fromEntries(inOrder(Object.keys(value)).map((key) => [key, rewrite(value[key])]));
  return JSON.stringify(rewrite(JSON.parse(body)));
};

// --- a token in the body -------------------------------------------------------------------------------------------
{
  const KEY = "eyJhbGciOiJIUzI1NiJ9.eyJBUElfS0VZIjoiMDAwMCJ9.access-token-of-the-partner";
  const order = {
    id: "9151faa1-e69b-4a36-b959-3c4f894afb68", isBuyOrSell: "BUY", status: "COMPLETED", fiatCurrency: "EUR", fiatAmount: 50,
    cryptoCurrency: "ETH", cryptoAmount: 0.0123, network: "ethereum", partnerOrderId: "shop-1", updatedAt: "2026-01-31T12:48:36.000Z",
  };
  const claims = { webhookData: order, eventID: "ORDER_COMPLETED" };
  const HEAD = { alg: "HS256", typ: "JWT" };
  const put = (token, beside = {}) => ({ body: JSON.stringify({ data: token, ...beside }) });
  const join = (head, body, key = KEY) => `${url64(head)}.${url64(body)}.${url64(hmac(key, `${url64(head)}.${url64(body)}`))}`;
  const good = (body = claims, more = {}) => ({
    event: sha256(JSON.stringify(body)), mustConfirm: false, trust: "verified", status: "completed", fulfilment: "yes", id: order.id, ...more,
  });
  const it = (name, request, expected, secrets = [KEY], now = NOW) => add(`token: ${name}`, "transak", request, secrets, expected, now);
  const token = join(HEAD, claims);
  const [head, body, signature] = token.split(".");

  it("right", put(token), good());
  it("right, with no time to judge it by", put(token), good(), [KEY], null);
  it("right, under a header of the algorithm alone", put(join({ alg: "HS256" }, claims)), good());
  it("right, with the name of its key", put(join({ ...HEAD, kid: "1" }, claims)), good());
  it("right, by the second of three keys", put(token), good(), ["the next one", KEY, "the last one"]);
  const timed = { ...claims, iat: seconds(-5), nbf: seconds(-5), exp: seconds(3600) };
  it("right, in its time", put(join(HEAD, timed)), good(timed));
  const parts = { ...claims, iat: seconds() + 0.5, exp: seconds(1) + 0.5 };
  it("right, at a time with parts of seconds", put(join(HEAD, parts)), good(parts));
  const early = { ...claims, iat: seconds(59) };
  it("right, by a clock that is a minute ahead", put(join(HEAD, early)), good(early));
  it("right, about a bare order", put(join(HEAD, order)), good(order));
  const processing = { webhookData: { ...order, status: "PROCESSING" }, eventID: "ORDER_PROCESSING" };
  it("right, about an order that is not complete", put(join(HEAD, processing)), good(processing, { status: "processing", fulfilment: "wait" }));
  const customer = { eventID: "KYC_APPROVED", webhookData: { kycStatus: "APPROVED" } };
  it("right, about a customer", put(join(HEAD, customer)), { event: sha256(JSON.stringify(customer)), mustConfirm: false, error: "customer_payload" });
  const bare = { ...order };
  delete bare.partnerOrderId;
  const unreferenced = { webhookData: bare, eventID: "ORDER_COMPLETED" };
  it("right, and what stands beside it is not read", put(join(HEAD, unreferenced), { partnerOrderId: "not signed", id: "not signed" }), good(unreferenced, { reference: null }));
  it("right, in a body with spaces", { body: `\n { "data" :\t"${token}" } ` }, good());
  it("right, and escaped", { body: `{"d\\u0061ta":"${token.replaceAll(".", "\\u002e")}"}` }, good());

  it("under another key", put(join(HEAD, claims, "another")), refused("signature_mismatch"));
  it("under the beginning of the key", put(join(HEAD, claims, KEY.slice(0, -1))), refused("signature_mismatch"));
  it("under the key and more", put(join(HEAD, claims, `${KEY}x`)), refused("signature_mismatch"));
  it("under the key in another case", put(join(HEAD, claims, KEY.toUpperCase())), refused("signature_mismatch"));
  it("under no key", put(join(HEAD, claims, "")), refused("signature_mismatch"));
  it("with other claims", put(`${head}.${url64({ ...claims, webhookData: { ...order, fiatAmount: 5000 } })}.${signature}`), refused("signature_mismatch"));
  it("with another header", put(`${url64({ typ: "JWT", alg: "HS256" })}.${body}.${signature}`), refused("signature_mismatch"));
  it("with another signature", put(`${head}.${body}.${url64(Buffer.alloc(32))}`), refused("signature_mismatch"));
  it("without a signature", put(`${head}.${body}.`), refused("signature_missing"));
  it("with a signature that is cut", put(`${head}.${body}.${url64(Buffer.from(signature, "base64url").subarray(0, 31))}`), refused("malformed"));
  it("with a signature that is longer", put(`${head}.${body}.${url64(Buffer.concat([Buffer.from(signature, "base64url"), Buffer.alloc(1)]))}`), refused("malformed"));
  it("with a character cut off", put(token.slice(0, -1)), refused("malformed"));
  it("with padding", put(`${token}=`), refused("malformed"));
  it("in the other alphabet", put(`${head}.${body}.${Buffer.alloc(32, 0xfb).toString("base64").replace(/=/g, "")}`), refused("malformed"));
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  it("in a second spelling", put(token.slice(0, -1) + last[last.indexOf(token.at(-1)) + 1]), refused("malformed"));
  for (const [what, wrong] of [["a space behind", `${token} `], ["a space before", ` ${token}`], ["a line's end behind", `${token}\n`], ["a space within", token.replace(".", ". ")]]) {
    it(`with ${what}`, put(wrong), refused(what === "a space within" ? "signature_mismatch" : "malformed"));
  }
  it("of two parts", put(`${head}.${body}`), refused("malformed"));
  it("of four parts", put(`${token}.`), refused("malformed"));
  it("of five parts", put(`${token}.a.b`), refused("malformed"));
  it("that is empty", put(""), refused("malformed"));

  it("of no algorithm", put(`${url64({ alg: "none", typ: "JWT" })}.${body}.`), refused("algorithm_refused"));
  it("of no algorithm, and signed", put(join({ alg: "none" }, claims)), refused("algorithm_refused"));
  it("of no algorithm, in another spelling", put(`${url64({ alg: "nOnE" })}.${body}.`), refused("algorithm_refused"));
  it("of an algorithm in another case", put(join({ alg: "hs256" }, claims)), refused("algorithm_refused"));
  it("without an algorithm", put(join({ typ: "JWT" }, claims)), refused("algorithm_refused"));
  it("of an algorithm that is a number", put(join({ alg: 256 }, claims)), refused("algorithm_refused"));
  it("of algorithms in a list", put(join({ alg: ["HS256"] }, claims)), refused("algorithm_refused"));
  for (const [alg, hash] of [["HS384", "sha384"], ["HS512", "sha512"]]) {
    const text = `${url64({ alg })}.${body}`;
    it(`by ${alg}`, put(`${text}.${url64(createHmac(hash, KEY).update(text).digest())}`), refused("algorithm_refused"));
  }
  for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) it(`that says ${alg} and is signed with the key`, put(join({ alg }, claims)), refused("algorithm_refused"));
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const asymmetric = `${url64({ alg: "ES256" })}.${body}`;
  it("that is signed with a private key", put(`${asymmetric}.${url64(sign("sha256", Buffer.from(asymmetric), { key: privateKey, dsaEncoding: "ieee-p1363" }))}`), refused("algorithm_refused"), [publicKey.export({ type: "spki", format: "pem" })]);
  it("with an extension that must be understood", put(join({ ...HEAD, crit: ["exp"], exp: 1 }, claims)), refused("algorithm_refused"));
  it("with no extensions that must be understood", put(join({ ...HEAD, crit: null }, claims)), refused("algorithm_refused"));
  it("with claims that are not encoded", put(join({ ...HEAD, b64: false, crit: ["b64"] }, claims)), refused("algorithm_refused"));
  it("with claims that say they are not encoded", put(join({ ...HEAD, b64: false }, claims)), refused("algorithm_refused"));
  it("with claims that are compressed", put(join({ ...HEAD, zip: "DEF" }, claims)), refused("algorithm_refused"));
  it("of another type", put(join({ alg: "HS256", typ: "at+jwt" }, claims)), refused("malformed"));
  it("under a header that is no map", put(`${url64("[]")}.${body}.${signature}`), refused("malformed"));
  it("under a header that is no JSON", put(`${url64("{alg:HS256}")}.${body}.${signature}`), refused("malformed"));
  it("of claims that are no map", put(join(HEAD, "[]")), refused("malformed"));
  it("of claims that are no JSON", put(join(HEAD, "order")), refused("malformed"));

  const at = (times) => join(HEAD, { ...claims, ...times });
  it("whose time is over", put(at({ exp: seconds(-1) })), refused("expired"));
  it("whose time is over now", put(at({ exp: seconds() })), refused("expired"));
  it("whose time has not come", put(at({ nbf: seconds(61) })), refused("not_yet_valid"));
  it("from the future", put(at({ iat: seconds(3600) })), refused("not_yet_valid"));
  it("whose end is no number", put(at({ exp: String(seconds(60)) })), refused("malformed"));
  it("whose end is null", put(at({ exp: null })), refused("malformed"));
  it("whose end is before all time", put(at({ exp: -1 })), refused("malformed"));
  it("with an end, and no time to judge it by", put(at({ exp: seconds(60) })), refused("now_missing"), [KEY], null);
  it("whose time is over, under another key", put(join(HEAD, { ...claims, exp: 1 }, "another")), refused("signature_mismatch"));

  it("that is not there", { body: "{}" }, refused("signature_missing"));
  it("that is a number", { body: '{"data":1}' }, refused("signature_missing"));
  it("that is claims which nobody signed", { body: JSON.stringify({ data: claims }) }, refused("signature_missing"));
  it("claims which nobody signed", { body: JSON.stringify(claims) }, refused("signature_missing"));
  it("alone", { body: token }, refused("malformed"));
  it("in no body", { body: "" }, refused("malformed"));
  it("and no key", put(token), refused("secret_missing"), []);
  it("and an empty key", put(join(HEAD, claims, "")), refused("secret_missing"), [""]);
  it("and an empty key beside one", put(token), refused("secret_missing"), [KEY, ""]);
}

// --- credentials in a header ---------------------------------------------------------------------------------------
{
  const KEY = "own-secret-of-the-merchant";
  const body = '{"order_id":"e82c57b2cba367069dfef4f866c7bc87","status":"complete","status_date":"2026-01-31 12:48:36","order_type":"BUY"}';
  const URL = "https://shop.example/hooks/banxa";
  const by = ({ method = "POST", path = "/hooks/banxa", nonce = seconds(), text = body, key = KEY } = {}) =>
    hmac(key, `${method}\n${path}\n${nonce}\n${text}`).toString("hex");
  const put = (signature, nonce = seconds(), header = "authorization", word = "Bearer", name = "own-key@shop.example") => ({
    headers: [["content-type", "application/json"], [header, `${word} ${name}:${signature}:${nonce}`]], body,
  });
  const good = { event: sha256(body), mustConfirm: false, trust: "verified", status: "completed", fulfilment: "yes", id: "e82c57b2cba367069dfef4f866c7bc87" };
  const it = (name, request, expected, secrets = [KEY], now = NOW, tolerance = undefined) =>
    add(`credentials: ${name}`, "banxa", { url: URL, ...request }, secrets, expected, now, tolerance);

  it("right", put(by()), good);
  it("right, with a name in capitals", put(by(), seconds(), "AUTHORIZATION"), good);
  it("right, in the older words", put(by(), seconds(), "Authentication", "HMAC"), good);
  it("right, by the second key", put(by()), good, ["the next one", KEY]);
  it("right, of an address with a query", { ...put(by()), url: `${URL}?from=banxa#part` }, good);
  it("right, of a path alone", { ...put(by()), url: "/hooks/banxa?from=banxa" }, good);
  it("right, of a host alone", { ...put(by({ path: "/" })), url: "https://shop.example" }, good);
  it("right, of a host and a query", { ...put(by({ path: "/" })), url: "https://shop.example?from=a/b" }, good);
  it("right, at a millisecond", put(by({ nonce: NOW }), NOW), good);
  it("right, at a microsecond", put(by({ nonce: `${NOW}123` }), `${NOW}123`), good);
  it("right, five minutes ago", put(by({ nonce: seconds(-300) }), seconds(-300)), good);
  it("right, five minutes ahead", put(by({ nonce: seconds(300) }), seconds(300)), good);

  it("right, six minutes ago, which is within the tolerance", put(by({ nonce: seconds(-360) }), seconds(-360)), good, [KEY], NOW, 360);
  it("beyond the tolerance", put(by({ nonce: seconds(11) }), seconds(11)), refused("replayed_nonce_possible"), [KEY], NOW, 10);
  it("six minutes ago", put(by({ nonce: seconds(-301) }), seconds(-301)), refused("replayed_nonce_possible"));
  it("six minutes ahead", put(by({ nonce: seconds(301) }), seconds(301)), refused("replayed_nonce_possible"));
  it("six minutes ago, and forged", put(by({ nonce: seconds(-301), key: "another" }), seconds(-301)), refused("signature_mismatch"));
  it("without the time", put(by()), refused("now_missing"), [KEY], null);
  wrong(it, KEY, (key) => by({ key }), put);
  it("of another method", { ...put(by()), method: "PUT" }, refused("signature_mismatch"));
  it("of a method in small letters", { ...put(by()), method: "post" }, refused("signature_mismatch"));
  it("of another path", put(by({ path: "/hooks/other" })), refused("signature_mismatch"));
  it("of a path that ends in a slash", { ...put(by()), url: `${URL}/` }, refused("signature_mismatch"));
  it("of another nonce", put(by(), seconds(1)), refused("signature_mismatch"));
  it("of another body", { ...put(by()), body: body.replace("e82", "e83") }, refused("signature_mismatch"));
  it("of a body that was written anew", { ...put(by()), body: JSON.stringify(JSON.parse(body), null, 1) }, refused("signature_mismatch"));
  it("of a body that is cut", { ...put(by()), body: body.slice(0, -1) }, refused("signature_mismatch"));
  it("of a body with a line's end", { ...put(by()), body: `${body}\n` }, refused("signature_mismatch"));
  it("of the bodiless request that a merchant makes", put(hmac(KEY, `POST\n/hooks/banxa\n${seconds()}`).toString("hex")), refused("signature_mismatch"));
  it("of no name", put(by(), seconds(), "authorization", "Bearer", ""), refused("malformed"));
  it("of a name in two parts", put(by(), seconds(), "authorization", "Bearer", "a:b"), refused("malformed"));
  it("behind a word in small letters", put(by(), seconds(), "authorization", "bearer"), refused("malformed"));
  it("behind another word", put(by(), seconds(), "authorization", "Basic"), refused("malformed"));
  it("behind two spaces", put(by(), seconds(), "authorization", "Bearer "), refused("malformed"));
  it("that ends in a space", put(by(), `${seconds()} `), refused("malformed"));
  for (const nonce of ["", "now", "17698637201", "1e9", "-769863720", "1769863720.5", "0000000000"]) {
    it(`of the nonce "${nonce}"`, put(by({ nonce }), nonce), refused("malformed"));
  }
  it("twice", { ...put(by()), headers: [...put(by()).headers, ...put(by()).headers] }, refused("malformed"));
  it("twice, as one", { ...put(by()), headers: [["authorization", `${put(by()).headers[1][1]}, ${put(by()).headers[1][1]}`]] }, refused("malformed"));
  it("in both headers", { ...put(by()), headers: [...put(by()).headers, ...put(by(), seconds(), "authentication", "HMAC").headers] }, refused("malformed"));
  it("that is not there", { body }, refused("signature_missing"));
  it("and no key", put(by()), refused("secret_missing"), []);
  it("and an empty key", put(by({ key: "" })), refused("secret_missing"), [""]);
  const list = '{"data":{"orders":[]}}';
  it("right, and no webhook about an order", { ...put(by({ text: list })), body: list }, { event: sha256(list), mustConfirm: false, error: "no_order" });
  it("right, and no JSON", { ...put(by({ text: "{" })), body: "{" }, { event: sha256("{"), mustConfirm: false, error: "not_json" });
}

// --- headers of their own ------------------------------------------------------------------------------------------
{
  const KEY = "whk_0000000000000000000000000000000000";
  const event = {
    api_version: "1.0", event_id: "evt_1", event_category: "kyc", event_type: "kyc.status.changed", user_id: "u-1",
    event_object_id: "kyc-1", event_object_status: "VERIFIED", event_object: {}, occurred_at: "2026-01-31T12:48:36Z",
  };
  const body = JSON.stringify(event);
  const by = ({ at = seconds(), text = body, key = KEY } = {}) => hmac(key, `${at}.${text}`).toString("hex");
  const put = (signature, at = seconds()) => ({ headers: [["X-Timestamp", String(at)], ["X-Signature", signature]], body });
  const good = { event: "evt_1", mustConfirm: false, error: "customer_payload" };
  const it = (name, request, expected, secrets = [KEY], now = NOW) => add(`headers: ${name}`, "baanx", request, secrets, expected, now);

  it("right", put(by()), good);
  it("right, by the second key", put(by()), good, ["whk_next", KEY]);
  it("right, five minutes ago", put(by({ at: seconds(-300) }), seconds(-300)), good);
  const card = JSON.stringify({ ...event, event_id: "evt_2", event_category: "card", event_type: "card.activated" });
  it("right, about a card", { ...put(by({ text: card })), body: card }, { event: "evt_2", mustConfirm: false, error: "no_order" });
  it("six minutes ago", put(by({ at: seconds(-301) }), seconds(-301)), refused("expired"));
  it("six minutes ahead", put(by({ at: seconds(301) }), seconds(301)), refused("not_yet_valid"));
  it("without the time", put(by()), refused("now_missing"), [KEY], null);
  wrong(it, KEY, (key) => by({ key }), put);
  it("of another time", put(by(), seconds(1)), refused("signature_mismatch"));
  it("of another body", { ...put(by()), body: card }, refused("signature_mismatch"));
  it("of the body alone", put(hmac(KEY, body).toString("hex")), refused("signature_mismatch"));
  it("without the point", put(hmac(KEY, seconds() + body).toString("hex")), refused("signature_mismatch"));
  it("of a time that ends elsewhere", { headers: [["x-timestamp", "176986372"], ["x-signature", hmac(KEY, `176986372.${body}`).toString("hex")]], body }, refused("malformed"));
  it("at a millisecond", put(by({ at: NOW }), NOW), refused("malformed"));
  it("with a word before it", put(`sha256=${by()}`), refused("malformed"));
  it("without the signature", { ...put(by()), headers: [["x-timestamp", String(seconds())]] }, refused("signature_missing"));
  it("without the time of it", { ...put(by()), headers: [["x-signature", by()]] }, refused("signature_missing"));
  it("with the time twice", { ...put(by()), headers: [...put(by()).headers, ["x-timestamp", "1"]] }, refused("malformed"));
}

// --- a text that comes back ----------------------------------------------------------------------------------------
{
  const SECRET = "application secret & more~";
  const php = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const derived = (reference, more = "") => md5(md5(`merchant_order_id=${php(reference)}&secret=${php(SECRET)}${more}`) + SECRET);
  const TOKEN = derived("shop 1/ü");
  const order = {
    merchant_order_id: "shop 1/ü", order_id: "d2f1c04a-0000-4000-8000-000000000001", status: "PAID", price_amount: "10.00", price_currency: "USD",
    pay_amount: "10.00", pay_currency: "USDC_SOL", created_at: "2026-01-31T12:40:00.000Z", created_at_t: 1769863200000, meta: {},
  };
  const put = (tokens) => ({ body: JSON.stringify({ ...order, ...tokens }) });
  const good = ({ body }) => ({ event: sha256(body), mustConfirm: true, trust: "unverified", status: "completed", fulfilment: "wait", id: order.order_id });
  const it = (name, request, expected = good(request), secrets = [TOKEN], now = null) => add(`echo: ${name}`, "mugglepay", request, secrets, expected, now);

  it("right", put({ token: TOKEN }));
  it("right, under the other name", put({ merchant_token: TOKEN }));
  it("right, under both names", put({ token: TOKEN, merchant_token: TOKEN }));
  it("right, and the other name is null", put({ token: TOKEN, merchant_token: null }));
  it("right, by the second token", put({ token: TOKEN }), undefined, ["another", TOKEN]);
  it("right, with another status, which it does not cover", put({ token: TOKEN, status: "REFUNDED" }), { ...good(put({ token: TOKEN, status: "REFUNDED" })), status: "refunded", fulfilment: "no" });
  it("another", put({ token: "another" }), refused("signature_mismatch"));
  it("in another case", put({ token: TOKEN.toUpperCase() }), refused("signature_mismatch"));
  it("its beginning", put({ token: TOKEN.slice(0, -1) }), refused("signature_mismatch"));
  it("and more", put({ token: `${TOKEN}0` }), refused("signature_mismatch"));
  it("with a space", put({ token: `${TOKEN} ` }), refused("signature_mismatch"));
  it("empty", put({ token: "" }), refused("signature_mismatch"));
  it("right under one name, another under the other", put({ token: TOKEN, merchant_token: "another" }), refused("signature_mismatch"));
  it("a list of it", put({ token: [TOKEN] }), refused("malformed"));
  it("true", put({ token: true }), refused("malformed"));
  it("null", put({ token: null }), refused("signature_missing"));
  it("not there", put({}), refused("signature_missing"));
  it("in no JSON", { body: `token=${TOKEN}` }, refused("malformed"));
  it("and none expected", put({ token: TOKEN }), refused("secret_missing"), []);
  it("empty, and none expected", put({ token: "" }), refused("secret_missing"), [""]);

  vectors.push(
    { derive: "plain", provider: "mugglepay", reference: "shop 1/ü", secret: SECRET, expected: TOKEN },
    { derive: "fiat", provider: "mugglepay", reference: "1", secret: SECRET, expected: derived("1", "&type=FIAT") },
  );
}

// --- a header that lists what it has, and one that has the signature alone -----------------------------------------
{
  const KEY = "whsec_of-the-tests-0123456789abcdef";
  const fixture = (name) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8").trimEnd();
  const listed = {
    stripe: { header: "Stripe-Signature", name: "v1", situation: "event_succeeded_after_its_signature_was_checked", event: ({ id }) => id },
    coinbase: { header: "X-Hook0-Signature", name: "v0", situation: "onramp_success", event: (_, body) => sha256(body) },
    moonpay: { header: "Moonpay-Signature-V2", name: "s", situation: "webhook_buy_created_with_completed", event: (_, body) => sha256(body) },
  };
  for (const [provider, { header, name, situation, event }] of Object.entries(listed)) {
    const body = fixture(`${provider}/${situation}.json`);
    const { status, fulfilment, id } = JSON.parse(fixture(`${provider}/${situation}.order.json`));
    const good = { event: event(JSON.parse(body), body), mustConfirm: false, trust: "verified", status, fulfilment, id };
    const by = ({ at = seconds(), text = body, key = KEY } = {}) => hmac(key, `${at}.${text}`).toString("hex");
    const put = (value) => ({ headers: [[header, value]], body });
    const it = (what, request, expected, secrets = [KEY], now = NOW, tolerance = undefined) =>
      add(`list of ${provider}: ${what}`, provider, request, secrets, expected, now, tolerance);
    const other = by({ key: "another" });

    it("right", put(`t=${seconds()},${name}=${by()}`), good);
    it("right, in another order", put(`${name}=${by()},t=${seconds()}`), good);
    it("right, beside what is not known", put(`t=${seconds()},${name}=${by()},h=content-type x-event-id,v9=${other},x=`), good);
    it("right, by the second signature", put(`t=${seconds()},${name}=${other},${name}=${by()}`), good);
    it("right, by the second key", put(`t=${seconds()},${name}=${by()}`), good, ["another one", KEY]);
    it("right, five minutes ago", put(`t=${seconds(-300)},${name}=${by({ at: seconds(-300) })}`), good);
    it("right, six minutes ago, which is within the tolerance", put(`t=${seconds(-360)},${name}=${by({ at: seconds(-360) })}`), good, [KEY], NOW, 360);
    it("beyond the tolerance", put(`t=${seconds(-11)},${name}=${by({ at: seconds(-11) })}`), refused("expired"), [KEY], NOW, 10);
    it("ahead of the tolerance", put(`t=${seconds(11)},${name}=${by({ at: seconds(11) })}`), refused("not_yet_valid"), [KEY], NOW, 10);
    it("six minutes ago", put(`t=${seconds(-301)},${name}=${by({ at: seconds(-301) })}`), refused("expired"));
    it("six minutes ahead", put(`t=${seconds(301)},${name}=${by({ at: seconds(301) })}`), refused("not_yet_valid"));
    it("without the time", put(`t=${seconds()},${name}=${by()}`), refused("now_missing"), [KEY], null);
    wrong(it, KEY, (key) => by({ key }), (signature) => put(`t=${seconds()},${name}=${signature}`));
    it("under two other keys", put(`t=${seconds()},${name}=${other},${name}=${by({ key: "a third" })}`), refused("signature_mismatch"));
    it("of another time", put(`t=${seconds(1)},${name}=${by()}`), refused("signature_mismatch"));
    it("of another body", { ...put(`t=${seconds()},${name}=${by()}`), body: `${body} ` }, refused("signature_mismatch"));
    it("of the body alone", put(`t=${seconds()},${name}=${hmac(KEY, body).toString("hex")}`), refused("signature_mismatch"));
    it("under a name that is not looked at", put(`t=${seconds()},v9=${by()}`), refused("signature_missing"));
    it("with no time", put(`${name}=${by()}`), refused("signature_missing"));
    it("with two times", put(`t=${seconds()},t=1,${name}=${by()}`), refused("malformed"));
    it("with spaces", put(`t=${seconds()}, ${name}=${by()}`), refused("signature_missing"));
    it("cut, beside one that is right", put(`t=${seconds()},${name}=${by()},${name}=${by().slice(0, -2)}`), refused("malformed"));
    it("of a time in milliseconds", put(`t=${NOW},${name}=${by({ at: NOW })}`), refused("malformed"));
    it("empty", put(""), refused("malformed"));
    it("alone", put(by()), refused("malformed"));
    it("not there", { body }, refused("signature_missing"));
    it("twice", { headers: [...put(`t=${seconds()},${name}=${by()}`).headers, ...put("t=1,v1=0").headers], body }, refused("malformed"));
  }

  const alone = {
    btcpay: { header: "BTCPay-Sig", prefix: "sha256=", situation: "webhook_settled", event: ({ originalDeliveryId }) => originalDeliveryId },
    "coinbase-commerce": { header: "X-CC-Webhook-Signature", situation: "webhook_confirmed", event: ({ event }) => event.id },
    onramper: { header: "X-Onramper-Webhook-Signature", situation: "webhook_buy_completed" },
    mercuryo: { header: "X-Signature", situation: "callback_withdraw_completed" },
    nowpayments: { header: "x-nowpayments-sig", situation: "notification_finished_after_its_signature_was_checked", hash: "sha512", signed: ordered },
    "onramp-money": { header: "x-onramp-signature", situation: "webhook_buy_4", hash: "sha512", payload: Buffer.from('{"timestamp":1769863716000}').toString("base64") },
  };
  for (const [provider, scheme] of Object.entries(alone)) {
    const { header, prefix = "", situation, hash = "sha256", signed = (body) => body, payload } = scheme;
    const { event = (_, body) => sha256(body) } = scheme;
    const body = fixture(`${provider}/${situation}.json`);
    const { status, fulfilment, id } = JSON.parse(fixture(`${provider}/${situation}.order.json`));
    const good = { event: event(JSON.parse(body), signed(body)), mustConfirm: false, trust: "verified", status, fulfilment, id };
    const by = (key = KEY, text = body, by = hash) => createHmac(by, key).update(payload ?? signed(text)).digest("hex");
    const put = (value, more = [["x-onramp-payload", payload]]) => ({ headers: [[header, value], ...more.filter(([, value]) => value)], body });
    const it = (what, request, expected, secrets = [KEY]) => add(`alone, of ${provider}: ${what}`, provider, request, secrets, expected, null);

    it("right", put(`${prefix}${by()}`), good);
    it("right, by the second key", put(`${prefix}${by()}`), good, ["another one", KEY]);
    wrong(it, KEY, by, (signature) => put(`${prefix}${signature}`));
    it("by another hash", put(`${prefix}${by(KEY, body, hash === "sha512" ? "sha256" : "sha512")}`), refused("malformed"));
    it("twice", { ...put(`${prefix}${by()}`, [[header, `${prefix}${by()}`], ["x-onramp-payload", payload]]) }, refused("malformed"));
    it("behind another word", put(`sha512=${by()}`), refused("malformed"));
    it("not there", { body }, refused("signature_missing"));
    it("and no key", put(`${prefix}${by()}`), refused("secret_missing"), []);

    const another = { ...put(`${prefix}${by()}`), body: body.replace(/\d/, (digit) => 9 - digit) };
    if (payload === undefined) {
      it("of another body", another, refused("signature_mismatch"));
      it("of a body that is cut", { ...put(`${prefix}${by()}`), body: body.slice(0, -1) }, refused("signature_mismatch"));
    } else {
      // It covers what a header says, and nothing of the body.
      Object.assign(good, { mustConfirm: true, trust: "unverified", fulfilment: "wait" });
      it("right, of another body", another, { ...good, id: String(JSON.parse(another.body).orderId), event: sha256(another.body) });
      it("of another header", put(by(), [["x-onramp-payload", `${payload}A`]]), refused("signature_mismatch"));
      it("without that header", put(by(), []), refused("signature_missing"));
      it("with that header twice", put(by(), [["x-onramp-payload", payload], ["x-onramp-payload", payload]]), refused("malformed"));
    }
    if (signed === ordered) {
      it("right, in another order", { ...put(by()), body: rewritten(body, (keys) => keys.sort().reverse()) }, good);
      it("right, as it was signed", { ...put(by()), body: ordered(body) }, good);
      it("with a number that is written otherwise", { ...put(by()), body: body.replace("100.25", "100.250") }, refused("signature_mismatch"));
      it("with a member twice", { ...put(by()), body: body.replace("{", '{"payment_status":"waiting",') }, refused("signature_mismatch"));
      it("with a member more", { ...put(by()), body: body.replace("{", '{"a":1,') }, refused("signature_mismatch"));
      it("of the bytes as they came", put(createHmac(hash, KEY).update(body).digest("hex")), refused("signature_mismatch"));
    } else if (payload === undefined) {
      it("of a body with a space more", { ...put(`${prefix}${by()}`), body: body.replace("{", "{ ") }, refused("signature_mismatch"));
    }
  }
  add("alone, of btcpay: without its word", "btcpay", { headers: [["btcpay-sig", hmac(KEY, "{}").toString("hex")]], body: "{}" }, [KEY], refused("malformed"), null);
}

add("nobody", "nobody", { body: "{}" }, ["key"], refused("provider_unsupported"));
add("a provider of which nothing is written down", "ramp-network", { body: "{}" }, ["key"], refused("provider_unsupported"));

writeFileSync(new URL("vectors.json", import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`);
