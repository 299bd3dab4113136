// What four providers send, signed as they sign it, by node:crypto.
import { createHash, createHmac } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";

export const SECRETS = {
  TRANSAK_TOKEN: "access-token-of-the-partner-in-the-tests",
  TRANSAK_TOKEN_BEFORE: "access-token-that-was-valid-before",
  BANXA_SECRET: "api-secret-of-the-merchant-in-the-tests",
  BAANX_KEY: "whk-of-the-tests-0123456789abcdef",
  MUGGLEPAY_SECRET: "application-secret-of-the-tests",
};

const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const md5 = (text) => createHash("md5").update(text).digest("hex");
const url64 = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const iso = (time) => new Date(time).toISOString();

/**
 * A request about an order, by provider: `{ id, status, time }`, and how it is signed: `{ secret, now }`. Paths are those of the
 * examples.
 */
export const SENDERS = {
  transak({ id, status, time }, { secret = SECRETS.TRANSAK_TOKEN } = {}) {
    const order = { id, isBuyOrSell: "BUY", status, fiatCurrency: "EUR", fiatAmount: 50, partnerOrderId: `shop-${id}`, updatedAt: iso(time) };
    const signed = `${url64({ alg: "HS256" })}.${url64({ webhookData: order, eventID: "ORDER_PROCESSING" })}`;
    return request("transak", { data: `${signed}.${hmac(secret, signed).toString("base64url")}` });
  },
  banxa({ id, status, time }, { secret = SECRETS.BANXA_SECRET, now = Date.now() } = {}) {
    const { path, body, headers } = request("banxa", { order_id: id, status, status_date: iso(time).slice(0, 19).replace("T", " "), order_type: "BUY" });
    const nonce = `${now}000`;
    const signature = hmac(secret, `POST\n${path}\n${nonce}\n${body}`).toString("hex");
    return { path, body, headers: { ...headers, authorization: `Bearer our-key:${signature}:${nonce}` } };
  },
  mugglepay({ id, status, time }, { secret = SECRETS.MUGGLEPAY_SECRET } = {}) {
    const reference = `shop-${id}`;
    const token = md5(md5(`merchant_order_id=${reference}&secret=${secret}`) + secret);
    return request("mugglepay", {
      merchant_order_id: reference, order_id: id, status, price_amount: 10, price_currency: "USD", pay_amount: 10,
      pay_currency: "USDC_SOL", created_at: iso(time), created_at_t: time, token, meta: {},
    });
  },
  baanx({ id, status }, { secret = SECRETS.BAANX_KEY, now = Date.now() } = {}) {
    const { path, body, headers } = request("baanx", {
      api_version: "1.0", event_id: `${id}-${status}`, event_category: "kyc", event_type: "kyc.status.changed", user_id: id,
      event_object_id: id, event_object_status: status, event_object: {}, occurred_at: iso(now),
    });
    const at = String(Math.floor(now / 1000));
    return { path, body, headers: { ...headers, "x-timestamp": at, "x-signature": hmac(secret, `${at}.${body}`).toString("hex") } };
  },
};

const request = (provider, body) => ({ path: `/hooks/${provider}`, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Sends a request; the HTTP status, and what was answered. Nothing where nobody answers. */
export function send(address, { path, headers, body }) {
  return new Promise((resolve) => {
    const gone = () => resolve(undefined);
    const outgoing = httpRequest(new URL(path, address), { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
      response.on("error", gone).on("aborted", gone);
    });
    outgoing.on("error", gone).end(body);
  });
}

const agent = new Agent({ keepAlive: true });

/** Sends it until it is taken, as providers do. */
export async function insist(addressOf, make) {
  for (;;) {
    const answer = await send(addressOf(), make());
    if (answer?.status === 200) return answer;
    if (answer?.status === 401) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
