/**
 * What a payment or on-ramp provider's payload means: one normalized {@link Order}, from webhooks, API answers, socket
 * events, widgets and redirects.
 *
 * Everything is synchronous and free of side effects: no network, no clock, nothing kept between calls. What is
 * returned is plain data, to be compared, stored or sent as it is.
 *
 * @packageDocumentation
 */

/**
 * Reads one payload that carries one order.
 *
 * A status word that no table knows is not an error: it gives an order of status `unknown` that keeps the word.
 *
 * @param payload The body as it came: a string, a `Uint8Array` or `ArrayBuffer`, the object that `JSON.parse` made of
 * it, or the `URL` or `URLSearchParams` of a redirect. Text and bytes keep every digit of an amount; an object has only
 * what JavaScript's numbers kept.
 * @param context What you know beside the payload. Without {@link Context.trust} the payload is `unverified`, and
 * {@link OrderBase.fulfilment} is never `yes`.
 * @throws {OrderstateError} `not_json`, `unreadable`, `too_large`, `too_deep`, `provider_not_recognised`,
 * `ambiguous_provider`, `wrong_provider`, `no_order`, `many_orders`, `customer_payload`, `problem_payload`,
 * `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * const order = normalize(await response.text(), { provider: "banxa", trust: "api" });
 * if (order.fulfilment === "yes") handOver(order.reference);
 */
export function normalize(payload: unknown, context?: Context | null): Order;

/**
 * Reads one payload that carries one order or many: an answer that lists orders.
 *
 * @param payload As for {@link normalize}.
 * @param context What you know beside the payload; it holds for each of the orders.
 * @returns The orders in the payload's own sequence; none of an empty list.
 * @throws {OrderstateError} The codes of {@link normalize} but `many_orders`.
 * @example
 * for (const order of normalizeAll(body, { trust: "api" })) save(order);
 */
export function normalizeAll(payload: unknown, context?: Context | null): readonly Order[];

/**
 * Says where an order comes from: which place in the payload each of its members was read from, which form of payload was
 * recognised, and which rule decided, beside what. For support and for tools; it is slower than {@link normalize}, which it
 * agrees with.
 *
 * @param payload As for {@link normalize}. Of a text, places are counted as JavaScript counts in texts; of bytes, in bytes; an
 * object or a `URL` has paths alone.
 * @param context As for {@link normalize}.
 * @throws {OrderstateError} The codes of {@link normalize}.
 * @example
 * const { fields, rule, docs } = explain(body, { trust: "api" });
 * for (const { of, path, start, end } of fields) mark(of, path, start, end); // "word", ["/data/status"], 42, 56
 */
export function explain(payload: unknown, context?: Context | null): Explanation;

/**
 * Says where each of the orders of a payload comes from, in the sequence in which {@link normalizeAll} gives them.
 *
 * @param payload As for {@link explain}.
 * @param context As for {@link normalizeAll}.
 * @throws {OrderstateError} The codes of {@link normalizeAll}.
 */
export function explainAll(payload: unknown, context?: Context | null): readonly Explanation[];

/**
 * Reads a status word alone, from a database column say. What a known word means in the same context is made once: it comes
 * back as the same frozen object.
 *
 * @param provider Whose word it is: words are shared, their meanings are not.
 * @param word The word as the provider writes it.
 * @param context Which way the order goes, which decides for several providers, or all that you know beside the word.
 * @throws {OrderstateError} `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * normalizeWord("banxa", "waitingPayment", "sell").status; // "awaiting_payment"
 */
export function normalizeWord(
  provider: ProviderId | (string & {}),
  word: string,
  context?: Direction | Context | null,
): Order;

/**
 * Reads many payloads into columns: NDJSON, with a payload in each line that is not blank, or a list in JSON, with a payload
 * in each element; of one provider or of several. It is for jobs over many orders, which ask the same few things of each:
 * it makes no object for any of them. What {@link normalizeAll} says of a payload alone, its row says here.
 *
 * A payload that cannot be read throws nothing. It gives an entry in {@link Batch.errors}, and the others are not touched.
 *
 * @param input The bytes, or the text. A whole file may be of any size; {@link Context.limits} hold for each payload in it.
 * @param context What you know beside the payloads; it holds for each of them.
 * @throws {OrderstateError} `unreadable`, where the input is neither bytes nor text; `bad_context`; `wasm_unavailable`,
 * `internal`.
 * @example
 * const { rows, columns, legends, texts, errors } = normalizeBatch(await readFile("orders.ndjson"), { trust: "api" });
 * const completed = legends.status.indexOf("completed");
 * for (let row = 0; row < rows; row++) {
 *   if (columns.status[row] !== completed) continue;
 *   const { text, offsets } = texts.reference;
 *   settle(text.slice(offsets[row], offsets[row + 1]));
 * }
 * for (const { line, message } of errors) log(`line ${line}: ${message}`);
 */
export function normalizeBatch(input: Uint8Array | ArrayBuffer | string, context?: Context | null): Batch;

/**
 * Reads many payloads as {@link normalizeBatch} does, from chunks, in memory that does not grow with the input: a download, or
 * a file larger than the memory. A chunk may end anywhere, within a line or a character.
 *
 * There is a batch for each chunk that brings a row or an error, or several where the chunk is large. Whoever leaves the
 * loop closes the source.
 *
 * @param chunks The bytes, in order.
 * @param context What you know beside the payloads, as it is when the first batch is asked for.
 * @param options How to follow it, and how to stop it from outside.
 * @throws {OrderstateError} What {@link normalizeBatch} throws, with the first batch, or where a chunk is not bytes; what the
 * source throws, and the reason of {@link StreamOptions.signal}, come as they are.
 * @example
 * const response = await fetch(url, { headers });
 * for await (const batch of normalizeStream(response.body, { trust: "api" })) {
 *   await save(batch);
 * }
 */
export function normalizeStream(
  chunks: Chunks,
  context?: Context | null,
  options?: StreamOptions | null,
): AsyncGenerator<Batch, void, undefined>;

/**
 * Reads a provider's error answer. A request that failed says nothing about the order: there is no status in it.
 *
 * @param provider Whom you asked.
 * @param httpStatus The HTTP status of the answer; 0 where none came.
 * @param body The body of the answer, in any of the forms that {@link normalize} takes, or a page in HTML; null where
 * there is none.
 * @param headers The headers of the answer, for `Retry-After` and `Date`.
 * @param options The present time, for a `Retry-After` that is a date where the answer shows no `Date`.
 * @throws {OrderstateError} `not_a_problem`, `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * const problem = normalizeProblem("baanx", response.status, await response.text(), response.headers);
 * if (problem.retry.policy === "backoff") askAgainIn(problem.retry.afterMs);
 */
export function normalizeProblem(
  provider: ProviderId | (string & {}),
  httpStatus: number,
  body: unknown,
  headers?: AnswerHeaders | null,
  options?: ProblemOptions | null,
): Problem;

/**
 * Reads what a payload says of a customer: an answer about a user or about what a quote requires, a webhook about a
 * verification, or the list of a customer's open orders where the provider has one. What providers document of that is in few
 * of their payloads; all else is `unknown`. There is no personal data in what is returned, and no id.
 *
 * It reports and blocks nothing: whether a disabled account may try again is for your own risk rules.
 *
 * @param provider Whose customer it is.
 * @param payload In any of the forms that {@link normalize} takes.
 * @param context What you know beside the payload. Of it {@link Context.trust}, {@link Context.kind} and {@link Context.limits}
 * count: without `trust` the payload is `unverified`, and {@link Customer.mayOrder} is never `yes`.
 * @throws {OrderstateError} `order_payload`, `no_customer`, `problem_payload` (an answer that says that an order exists is one:
 * see {@link normalizeProblem}); `not_json`, `unreadable`, `too_large`, `too_deep`, `provider_not_recognised`, `wrong_provider`,
 * `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * const customer = normalizeCustomer("transak", await response.text(), { trust: "api" });
 * if (customer.onboarding === "approved") hideTheIdentityStep();
 * if (customer.next === "resume_order") showTheOrderThatIsOpen();
 */
export function normalizeCustomer(
  provider: ProviderId | (string & {}),
  payload: unknown,
  context?: Context | null,
): Customer;

/**
 * Puts an order into words for people. It works from this package's own words alone, so that nothing a provider wrote
 * reaches a customer. The words may change in any release: show them, never branch on them.
 *
 * @param order What {@link normalize} returned, or the same from your database.
 * @param options In which language, and for whom.
 * @throws {OrderstateError} `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * const { title, body, actions } = describe(order, { locale: navigator.language });
 */
