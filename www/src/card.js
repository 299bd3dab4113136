// @ts-check
// What the package returned, as elements. Nothing here knows what a status means: words and tones are the package's.
import { describe, providers } from "orderstate/slim";
import { clock, span } from "./clocks.js";
import { absent, button, code, h, humanise, link, moment, plain, ticked } from "./dom.js";

/**
 * @typedef {import("orderstate").Order} Order
 * @typedef {import("orderstate").Audience} Audience
 * @typedef {import("orderstate").Explanation} Explanation
 * @typedef {import("orderstate").Source} Source
 * @typedef {{ code: string, message: string, remedy: string, offset: number | null, providers: readonly string[] }} Failure
 */

/** The language of the page; the package answers in the nearest that it has. */
export const locale = navigator.language;

/** @type {readonly (readonly [Audience, string])[]} */
export const READERS = [["customer", "The customer reads"], ["merchant", "You read"]];

/**
 * One order as a card.
 *
 * @param {Order} order
 * @param {Explanation | null} explanation
 * @param {(source: Source) => void} show Leads to a place in the payload.
 * @param {string | null} wording What the rule was read from.
 * @param {readonly import("orderstate").TimelineStep[]} past What the payload says that it went through.
 */
export function card(order, explanation, show, wording, past) {
  const { actor, finality, fulfilment, money, moneyBasis, rule } = order;
  const basis = moneyBasis === null ? "" : h("small", {}, ` ${moneyBasis}`);
  const tiles = [
    fact("May I ship?", h("span", { class: "answer" }, code(fulfilment)), "fulfilment"),
    fact("Where is the money?", h("span", {}, code(money), basis), "money"),
    fact("Who must act?", code(actor), "actor"),
    fact("Can it still move?", code(finality), "finality"),
  ];
  return h(
    "article",
    { class: "card panel", "data-tone": order.tone, "aria-labelledby": "order-title" },
    h("header", {}, h("h3", { id: "order-title" }, heading(order)), steps(order), meaning(order)),
    h("dl", { class: "tiles" }, ...tiles),
    ...(rule.warnings.length === 0 ? [] : [warnings(rule.warnings)]),
    h("div", { class: "readers" }, ...READERS.map(([audience, title]) => reader(order, audience, title))),
    timers(order),
    ...(past.length === 0 ? [] : [history(past)]),
    decision(order, explanation, show, wording),
    details(order, explanation, show),
  );
}

/** @param {Order} order */
export function heading({ provider, direction, kind }) {
  const { name: who } = providers().find(({ id }) => id === provider) ?? { name: provider };
  return [who, direction, kind].filter((part) => part !== null).join(" · ");
}

