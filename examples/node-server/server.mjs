// A shop that acts on webhooks: one process, one file of SQLite. Node 22.13 or later.
//
// What is not proven is refused, what came already is passed over, words about one order are folded into one, and what may be
// handed over goes to the shop through an outbox: at least once, each time under the same key, so that once takes effect.
import { createServer } from "node:http";
import { env } from "node:process";
import { DatabaseSync } from "node:sqlite";
import { deriveToken, normalize, transition, verify } from "orderstate/webhook";

const db = new DatabaseSync(env.DATABASE ?? "orders.db");
db.exec(`PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS orders (key TEXT PRIMARY KEY, state TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS outbox (key TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)`);
const sql = {
  order: db.prepare("SELECT state FROM orders WHERE key = ?"),
  keep: db.prepare("INSERT INTO orders VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state"),
  event: db.prepare("INSERT OR IGNORE INTO events VALUES (?)"),
  put: db.prepare("INSERT OR IGNORE INTO outbox (key, body) VALUES (?, ?)"),
  due: db.prepare("SELECT key, body FROM outbox WHERE done = 0"),
  done: db.prepare("UPDATE outbox SET done = 1 WHERE key = ?"),
};

/** What each provider signs with. Of MugglePay it is made of the order's reference, as its own SDK does. */
const SECRETS = {
  __proto__: null, // a name in an address is a provider's, or nobody's
  transak: () => [env.TRANSAK_TOKEN, env.TRANSAK_TOKEN_BEFORE].filter(Boolean),
  banxa: () => env.BANXA_SECRET,
  baanx: () => env.BAANX_KEY,
  mugglepay: (body) => deriveToken("mugglepay", "plain", normalize(body, { provider: "mugglepay" }).reference, env.MUGGLEPAY_SECRET),
};

/** A proof that covers nothing of the body is none: the provider's API says what is true. */
async function confirmed({ id }) {
  const response = await fetch(`${env.MUGGLEPAY_API}/orders/${encodeURIComponent(id)}`, { headers: { token: env.MUGGLEPAY_SECRET } });
  if (!response.ok) throw new Error(`the API answers ${response.status}`);
  return normalize(await response.text(), { provider: "mugglepay", trust: "api" });
}

async function receive(provider, request, body) {
  const { method, url, headers } = request;
  const secret = attempt(() => SECRETS[provider]?.(body));
  const webhook = verify(provider, { method, url, headers, body }, secret, { now: Date.now() });
  if (!webhook.ok) return [401, { error: webhook.code }];
  // About a customer, a card: yours to act on. Whatever is right is answered with 200, or it comes again.
  if (webhook.order?.id) take(webhook.mustConfirm ? await confirmed(webhook.order) : webhook.order, webhook.eventId);
  return [200, { status: 200 }]; // the body that MugglePay asks for; the others look at the status alone
}

/** All of it happens, or nothing does: a crash leaves no order without its outbox. */
function take(next, eventId) {
  const key = `${next.provider}/${next.id}`;
  db.exec("BEGIN IMMEDIATE");
  try {
    if (sql.event.run(`${next.provider}/${eventId}`).changes > 0) {
      const kept = sql.order.get(key);
      const { order, alerts } = kept === undefined ? { order: next, alerts: [] } : transition(JSON.parse(kept.state), next, { now: Date.now() });
      sql.keep.run(key, JSON.stringify(order));
      if (order.fulfilment === "yes") sql.put.run(`fulfil/${key}`, JSON.stringify(order));
      for (const alert of alerts) sql.put.run(`${alert}/${key}/${eventId}`, JSON.stringify(order));
    }
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
  deliver();
}

let delivering = false;
async function deliver() {
  if (delivering) return;
  delivering = true;
  for (const { key, body } of sql.due.all()) {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    if (await fetch(env.SHOP, { method: "POST", headers, body }).then(({ ok }) => ok, () => false)) sql.done.run(key);
  }
  delivering = false;
}
deliver(); // what a crash has left
setInterval(deliver, Number(env.RETRY_MS ?? 5000)).unref();

const attempt = (call) => { try { return call(); } catch { return undefined; } };
const server = createServer(async (request, response) => {
  const [, what, ...rest] = request.url.split("?")[0].split("/");
  const answer = async () => {
    if (request.method === "GET" && what === "orders") return attempt(() => [200, JSON.parse(sql.order.get(decodeURIComponent(rest.join("/"))).state)]) ?? [404, {}];
    if (request.method !== "POST" || what !== "hooks") return [404, {}];
    let body = Buffer.alloc(0);
    for await (const chunk of request) if ((body = Buffer.concat([body, chunk])).length > 1 << 20) return [413, {}];
    return receive(rest[0], request, body);
  };
  const [status, body] = await answer().catch(() => [503, {}]); // what fails comes again
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});
server.listen(Number(env.PORT ?? 8788), env.HOST ?? "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