export function describe(order: Order, options?: DescribeOptions | null): Text;

/**
 * What is covered: every provider with its words, their meanings and the pages that these were read from.
 *
 * @throws {OrderstateError} `wasm_unavailable`, `internal`.
 * @example
 * const documented = providers().flatMap(({ id, words }) => words.map(({ word }) => `${id}: ${word}`));
 */
export function providers(): readonly ProviderInfo[];

/**
 * Judges what was said of an order by what you kept of it, whichever was said first: webhooks come twice, late, and out of
 * order, an expired order gets paid, a completed one is refunded.
 *
 * Which of the two is kept never depends on which came first, where the provider gives the times of both: what is better
 * vouched for, then what has failed for good or sends money back, then the later one. Without times, the one that is further
 * along the {@link flow}, which alone can tell. A request that failed says nothing of the order: beside a {@link Problem},
 * what you kept stays, and there is no alert, since the problem itself says what to do.
 *
 * @param previous What you kept: an {@link Order}, or what your database made of one. Of both, `provider`, `id`,
 * `direction`, `word`, `status`, `trust`, `fulfilment`, `finality` and `times.updated` are read, and nothing else.
 * @param next What came now: an order, or why the request for it failed.
 * @param options The present time, if you like.
 * @returns The verdict, what to do about it, and the very object to keep, one of the two.
 * @throws {OrderstateError} `different_orders`, where their providers or their ids differ; `bad_context`;
 * `wasm_unavailable`, `internal`.
 * @example
 * const next = normalize(body, { provider: "banxa", kind: "webhook" });
 * const kept = await load(next.provider, next.id);
 * const { verdict, order, alerts } = kept ? transition(kept, next) : { verdict: "advance", order: next, alerts: [] };
 * if (order === next) await save(order);
 * for (const alert of alerts) await tell(alert, order); // "revoke": take back what was handed over
 */
export function transition<A extends Judged, B extends Judged | Problem>(
  previous: A,
  next: B,
  options?: TransitionOptions | null,
): Transition<A | Extract<B, Judged>>;

/**
 * Follows one order: asks for it again and again, as {@link OrderBase.poll} says, keeps what {@link transition} keeps of the
 * answers, and ends when there is nothing more to come. How to ask is yours; nothing is asked before the first step, and never
 * twice at once.
 *
 * After a request that failed it comes back as the {@link Problem} says ({@link Retry}), and never sooner than the order says;
 * where asking again cannot help, it ends. Where `fetchStatus` is rejected, since the network is gone say, it comes back after
 * 1 second, then after twice as long each time, up to a minute. In a page that is hidden it does not ask; when the page is seen
 * again, or the network is back, it asks at once, unless the provider has said how long to wait.
 *
 * Time and timers are those of the global object at each call, so the fake ones of a test's are used. To give up after a while,
 * pass `AbortSignal.timeout(…)`.
 *
 * @param fetchStatus Asks once. It is given a signal for `fetch`, which fires when nobody waits for the answer any more.
 * @param options What you have of the order already, and how to stop from outside.
 * @returns Looks, one for each answer. Whoever leaves the loop, or calls `return`, leaves no timer and no request behind.
 * @throws {OrderstateError} What {@link transition} throws, where `fetchStatus` gives neither an order nor a problem, or another
 * order's; as a promise that is rejected. The reason of {@link PollerOptions.signal} comes as it is.
 * @example
 * const looks = createPoller(async (signal) => {
 *   const response = await fetch(url, { headers, signal });
 *   const body = await response.text();
 *   const now = Date.now();
 *   if (!response.ok) return normalizeProblem("banxa", response.status, body, response.headers, { now });
 *   return normalize(body, { provider: "banxa", trust: "api", now });
 * });
 * for await (const { order, problem, error } of looks) {
 *   if (order) show(describe(order));
 *   offline.hidden = error === null;
 * }
 */
export function createPoller(
  fetchStatus: (signal: Signal) => Order | Problem | PromiseLike<Order | Problem>,
  options?: PollerOptions | null,
): Poller;

/**
 * What many attempts at one payment come to, be they at one provider or at several: which order counts, whether it was paid
 * twice, and what to do next.
 *
 * The list is of one purchase, or, with `reference`, of all orders of one customer: those of that {@link OrderBase.reference} are
 * for the purchase, and all others for others, also those without one. No other counts, nor is what was paid for it paid twice.
 * But where the customer would have to begin anew, and another order waits to be paid, that one is gone on with first.
 *
 * Words about the same order, which has the provider and the id, are folded as {@link transition} does. An order without an id
 * is one of its own, unless another is the very same. In which order the list is, does not matter.
 *
 * - **Which counts.** What is completed, before what may be paid, before what waits to be paid, before what has ended; an end
 *   that can be reopened, or a refund under way, before the others. Of several that are completed or may be paid the first, of
 *   others the latest. An order of which only a `hint` speaks counts where there is none but such, and so does one of status
 *   `unknown` where there is none that is known; an order of a test system does not count beside one that is live.
 * - **What to do.** What the order that counts has for each side, with these changes. One that waits for the customer is gone
 *   on with: `resume_order`, with its link. `fulfil` stands only where the order says `yes`. Where it was paid twice, the
 *   merchant has `review_payment`. Where the words about the order exclude each other, nothing is handed over before the
 *   merchant has looked: `refresh_status`, which blocks. Where it may be paid after all (a hint or an unknown word says more, or
 *   its time to pay has passed at `now`), the customer does not pay but waits, and the merchant has `refresh_status`.
 * - **Where there is none** of the purchase, no order counts, and the customer has `start_new_order`.
 *
 * @param orders Any number of them: each an {@link Order}, or what your database made of one.
 * @param options The present time, if you like: deadlines are held to it. And which purchase it is about.
 * @returns The order that counts, which is the object that you passed, what to do, and what was paid beside it.
 * @throws {OrderstateError} `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * const { order, actions, surplus } = summarize(await load({ basket }), { now: new Date() });
 * const [next] = actions.filter(({ audience }) => audience === "customer");
 * if (next?.kind === "resume_order" && next.url) location.assign(next.url);
 * if (surplus) await tell("paid twice", surplus.orders, surplus.amounts); // [{ value: "20.00", currency: "EUR", network: null }]
 *
 * const ofCustomer = summarize(await load({ customer }), { reference: basket, now: new Date() });
 */
export function summarize<O extends Attempt>(orders: readonly O[], options?: SummaryOptions | null): Summary<O>;

/**
 * What the one order of a payload went through, as the payload lists it (Transak's `statusHistories`, Coinbase Commerce's
 * `timeline`): in the order of time, and without repeats.
 *
 * Steps at one time are in the list's order; one without a time stays behind the one before it in the list. Of steps that follow
 * each other and say the same, the first stays. Nothing else of the list comes out: no message, which may name the customer, and
 * no id. The list may lag behind the order's own status, which {@link normalize} gives.
 *
 * @param payload As for {@link normalize}.
 * @param context As for {@link normalize}.
 * @returns The steps; none where the payload lists none.
 * @throws {OrderstateError} The codes of {@link normalize}.
 * @example
 * for (const { at, status } of timeline(body)) print(at, status); // "2026-01-31T12:04:10.000Z", "payment_submitted"
 */
export function timeline(payload: unknown, context?: Context | null): readonly TimelineStep[];

/**
 * How a provider's orders of one direction move: for pictures, for tests, and to see what a status can still become.
 *
 * Of a provider whose flow is not written down yet there are neither states nor edges.
 *
 * @param provider Whose orders.
 * @param direction Which way they go; one of {@link ProviderInfo.directions}.
 * @throws {OrderstateError} `bad_context`; `wasm_unavailable`, `internal`.
 * @example
 * const { entry, edges, mermaid } = flow("mugglepay", "pay");
 * entry; // "NEW"
 * edges.filter(({ from }) => from === "EXPIRED").map(({ to }) => to); // ["UNRESOLVED", "PAID"]
 * page.querySelector("pre.mermaid").textContent = mermaid;
 */
export function flow(provider: ProviderId | (string & {}), direction: Direction): Flow;

/**
 * The version of this package as the module says it, which is {@link VERSION}.
 *
 * @throws {OrderstateError} `wasm_unavailable`, `internal`.
 * @example
 * console.log(`orderstate ${version()}`);
 */
export function version(): string;

/** The version of this package: `"1.2.3"`. */
export const VERSION: string;

/**
 * What runs here: `wasm`, WebAssembly, or `js`, the same in plain JavaScript, which only `orderstate/js` is. Neither falls
 * back to the other by itself. The answers are the same; `js` takes two to three times as long.
 */
