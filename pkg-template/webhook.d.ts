/**
 * `orderstate` for who receives webhooks: all that the package exports, and {@link verify}, which proves who sent one. It is a
 * module of its own; a program that has it needs no other. Where it runs, secrets are: import it in no page.
 *
 * @packageDocumentation
 */

import type { Context, Order, OrderstateError } from "./index.js";

export * from "./index.js";

/**
 * Proves that a webhook is from its provider, and says what it means, in one step: nothing is read that was not proven.
 *
 * It is synchronous and pure. It keeps nothing; what it wrote of the secrets into its memory is wiped before it returns.
 *
 * | provider | the secret | what proves it |
 * | --- | --- | --- |
 * | `transak` | the partner access token | a JSON Web Token in the body, by HS256 alone; `exp`, `nbf` and `iat` are judged |
 * | `banxa` | the API secret | an HMAC over the method, the path, a nonce and the body; the nonce may be 5 minutes off |
 * | `baanx`, `moonpay` | the webhook's API key | an HMAC over a time and the body; the time may be 5 minutes off |
 * | `stripe`, `coinbase` | the endpoint's, the subscription's secret | the same; one of several signatures suffices |
 * | `btcpay`, `coinbase-commerce`, `onramper` | the webhook's secret | an HMAC over the body, which is not dated: remember `eventId` |
 * | `mercuryo` | the widget's Sign Key | the same |
 * | `nowpayments` | the IPN secret key | the same, over the body in the order of its keys |
 * | `mugglepay` | the token that you gave with the order | the token comes back; it covers nothing of the body: `mustConfirm` |
 * | `onramp-money` | the API secret | an HMAC over a header, which covers nothing of the body: `mustConfirm` |
 *
 * Binance Pay and Ramp Network sign with keys of their own, which is not checked here: `provider_unsupported`.
 *
 * @param provider Whose webhook it should be. Give each provider an address of its own.
 * @param request What was received. A `Request` of Fetch must be read first: see {@link read}.
 * @param secret What only the provider and you know; several while one takes the place of another. An empty one is refused.
 * @param context `now` is needed for whatever is dated: `Date.now()`. The rest is as for `normalize`.
 * @throws {OrderstateError} `bad_context`, `internal`, `wasm_unavailable`. What is not believed is returned, not thrown.
 * @example
 * const webhook = verify("banxa", await read(request), env.BANXA_SECRET, { now: Date.now() });
 * if (!webhook.ok) return new Response(webhook.code, { status: 401 });
 * if (webhook.order !== null && !(await isKnown(webhook.eventId))) await keep(webhook.order);
 */
export function verify(
  provider: WebhookProvider,
  request: WebhookRequest,
  secret: Secret | readonly Secret[],
  context?: WebhookContext,
): Webhook | Refusal;

/** The providers whose webhooks can be proven. */
export type WebhookProvider =
  | "baanx" | "banxa" | "btcpay" | "coinbase" | "coinbase-commerce" | "mercuryo" | "moonpay" | "mugglepay" | "nowpayments"
  | "onramp-money" | "onramper" | "stripe" | "transak";

/** Text, or the bytes themselves. */
export type Secret = string | Uint8Array;

/** A request as it was received. */
export interface WebhookRequest {
  /** `POST`. */
  readonly method: string;
  /** The address, whole or from the path on, as the provider knows it: put back what a proxy has changed, for some sign the path. */
  readonly url: string;
  /** A `Headers`, or names and values: `request.headers` of `node:http`. */
  readonly headers: { get(name: string): string | null } | { readonly [name: string]: string | readonly string[] | undefined };
  /** The bytes as they came, before anything has parsed them; text, where that is what you have. */
  readonly body: Uint8Array | ArrayBuffer | string;
}

/** A context without what the webhook itself proves. */
export interface WebhookContext extends Omit<Context, "provider" | "kind" | "trust"> {
  /**
   * By how many seconds a time or nonce that the provider signed may differ from `now`: 300 without it. The times of a token are
   * judged by what they say.
   */
  readonly tolerance?: number | null;
}

/** A webhook that its provider sent. */
export type Webhook = WebhookAboutOrder | WebhookAboutOther;

interface WebhookProven {
  readonly ok: true;
  /**
   * Whether the proof covers nothing of what the body says. The order's trust is `unverified` then: ask the provider's API
   * before you act on it.
   */
  readonly mustConfirm: boolean;
  /**
   * What tells this event from the provider's others: its own id where it gives one, else the SHA-256 of what was proven, in
   * hexadecimal digits. A retry and a replay have the same one: remember it, and pass over what you had.
   */
  readonly eventId: string;
}

export interface WebhookAboutOrder extends WebhookProven {
  /** With the trust `verified`, unless it must be confirmed. */
  readonly order: Order;
  readonly error: null;
  readonly payload: null;
}

export interface WebhookAboutOther extends WebhookProven {
  readonly order: null;
  /** Why it says nothing of an order: `customer_payload`, `no_order`, or what `normalize` would throw. */
  readonly error: OrderstateError;
  /** The text that was proven: the body, or the claims of its token. */
  readonly payload: string;
}

/** A webhook that is not believed. Nothing that was received is in it, and no secret. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** What was wrong, in one line to log. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/**
 * Why a webhook is not believed.
 *
 * - `signature_missing`: it carries no signature where its provider puts one.
 * - `signature_mismatch`: none of the secrets makes this signature of what came.
 * - `algorithm_refused`: its token asks for another algorithm than the provider uses, or for an extension.
 * - `expired`: it was right, and its time is over.
 * - `not_yet_valid`: it is from the future; one of the two clocks is wrong.
 * - `replayed_nonce_possible`: it was right, and its nonce is too far from the present; somebody may have recorded it.
 * - `malformed`: it has not the form that the provider gives it.
 * - `too_large`: its body is larger than the context allows.
 * - `secret_missing`: no secret was given, or an empty one.
 * - `now_missing`: it is dated, and the context has no `now`.
 * - `provider_unsupported`: there is no such provider, or its webhooks cannot be proven here.
 * - `unreadable`: what was passed is no request; its body is parsed already, say.
 */
export type RefusalCode =
  | "signature_missing"
  | "signature_mismatch"
  | "algorithm_refused"
  | "expired"
  | "not_yet_valid"
  | "replayed_nonce_possible"
  | "malformed"
  | "too_large"
  | "secret_missing"
  | "now_missing"
  | "provider_unsupported"
  | "unreadable";

/**
 * The token that a vendor's own plugins give with an order, for it to come back in webhooks: pass it to {@link verify} as the
 * secret. Of MugglePay there are two recipes, `plain` of its SDK and `fiat` of its plugins for shops.
 *
 * @param reference Your own id of the order.
 * @param secret The application's secret.
 * @returns `null` where there is no such recipe.
 * @example
 * const token = deriveToken("mugglepay", "plain", "order-1", env.MUGGLEPAY_SECRET);
 */
export function deriveToken(provider: string, variant: string, reference: string, secret: Secret): string | null;

/**
 * Reads a `Request` of Fetch, for {@link verify}. Its body can be read once.
 *
 * @example
 * const webhook = verify("transak", await read(request), env.TRANSAK_TOKEN, { now: Date.now() });
 */
export function read<Headers>(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  arrayBuffer(): Promise<ArrayBuffer>;
}): Promise<{ method: string; url: string; headers: Headers; body: Uint8Array }>;
