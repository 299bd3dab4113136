// `js.js` is node_modules/orderstate/js.js, copied beside this file: the same answers without WebAssembly. With a bundler, import
// "orderstate/js" instead. Nothing falls back by itself.
import { describe, engine, normalize } from "./js.js";

const card = document.querySelector("#order");
card.dataset.engine = engine; // "js"
try {
  const order = normalize(new URL(location.href)); // a redirect is a hint: it can never say that goods may go
  const { title, body } = describe(order, { locale: navigator.language });
  card.querySelector("h1").textContent = title;
  card.querySelector("p").textContent = body;
} catch ({ code }) {
  card.dataset.error = code;
}