export const engine: "wasm" | "js";

/**
 * Compiles the module ahead of the first call, without holding up what else runs. Nobody has to: the first call does so
 * otherwise, in a few milliseconds. Further calls give the same promise, unless it failed.
 *
 * @throws {OrderstateError} `wasm_unavailable`, `internal`; as a promise that is rejected.
 * @example
 * addEventListener("load", () => init());
 */
export function init(): Promise<void>;

/** Why there is no answer. Branch on {@link OrderstateError.code}, log the rest. */
export class OrderstateError extends Error {
  private constructor();
  /** What `instanceof` tells too, except across two copies of the package. */
  readonly name: "OrderstateError";
  /** What was wrong. */
  readonly code: ErrorCode;
  /** What was found and what was expected, in one line. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** At which byte of the text it is wrong; null where there is no such place. */
  readonly offset: number | null;
  /** The providers that it concerns: those that an ambiguous payload could be from. */
  readonly providers: readonly ProviderId[];
  /** What the engine threw; only with `internal` and `wasm_unavailable`. */
  readonly cause?: unknown;
}

/**
 * What was wrong:
 * - `not_json` The text is neither JSON nor a URL nor a query.
 * - `unreadable` The object cannot be read: a getter threw, or it is of a kind that carries no fields.
 * - `too_large` The payload is larger than {@link Limits.bytes}.
 * - `too_deep` The payload is nested deeper than {@link Limits.depth}.
 * - `provider_not_recognised` No provider's shapes fit.
 * - `ambiguous_provider` The shapes of several providers fit.
 * - `wrong_provider` The payload is another provider's than the one that was named.
 * - `no_order` The payload is known and carries no order.
 * - `many_orders` The payload carries several orders and one was asked for.
 * - `customer_payload` The payload is about a customer, not about an order.
 * - `order_payload` The payload is about orders, not about a customer.
 * - `no_customer` The payload says nothing of a customer, or the provider documents nothing that does.
 * - `problem_payload` The payload is a provider's error answer.
 * - `not_a_problem` The answer reports no problem.
 * - `bad_context` The context says something that cannot be.
 * - `different_orders` The two orders are not one and the same.
 * - `wasm_unavailable` The environment does not compile WebAssembly; or `orderstate/slim` has no module yet.
 * - `internal` A fault of this package.
 */
export type ErrorCode =
  | "not_json"
  | "unreadable"
  | "too_large"
  | "too_deep"
  | "provider_not_recognised"
  | "ambiguous_provider"
  | "wrong_provider"
  | "no_order"
  | "many_orders"
  | "customer_payload"
  | "order_payload"
  | "no_customer"
  | "problem_payload"
  | "not_a_problem"
  | "bad_context"
  | "different_orders"
  | "wasm_unavailable"
  | "internal";

/** What you know beside the payload. Everything is optional; a member of another name is a `bad_context`. */
export interface Context {
  /** Whose payload it is; without it, the payload is recognised by its shape. */
  readonly provider?: ProviderId | (string & {}) | null;
  /** Which way the order goes, for payloads that do not say. */
  readonly direction?: Direction | null;
  /** How the provider said it, where the shape alone would mislead. */
  readonly kind?: SourceKind | null;
  /**
   * How the payload reached you: `api` if you fetched it from the provider, `unverified` (the default) if somebody
   * posted it to you, `hint` if it came through the customer's browser.
   */
  readonly trust?: Exclude<Trust, "verified"> | null;
  /** What was sold, to be compared with what the payload says. */
  readonly expect?: Expect | null;
  /** Whether test orders may be fulfilled; false unless stated. */
  readonly acceptTest?: boolean | null;
  /** Whether you hold the customer's coins and send them yourself; false unless stated. */
  readonly custodial?: boolean | null;
  /** How large and how deep a payload may be. */
  readonly limits?: Limits | null;
  /** The present time; what needs it, such as {@link OrderBase.slow}, is null without it. */
  readonly now?: string | number | Date | null;
  /** What this order was before, where you kept it. */
  readonly previous?: Previous | null;
}

/**
 * What was sold. Each part that is given must be found in the payload before goods may be handed over. What is undefined or null is
 * refused, `bad_context`: it would be a check that is not made. Leave out what you do not know.
 */
export interface Expect {
  /** Your own id of the order; compared with the provider's id where the payload carries no reference. */
  readonly reference?: string;
  /** A decimal number as text: `"19.90"`. */
  readonly amount?: string;
  /** The currency of the amount. */
  readonly currency?: string;
}

/**
 * How large and how deep a payload may be. Text and bytes always are held to them; of an object, of which only what is
 * looked for is read, all is weighed where a context gives limits.
 */
export interface Limits {
  /** Bytes of text; 1 MiB unless stated. */
  readonly bytes?: number | null;
  /** Maps and lists within each other; 128 unless stated. */
  readonly depth?: number | null;
}

/** What an order was before; an {@link Order} that you kept is one. */
export interface Previous {
  /** The provider's word then. */
  readonly word: string | null;
}

/**
 * One order, normalized. What a payload does not say is null, never an empty string, a zero or a placeholder.
 *
 * A union over {@link OrderBase.status}: a `switch` over it is exhaustive, and narrows what a status settles.
 *
 * @example
 * switch (order.status) {
 *   case "completed":
 *     order.fulfilment; // "yes" | "wait" | "merchant_decides"
 *     break;
 *   case "on_hold":
 *     order.finality; // "open"
 *     break;
 *   // …
 * }
 */
export type Order = { [S in Status]: OrderOf<S> }[Status];

/** An order of one status, for functions that take no other: `OrderOf<"awaiting_payment">`. */
export type OrderOf<S extends Status> = OrderBase & { readonly status: S } & Settled[S];

/** What is the same in all orders. */
export interface OrderBase {
  /** Who sent the payload. */
  readonly provider: ProviderId;
  /** The provider behind an aggregator, as the aggregator calls it: `"moonpay"`. */
  readonly via: string | null;
  /** Which way the order goes; null where neither the payload nor the context says. */
  readonly direction: Direction | null;
  /** How the provider said it. */
  readonly kind: SourceKind;
  /** How the payload reached the caller. */
  readonly trust: Trust;
  /** The provider's id of the order. */
  readonly id: string | null;
  /** The caller's own id of the order. */
  readonly reference: string | null;
  /** The provider's own status word, untouched. For logs; branch on `status`. */
  readonly word: string | null;
  /** The provider's own event name, untouched. */
  readonly event: string | null;
  /** Where the order stands. Branch on this. */
  readonly status: Status;
  /** Why it stands there. */
  readonly reason: Reason | null;
  /** What the provider adds in its own words. For logs and support; not for customers. */
  readonly detail: string | null;
  /** Where the customer's money, or what it buys, is. */
  readonly money: Money;
  /** How well founded `money` is; null where it is unknown. */
  readonly moneyBasis: MoneyBasis | null;
  /** Whether real money is meant. */
  readonly environment: Environment;
  /** Whether goods may be handed over: the only field that a fulfilment worker should read. */
  readonly fulfilment: Fulfilment;
  /** Who must act next. */
  readonly actor: Exclude<Actor, "integrator">;
  /** Whether the order can still move. */
  readonly finality: Finality;
  /** Until when a reopenable order can come back, where that is known. */
  readonly reopenableUntil: Time | null;
  /** How far along the way, for steppers; null where nothing is known. */
  readonly progress: Progress | null;
  /** The colour of a badge. */
  readonly tone: Tone;
  /** What each side can do next, first things first. */
  readonly actions: readonly Action[];
  /** Whether and when to ask the provider again. */
  readonly poll: Poll;
  /** When the time to pay runs out. */
  readonly expiresAt: Time | null;
  /** Where `expiresAt` is known from; null where it is not known. */
  readonly expiresBasis: ExpiryBasis | null;
  /**
   * How long the network that the order waits for usually takes, from when the payment is seen on it; null where the order
   * waits for none, or the provider documents no usual time of it.
   */
  readonly eta: Eta | null;
  /**
   * Whether it takes much longer than that, and the provider should be asked: more than three times {@link Eta.maxMs} since
   * the order changed last, and five minutes more, by which two clocks may differ. Null without a usual time, a time of the
   * last change, or {@link Context.now}.
   */
  readonly slow: boolean | null;
  /** When things happened, by the provider's clock. */
  readonly times: Times;
  /** How much is asked, was paid, and is received. */
  readonly amounts: Amounts;
  /** The hash of the transaction that delivers or pays. */
  readonly txHash: string | null;
  /** Where to send people. */
  readonly links: Links;
  /** Which rule decided, and what to know about it. */
  readonly rule: Applied;
}

