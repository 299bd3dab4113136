// @ts-check
// Report: a text for a ticket. What could tell whom an order is about is left out unless it is chosen.
import { version } from "orderstate/slim";
import { button, copy, download, h } from "./dom.js";

/**
 * @typedef {import("./decode.js").Current} Current
 * @typedef {import("orderstate").Order} Order
 */

/** What may be added: a key, what it is called, and its lines. */
const MORE = /** @type {const} */ (["ids", "amounts", "links", "texts"]);
/** @type {Record<typeof MORE[number], string>} */
const LABELS = {
  ids: "Ids and the transaction's hash",
  amounts: "Amounts",
  links: "Links and addresses",
  texts: "The provider's own texts: its detail, and words that no table knows",
};

/** @param {HTMLElement} place */
export function report(place) {
  /** @type {Current | null} */
  let current = null;
  const boxes = MORE.map((key) => {
    const box = h("input", { type: "checkbox", id: `report-${key}` });
    box.addEventListener("change", write);
    return { key, box, field: h("div", { class: "field check" }, box, h("label", { for: `report-${key}` }, LABELS[key])) };
  });
  const text = h("pre", { class: "panel", tabindex: "0", role: "region", "aria-label": "The report", id: "report-text", dir: "ltr" });
  const copies = button("Copy the report", () => copy(text.textContent ?? "", copies), { class: "main" });
  const saves = button("Download", () => download("orderstate-report.txt", "text/plain", text.textContent ?? ""));
  place.append(
    h("fieldset", { class: "panel" }, h("legend", {}, "Add what may be seen by whoever reads the ticket"), ...boxes.map(({ field }) => field)),
    h("div", { class: "row" }, copies, saves),
    text,
  );

  function write() {
    const chosen = new Set(boxes.filter(({ box }) => box.checked).map(({ key }) => key));
    const order = current?.order ?? null;
    text.textContent = order === null ? "Decode a payload first: there is no order to report." : lines(order, current, chosen).join("\n");
    for (const control of [copies, saves]) control.disabled = order === null;
  }
  write();

  return {
    /** @param {Current} given */
    take(given) {
      current = given;
      write();
    },
  };
}

/**
 * @param {Order} order
 * @param {Current | null} current
 * @param {ReadonlySet<typeof MORE[number]>} chosen
 */
function lines(order, current, chosen) {
  const { rule, times, amounts, links } = order;
  const sum = (/** @type {import("orderstate").Amount | null} */ amount) =>
    amount === null ? null : [amount.value, amount.currency, amount.network && `on ${amount.network}`].filter(Boolean).join(" ");
  // A word that a table knows is the provider's; any other text may be anybody's.
  const word = rule.known || chosen.has("texts") ? order.word : order.word && "(left out: no table knows it)";
  /** @type {readonly (readonly [string, string | null | undefined])[]} */
  const rows = [
    ["orderstate", version()],
    ["reported at", new Date().toISOString()],
    ["provider", order.provider],
    ["payload", current?.explanation?.shapes.map(({ name }) => name).join(", in it ")],
    ["sent as", order.kind],
    ["direction", order.direction],
    ["trust", order.trust],
    ["environment", order.environment],
    ["word", word],
    ["event", chosen.has("texts") || (rule.known && order.word === null) ? order.event : null],
    ["status", order.status],
    ["reason", order.reason],
    ["money", order.moneyBasis === null ? order.money : `${order.money} (${order.moneyBasis})`],
    ["fulfilment", order.fulfilment],
    ["who acts", order.actor],
    ["finality", order.finality],
    ["actions", order.actions.map(({ kind, audience }) => `${audience}: ${kind}`).join(", ")],
    ["rule", chosen.has("texts") || rule.known ? rule.id : null],
    ["basis", rule.basis],
    ["page", rule.docs],
    ["warnings", rule.warnings.join(", ")],
    ["created", times.created],
    ["updated", times.updated],
    ["paid", times.paid],
    ["completed", times.completed],
    ["expires", order.expiresAt],
    ["can come back until", order.reopenableUntil],
    ...(chosen.has("ids")
      ? /** @type {const} */ ([["order id", order.id], ["reference", order.reference], ["transaction", order.txHash], ["via", order.via]])
      : []),
    ...(chosen.has("amounts")
      ? /** @type {const} */ ([["expected", sum(amounts.expected)], ["sent", sum(amounts.paid)], ["received", sum(amounts.received)]])
      : []),
    ...(chosen.has("links")
      ? /** @type {const} */ ([
          ["checkout", links.checkout],
          ["status page", links.status],
          ["transaction page", links.transaction],
          ["address", order.actions.find(({ address }) => address !== null)?.address],
        ])
      : []),
    ...(chosen.has("texts") ? /** @type {const} */ ([["detail", order.detail]]) : []),
  ];
  const given = rows.flatMap(([name, value]) => (value ? [/** @type {const} */ ([name, value])] : []));
  const width = Math.max(...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)}  ${value.replace(/\s+/g, " ")}`);
}