/** @param {Pick<Order, "progress">} order */
export function steps({ progress }) {
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
export function meaning({ word, event, status, reason }) {
  const of = word === null ? "event" : "word";
  const said = word === null && event !== null ? h("span", {}, code(event), h("small", {}, " event")) : code(word);
  return h(
    "p",
    { class: "meaning" },
    h("span", { class: "said", "data-of": of }, h("span", { class: "hidden" }, "The provider's word: "), said),
    h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    pill(status),
    reason === null ? "" : h("span", { class: "reason" }, "reason ", code(reason)),
  );
}

/** @param {string} status */
export function pill(status) {
  return h("span", { class: "status", "data-fact": "status" }, h("span", { class: "hidden" }, "status: "), code(status));
}

/**
 * One line of a list of facts.
 *
 * @param {string} name
 * @param {Node} value
 * @param {string} key
 */
function fact(name, value, key) {
  return h("div", { "data-fact": key }, h("dt", {}, name), h("dd", {}, value));
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
  const actions = order.actions.flatMap((action, place) => (action.audience === audience ? [{ action, place }] : []));
  const items = text.actions.map(({ label }, index) => actionItem(actions[index], label));
  const words = { lang: text.lang, dir: text.dir };
  return h(
    "section",
    { class: "reader", "data-audience": audience },
    h("div", { class: "reader-head" }, h("h4", {}, title), h("span", { class: "badge", ...words }, text.short)),
    h("p", { class: "title", ...words }, text.title),
    h("p", { class: "body", ...words }, text.body),
    items.length === 0 ? "" : h("ul", { class: "actions", "aria-label": "Next" }, ...items),
  );
}

/**
 * @param {{ action: import("orderstate").Action, place: number } | undefined} known
 * @param {string} label
 */
function actionItem(known, label) {
  if (known === undefined) return h("li", {}, label);
  const { address, amount, blocking, deadline, kind, url, when } = known.action;
  const of = (/** @type {string} */ member) => ({ class: "to", "data-of": `actions.${known.place}.${member}` });
  /** @type {(Node | string)[]} */
  const parts = [h("strong", {}, url === null ? label : link(url, label)), h("span", { class: "tag" }, code(kind))];
  if (when !== null) parts.push(h("span", { class: "tag" }, "when ", code(when)));
  if (blocking) parts.push(h("span", { class: "tag" }, "blocking"));
  if (amount !== null) parts.push(h("span", of("amount.value"), sum(amount)));
  if (address !== null) parts.push(h("span", of("address"), "to ", code(address)));
  if (deadline !== null) parts.push(h("span", of("deadline"), "until ", moment(deadline)));
  return h("li", {}, ...parts);
}

/**
 * What goes on: the time to pay, the time in which it can come back, and when to ask again.
 *
 * @param {Order} order
 */
function timers({ expiresAt, expiresBasis, eta, reopenableUntil, poll }) {
  const ask = () => {
    if (poll.stop) return h("span", {}, "no more");
    if (poll.afterMs === null) return absent();
    const wait = h("span", {}, clock(Date.now() + poll.afterMs));
    if (poll.giveUpAt !== null) wait.append("; give up ", clock(poll.giveUpAt));
    if (poll.push) wait.append(h("small", {}, " and it tells by itself"));
    return wait;
  };
  const rows = [fact("Ask the provider again", ask(), "poll")];
  if (expiresAt !== null) rows.unshift(fact("Time to pay ends", h("span", {}, clock(expiresAt), h("small", {}, ` ${expiresBasis}`)), "expires"));
  if (reopenableUntil !== null) rows.unshift(fact("Can come back", h("span", {}, "ends ", clock(reopenableUntil)), "reopens"));
  if (eta !== null) rows.push(fact("The network takes", h("span", {}, `${span(eta.minMs)} to ${span(eta.maxMs)}`), "eta"));
  return h("dl", { class: "timers" }, ...rows);
}

/** @param {readonly import("orderstate").TimelineStep[]} past */
function history(past) {
  const items = past.map(({ at, word, status }) => h("li", {}, h("span", { class: "when" }, moment(at)), code(word), pill(status)));
  return h("section", { class: "decision" }, h("h4", {}, "What it went through"), h("ol", { class: "past", "data-tone": "neutral" }, ...items));
}

/**
 * Which rule decided, beside what, and where it was read.
 *
 * @param {Order} order
 * @param {Explanation | null} explanation
 * @param {(source: Source) => void} show
 * @param {string | null} wording
 */
function decision({ rule }, explanation, show, wording) {
  const because = (explanation?.because ?? []).map((source, place) =>
    h(
      "li",
      { "data-of": `because.${place}` },
      h("span", {}, /^(word|event|family)$/.test(source.of) ? h("span", {}, `the ${source.of} is `, code(source.text)) : code(source.of)),
      pathOf(source, show),
    ),
  );
  return h(
    "section",
    { class: "decision" },
    h("h4", {}, "Which rule decided"),
    h(
      "p",
      { class: "rule", "data-fact": "rule" },
      rule.id === null ? h("span", {}, "None: no table knows what the payload says.") : code(rule.id),
      rule.basis === null ? "" : h("span", { class: "chip" }, rule.basis),
      h("a", { href: rule.docs, rel: "noopener noreferrer", target: "_blank", class: "docs" }, "The provider's page"),
    ),
    wording === null ? "" : h("p", { class: "wording" }, wording),
    because.length === 0 ? "" : h("ul", { class: "because" }, ...because),
    explanation === null ? "" : h("p", { class: "note" }, "Recognised as ", ...explanation.shapes.flatMap(shape)),
  );
}

/**
 * @param {import("orderstate").ShapeInfo} shape
 * @param {number} place
 */
function shape({ name, docs }, place) {
  return [place === 0 ? "" : ", in it ", h("a", { href: docs, rel: "noopener noreferrer", target: "_blank" }, name)];
}

/**
 * Where something stands, as a button that leads there.
 *
 * @param {Source} source
 * @param {(source: Source) => void} show
 */
function pathOf(source, show) {
  if (source.path.length === 0) return "";
  const path = source.path.join(" ▸ ");
  if (source.start === null) return h("span", { class: "path" }, code(path));
  const leads = button("", () => show(source), { class: "path", "aria-label": `Show ${path} in the payload` });
  leads.append(code(path));
  return leads;
}

/**
 * The order's own fields, each with its place in the payload.
 *
 * @param {Order} order
 * @param {Explanation | null} explanation
 * @param {(source: Source) => void} show
 */
function details({ amounts, times, links, ...order }, explanation, show) {
  const sources = new Map((explanation?.fields ?? []).map((source) => [source.of, source]));
  const slow = order.slow === null ? null : order.slow ? "yes" : "no";
  /** @type {(title: string, rows: readonly (readonly [string, Node, string, string?])[]) => Node} */
  const group = (title, rows) => {
    const shown = rows.filter(([, value]) => !(value instanceof Element && value.matches(".absent")));
    if (shown.length === 0) return document.createTextNode("");
    const items = shown.map(([name, value, key, of = key]) => {
      const source = sources.get(of);
      const path = source === undefined ? "" : pathOf(source, show);
      return h("div", { "data-fact": key, "data-of": source === undefined ? false : of }, h("dt", {}, name), h("dd", {}, value, path));
    });
    return h("section", {}, h("h4", {}, title), h("dl", {}, ...items));
  };
  return h(
    "div",
    { class: "groups" },
    group("Ids", [
      ["Order", code(order.id), "id"],
      ["Your reference", code(order.reference), "reference"],
      ["Transaction", code(order.txHash), "txHash"],
      ["Word", code(order.word), "word"],
      ["Event", code(order.event), "event"],
      ["Provider behind it", code(order.via), "via"],
      ["Provider's detail", plain(order.detail), "detail"],
    ]),
    group("Amounts", [
      ["Expected", sum(amounts.expected), "expected", "amounts.expected.value"],
      ["Paid", sum(amounts.paid), "paid", "amounts.paid.value"],
      ["Received", sum(amounts.received), "received", "amounts.received.value"],
    ]),
    group("Times", [
      ["Created", moment(times.created), "created", "times.created"],
      ["Updated", moment(times.updated), "updated", "times.updated"],
      ["Paid", moment(times.paid), "paidAt", "times.paid"],
      ["Completed", moment(times.completed), "completed", "times.completed"],
      ["Time to pay ends", moment(order.expiresAt), "expiresAt"],
      ["Can come back until", moment(order.reopenableUntil), "reopenableUntil"],
      ["Slower than usual", plain(slow), "slow"],
    ]),
    group("Links", [
      ["Checkout", link(links.checkout), "checkout", "links.checkout"],
      ["Status", link(links.status), "statusLink", "links.status"],
      ["Transaction", link(links.transaction), "transaction", "links.transaction"],
    ]),
    group("How it is known", [
      ["Direction", code(order.direction), "direction"],
      ["Trust", code(order.trust), "trust"],
      ["Environment", code(order.environment), "environment"],
    ]),
  );
}

/** @param {import("orderstate").Amount | null} amount */
function sum(amount) {
  if (amount === null) return absent();
  const { value, currency, network } = amount;
  const where = network === null ? "" : h("small", {}, ` on ${network}`);
  return h("span", { class: "sum" }, currency === null ? value : `${value} ${currency}`, where);
}

/**
 * An order as JSON, line by line, so that what comes from the payload can be lit.
 *
 * @param {Order} order
 * @param {Explanation | null} explanation
 */
export function jsonLines(order, explanation) {
  const known = new Set((explanation?.fields ?? []).map(({ of }) => of));
  /** @type {{ key: string, list: boolean, next: number }[]} */
  const around = [];
  return JSON.stringify(order, null, 2).split("\n").map((line) => {
    const [, space = "", name, value = ""] = /^( *)(?:"((?:\\.|[^"\\])*)": )?(.*)$/.exec(line) ?? [];
    if (/^[}\]]/.test(value)) around.pop();
    const inner = around.at(-1);
    const key = name ?? (inner?.list === true ? String(inner.next++) : "");
    const path = [...around.map(({ key }) => key), key].filter((part) => part !== "").join(".");
    if (/[{[]$/.test(value)) around.push({ key, list: value.endsWith("["), next: 0 });
    const parts = name === undefined ? [value] : [h("span", { class: "key" }, `"${name}"`), `: ${value}`];
    return h("span", { class: "line", "data-of": known.has(path) ? path : false }, space, ...parts, "\n");
  });
}

