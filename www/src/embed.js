// @ts-check
// Embed: code to copy, with the context that is chosen filled in.
import { version } from "orderstate/slim";
import { button, copy, h } from "./dom.js";

/** @typedef {import("./decode.js").Current} Current */

/** @type {readonly (readonly [string, string, (context: Record<string, unknown>) => string])[]} */
const WAYS = [
  ["npm", "Node, Deno, Bun, browsers by a bundler", npm],
  ["Edge worker", "Cloudflare Workers, Vercel Edge", worker],
  ["CDN module", "A page without a build", cdn],
  ["Rust", "The crate", rust],
];

/** @param {HTMLElement} place */
export function embed(place) {
  const blocks = WAYS.map(([name, what, code]) => {
    const pre = h("pre", { class: "panel", tabindex: "0", role: "region", "aria-label": `Code: ${name}`, dir: "ltr" });
    const copies = button("Copy", () => copy(pre.textContent ?? "", copies), { class: "quiet", "aria-label": `Copy the code for ${name}` });
    const head = h("div", { class: "made-head" }, h("h2", {}, name), h("p", {}, what), h("span", { class: "spacer" }), copies);
    return { pre, code, section: h("section", { class: "way" }, head, pre) };
  });
  place.append(...blocks.map(({ section }) => section));
  write({});

  /** @param {Record<string, unknown>} context */
  function write(context) {
    for (const { pre, code } of blocks) pre.textContent = code(context);
  }

  return {
    /** @param {Current} current */
    take({ context }) {
      // The time and what is expected are the order's own: code says where they come from.
      const { now, previous, expect, ...rest } = /** @type {Record<string, unknown>} */ (context);
      write(rest);
    },
  };
}

/** @param {Record<string, unknown>} context */
function literal(context) {
  const members = Object.entries(context).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return `{ ${[...members.map(([key, value]) => `${key}: ${JSON.stringify(value)}`), "now: Date.now()"].join(", ")} }`;
}

/** @param {Record<string, unknown>} context */
function npm(context) {
  return `// npm install orderstate@${version()}
import { describe, normalize } from "orderstate";

// The body exactly as it came: text, bytes, the parsed object, or a return URL.
const order = normalize(body, ${literal(context)});

switch (order.fulfilment) {
  case "yes":
    await handOver(order.reference ?? order.id);
    break;
  case "no":
  case "wait":
  case "merchant_decides":
    break;
}
const { title, body: text, actions } = describe(order, { audience: "customer" });`;
}

/** @param {Record<string, unknown>} context */
function worker(context) {
  return `// npm install orderstate@${version()}
import { OrderstateError, normalize } from "orderstate";

export default {
  async fetch(request) {
    try {
      // What was posted is vouched for by nobody: ask the provider before anything is handed over.
      const order = normalize(await request.arrayBuffer(), ${literal({ ...context, trust: "unverified" })});
      return Response.json({ status: order.status, actions: order.actions });
    } catch (error) {
      if (!(error instanceof OrderstateError)) throw error;
      return Response.json({ code: error.code, message: error.message }, { status: 400 });
    }
  },
};`;
}

/** @param {Record<string, unknown>} context */
function cdn(context) {
  return `<!-- index.js of the package stands alone: serve it from where your other files are. -->
<link rel="modulepreload" href="/vendor/orderstate-${version()}/index.js"
  integrity="${PACKAGE_INTEGRITY}">
<script type="module">
  import { describe, normalize } from "/vendor/orderstate-${version()}/index.js";

  const order = normalize(location.href, ${literal({ ...context, trust: "hint" })});
  const { title, body } = describe(order, { audience: "customer", locale: navigator.language });
  document.querySelector("h1").textContent = title;
  document.querySelector("p").textContent = body;
</script>`;
}

/** @param {Record<string, unknown>} context */
function rust({ provider, direction, trust }) {
  const word = (/** @type {unknown} */ text) => String(text).charAt(0).toUpperCase() + String(text).slice(1);
  const names = ["Context", "Fulfilment", "Trust", ...(direction ? ["Direction"] : [])].sort();
  const context =
    (provider ? `Context::of(${JSON.stringify(provider)})` : "Context::default()") +
    (direction ? `.going(Direction::${word(direction)})` : "") +
    `.trusted_as(Trust::${word(trust ?? "unverified")})`;
  return `// cargo add orderstate@${version()}
use orderstate::{${[...names, "normalize"].join(", ")}};

let order = normalize(body, &${context})?;
match order.fulfilment {
    Fulfilment::Yes => hand_over(&order),
    // Not now, not at all, or as you decide.
    _ => {}
}`;
}
