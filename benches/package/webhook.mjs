// A webhook that is proven and read, beside WebCrypto and a mapping by hand. WebCrypto answers later, so its calls are awaited
// one after the other, as a handler of one webhook does; ours answers at once.
import { RING, quartiles, median } from "./timing.mjs";
import { answers } from "./payloads.mjs";
import { same } from "./same.mjs";
import { fromAnswer } from "./transak.mjs";

const CALLS = 16; // a turn
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.partner-access-token-of-the-bench-which-signs-what-is-read-here.0123456789";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
/** The quickest way that the engine has. */
const fromBase64 =
  globalThis.Buffer !== undefined
    ? (text) => Buffer.from(text, "base64url")
    : Uint8Array.fromBase64 !== undefined
      ? (text) => Uint8Array.fromBase64(text, { alphabet: "base64url" })
      : (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

export async function run({ rounds, warmMs }) {
  const { verify } = await import("../../pkg/webhook.js");
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey("raw", encoder.encode(TOKEN), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const requests = [];
  for (const { data } of answers("1.5 kB", RING)) {
    const parts = [{ alg: "HS256", typ: "JWT" }, { webhookData: data, eventID: "ORDER_PROCESSING" }];
    const signed = parts.map((part) => toBase64(encoder.encode(JSON.stringify(part)))).join(".");
    const signature = toBase64(new Uint8Array(await subtle.sign("HMAC", key, encoder.encode(signed))));
    const body = encoder.encode(JSON.stringify({ data: `${signed}.${signature}` }));
    requests.push({ method: "POST", url: "https://shop.example/hooks/transak", headers: { "content-type": "application/json" }, body });
  }

  async function theirs({ body }) {
    const token = JSON.parse(decoder.decode(body)).data;
    const [head, claims, signature] = token.split(".");
    if (JSON.parse(decoder.decode(fromBase64(head))).alg !== "HS256") throw new Error("another algorithm");
    const text = encoder.encode(token.slice(0, token.lastIndexOf(".")));
    if (!(await subtle.verify("HMAC", key, fromBase64(signature), text))) throw new Error("another signature");
    return fromAnswer({ data: JSON.parse(decoder.decode(fromBase64(claims))).webhookData });
  }
  const ours = (request) => verify("transak", request, TOKEN).order;

  const compared = ({ id, status, fulfilment, amounts, times }) => ({ id, status, fulfilment, amounts, times });
  for (const request of requests) same(compared(ours(request)), compared(await theirs(request)), "webhook");

  const results = Array(RING).fill(null);
  let at = 0;
  const next = () => (at = (at + 1) % RING);
  const turns = [
    async () => {
      for (let i = 0; i < CALLS; i++) results[next()] = await theirs(requests[at]);
    },
    () => {
      for (let i = 0; i < CALLS; i++) results[next()] = ours(requests[at]);
    },
  ];
  const taken = [[], []];
  async function turn(which) {
    const start = performance.now();
    await turns[which]();
    return ((performance.now() - start) * 1e6) / CALLS;
  }
  for (const end = performance.now() + warmMs; performance.now() < end; ) for (const which of [0, 1]) await turn(which);
  for (let round = 0; round < rounds; round++) {
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) taken[which].push(await turn(which));
  }
  // A browser's clock may be too coarse for a turn of ours.
  const { low, middle, high } = quartiles(taken[0].map((ns, round) => ns / Math.max(taken[1][round], 1)));
  return { theirs: median(taken[0]), ours: median(taken[1]), low, ratio: middle, high };
}
