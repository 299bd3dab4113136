// The two whom a receiver of webhooks talks to: the shop that hands goods over, and the API that is asked to confirm.
import { createServer } from "node:http";
import { once } from "node:events";

async function listening(handle) {
  const server = createServer(handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

/**
 * The shop. It acts once on each key; and of every so many deliveries it answers one with an error, after it has acted: the worst
 * that a network can do. While it is not `open` it refuses all.
 */
export async function shop({ failing = 5, told = () => {} } = {}) {
  const effects = new Map();
  let deliveries = 0;
  const { server, address } = await listening(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (!merchant.open) return response.writeHead(503).end();
    deliveries++;
    const key = request.headers["idempotency-key"];
    const known = effects.get(key);
    if (known === undefined) told(key, JSON.parse(body));
    effects.set(key, (known ?? 0) + 1);
    response.writeHead(known === undefined && effects.size % failing === 0 ? 500 : 200).end();
  });
  const merchant = { address, effects, open: true, deliveries: () => deliveries, close: () => server.close() };
  return merchant;
}

/** The API of MugglePay, which knows the order's state whatever is posted about it. */
export async function api(states) {
  let asked = 0;
  const { server, address } = await listening((request, response) => {
    asked++;
    const id = decodeURIComponent(request.url.split("/").at(-1));
    const status = states.get(id);
    response.writeHead(status === undefined ? 404 : 200, { "content-type": "application/json" });
    const order = { order_id: id, merchant_order_id: `shop-${id}`, status, price_amount: 10, price_currency: "USD", updated_at: new Date().toISOString() };
    response.end(JSON.stringify({ status: 200, order, invoice: { invoice_id: "i", status } }));
  });
  return { address: address.slice(0, -1), asked: () => asked, close: () => server.close() };
}

/** Waits until something holds. */
export async function until(holds, what, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (await holds()) return;
  }
  throw new Error(`it never came to pass: ${what}`);
}
