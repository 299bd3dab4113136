// GET /orders/<reference>: how an order stands, asked of the provider by this worker. Wrangler finds the package's compiled
// module by itself.
import { normalize, normalizeProblem, OrderstateError } from "orderstate";

export default {
  async fetch(request, env) {
    const [, reference] = /^\/orders\/([\w-]{1,64})$/.exec(new URL(request.url).pathname) ?? [];
    // What you sold, as you kept it: { "id": the provider's id, "amount": "230", "currency": "USD" }.
    const sold = reference && (await env.ORDERS.get(reference, "json"));
    if (!sold) return Response.json({ error: "there is no such order" }, { status: 404 });

    const headers = { "x-api-key": env.BANXA_KEY };
    const response = await fetch(`${env.BANXA_URL}/orders/${encodeURIComponent(sold.id)}`, { headers });
    const body = await response.text(); // as text, every digit of an amount stays as it was
    if (!response.ok) {
      // A question that failed says nothing about the order.
      const { kind, retry } = normalizeProblem("banxa", response.status, body, response.headers);
      console.warn(`banxa: ${kind}, retry: ${retry.policy}`);
      return Response.json({ error: "ask again later" }, { status: 503 });
    }
    try {
      const expect = { reference, amount: sold.amount, currency: sold.currency };
      const order = normalize(body, { provider: "banxa", trust: "api", expect });
      // Nothing else says that goods may go. This may come twice, so handing over twice must do no harm.
      if (order.fulfilment === "yes") await env.FULFIL.send({ reference });
      // What the provider says in its own words is for you.
      return Response.json({ ...order, detail: null });
    } catch (error) {
      if (!(error instanceof OrderstateError)) throw error;
      console.error(`${error.code}: ${error.message}; ${error.remedy}`);
      return Response.json({ error: "ask again later" }, { status: 502 });
    }
  },
};