/** What each status settles beside itself. */
export interface Settled {
  readonly created: UnderWay;
  readonly awaiting_payment: UnderWay;
  readonly payment_submitted: UnderWay;
  readonly paid: UnderWay;
  readonly processing: UnderWay;
  readonly delivering: UnderWay;
  readonly completed: Succeeded;
  readonly on_hold: UnderWay;
  readonly failed: Unsuccessful;
  readonly cancelled: Unsuccessful;
  readonly expired: Unsuccessful;
  readonly refund_pending: TakenBack;
  readonly refunded: TakenBack;
  readonly reversed: TakenBack;
  readonly unknown: UnderWay;
}

/** Nothing is settled yet. */
export interface UnderWay {
  /** Nothing may be handed over. */
  readonly fulfilment: "wait";
  /** The order can still move. */
  readonly finality: "open";
}

/** The provider has done all it will do. */
export interface Succeeded {
  /** `yes` needs a payload that is vouched for, and one that fits what was expected. */
  readonly fulfilment: "yes" | "wait" | "merchant_decides";
  /** There is no forward progress; a refund may still follow. */
  readonly finality: "final";
}

/** Ended without success. */
export interface Unsuccessful {
  /** This order will not be paid; `wait` where only a hint says that it has ended. */
  readonly fulfilment: "no" | "wait";
  /** `reopenable` where a late payment still counts; `open` where only a hint says that it has ended. */
  readonly finality: Finality;
}

/** The money is back or on its way back. */
export interface TakenBack {
  /** Nothing may be handed over. */
  readonly fulfilment: "no";
  /** `open` while the money is on its way. */
  readonly finality: "open" | "final";
}

/** A point in time, as ISO-8601 in UTC with milliseconds: `"2026-01-16T04:04:20.000Z"`. */
export type Time = string;

/** How far along the way an order is. */
export interface Progress {
  /** The part of the way. */
  readonly stage: Stage;
  /** Which step it is, from 1. */
  readonly step: number;
  /** How many steps there are. */
  readonly of: number;
}

/** One thing that somebody can do next. */
export interface Action {
  /** What to do. */
  readonly kind: ActionKind;
  /** Who does it. */
  readonly audience: Audience;
  /** Whether nothing moves until it is done. */
  readonly blocking: boolean;
  /** The answer to "have you paid already?" that it depends on; null where it does not. */
  readonly when: When | null;
  /** Where to do it. */
  readonly url: string | null;
  /** The address to send coins to. */
  readonly address: string | null;
  /** How much to pay or send. */
  readonly amount: Amount | null;
  /** Until when. */
  readonly deadline: Time | null;
}

/** Whether and when to ask the provider again. */
export interface Poll {
  /** Nothing more will come: stop asking. */
  readonly stop: boolean;
  /** Milliseconds to wait before the next question; null once stopped. */
  readonly afterMs: number | null;
  /** For how many milliseconds to keep to that wait before it grows; null once stopped. */
  readonly steadyMs: number | null;
  /** What to multiply the wait with after each question. */
  readonly backoff: number;
  /** The longest wait, in milliseconds. */
  readonly capMs: number | null;
  /** When to give up asking. Giving up says nothing about the order. */
  readonly giveUpAt: Time | null;
  /**
   * Whether the provider pushes what happens, to whoever has set up its webhooks or listens to its socket: then to ask is for
   * whoever cannot wait, and to reconcile.
   */
  readonly push: boolean;
}

/** How long something usually takes. */
export interface Eta {
  /** Milliseconds at the least. */
  readonly minMs: number;
  /** Milliseconds at the most. */
  readonly maxMs: number;
  /** The page that says so. */
  readonly docs: string;
}

/** When things happened, by the provider's clock. */
export interface Times {
  /** The order was made. */
  readonly created: Time | null;
  /** The order changed last. */
  readonly updated: Time | null;
  /** The provider confirmed the payment; a mark by the customer is not that. */
  readonly paid: Time | null;
  /** The order was completed. */
  readonly completed: Time | null;
}

/** How much is asked, was paid, and is received. */
export interface Amounts {
  /** What is asked of the payer. */
  readonly expected: Amount | null;
  /** What the payer sent. */
  readonly paid: Amount | null;
  /** What the payee gets. */
  readonly received: Amount | null;
}

/** One amount of money or coins. */
export interface Amount {
  /** A decimal number with the provider's own digits: `"0.00450"`. Never a float. */
  readonly value: string;
  /** The currency or coin, as the provider writes it. */
  readonly currency: string | null;
  /** The network of a coin, as the provider writes it. */
  readonly network: string | null;
}

/** Where to send people. */
export interface Links {
  /** The provider's page on which the customer pays or goes on. */
  readonly checkout: string | null;
  /** The provider's page that shows the order. */
  readonly status: string | null;
  /** The transaction in an explorer. */
  readonly transaction: string | null;
}

/** Which rule decided. */
export interface Applied {
  /** The rule's name: `"transak.buy.COMPLETED"`; null where no rule applied. */
  readonly id: string | null;
  /** Where the rule comes from. */
  readonly basis: RuleBasis | null;
  /** The page that it was read from. */
  readonly docs: string;
  /** Whether a table knows the word. */
  readonly known: boolean;
  /** What else to know. */
  readonly warnings: readonly Warning[];
}

/**
 * The orders of many payloads, in columns: what stands in each of them at the same place is said of the same order. The
 * arrays are your own; change them, or hand their buffers to another thread, as you like.
 */
export interface Batch {
  /** How many orders there are. */
  readonly rows: number;
  /**
   * Of each row the line in which its payload stands, from 1, or which element of the list it is. A payload that lists
   * orders gives several rows, or none.
   */
  readonly lines: Uint32Array;
  /** Words, as their places in {@link legends}. */
  readonly columns: Columns;
  /** The words of each column: `legends.status[columns.status[row]]`. What may be missing has null among them. */
  readonly legends: Legends;
  /** Of each row a bit for each warning, the lowest for the first in {@link legends}. */
  readonly warnings: Uint32Array;
  /** Times, in milliseconds since 1970; `NaN` where there is none. */
  readonly times: TimeColumns;
  /** Texts, side by side. */
  readonly texts: TextColumns;
  /** The payloads that no row was made of. Each that is not blank, and lists no orders, is either here or in a row. */
  readonly errors: readonly LineError[];
}

/** The columns of words: members of {@link OrderBase}, and {@link Applied.known}. */
export type ColumnName =
  | "provider"
  | "direction"
  | "kind"
  | "trust"
  | "status"
  | "reason"
  | "money"
  | "moneyBasis"
  | "environment"
  | "fulfilment"
  | "actor"
  | "finality"
  | "tone"
  | "slow"
  | "known";

/** The columns of times: members of {@link Times}, and {@link OrderBase.expiresAt}. */
export type TimeName = "created" | "updated" | "paid" | "completed" | "expiresAt";

/** The columns of texts: members of {@link OrderBase}, and the {@link Amounts} by their values and currencies. */
export type TextName =
  | "id"
  | "reference"
  | "word"
  | "txHash"
  | "expectedValue"
  | "expectedCurrency"
  | "paidValue"
  | "paidCurrency"
  | "receivedValue"
  | "receivedCurrency";

/** Of each row the place of a word. */
export type Columns = { readonly [Name in ColumnName]: Uint8Array };

/** What a place in a column stands for. */
export type Cell<Name extends ColumnName> = Name extends keyof OrderBase ? OrderBase[Name] : boolean;

/** The words that the places stand for; always the same, and frozen. */
export type Legends = { readonly [Name in ColumnName]: readonly Cell<Name>[] } & { readonly warnings: readonly Warning[] };

/** Of each row a time. */
export type TimeColumns = { readonly [Name in TimeName]: Float64Array };

/** Of each row a text. */
export type TextColumns = { readonly [Name in TextName]: Texts };

/**
 * The texts of a column, side by side in one: that of a row is `text.slice(offsets[row], offsets[row + 1])`, which is empty
 * where there is none.
 */
export interface Texts {
  /** All of them. */
  readonly text: string;
  /** Where each begins, and where the last ends: one more than there are rows. */
  readonly offsets: Uint32Array;
}

/** Why there is no row of a payload: what an {@link OrderstateError} says, and where. */
export interface LineError {
  /** In which line it stands, from 1, or which element of the list it is. */
  readonly line: number;
  /** At which byte of the input it begins. */
  readonly start: number;
  /** What was wrong. */
  readonly code: ErrorCode;
  /** What was found and what was expected, in one line. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** At which byte of the payload it is wrong; null where there is no such place. */
  readonly offset: number | null;
  /** The providers that it concerns. */
  readonly providers: readonly ProviderId[];
}

