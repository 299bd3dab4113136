// A webhook whose signature nobody checks. Anybody can post to it, so what it says is no more than a reason to ask the provider.
import { createServer } from "node:http";
import { normalize, OrderstateError, transition } from "orderstate";
import { find, handOver, keep, tell } from "./shop.js"; // yours; to hand over twice does no harm

const MOST = 1 << 20; // bytes

export const server = createServer(async (request, response) => {
  const answer = (status) => response.writeHead(status).end();
  if (request.method !== "POST" || request.url !== "/webhooks/banxa") return answer(404);
  try {
    const chunks = [];
    let length = 0;
    for await (const chunk of request) {
      if ((length += chunk.length) > MOST) return answer(413);
      chunks.push(chunk);
    }
    const claim = normalize(Buffer.concat(chunks), { provider: "banxa", kind: "webhook" }); // its trust is `unverified`
    const sold = await find(claim.id); // { id, reference, amount, currency, order }
    if (sold !== undefined) await lookUp(sold);
    answer(204);
  } catch (error) {
    console.error(error);
    // Not a payload of theirs: it need not come again. Anything else: it shall.
    answer(error instanceof OrderstateError ? 400 : 500);
  }
});

async function lookUp(sold) {
  const url = `${process.env.BANXA_URL}/orders/${encodeURIComponent(sold.id)}`;
  const response = await fetch(url, { headers: { "x-api-key": process.env.BANXA_KEY } });
  if (!response.ok) throw new Error(`banxa answered ${response.status}`);
  const { reference, amount, currency } = sold;
  const said = normalize(await response.text(), { provider: "banxa", trust: "api", expect: { reference, amount, currency } });
  const { order, alerts } = sold.order ? transition(sold.order, said) : { order: said, alerts: [] };
  await keep(sold.id, order);
  if (alerts.length > 0) await tell(order, alerts);
  else if (order.fulfilment === "yes") await handOver(sold.reference);
}

server.listen(process.env.PORT ?? 8080, process.env.HOST);
