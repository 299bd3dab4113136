// Compiled, never run. Each `@ts-expect-error` is a misuse that must not compile.
import {
  type Action,
  type Alert,
  type Batch,
  type Context,
  type Direction,
  type EdgeBasis,
  type ErrorCode,
  type Order,
  type OrderOf,
  OrderstateError,
  type Problem,
  type ProviderId,
  type Status,
  type Transition,
  type Verdict,
  VERSION,
  createPoller,
  describe,
  engine,
  explain,
  explainAll,
  flow,
  init,
  normalize,
  normalizeAll,
  normalizeBatch,
  normalizeCustomer,
  normalizeProblem,
  normalizeStream,
  normalizeWord,
  providers,
  summarize,
  timeline,
  transition,
  version,
} from "orderstate";
import { type CatalogueWord, catalogue } from "orderstate/catalogue";
import { flowSvgs } from "orderstate/flows";
import * as js from "orderstate/js";
import * as slim from "orderstate/slim";
import { type RefusalCode, type Webhook, deriveToken, read, verify } from "orderstate/webhook";

declare const payload: unknown;

/** A `switch` over every status is exhaustive. */
export function label(order: Order): string {
  switch (order.status) {
    case "created":
    case "awaiting_payment":
    case "payment_submitted":
    case "paid":
    case "processing":
    case "delivering":
    case "on_hold":
    case "unknown": {
      const finality: "open" = order.finality;
      const fulfilment: "wait" = order.fulfilment;
      return finality + fulfilment;
    }
    case "completed": {
      const fulfilment: "yes" | "wait" | "merchant_decides" = order.fulfilment;
      // @ts-expect-error A completed order may not say `yes`: somebody must vouch for it.
      const yes: "yes" = order.fulfilment;
      return fulfilment + yes;
    }
    case "failed":
    case "cancelled":
    case "expired": {
      const fulfilment: "no" | "wait" = order.fulfilment;
      return fulfilment;
    }
    case "refund_pending":
    case "refunded":
    case "reversed": {
      const fulfilment: "no" = order.fulfilment;
      return fulfilment;
    }
    default: {
      const forgotten: never = order;
      return forgotten;
    }
  }
}

/** One that forgets a status is not. */
export function forgetful(order: Order): number {
  switch (order.status) {
    case "completed":
      return 1;
    default: {
      // @ts-expect-error
      const forgotten: never = order;
      return forgotten;
    }
  }
}

export function misspelt(order: Order, status: Status): boolean {
  // @ts-expect-error There is no such status.
  if (order.status === "complete") return true;
  // @ts-expect-error Neither here.
  const mine: Status = "succeeded";
  return status === mine;
}

export function unchangeable(order: Order): void {
  // @ts-expect-error What was returned is read-only,
  order.status = "paid";
  // @ts-expect-error to its lists,
  order.actions.push({} as Action);
  // @ts-expect-error and to its depths.
  order.amounts.paid!.value = "0";
}

export function nullable(order: Order): string {
  // @ts-expect-error What a payload does not say is null.
  const id: string = order.id;
  // @ts-expect-error
  order.amounts.paid.value;
  // @ts-expect-error An order has no such field.
  order.state;
  return order.amounts.paid?.value ?? id;
}

/** A function may take orders of one status alone. */
export function pay(order: OrderOf<"awaiting_payment">): readonly Action[] {
  return order.actions.filter(({ kind, audience }) => audience === "customer" && kind === "pay");
}
export function narrowed(order: Order): readonly Action[] {
  // @ts-expect-error Any order is not one that awaits payment.
  pay(order);
  return order.status === "awaiting_payment" ? pay(order) : [];
}

export function context(): Order {
  const full: Context = {
    provider: "banxa",
    direction: "sell",
    kind: "webhook",
    trust: "api",
    expect: { reference: "A-1", amount: "19.90", currency: "EUR" },
    acceptTest: true,
    custodial: false,
    limits: { bytes: 4096, depth: 16 },
    now: new Date(),
    previous: { word: "PENDING" },
  };
  normalize(payload, { provider: "from a database" as string });
  // @ts-expect-error Nobody can claim that a signature was checked.
  normalize(payload, { trust: "verified" });
  // @ts-expect-error
  normalize(payload, { direction: "up" });
  // @ts-expect-error An amount is never a float.
  normalize(payload, { expect: { amount: 19.9 } });
  // @ts-expect-error
  normalize(payload, { trusted: true });
  // @ts-expect-error
  normalize();
  // A kept order says what was before.
  return normalize(payload, { ...full, now: Date.now(), previous: normalize(payload) });
}

export function problem(): Problem {
  normalizeProblem("baanx", 404, null);
  normalizeProblem("baanx", 429, "{}", { "retry-after": "30" });
  normalizeProblem("baanx", 429, null, null, { now: Date.now() });
  normalizeProblem("baanx", 429, "{}", new Map([["retry-after", "30"]]));
  // @ts-expect-error The status of HTTP is a number.
  normalizeProblem("baanx", "404", null);
  const problem = normalizeProblem("baanx", 500, {});
  // @ts-expect-error A problem is no order.
  problem.status;
  return problem;
}