/**
 * Why there is no order.
 *
 * @param {Failure} failure
 * @param {import("./place.js").Place} [place] Where it is wrong.
 * @param {() => void} [show] Leads there.
 * @param {readonly Node[]} [more]
 */
export function failed({ code: name, message, remedy }, place, show = () => {}, more = []) {
  /** @type {Node[]} */
  const parts = [h("h3", {}, code(name)), h("p", { class: "message" }, ...ticked(message))];
  if (remedy !== "") parts.push(h("p", { class: "remedy" }, h("strong", {}, "What to do: "), ...ticked(remedy)));
  if (place !== undefined) {
    const { line, column, before, wrong, after } = place;
    parts.push(h("pre", { class: "place", dir: "ltr" }, before, h("span", { class: "wrong" }, wrong), after));
    parts.push(button(`Show line ${line}, column ${column}`, show));
  }
  return h("article", { class: "failure panel" }, ...parts, ...more);
}

/**
 * What an error answer means.
 *
 * @param {import("orderstate").Problem} problem
 */
export function problemCard(problem) {
  const { kind, actor, retry, code: said, detail, httpStatus, docs, actions } = problem;
  const again = retry.afterMs === null ? code(retry.policy) : h("span", {}, code(retry.policy), ` after ${span(retry.afterMs)}`);
  const tiles = [
    fact("What went wrong?", code(kind), "problem"),
    fact("Who must act?", code(actor), "actor"),
    fact("Ask again?", again, "retry"),
    fact("HTTP status", code(String(httpStatus)), "httpStatus"),
  ];
  return h(
    "article",
    { class: "card panel", "data-tone": "warning" },
    h("header", {}, h("h3", {}, "The request failed; of the order it says nothing")),
    h("dl", { class: "tiles" }, ...tiles),
    h(
      "section",
      { class: "decision" },
      h("h4", {}, "What the provider says"),
      h("p", { class: "rule" }, code(said), plain(detail), link(docs, "The provider's page")),
      h("ul", { class: "because" }, ...actions.map(({ kind }) => h("li", {}, code(kind)))),
    ),
  );
}

