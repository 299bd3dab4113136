// app/api/webhooks/banxa/route.js: a webhook that is proven by its signature, kept, and acted upon once.
import { read, transition, verify } from "orderstate/webhook";
import { find, handOver, keep, seen, tell } from "./shop.js"; // yours; to hand over twice does no harm

export async function POST(request) {
  const webhook = verify("banxa", await read(request), process.env.BANXA_SECRET, { now: Date.now() });
  if (!webhook.ok) {
    console.warn(`${webhook.code}: ${webhook.message}; ${webhook.remedy}`);
    return new Response(null, { status: 401 });
  }
  // About a customer and no order, say; or one that came before.
  if (webhook.order === null || (await seen(webhook.eventId))) return new Response(null, { status: 204 });

  // By the provider's id, which you kept when the order was made.
  const kept = await find(webhook.order.id);
  if (kept === undefined) return new Response(null, { status: 404 });

  // Webhooks overtake each other: which word counts is judged by the provider's flow, not by which came last.
  const { order, alerts } = transition(kept, webhook.order);
  if (alerts.length > 0) {
    // `revoke`, `review_conflict` or `refresh_status`: nothing is handed over before that is done.
    await tell(order, alerts);
  } else if (order.fulfilment === "yes") {
    await handOver(order.id);
  }
  await keep(webhook.eventId, order);
  return new Response(null, { status: 204 });
}
