// A worker that acts on webhooks, with a Durable Object for each order: what is not proven is refused at the edge, and all that is
// known of an order lies in one place, which alone decides what follows.
import { DurableObject } from "cloudflare:workers";
import { deriveToken, normalize, read, transition, verify } from "orderstate/webhook";

export default {
  async fetch(request, env) {
    const [, what, provider, id] = new URL(request.url).pathname.split("/");
    if (what === "hooks" && request.method === "POST") return receive(provider, request, env);
    if (what === "orders" && request.method === "GET" && id) return orderOf(env, `${provider}/${decoded(id)}`).fetch(request);
    return Response.json({}, { status: 404 });
  },
};

const orderOf = (env, key) => env.ORDERS.get(env.ORDERS.idFromName(key));

/** What is no text in an address is no order's id. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What each provider signs with. Of MugglePay it is made of the order's reference, as its own SDK does. */
const SECRETS = {
  __proto__: null, // a name in an address is a provider's, or nobody's
  transak: (env) => [env.TRANSAK_TOKEN, env.TRANSAK_TOKEN_BEFORE].filter(Boolean),
  banxa: (env) => env.BANXA_SECRET,
  baanx: (env) => env.BAANX_KEY,
  mugglepay: (env, body) => deriveToken("mugglepay", "plain", normalize(body, { provider: "mugglepay" }).reference, env.MUGGLEPAY_SECRET),
};

async function receive(provider, request, env) {
  if (Number(request.headers.get("content-length")) > 1 << 20) return Response.json({}, { status: 413 });
  const received = await read(request);
  let secret;
  try {
    secret = SECRETS[provider]?.(env, received.body);
  } catch {
    // What it should be made of cannot be read, so there is none.
  }
  const webhook = verify(provider, received, secret, { now: Date.now() });
  if (!webhook.ok) return Response.json({ error: webhook.code }, { status: 401 });
  // About a customer, a card: yours to act on.
  if (webhook.order?.id) {
    const order = webhook.mustConfirm ? await confirmed(webhook.order, env) : webhook.order;
    if (order === undefined) return Response.json({}, { status: 503 }); // it comes again
    await orderOf(env, `${order.provider}/${order.id}`).take(order, webhook.eventId);
  }
  // The body that MugglePay asks for; the others look at the status alone.
  return Response.json({ status: 200 });
}

/** A proof that covers nothing of the body is none: the provider's API says what is true. */
async function confirmed({ id }, env) {
  try {
    const response = await fetch(`${env.MUGGLEPAY_API}/orders/${encodeURIComponent(id)}`, { headers: { token: env.MUGGLEPAY_SECRET } });
    return response.ok ? normalize(await response.text(), { provider: "mugglepay", trust: "api" }) : undefined;
  } catch {
    return undefined;
  }
}

/** One order: its state, the events that made it, and what the merchant has still to be told. */
export class OrderObject extends DurableObject {
  /** Those who watch by Server-Sent Events; sockets are kept by the engine, also while this sleeps. */
  watchers = new Set();

  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.made = this.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'kept'").toArray().length > 0;
  }

  /** Only what is proven makes anything: whoever asks for orders that there are not leaves no trace. */
  make() {
    this.made = true;
    this.sql.exec(`
      CREATE TABLE IF NOT EXISTS kept (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY, body TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`);
  }

  state() {
    return this.made ? this.sql.exec("SELECT state FROM kept").toArray()[0]?.state : undefined;
  }

  /** Takes what came about the order, unless it came already. All of it is kept, or nothing, before it returns. */
  take(next, eventId) {
    this.make();
    const told = this.ctx.storage.transactionSync(() => {
      if (this.sql.exec("INSERT OR IGNORE INTO events VALUES (?)", eventId).rowsWritten === 0) return false;
      const before = this.state();
      const { order, alerts } =
        before === undefined ? { order: next, alerts: [] } : transition(JSON.parse(before), next, { now: Date.now() });
      const after = JSON.stringify(order);
      if (after !== before) this.sql.exec("INSERT INTO kept VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET state = excluded.state", after);
      const key = `${order.provider}/${order.id}`;
      if (order.fulfilment === "yes") this.put(`fulfil/${key}`, after);
      for (const alert of alerts) this.put(`${alert}/${key}/${eventId}`, after);
      return after !== before;
    });
    if (told) this.tell();
    // Nothing is awaited since it was written, so the alarm is kept with it: no crash leaves an outbox that nobody looks after.
    if (this.waiting().length > 0) this.ctx.storage.setAlarm(Date.now());
  }

  put(key, body) {
    this.sql.exec("INSERT OR IGNORE INTO outbox (key, body) VALUES (?, ?)", key, body);
  }

  waiting() {
    return this.sql.exec("SELECT key, body, tries FROM outbox WHERE done = 0").toArray();
  }

  /** Tells the merchant, at least once and always under the same key, until it answers. */
  async alarm() {
    for (const { key, body } of this.waiting()) {
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const answered = await fetch(this.env.SHOP, { method: "POST", headers, body }).then(({ ok }) => ok, () => false);
      this.sql.exec(`UPDATE outbox SET ${answered ? "done = 1" : "tries = tries + 1"} WHERE key = ?`, key);
    }
    const tries = Math.min(...this.waiting().map(({ tries }) => tries));
    const first = Number(this.env.RETRY_MS ?? 1000);
    if (tries < Infinity) await this.ctx.storage.setAlarm(Date.now() + Math.min(first * 2 ** tries, 3_600_000));
  }

  fetch(request) {
    if (request.headers.get("upgrade") === "websocket") return this.socket();
    if (request.headers.get("accept")?.includes("text/event-stream")) return this.stream();
    const state = this.state();
    return new Response(state ?? "{}", { status: state === undefined ? 404 : 200, headers: { "content-type": "application/json" } });
  }

  /** Each change, to a socket that does not keep this awake. */
  socket() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.send(this.state() ?? "{}");
    return new Response(null, { status: 101, webSocket: client });
  }

  /** The same where there are no sockets. */
  stream() {
    let watcher;
    const body = new ReadableStream({
      start: (controller) => {
        watcher = controller;
        this.watchers.add(controller);
        this.event(controller);
      },
      cancel: () => this.watchers.delete(watcher),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
  }

  event(controller) {
    controller.enqueue(new TextEncoder().encode(`data: ${this.state() ?? "{}"}\n\n`));
  }

  tell() {
    for (const socket of this.ctx.getWebSockets()) quietly(() => socket.send(this.state()));
    for (const controller of this.watchers) if (!quietly(() => this.event(controller))) this.watchers.delete(controller);
  }

  webSocketMessage() {} // nobody is listened to

  webSocketClose(socket, code) {
    quietly(() => socket.close(code));
  }
}

/** Whoever is gone is no reason to fail. */
function quietly(call) {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}
