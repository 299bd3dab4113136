// What a customer sees of an order. `describe` is synchronous and needs nothing of a browser, so that the server renders the same.
import { createPoller, describe } from "orderstate";
import { useEffect, useState } from "react";

/** `order` is as `normalize` gave it to your server; `locale` is the customer's, the same on both sides. */
export function OrderCard({ order, locale }) {
  const { lang, dir, title, body, actions } = describe(order, { audience: "customer", locale });
  return (
    <section lang={lang} dir={dir} className={order.tone}>
      <h2>{title}</h2>
      <p>{body}</p>
      {order.progress && <progress value={order.progress.step} max={order.progress.of} />}
      <ul>
        {actions.map(({ kind, when, label }) => (
          <li key={`${kind} ${when}`}>{label}</li>
        ))}
      </ul>
    </section>
  );
}

/** The order, asked for again until nothing more will come. `ask` gives what your server says of it, and is the same at each render. */
export function useOrder(first, ask) {
  const [order, setOrder] = useState(first);
  useEffect(() => {
    if (first.poll.stop) return undefined;
    const looks = createPoller(ask, { order: first });
    const follow = async () => {
      for await (const look of looks) setOrder(look.order);
    };
    follow();
    return () => void looks.return();
  }, [ask]);
  return order;
}