/**
 * How a customer stands, of a payload that is about no order.
 *
 * @param {import("orderstate").Customer} customer
 */
export function customerCard(customer) {
  const { provider, kind, scope, mayOrder, onboarding, account, openOrder, mayRetry, missing, next, docs, warnings: words } = customer;
  const { name = provider } = providers().find(({ id }) => id === provider) ?? {};
  const tiles = [
    fact("May order?", code(mayOrder), "mayOrder"),
    fact("Identity", code(onboarding), "onboarding"),
    fact("Account", code(account), "account"),
    fact("An order is open?", code(openOrder), "openOrder"),
  ];
  return h(
    "article",
    { class: "card panel", "data-tone": "neutral", "aria-labelledby": "order-title" },
    h("header", {}, h("h3", { id: "order-title" }, `${name} · ${scope} · ${kind}: about a customer, not an order`)),
    h("dl", { class: "tiles" }, ...tiles),
    ...(words.length === 0 ? [] : [warnings(words)]),
    h(
      "section",
      { class: "decision" },
      h("h4", {}, "What to do"),
      h("p", { class: "rule" }, h("span", {}, "Next: ", code(next)), h("span", {}, "May retry: ", code(mayRetry)), link(docs, "The provider's page")),
      ...(missing.length === 0
        ? []
        : [h("h4", {}, "What is missing"), h("ul", { class: "because" }, ...missing.map(({ kind, word }) => h("li", {}, code(kind), code(word))))]),
    ),
  );
}

/** @param {string} text */
export function hint(text) {
  return h("p", { class: "hint" }, text);
}
