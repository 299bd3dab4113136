// @ts-check
// What the package returned, as elements. Nothing here knows what a status means: words and tones are the package's.
import { describe, providers } from "orderstate";
import { absent, code, h, humanise, link, moment, plain } from "./dom.js";

/**
 * @typedef {import("orderstate").Order} Order
 * @typedef {import("orderstate").Audience} Audience
 * @typedef {{ code: string, message: string, remedy: string, offset: number | null }} Failure
 */

/** The language of the page. */
export const locale = document.documentElement.lang;

/** @type {readonly (readonly [Audience, string])[]} */
const READERS = [["customer", "Customer"], ["merchant", "Merchant"]];

/**
 * One order as a card.
 *
 * @param {Order} order
 * @param {number} index
 * @param {number} count
 */
export function card(order, index, count) {
  const id = `order-${index}`;
  const { actor, finality, fulfilment, money, moneyBasis, rule } = order;
  const basis = moneyBasis === null ? "" : h("small", {}, ` ${moneyBasis}`);
  const tiles = [
    entry("Hand over the goods?", code(fulfilment), "fulfilment"),
    entry("Where is the money?", h("span", {}, code(money), basis), "money"),
    entry("Who must act?", code(actor), "actor"),
    entry("Can it still move?", code(finality), "finality"),
  ];
  return h(
    "article",
    { class: "card", "data-tone": order.tone, "aria-labelledby": id },
    h("header", {}, h("h3", { id }, heading(order, index, count)), steps(order), meaning(order)),
    h("dl", { class: "tiles" }, ...tiles),
    ...(rule.warnings.length === 0 ? [] : [warnings(rule.warnings)]),
    h("div", { class: "readers" }, ...READERS.map(([audience, title]) => reader(order, audience, title))),
    details(order, count === 1),
  );
}

/**
 * @param {Order} order
 * @param {number} index
 * @param {number} count
 */
function heading({ provider, direction, kind }, index, count) {
  const { name: who } = providers().find(({ id }) => id === provider) ?? { name: provider };
  const name = [who, direction, kind].filter((part) => part !== null).join(" · ");
  return count === 1 ? name : `${index + 1} of ${count}: ${name}`;
}

/** @param {Order} order */
function steps({ progress }) {
  if (progress === null) return "";
  const { stage, step, of } = progress;
  const bars = Array.from({ length: of }, (_, bar) => h("i", { "data-reached": bar < step }));
  const label = `Step ${step} of ${of}: ${humanise(stage).toLowerCase()}`;
  const drawn = h("span", { class: "bars", "aria-hidden": "true" }, ...bars);
  return h("div", { class: "steps" }, drawn, h("span", {}, label));
}

/**
 * The provider's word, and what it means here.
 *
 * @param {Order} order
 */
function meaning({ word, event, status, reason }) {
  const said = word === null && event !== null ? h("span", {}, code(event), h("small", {}, " event")) : code(word);
  return h(
    "p",
    { class: "meaning" },
    h("span", { class: "said" }, h("span", { class: "hidden" }, "The provider's word: "), said),
    h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    h("span", { class: "status", "data-fact": "status" }, h("span", { class: "hidden" }, "status: "), code(status)),
    reason === null ? "" : h("span", { class: "reason" }, "reason ", code(reason)),
  );
}

/**
 * One line of a list of facts.
 *
 * @param {string} name
 * @param {Node} value
 * @param {string} fact
 */
function entry(name, value, fact) {
  return h("div", { "data-fact": fact }, h("dt", {}, name), h("dd", {}, value));
}

/** @param {Order["rule"]["warnings"]} words */
function warnings(words) {
  const items = words.map((word) => h("li", {}, code(word)));
  const title = words.length === 1 ? "Warning" : "Warnings";
  return h("div", { class: "warnings" }, h("h4", {}, title), h("ul", {}, ...items));
}

/**
 * What one side is told, and what it can do.
 *
 * @param {Order} order
 * @param {Audience} audience
 * @param {string} title
 */
function reader(order, audience, title) {
  const text = describe(order, { audience, locale });
  // The labels are those of this audience's actions, in the same sequence.
  const actions = order.actions.filter((action) => action.audience === audience);
  const items = text.actions.map(({ label }, index) => actionItem(actions[index], label));
  const words = { lang: text.lang, dir: text.dir };
  return h(
    "section",
    { class: "reader", "data-audience": audience },
    h("div", { class: "reader-head" }, h("h4", {}, title), h("span", { class: "badge", ...words }, text.short)),
    h("p", { class: "title", ...words }, text.title),
    h("p", { class: "body", ...words }, text.body),
    items.length === 0 ? "" : h("ul", { class: "actions", "aria-label": "Actions" }, ...items),
  );
}