/** A `switch` over how far the onboarding has come is exhaustive. */
export function identity(): boolean {
  const customer = normalizeCustomer("transak", payload, { trust: "api" });
  // @ts-expect-error Whether a customer may order is no boolean: it may not be known.
  const may: boolean = customer.mayOrder;
  const missing: string[] = customer.missing.map(({ kind, word }) => word ?? kind);
  switch (customer.onboarding) {
    case "not_started":
    case "in_progress":
    case "action_required":
    case "rejected":
      return customer.mayRetry !== "no" && missing.length > 0;
    case "in_review":
    case "approved":
    case "unknown":
      return may;
  }
}

export function words(order: Order): string {
  const { lang, dir, title, actions } = describe(order, { locale: "de-AT", audience: "merchant" });
  // @ts-expect-error
  describe(order, { audience: "robot" });
  // @ts-expect-error A problem is no order.
  describe(problem());
  return lang + dir + title + actions.map(({ kind, label }) => kind + label).join();
}

export function rest(): string {
  const status: Status = normalizeWord("banxa", "waitingPayment", { direction: "sell" }).status;
  const bought: Order = normalizeWord("banxa", "waitingPayment", "buy");
  const orders: readonly Order[] = [bought, ...normalizeAll(payload)];
  const explained = [explain(payload, { trust: "api" }), ...explainAll(payload)];
  const places: readonly (number | null)[] = explained.flatMap(({ fields }) => fields.map(({ start }) => start));
  const documented = providers().flatMap(({ id, words }) => words.map(({ word, docs }) => [id, word, docs]));
  return [version(), status, orders.length, documented.length, places.length].join();
}

/** There need not be a picture in every direction. */
export function picture(provider: ProviderId, direction: Direction): string {
  // @ts-expect-error
  const sure: string = flowSvgs[provider][direction];
  return flowSvgs[provider][direction] ?? sure;
}

/** A row of the catalogue says what `describe` asks for, but what somebody can do. */
export function wordings(): readonly (readonly [CatalogueWord, string])[] {
  // @ts-expect-error Of the forms of payload it says nothing.
  catalogue[0]?.shapes;
  return catalogue.flatMap(({ name, words }) => words.map((word) => [word, word.wording ?? name] as const));
}

/** What is asked for is an order or a problem, at once or later. */
export async function followed(first: Order): Promise<Order | null> {
  const looks = createPoller(async (signal) => (signal.aborted ? problem() : first), { order: first });
  for await (const { order, problem, error, verdict, alerts } of looks) {
    if (order !== null && error === null && verdict !== "same" && alerts.length === 0) return order;
    const status: number | undefined = problem?.httpStatus;
    if (status === 404) await looks.return();
  }
  createPoller(() => first);
  // @ts-expect-error A payload is not read.
  createPoller(async () => "{}");
  // @ts-expect-error
  createPoller(() => first, { now: 1 });
  return null;
}

/** A row of a table is enough to be compared with, and comes back as it was. */
export function judged(next: Order): readonly Alert[] {
  const row = { provider: "banxa", status: "paid", trust: "api", fulfilment: "wait", finality: "open", row: 7 } as const;
  const { verdict, order, alerts } = transition(row, next, { now: new Date() });
  const known: Verdict = verdict;
  const kept: number = "row" in order ? order.row : order.actions.length;
  const same: Order = transition(next, next).order;
  // @ts-expect-error A row without its trust is not.
  transition({ ...row, trust: null }, next);
  const failed: Transition<typeof row> = transition(row, problem());
  const either: Order = transition(next, Math.random() < 0.5 ? next : problem()).order;
  // @ts-expect-error Beside a problem there is nothing to keep.
  transition(problem(), next);
  // @ts-expect-error
  transition(next, next, { clock: 1 });
  return known === "keep" || kept > 0 || same === either ? alerts : failed.alerts;
}

/** Rows are enough here, too, and come back. */
export function summed(next: Order): readonly Action[] {
  const row = { provider: "banxa", status: "paid", trust: "api", fulfilment: "wait", finality: "open", row: 7 } as const;
  const { order, actions, surplus } = summarize([{ ...row, environment: "live", money: "held", actor: "provider" }], { now: 0 });
  const kept: number | undefined = order?.row;
  const same: Order | null = summarize([next], { reference: next.reference ?? "cart-9045", now: new Date() }).order;
  const values: readonly string[] = surplus?.amounts.map(({ value }) => value) ?? [];
  // @ts-expect-error What is null would be a purchase that nobody asked for,
  summarize([next], { reference: next.reference });
  // @ts-expect-error and a check that nobody makes.
  normalize("", { expect: { reference: next.reference } });
  // @ts-expect-error A row that does not say where the money is is not.
  summarize([row]);
  // @ts-expect-error One order is no list.
  summarize(next);
  return kept === 7 && same !== null && values.length > 0 ? [] : actions;
}

export function lived(payload: unknown): Status | undefined {
  const steps = timeline(payload, { trust: "api" });
  const times: readonly (string | null)[] = steps.map(({ at }) => at);
  // @ts-expect-error No message comes out.
  steps[0]?.message;
  // @ts-expect-error Steps are read, not written.
  steps.push();
  return times.length > 0 && steps[0]?.rule !== null && steps[0]?.reason !== "payment_declined" ? steps[0]?.status : undefined;
}