/** Whatever gives bytes, in order: a list, a generator, a stream of Node's, or the body of a `Response`. */
export type Chunks =
  | AsyncIterable<Uint8Array | ArrayBuffer>
  | Iterable<Uint8Array | ArrayBuffer>
  | { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> } };

/** How to follow a stream, and how to stop it. */
export interface StreamOptions {
  /** Stops it, even while it waits for a chunk: an `AbortSignal`. */
  readonly signal?: StopSignal | null;
  /** Is told how far it is, after each chunk in which something ended. */
  readonly onProgress?: ((progress: StreamProgress) => void) | null;
}

/** What of an `AbortSignal` is used. */
export interface StopSignal {
  /** Whether it is to stop. */
  readonly aborted: boolean;
  /** What is thrown then. */
  readonly reason?: any;
  /** Tells when it is to stop. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Tells it no more. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** How far a stream was read. */
export interface StreamProgress {
  /** The bytes of the payloads that have ended. */
  readonly bytes: number;
  /** The rows of all batches so far. */
  readonly rows: number;
  /** The errors of all batches so far. */
  readonly errors: number;
}

/** What went wrong with a request to a provider. Never an order's status. */
export interface Problem {
  /** Who answered. */
  readonly provider: ProviderId;
  /** What went wrong. */
  readonly kind: ProblemKind;
  /** The HTTP status of the answer; 0 where none came. */
  readonly httpStatus: number;
  /** The provider's own code, untouched. */
  readonly code: string | null;
  /** What the provider says about it. For logs and support; not for customers. */
  readonly detail: string | null;
  /** Who must act. */
  readonly actor: Actor;
  /** Whether and when to ask again. */
  readonly retry: Retry;
  /** What can be done, first things first. */
  readonly actions: readonly Action[];
  /** The provider's id of the order that it concerns. */
  readonly orderId: string | null;
  /** Where to send people. */
  readonly links: Links;
  /** The page that it was read from. */
  readonly docs: string;
  /** Whether a table of the provider's knows it, rather than HTTP's own meaning of the status. */
  readonly known: boolean;
}

/**
 * How a customer stands with a provider. One payload says only what it knows, and all else is `unknown`: keep what you know of
 * a customer member by member.
 */
export interface Customer {
  /** Who sent the payload. */
  readonly provider: ProviderId;
  /** How the provider said it. */
  readonly kind: SourceKind;
  /** How the payload reached you. */
  readonly trust: Trust;
  /** For what it holds: for the customer, or for one quote. */
  readonly scope: Scope;
  /** How far the customer has come in proving an identity. */
  readonly onboarding: Onboarding;
  /** Whether the account can be used. A disabled one is a signal for your own risk rules; nothing is blocked here. */
  readonly account: Account;
  /** Whether an order of the customer is under way, which is to be gone on with before another one. */
  readonly openOrder: OpenOrder;
  /**
   * Whether the customer may order now. `yes` needs the trust `api` or `verified`; and whoever may order can be asked for more
   * all the same.
   */
  readonly mayOrder: Permission;
  /** Whether what was refused may be handed in again. */
  readonly mayRetry: Permission;
  /** What the customer must hand in, in the provider's sequence. */
  readonly missing: readonly Missing[];
  /** What to offer the customer first; null where nothing stands in the way, or nothing is known. */
  readonly next: ActionKind | null;
  /** The provider's own words, untouched. For logs; branch on the others. */
  readonly words: CustomerWords;
  /** Since when that is so. */
  readonly updated: Time | null;
  /** The page that describes the payload. */
  readonly docs: string;
  /** What else to know. */
  readonly warnings: readonly Warning[];
}

/** Something that a customer must hand in. */
export interface Missing {
  /** What it is. */
  readonly kind: Requirement;
  /** The provider's own word for it, untouched; null where it has none, or one that does not look like a code. */
  readonly word: string | null;
}

/** The provider's own words about a customer. One that does not look like a code, as what a customer wrote does not, is null. */
export interface CustomerWords {
  /** About the onboarding. */
  readonly onboarding: string | null;
  /** About the account. */
  readonly account: string | null;
}

/** Whether and when to ask again. */
export interface Retry {
  /** Whether asking again can help. */
  readonly policy: RetryPolicy;
  /** Milliseconds to wait before. */
  readonly afterMs: number | null;
  /** The time before which the provider wants no further question. */
  readonly at: Time | null;
  /** What to multiply the wait with after each question. */
  readonly backoff: number | null;
  /** The longest wait, in milliseconds. */
  readonly capMs: number | null;
}

/** In which language, and for whom. */
export interface DescribeOptions {
  /** A language tag such as `"de-AT"`; the nearest language that there is, English failing all. */
  readonly locale?: string | null;
  /** For whom; the customer unless stated. An integrator reads what a merchant reads. */
  readonly audience?: Audience | null;
}

/** Words for people. */
export interface Text {
  /** The language that was found, as a tag for `lang`. */
  readonly lang: Locale;
  /** The direction of writing, for `dir`. */
  readonly dir: "ltr" | "rtl";
  /** For a badge: at most 24 characters. */
  readonly short: string;
  /** For a heading: one line of at most 60 characters. */
  readonly title: string;
  /** One to four short sentences. */
  readonly body: string;
  /** A label for each action of that audience, in the order's own sequence. */
  readonly actions: readonly ActionText[];
}

/** The label of one action. */
export interface ActionText {
  /** Which action it is. */
  readonly kind: ActionKind;
  /** Who does it. */
  readonly audience: Audience;
  /** The answer to "have you paid already?" that it depends on; null where it does not. */
  readonly when: When | null;
  /** What to write on the button or the line: two to four words. */
  readonly label: string;
}

/** What {@link transition} reads of an {@link Order}. */
export interface Judged {
  /** Whose it is. */
  readonly provider: string;
  /** The provider's id of the order. Where one of the two has none, they are taken to be of the same order. */
  readonly id?: string | null;
  /** Which way the order goes. */
  readonly direction?: Direction | null;
  /** The provider's own status word. */
  readonly word?: string | null;
  /** Where the order stands. */
  readonly status: Status;
  /** How it reached you. */
  readonly trust: Trust;
  /** Whether goods may be handed over. */
  readonly fulfilment: Fulfilment;
  /** Whether the order can still move. */
  readonly finality: Finality;
  /** When things happened, by the provider's clock. */
  readonly times?: JudgedTimes | null;
  /** How far it had come. */
  readonly progress?: Progress | null;
}

/** The time that {@link transition} reads. */
export interface JudgedTimes {
  /** The order changed last; also milliseconds since 1970, or a `Date`. */
  readonly updated?: Time | number | Date | null;
}

/** What you know beside two orders. */
export interface TransitionOptions {
  /** The present time. A provider's time that lies more than five minutes ahead of it counts as none. */
  readonly now?: string | number | Date | null;
}

/** What is made of two words about one order. */
export interface Transition<O = Order> {
  /** What the step is. */
  readonly verdict: Verdict;
  /** Which of the two to keep: the object that you passed. */
  readonly order: O;
  /**
   * Where a stepper stands with it: as the order itself says, but where it has moved on or stays, never behind where `previous`
   * was, so that a delivery that is held does not look like one that has not begun. For the next transition to go on from there,
   * keep it with the order: `{ ...order, progress }`. The order's `tone` says whether the step is in trouble.
   */
  readonly progress: Progress | null;
  /** What the merchant must do about it. */
  readonly alerts: readonly Alert[];
}

/** What {@link createPoller} is to know beside how to ask. */
export interface PollerOptions {
  /** The order as you have it already: the first answer is then compared with it. */
  readonly order?: Order | null;
  /** Ends it, even while it waits: an `AbortSignal`. */
  readonly signal?: StopSignal | null;
}

/** What it is given to stop a request by: an `AbortSignal`, where there is such a type. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : StopSignal;

/** Looks at one order, for `for await`. */
export interface Poller extends AsyncIterable<Look> {
  /** The next look, when it is time for it. */
  next(): Promise<IteratorResult<Look, undefined>>;
  /** Ends it at once. */
  return(): Promise<IteratorResult<Look, undefined>>;
  /** It is its own. */
  [Symbol.asyncIterator](): Poller;
}

/** What has come of one request. */
export interface Look {
  /** What the step is: `advance` for the first order, `keep` where no order came. */
  readonly verdict: Verdict;
  /** The order to keep, at the step where a stepper stands with it; null as long as none has come. */
  readonly order: Order | null;
  /** What the merchant must do about it. */
  readonly alerts: readonly Alert[];
  /** What the provider answered instead of an order. */
  readonly problem: Problem | null;
  /** What `fetchStatus` was rejected with; null where it was not. */
  readonly error: unknown;
}

/** What {@link summarize} reads of an {@link Order}. */
export interface Attempt extends Judged {
  /** Whether real money is meant. */
  readonly environment: Environment;
  /** Where the customer's money, or what it buys, is. */
  readonly money: Money;
  /** Who must act next. */
  readonly actor: Actor;
  /** When things happened, by the provider's clock; also milliseconds since 1970, or `Date`s. */
  readonly times?: { readonly [name in keyof Times]?: Time | number | Date | null } | null;
  /** When the time to pay runs out. */
  readonly expiresAt?: Time | number | Date | null;
  /** Until when a reopenable order can come back. */
  readonly reopenableUntil?: Time | number | Date | null;
  /** Your own reference of the purchase. */
  readonly reference?: string | null;
  /** The hash of the transaction. */
  readonly txHash?: string | null;
  /** Where the customer goes on. */
  readonly links?: { readonly checkout?: string | null } | null;
  /** What was paid, and what is asked. */
  readonly amounts?: { readonly paid?: Amount | null; readonly expected?: Amount | null } | null;
  /** What each side can do next. */
  readonly actions?: readonly Action[] | null;
}

/** What you know beside many orders. */
export interface SummaryOptions extends TransitionOptions {
  /** The purchase that it is about, where the orders are all of a customer's. Undefined and null are refused. */
  readonly reference?: string;
}

/** What many orders for one purchase come to. */
export interface Summary<O = Order> {
  /** Which order counts: the object that you passed. Null where there is none. */
  readonly order: O | null;
  /** What each side can do next, first things first. Nothing among it pays for a second order while one may be paid. */
  readonly actions: readonly Action[];
  /** What was paid beside the order that counts. Null where nothing was paid twice. */
  readonly surplus: Surplus<O> | null;
}

/** What was paid although another order for the same purchase was. */
export interface Surplus<O = Order> {
  /** The orders that were paid, too: the objects that you passed. */
  readonly orders: readonly O[];
  /**
   * How much that is: for each currency and network the sum of what was paid, or, where an order does not say that, of what it
   * asked for. An order that says neither is in no sum.
   */
  readonly amounts: readonly Amount[];
}

/** What an order was at some time. */
export interface TimelineStep {
  /** The provider's own word, untouched. For logs; branch on `status`. */
  readonly word: string;
  /** What it says; `unknown` for a word that no table knows. */
  readonly status: Status;
  /** Why the order was there. */
  readonly reason: Reason | null;
  /** Since when, by the provider's clock. Null where the payload does not say. */
  readonly at: Time | null;
  /** The name of the rule that applied, as in `order.rule.id`. Null where the word is in no table. */
  readonly rule: string | null;
}

/** How a provider's orders of one direction move. */
export interface Flow {
  /** Whose orders. */
  readonly provider: ProviderId;
  /** Which way they go. */
  readonly direction: Direction;
  /** The id of the state in which orders begin; null where the flow is not written down yet. */
  readonly entry: string | null;
  /** The ids of the states in which they end. From some of them an order can come back, or its money can go back. */
  readonly ends: readonly string[];
  /** What an order can be in. */
  readonly states: readonly FlowState[];
  /** Which state can follow on which, in one step. What is skipped on the way is not listed again. */
  readonly edges: readonly FlowEdge[];
  /**
   * A flowchart of it in Mermaid's text; `orderstate/flows` has it as SVG. Drawn and said edges are solid, implied ones dashed; what has ended is round, and
   * refused edges end in a cross.
   */
  readonly mermaid: string;
}

/** A word of the provider's, as a state of its orders. */
export interface FlowState {
  /**
   * What edges call it: the word, and where the word means this beside a field alone, `?` and the field's path:
   * `"COMPLETED?metadata.note"`.
   */
  readonly id: string;
  /** The provider's word. */
  readonly word: string;
  /** What it means. */
  readonly status: Status;
  /** Whether the order can still move. */
  readonly finality: Finality;
}

/** A step from one state to another. */
export interface FlowEdge {
  /** The id of the state before. */
  readonly from: string;
  /** The id of the state after. */
  readonly to: string;
  /** Where the edge comes from. */
  readonly basis: EdgeBasis;
  /** Whether it brings an order back that had ended without success. */
  readonly revival: boolean;
  /** Whether the provider's own text contradicts it: it is shown, and no order may take it. */
  readonly refused: boolean;
}

/** What is covered of one provider. */
export interface ProviderInfo {
  /** Its name in {@link Context.provider} and {@link OrderBase.provider}. */
  readonly id: ProviderId;
  /** Its name for people. */
  readonly name: string;
  /** Which ways its orders go. */
  readonly directions: readonly Direction[];
  /** The page that its words were read from. */
  readonly docs: string;
  /** The forms of payload that are recognised. */
  readonly shapes: readonly ShapeInfo[];
  /** What its status words mean. */
  readonly words: readonly WordInfo[];
  /** The event names that are read where no status stands beside them. */
  readonly events: readonly string[];
}

/** One form of payload. */
export interface ShapeInfo {
  /** Its name. */
  readonly name: string;
  /** How the provider says it. */
  readonly kind: SourceKind;
  /** The page that describes it. */
  readonly docs: string;
}

/** Where one order comes from. */
export interface Explanation {
  /** Whose payload it was taken for. */
  readonly provider: ProviderId;
  /**
   * The forms of payload that were recognised. The first is the payload's own; each further one is within a token or a text of
   * the one before.
   */
  readonly shapes: readonly ShapeInfo[];
  /**
   * Of each member of the order that the payload states, where it does. {@link Source.of} is the member's path, with dots:
   * `amounts.paid.value`, `actions.0.url`.
   */
  readonly fields: readonly Source[];
  /** What decided: the `word`, the `event`, or the `family` that a word is of, then each condition of the rule, in words. */
  readonly because: readonly Source[];
  /** The rule's name, as in the order; null where no rule applied. */
  readonly rule: string | null;
  /** Where the rule comes from. */
  readonly basis: RuleBasis | null;
  /** The page that the rule was read from. */
  readonly docs: string;
  /** What else to know. */
  readonly warnings: readonly Warning[];
}

/** A place in a payload. */
export interface Source {
  /** What comes from there. */
  readonly of: string;
  /**
   * Where it is, as a JSON Pointer (RFC 6901); a name in a query is one, too. Behind it, where a token or a text stands there,
   * the place in what that holds. Empty where it is no place: a comparison of amounts, say.
   */
  readonly path: readonly string[];
  /** What stands there, as a text without quotes and escapes. */
  readonly text: string | null;
  /** Where the outermost of these values begins in the payload; of a string, behind its quote. */
  readonly start: number | null;
  /** Where it ends. */
  readonly end: number | null;
}

/** What one status word means in one direction. */
export interface WordInfo {
  /** The word as the provider writes it. */
  readonly word: string;
  /** The direction in which it means this; null for all of them. */
  readonly direction: Direction | null;
  /** What else must hold, in short; null where the word alone decides. */
  readonly when: string | null;
  /** Where the order stands. */
  readonly status: Status;
  /** Why it stands there. */
  readonly reason: Reason | null;
  /** Where the customer's money, or what it buys, is. */
  readonly money: Money;
  /** How well founded `money` is; null where it is unknown. */
  readonly moneyBasis: MoneyBasis | null;
  /** Whether goods may be handed over, on a payload that is vouched for. */
  readonly fulfilment: Fulfilment;
  /** Who must act next. */
  readonly actor: Actor;
  /** Whether the order can still move. */
  readonly finality: Finality;
  /** Where the rule comes from. */
  readonly basis: RuleBasis;
  /** The page that it was read from. */
  readonly docs: string;
}

/** A language that texts are written in, as its BCP 47 tag. */
export type Locale = "en";

/** The headers of an answer: a `Headers`, a `Map` with names in lower case, or an object by name. */
export type AnswerHeaders =
  | { get(name: string): string | null | undefined }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** What you know beside an error answer. */
export interface ProblemOptions {
  /** The present time, for a `Retry-After` that is a date where the answer shows no `Date`. */
  readonly now?: string | number | Date | null;
}

/** The providers that are covered. */
export type ProviderId =
  | "baanx"
  | "banxa"
  | "binance-pay"
  | "btcpay"
  | "coinbase"
  | "coinbase-commerce"
  | "mercuryo"
  | "moonpay"
  | "mugglepay"
  | "nowpayments"
  | "onramp-money"
  | "onramper"
  | "ramp-network"
  | "stripe"
  | "transak";

/**
 * Where an order stands:
 * - `created` The order exists; nothing is asked of the payer yet, or the payer has chosen no method.
 * - `awaiting_payment` The payer must pay: money on a buy or a payment, coins on a sell.
 * - `payment_submitted` Said to be paid, or seen but not confirmed.
 * - `paid` The provider confirmed that it has the money; its own part is outstanding.
 * - `processing` The provider works on it; nothing more is said.
 * - `delivering` The last leg is under way: coins to the wallet, money to the bank.
 * - `completed` The provider has done all it will do.
 * - `on_hold` Stopped until someone acts.
 * - `failed` Ended without success, by a fault or a refusal.
 * - `cancelled` Ended without success, by a decision.
 * - `expired` Ended without success, by time.
 * - `refund_pending` Money is on its way back.
 * - `refunded` Money is back.
 * - `reversed` Taken back after completion: a chargeback, a clawback.
 * - `unknown` The provider's word is in no table (it is kept as it came), or the payload carries none.
 */
export type Status =
  | "created"
  | "awaiting_payment"
  | "payment_submitted"
  | "paid"
  | "processing"
  | "delivering"
  | "completed"
  | "on_hold"
  | "failed"
  | "cancelled"
  | "expired"
  | "refund_pending"
  | "refunded"
  | "reversed"
  | "unknown";

/**
 * Why an order stands where it does:
 * - `payment_declined` A bank, card or payment system refused the payment.
 * - `payment_window_passed` The time to pay ran out.
 * - `receipt_unconfirmed` The customer says that the payment was made; the provider has not confirmed it.
 * - `confirmations_pending` The payment is on a chain and waits for confirmations.
 * - `method_not_selected` The payer has not chosen how to pay.
 * - `verification_required` The customer must prove an identity or an address.
 * - `risk_or_compliance` The provider's own risk or compliance decision.
 * - `amount_mismatch` The amount that arrived, or its time, is not what was asked.
 * - `amount_under` Less arrived than was asked.
 * - `amount_over` More arrived than was asked.
 * - `paid_late` The payment arrived after the time to pay.
 * - `partially_refunded` Part of the money was sent back.
 * - `refund_failed` A refund was tried and did not work.
 * - `disputed` The customer disputes the payment with the bank.
 * - `provider_hold` The provider has stopped the order and says no more.
 * - `provider_checks` The provider's own conditions are not met yet.
 * - `payout_blocked` The provider cannot send the money out.
 * - `merchant_resolved` The merchant has marked the order as settled.
 * - `refund_requested` The customer asked for the refund.
 * - `cancelled_by_customer` The customer cancelled.
 * - `unconfirmed_hint` Only a redirect or a widget said so.
 * - `unspecified` The provider gives no reason.
 */
export type Reason =
  | "payment_declined"
  | "payment_window_passed"
  | "receipt_unconfirmed"
  | "confirmations_pending"
  | "method_not_selected"
  | "verification_required"
  | "risk_or_compliance"
  | "amount_mismatch"
  | "amount_under"
  | "amount_over"
  | "paid_late"
  | "partially_refunded"
  | "refund_failed"
  | "disputed"
  | "provider_hold"
  | "provider_checks"
  | "payout_blocked"
  | "merchant_resolved"
  | "refund_requested"
  | "cancelled_by_customer"
  | "unconfirmed_hint"
  | "unspecified";

/**
 * Where what the customer gives (money, or coins on a sell) or gets stands:
 * - `not_taken` Nothing was taken from the customer.
 * - `incoming` On its way to the provider.
 * - `held` The provider has it, or has turned it into what it will deliver.
 * - `outgoing` The delivery is on its way.
 * - `delivered` What was bought has arrived.
 * - `returning` On its way back to the customer.
 * - `returned` Back with the customer.
 * - `unknown` Not to be told from what the provider said.
 */
export type Money =
  | "not_taken"
  | "incoming"
  | "held"
  | "outgoing"
  | "delivered"
  | "returning"
  | "returned"
  | "unknown";

/**
 * How well founded the word about the money is:
 * - `stated` The provider says so.
 * - `implied` It follows from what the provider says.
 * - `assumed` The usual case; the provider does not say.
 */
export type MoneyBasis =
  | "stated"
  | "implied"
  | "assumed";

/**
 * Where the end of the time to pay is known from:
 * - `provider` The payload states it.
 * - `window` The creation, and the time to pay that the provider documents.
 */
export type ExpiryBasis =
  | "provider"
  | "window";

/**
 * Whether goods may be handed over: the only field that a fulfilment worker should read:
 * - `wait` Not now.
 * - `yes` Yes: hand over, credit, unlock.
 * - `no` No: this order will not be paid.
 * - `merchant_decides` The merchant has settled it in its own way and knows.
 */
export type Fulfilment =
  | "wait"
  | "yes"
  | "no"
  | "merchant_decides";

/**
 * Who must act next, or for whom everybody waits:
 * - `customer` The customer.
 * - `merchant` The merchant or the platform that sells.
 * - `provider` The payment or on-ramp provider.
 * - `network` A blockchain or a payment network.
 * - `nobody` Nobody: there is nothing left to do.
 * - `integrator` Whoever wrote the integration (on problems only).
 */
export type Actor =
  | "customer"
  | "merchant"
  | "provider"
  | "network"
  | "nobody"
  | "integrator";

/**
 * Whether the order can still move:
 * - `open` Under way.
 * - `reopenable` Ended, but the same order can come back.
 * - `final` No forward progress; a documented refund may still follow.
 */
export type Finality =
  | "open"
  | "reopenable"
  | "final";

/**
 * Which way the order goes:
 * - `buy` The customer gives money and gets coins.
 * - `sell` The customer gives coins and gets money.
 * - `pay` The customer pays a merchant.
 * - `swap` Coins for other coins.
 * - `payout` The merchant pays somebody.
 */
export type Direction =
  | "buy"
  | "sell"
  | "pay"
  | "swap"
  | "payout";

/**
 * How the provider said it:
 * - `rest` An answer of the provider's API.
 * - `webhook` A body that the provider posted.
 * - `websocket` A socket event.
 * - `widget` An event of a widget in the customer's browser.
 * - `redirect` The query of a return URL.
 * - `word` A status word alone.
 */
export type SourceKind =
  | "rest"
  | "webhook"
  | "websocket"
  | "widget"
  | "redirect"
  | "word";

/**
 * Whether real money is meant:
 * - `live` The payload names a production host.
 * - `test` The payload carries a mark of a sandbox or staging system.
 * - `unknown` The payload does not say.
 */
export type Environment =
  | "live"
  | "test"
  | "unknown";

/**
 * How the payload reached the caller. Stated by the caller or proven by a signature, never read off a shape:
 * - `verified` A signature was checked here.
 * - `api` The caller fetched it from the provider.
 * - `unverified` Nobody vouches for it.
 * - `hint` It passed through the customer's browser: redirects and widgets, always.
 */
export type Trust =
  | "verified"
  | "api"
  | "unverified"
  | "hint";

/**
 * What somebody can do next:
 * - `wait` Nothing but wait.
 * - `pay` Pay the provider in money.
 * - `send_crypto` Send coins to the provider's address.
 * - `choose_payment_method` Choose how to pay.
 * - `top_up` Pay the missing part.
 * - `retry_payment` Pay again, with a new order unless the provider documents a retry of the same one.
 * - `retry_other_method` Pay again with another method, in a new order unless the provider documents a retry of the
 *   same one.
 * - `start_new_order` Begin again with a new order.
 * - `resume_order` Go on with this order.
 * - `verify_identity` Prove an identity.
 * - `answer_provider` Answer the provider's support.
 * - `track_on_chain` Look the transaction up in an explorer.
 * - `contact_provider` Write to the provider.
 * - `contact_merchant` Write to the merchant.
 * - `fulfil` Hand over what was sold.
 * - `hold_fulfilment` Do not hand over yet.
 * - `capture` Collect the money that the customer has authorised.
 * - `review_payment` Compare what was paid with what was asked, and decide.
 * - `contact_customer` Write to the customer.
 * - `mark_resolved` Tell the provider that the case is settled.
 * - `refresh_status` Ask the provider's API for the order.
 * - `revoke` Take back what was handed over.
 * - `report_unmapped` Tell this project about a word that it does not know.
 * - `renew_token` Get a new access token.
 * - `fix_credentials` Put the right key or client id in place.
 * - `fix_request` Put the request right.
 * - `back_off` Ask again later, less often.
 */
export type ActionKind =
  | "wait"
  | "pay"
  | "send_crypto"
  | "choose_payment_method"
  | "top_up"
  | "retry_payment"
  | "retry_other_method"
  | "start_new_order"
  | "resume_order"
  | "verify_identity"
  | "answer_provider"
  | "track_on_chain"
  | "contact_provider"
  | "contact_merchant"
  | "fulfil"
  | "hold_fulfilment"
  | "capture"
  | "review_payment"
  | "contact_customer"
  | "mark_resolved"
  | "refresh_status"
  | "revoke"
  | "report_unmapped"
  | "renew_token"
  | "fix_credentials"
  | "fix_request"
  | "back_off";

/**
 * Whom an action or a text is for:
 * - `customer` The customer.
 * - `merchant` The merchant, its staff and its workers.
 * - `integrator` Whoever wrote the integration.
 */
export type Audience =
  | "customer"
  | "merchant"
  | "integrator";

/**
 * On which answer to "have you paid already?" an action depends:
 * - `paid` Only for a customer who has paid or sent already.
 * - `not_paid` Only for a customer who has not.
 */
export type When =
  | "paid"
  | "not_paid";

/**
 * The colour of a badge:
 * - `neutral` Nothing to feel about it.
 * - `progress` It moves by itself.
 * - `action` Somebody is asked to do something.
 * - `success` Done.
 * - `warning` Look here.
 * - `danger` It went wrong.
 */
export type Tone =
  | "neutral"
  | "progress"
  | "action"
  | "success"
  | "warning"
  | "danger";

/**
 * The part of the way, for steppers:
 * - `start` The order was made.
 * - `pay` The payer pays.
 * - `check` The payment is checked.
 * - `deliver` What was bought is on its way.
 * - `done` The way has ended.
 * - `return` The money goes back.
 */
export type Stage =
  | "start"
  | "pay"
  | "check"
  | "deliver"
  | "done"
  | "return";

/**
 * Where a rule comes from:
 * - `documented` The provider's documentation states it.
 * - `implied` It follows from the provider's text or diagram.
 * - `observed` Seen in public code only.
 * - `undocumented` The provider documents the word, but not for this direction.
 */
export type RuleBasis =
  | "documented"
  | "implied"
  | "observed"
  | "undocumented";

/**
 * What a newer word about an order is to the one that is kept:
 * - `advance` It goes further, or somebody vouches for it at last: the newer one is kept.
 * - `same` It says the same. The one with the later time is kept.
 * - `stale` It is older, and behind: the previous one is kept.
 * - `revival` An order that had failed, was cancelled or had expired comes back: the newer one is kept.
 * - `reversal` The money of a completed order goes back: the newer one is kept.
 * - `conflict` The two exclude each other. What is kept is safer to act on, or the later one; somebody must look.
 * - `keep` It is not known, or less is to be trusted in it: the previous one is kept.
 */
export type Verdict =
  | "advance"
  | "same"
  | "stale"
  | "revival"
  | "reversal"
  | "conflict"
  | "keep";

/**
 * What the merchant must do about what has changed:
 * - `revoke` Take back what was handed over.
 * - `review_conflict` Find out at the provider's what is true, and hand nothing over before.
 * - `refresh_status` Ask the provider's API for the order.
 */
export type Alert =
  | "revoke"
  | "review_conflict"
  | "refresh_status";

/**
 * Where a step of a flow comes from:
 * - `drawn` The provider's diagram has it.
 * - `said` The provider's text tells of it.
 * - `implied` It follows from what the provider says.
 */
export type EdgeBasis =
  | "drawn"
  | "said"
  | "implied";

/**
 * What a reader of an order should know beside it:
 * - `unknown_word` The provider's word is in no table.
 * - `word_absent` The payload carries no status word.
 * - `event_only` Only an event name was there, which says less than a status.
 * - `undocumented_for_direction` The provider does not document this word for this direction.
 * - `direction_missing` The word means different things by direction, and the payload does not say which.
 * - `direction_conflict` The payload and the context disagree about the direction; the payload's was taken.
 * - `unverified` Nobody vouches for the payload, so nothing may be handed over on it.
 * - `hint_only` A redirect or widget said this; it proves nothing.
 * - `test_order` A test order, and the context does not accept those.
 * - `expectation_differs` The payload is not the order that the context expects.
 * - `expectation_unproven` The context expects something that the payload does not carry.
 * - `statuses_disagree` Two statuses in one payload disagree; the order's own was taken.
 * - `paid_time_unexpected` A time of payment beside a word that knows none.
 * - `number_beyond_double` A number larger than a double holds exactly; its digits may have changed before they
 *   came here.
 * - `unreadable_time` A time in no form that the provider documents was left out.
 * - `unreadable_amount` An amount that is no decimal number was left out.
 * - `memo_needed` Coins that are sent to the address without the memo or tag that the payload has for it are lost. An
 *   action has no place for that, so the address was left out, too: take both from the payload, or send the customer to
 *   the provider.
 */
export type Warning =
  | "unknown_word"
  | "word_absent"
  | "event_only"
  | "undocumented_for_direction"
  | "direction_missing"
  | "direction_conflict"
  | "unverified"
  | "hint_only"
  | "test_order"
  | "expectation_differs"
  | "expectation_unproven"
  | "statuses_disagree"
  | "paid_time_unexpected"
  | "number_beyond_double"
  | "unreadable_time"
  | "unreadable_amount"
  | "memo_needed";

/**
 * What went wrong with a request to the provider. Never an order status:
 * - `authentication` The token is missing, expired or invalid.
 * - `authorization` The caller may not do this.
 * - `order_not_found` The provider knows no such order.
 * - `validation` The request is malformed or incomplete.
 * - `client_unknown` The client id is not known.
 * - `client_missing` The client id is missing.
 * - `rate_limited` Too many requests.
 * - `timeout` The provider did not answer in time.
 * - `conflict` The request contradicts what the provider already has.
 * - `provider_error` The provider's own fault.
 * - `unknown` No table knows it.
 */
export type ProblemKind =
  | "authentication"
  | "authorization"
  | "order_not_found"
  | "validation"
  | "client_unknown"
  | "client_missing"
  | "rate_limited"
  | "timeout"
  | "conflict"
  | "provider_error"
  | "unknown";

/**
 * Whether and when to ask again:
 * - `no` Asking again gives the same answer.
 * - `after_fix` After what is wrong has been put right.
 * - `backoff` Later, and less often each time.
 */
export type RetryPolicy =
  | "no"
  | "after_fix"
  | "backoff";

/**
 * How far a customer has come in proving an identity:
 * - `not_started` Nothing was handed in.
 * - `in_progress` Begun, and not handed in yet.
 * - `action_required` The customer must hand in more.
 * - `rejected` Refused.
 * - `in_review` Handed in, and being checked.
 * - `approved` Done. A later order may still ask for more.
 * - `unknown` The payload does not say, or in a word that no table knows.
 */
export type Onboarding =
  | "not_started"
  | "in_progress"
  | "action_required"
  | "rejected"
  | "in_review"
  | "approved"
  | "unknown";

/**
 * Whether a customer's account can be used:
 * - `active` It can be used.
 * - `restricted` Not in every way; the provider does not say in which.
 * - `disabled` Blocked by the provider.
 * - `unknown` The payload does not say, or in a word that no table knows.
 */
export type Account = "active" | "restricted" | "disabled" | "unknown";

/**
 * Whether a customer has an order under way:
 * - `none` None.
 * - `open` At least one.
 * - `unknown` The payload does not say.
 */
export type OpenOrder = "none" | "open" | "unknown";

/**
 * Whether a customer may do something, by what the provider says:
 * - `yes` Yes.
 * - `no` No.
 * - `unknown` The payload does not say, or nobody vouches for it.
 */
export type Permission = "yes" | "no" | "unknown";

/**
 * What a customer must hand in:
 * - `personal_details` A name, a birth date and the like.
 * - `phone` A phone number.
 * - `address` An address.
 * - `document` An identity document.
 * - `selfie` A picture of the customer.
 * - `tax_id` A number of the tax or social security office.
 * - `source_of_funds` Where the money comes from.
 * - `occupation` What the customer does for a living.
 * - `purpose` What the order is for.
 * - `unknown` The provider's word is in no table.
 */
export type Requirement =
  | "personal_details"
  | "phone"
  | "address"
  | "document"
  | "selfie"
  | "tax_id"
  | "source_of_funds"
  | "occupation"
  | "purpose"
  | "unknown";

/**
 * For what an answer about a customer holds:
 * - `customer` For the customer.
 * - `quote` For one amount, or one quote, alone.
 */
export type Scope = "customer" | "quote";