/**
 * @param {import("orderstate").Action | undefined} action
 * @param {string} label
 */
function actionItem(action, label) {
  if (action === undefined) return h("li", {}, label);
  const { address, amount, blocking, deadline, kind, url, when } = action;
  /** @type {(Node | string)[]} */
  const parts = [h("strong", {}, url === null ? label : link(url, label)), h("span", { class: "tag" }, code(kind))];
  if (when !== null) parts.push(h("span", { class: "tag" }, "when ", code(when)));
  if (blocking) parts.push(h("span", { class: "tag" }, "blocking"));
  if (amount !== null) parts.push(h("span", { class: "to" }, sum(amount)));
  if (address !== null) parts.push(h("span", { class: "to" }, "to ", code(address)));
  if (deadline !== null) parts.push(h("span", { class: "to" }, "until ", moment(deadline)));
  return h("li", {}, ...parts);
}

/**
 * The rest of the order's fields.
 *
 * @param {Order} order
 * @param {boolean} open
 */
function details({ amounts, times, links, rule, ...order }, open) {
  const slow = order.slow === null ? null : order.slow ? "yes" : "no";
  return h(
    "details",
    { class: "facts", open },
    h("summary", {}, "Details"),
    h(
      "div",
      { class: "groups" },
      group("Ids", [
        ["Order", code(order.id), "id"],
        ["Your reference", code(order.reference), "reference"],
        ["Transaction", code(order.txHash), "txHash"],
        ["Event", code(order.event), "event"],
        ["Provider behind it", code(order.via), "via"],
        ["Provider's detail", plain(order.detail), "detail"],
      ]),
      group("Amounts", [
        ["Expected", sum(amounts.expected), "expected"],
        ["Paid", sum(amounts.paid), "paid"],
        ["Received", sum(amounts.received), "received"],
      ]),
      group("Times", [
        ["Created", moment(times.created), "created"],
        ["Updated", moment(times.updated), "updated"],
        ["Paid", moment(times.paid), "paidAt"],
        ["Completed", moment(times.completed), "completed"],
        ["Time to pay ends", moment(order.expiresAt), "expiresAt"],
        ["Can reopen until", moment(order.reopenableUntil), "reopenableUntil"],
        ["Slower than usual", plain(slow), "slow"],
      ]),
      group("Links", [
        ["Checkout", link(links.checkout), "checkout"],
        ["Status", link(links.status), "statusLink"],
        ["Transaction", link(links.transaction), "transaction"],
      ]),
      group("How it is known", [
        ["Trust", code(order.trust), "trust"],
        ["Environment", code(order.environment), "environment"],
        ["Rule", code(rule.id), "rule"],
        ["Basis", code(rule.basis), "basis"],
        ["Documentation", link(rule.docs), "docs"],
      ]),
    ),
  );
}

/**
 * @param {string} title
 * @param {readonly (readonly [string, Node, string])[]} rows
 */
function group(title, rows) {
  return h("section", {}, h("h4", {}, title), h("dl", {}, ...rows.map((row) => entry(...row))));
}

/** @param {import("orderstate").Amount | null} amount */
function sum(amount) {
  if (amount === null) return absent();
  const { value, currency, network } = amount;
  const where = network === null ? "" : h("small", {}, ` on ${network}`);
  return h("span", {}, currency === null ? value : `${value} ${currency}`, where);
}

/**
 * The orders as they are.
 *
 * @param {readonly Order[]} orders
 */
export function json(orders) {
  const text = JSON.stringify(orders.length === 1 ? orders[0] : orders, null, 2);
  return h(
    "details",
    { class: "json", open: true },
    h("summary", {}, "JSON"),
    h("pre", { tabindex: "0", role: "region", "aria-label": "The order as JSON" }, text),
  );
}

/**
 * Why there is no order.
 *
 * @param {Failure} failure
 * @param {import("./place.js").Place} [place] Where it is wrong.
 * @param {() => void} [show] Leads there.
 */
export function failed({ code: name, message, remedy }, place, show = () => {}) {
  /** @type {Node[]} */
  const parts = [h("h3", {}, code(name)), h("p", { class: "message" }, message)];
  if (remedy !== "") parts.push(h("p", { class: "remedy" }, h("strong", {}, "What to do: "), remedy));
  if (place !== undefined) {
    const { line, column, before, wrong, after } = place;
    const button = h("button", { type: "button" }, `Show line ${line}, column ${column}`);
    button.addEventListener("click", show);
    parts.push(h("pre", { class: "place" }, before, h("mark", {}, wrong), after), button);
  }
  return h("article", { class: "failure" }, ...parts);
}

export function emptyList() {
  return hint("This is a list of orders, and there are none in it.");
}

/** @param {string} text */
export function hint(text) {
  return h("p", { class: "hint" }, text);
}