export function edges(): EdgeBasis | undefined {
  const { entry, states, edges, mermaid } = flow("banxa", "buy");
  // @ts-expect-error There is no such direction.
  flow("banxa", "up");
  // @ts-expect-error A flow may begin nowhere.
  entry.length;
  const status: Status | undefined = states.find(({ id }) => id === entry)?.status;
  const back = edges.find(({ revival, refused }) => revival && !refused);
  return mermaid === status ? undefined : back?.basis;
}

/** What stands in the cells of a row. */
export function cells({ columns, legends, warnings, times, texts, lines }: Batch, row: number): unknown[] {
  const status: Status | undefined = legends.status[columns.status[row]!];
  const direction: Order["direction"] | undefined = legends.direction[columns.direction[row]!];
  const known: boolean | undefined = legends.known[columns.known[row]!];
  const unverified: boolean = ((warnings[row]! >>> legends.warnings.indexOf("unverified")) & 1) === 1;
  const paid: Date = new Date(times.paid[row]!);
  const { text, offsets } = texts.paidValue;
  const value: string = text.slice(offsets[row], offsets[row + 1]);
  // @ts-expect-error There is no such column.
  columns.state;
  // @ts-expect-error Nor such a word.
  legends.status.indexOf("complete");
  // @ts-expect-error A direction may be missing.
  const way: "buy" | "sell" | "pay" | "swap" | "payout" | undefined = legends.direction[0];
  return [status, direction, known, unverified, paid, value, way, lines[row]];
}

export async function streamed(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const batch: Batch = normalizeBatch(new Uint8Array(8), { trust: "api" });
  normalizeBatch("{}");
  // @ts-expect-error An object is no list of payloads.
  normalizeBatch([{}]);
  let rows = batch.rows;
  const options = { onProgress: ({ bytes }: { bytes: number }) => void (rows += bytes), signal: null };
  for await (const { rows: more, errors } of normalizeStream(chunks, null, options)) {
    rows += more;
    for (const { line, start, code } of errors) if (code === "too_large") rows += line + start;
  }
  normalizeStream([new ArrayBuffer(8), new Uint8Array(8)]);
  // @ts-expect-error Text would be cut within characters.
  normalizeStream(["{}"]);
  // @ts-expect-error
  normalizeStream(chunks, null, { progress: true });
  return rows;
}

export function errors(): ErrorCode | undefined {
  try {
    normalize(payload);
    return undefined;
  } catch (error) {
    if (!(error instanceof OrderstateError)) throw error;
    const offset: number | null = error.offset;
    // @ts-expect-error Only the package makes them.
    new OrderstateError("message");
    return offset === null ? error.code : "not_json";
  }
}

/** The other entries have the same declarations, but for how one of them gets its module. */
export async function entries(module: object): Promise<Order> {
  const which: "wasm" | "js" = engine;
  // @ts-expect-error There is no other engine.
  if (which === "native") return normalize(payload);
  const written: string = VERSION;
  // @ts-expect-error The module comes along.
  await init(module);
  await init();
  // @ts-expect-error The module is missing,
  await slim.init();
  // @ts-expect-error and an address is none.
  await slim.init(`orderstate-${written}.wasm`);
  await slim.init(module);
  const orders: Order[] = [js.normalize(payload), slim.normalize(payload)];
  return orders[0] ?? normalize(payload);
}

/** What a handler of webhooks does, as Fetch and as Node have requests. */
export async function webhooks(
  request: { method: string; url: string; headers: { get(name: string): string | null }; arrayBuffer(): Promise<ArrayBuffer> },
  incoming: { method: string; url: string; headers: { [name: string]: string | string[] | undefined } },
  body: Uint8Array,
): Promise<string | Order> {
  const secret: string | null = deriveToken("mugglepay", "plain", "order-1", "secret");
  const webhook = verify("banxa", await read(request), ["new", "old"], { now: Date.now(), tolerance: 60, expect: { amount: "50" } });
  verify("mugglepay", { ...incoming, body }, secret ?? body);
  if (!webhook.ok) {
    const code: RefusalCode = webhook.code;
    // @ts-expect-error What is not believed says nothing.
    if (code === "expired") return webhook.order;
    return `${code}: ${webhook.message}`;
  }
  const proven: Webhook = webhook;
  if (proven.order === null) return `${proven.eventId} ${proven.error.code} ${proven.payload.length}`;
  // @ts-expect-error There is an order, so there is no text beside it.
  proven.payload.length;
  // @ts-expect-error It is not known how these prove who sent them.
  verify("ramp-network", { ...incoming, body }, "secret");
  // @ts-expect-error What is proven cannot be stated.
  verify("banxa", { ...incoming, body }, "secret", { trust: "api" });
  // @ts-expect-error A body that is parsed has lost what was signed.
  verify("banxa", { ...incoming, body: {} }, "secret");
  return proven.mustConfirm ? "confirm" : proven.order;
}
