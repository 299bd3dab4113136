// The page that the customer comes back to. Its address says what the customer's browser was told: a hint, good enough to show
// something at once. What counts is what your own server says, for it has asked the provider.
import { createPoller, describe, normalize } from "orderstate";

const card = document.querySelector("#order"); // <section id="order" data-reference="cart-9045"><h1></h1><p></p><ul></ul></section>

function show(order) {
  const { lang, dir, title, body, actions } = describe(order, { audience: "customer", locale: navigator.language });
  Object.assign(card, { lang, dir, className: order.tone });
  card.querySelector("h1").textContent = title;
  card.querySelector("p").textContent = body;
  const item = ({ label }) => Object.assign(document.createElement("li"), { textContent: label });
  card.querySelector("ul").replaceChildren(...actions.map(item));
}

/** Asks your server until nothing more will come, as often as the order is worth asking for. */
async function follow(reference) {
  const looks = createPoller(async (signal) => {
    const response = await fetch(`/orders/${encodeURIComponent(reference)}`, { signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`); // it is asked again
    return response.json(); // as `normalize` gave it to your server
  });
  for await (const { order } of looks) if (order) show(order);
}

try {
  show(normalize(new URL(location.href)));
} catch {
  // The address says nothing of an order.
}
// Whose order it is, the page knows from your server, and not from its address.
await follow(card.dataset.reference);
