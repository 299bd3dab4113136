// @ts-check
// Replay: events about one order, in whatever sequence they come, and what `transition` makes of each.
import { describe, flow, normalize, normalizeAll, normalizeWord, providers, transition } from "orderstate/slim";
import { locale, pill, steps } from "./card.js";
import { inOrder } from "./chart.js";
import { asFailure } from "./decode.js";
import { absent, button, byId, chooser, code, h, moment } from "./dom.js";

/**
 * @typedef {import("orderstate").Order} Order
 * @typedef {import("./decode.js").Sample} Sample
 * @typedef {{ key: string, name: string, orders: () => Order[] }} Film Orders as one order was, one after the other.
 * @typedef {{ order: Order, verdict: string, alerts: readonly string[], kept: Order } | { order: Order, verdict: string, message: string, kept: Order | null }} Judged
 */

/** As many events are worth looking at. */
const MOST = 10;
const PASTED = "pasted";
const BEAT = 1100;

/**
 * @param {HTMLElement} place
 * @param {readonly Sample[]} samples
 * @param {() => void} changed
 */
export function replay(place, samples, changed) {
  const films = [...walks(), ...told(samples)];
  /** @type {Order[]} */
  let orders = [];
  /** Which of them comes when. @type {number[]} */
  let sequence = [];
  let shown = 0;
  /** Why an event of one's own cannot be read. @type {string | null} */
  let wrong = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;

  const source = chooser("film", "Events", [...films.map(({ key, name }) => /** @type {const} */ ([key, name])), [PASTED, "Your own, one payload a line"]], () => {
    take();
    changed();
  });
  const field = h("textarea", { id: "events", class: "code", rows: "5", spellcheck: "false", dir: "ltr" });
  const own = h("div", { class: "field wide" }, h("label", { for: "events" }, "Payloads about one order, one a line"), field);
  field.addEventListener("input", take);
  const mix = (/** @type {() => void} */ change) => () => {
    stop();
    change();
    shown = 0;
    draw();
    changed();
  };
  // The longest walk shows most.
  const length = (/** @type {Film} */ film) => film.orders().length;
  source.select.value = walks().reduce((best, film) => (length(film) > length(best) ? film : best)).key;
  const random = () => Math.floor(Math.random() * sequence.length);
  const mixes = h(
    "div",
    { class: "row", role: "group", "aria-label": "Sequence" },
    button("As they happened", mix(() => (sequence = orders.map((_, index) => index)))),
    button("Shuffle", mix(() => shuffle(sequence))),
    button("Repeat one", mix(() => {
      const index = random();
      sequence.splice(index + 1, 0, sequence[index] ?? 0);
    })),
    button("Delay one", mix(() => sequence.push(...sequence.splice(Math.floor(random() / 2), 1)))),
  );
  const play = button("Play", () => (playing === undefined ? start() : stop()), { class: "main" });
  const back = button("Back", () => step(-1));
  const next = button("Step", () => step(1));
  const again = button("From the start", () => step(-shown));
  const steering = h("div", { class: "row", role: "group", "aria-label": "Steps" }, play, back, next, again);
  const list = h("ol", { class: "events panel", "aria-label": "Events" });
  const kept = h("div", { class: "panel kept" });
  place.append(h("div", { class: "controls panel" }, source.field, own, mixes, steering), h("div", { class: "film" }, list, kept));

  function start() {
    if (shown >= sequence.length) shown = 0;
    play.textContent = "Pause";
    step(1);
    playing = setInterval(() => (shown < sequence.length ? step(1, true) : stop()), BEAT);
  }

  function stop() {
    clearInterval(playing);
    playing = undefined;
    play.textContent = "Play";
  }

  /**
   * @param {number} by
   * @param {boolean} [plays]
   */
  function step(by, plays = false) {
    if (!plays && playing !== undefined && by !== 1) stop();
    shown = Math.max(0, Math.min(sequence.length, shown + by));
    draw();
    const judged = judge(sequence.slice(0, shown).map((index) => /** @type {Order} */ (orders[index]))).at(-1);
    byId("said", HTMLElement).textContent = judged === undefined ? "" : `${judged.order.word ?? ""}: ${judged.verdict}; kept: ${judged.kept?.status ?? "nothing"}`;
    changed();
  }

  /** Takes the events that are chosen. */
  function take() {
    stop();
    own.hidden = source.select.value !== PASTED;
    orders = [];
    wrong = null;
    if (source.select.value === PASTED) {
      for (const [index, line] of field.value.split("\n").entries()) {
        if (line.trim() === "") continue;
        try {
          orders.push(normalize(line, { trust: "api" }));
        } catch (error) {
          wrong ??= `line ${index + 1}: ${asFailure(error).message}`;
        }
      }
    } else {
      orders = films.find(({ key }) => key === source.select.value)?.orders() ?? [];
    }
    sequence = orders.map((_, index) => index);
    shown = 0;
    draw();
  }

  function draw() {
    const all = judge(sequence.slice(0, shown).map((index) => /** @type {Order} */ (orders[index])));
    const items = sequence.map((index, at) => {
      const order = /** @type {Order} */ (orders[index]);
      const judged = all[at];
      const late = sequence.slice(0, at).some((earlier) => earlier > index);
      const twice = sequence.slice(0, at).includes(index);
      const item = h(
        "li",
        { class: judged === undefined ? "ahead" : "seen", "aria-current": at === shown - 1 ? "step" : false, "data-tone": order.tone },
        h("span", { class: "number" }, `${index + 1}`),
        h("span", { class: "what" }, code(order.word ?? order.event), " ", pill(order.status), twice ? h("span", { class: "chip" }, "twice") : late ? h("span", { class: "chip" }, "late") : ""),
        h("span", { class: "when" }, order.times.updated === null ? "" : moment(order.times.updated)),
      );
      if (judged !== undefined) {
        const alerts = "alerts" in judged ? judged.alerts.map((alert) => h("span", { class: "alert" }, code(alert))) : [h("span", { class: "wrong" }, judged.message)];
        item.append(h("span", { class: "verdict", "data-verdict": judged.verdict }, code(judged.verdict), ...alerts));
      }
      return item;
    });
    list.replaceChildren(...(items.length === 0 ? [h("li", { class: "note" }, wrong ?? "There are no events yet.")] : items));
    if (wrong !== null && items.length > 0) list.append(h("li", { class: "wrong" }, wrong));
    kept.replaceChildren(...keptNow(all.at(-1)?.kept ?? null));
    for (const control of [play, next]) control.disabled = sequence.length === 0 || (shown >= sequence.length && control === next);
    for (const control of [back, again]) control.disabled = shown === 0;
  }

  return {
    choices: () => ({ film: source.select.value, sequence: source.select.value === PASTED ? "" : sequence.join("."), shown: shown === 0 ? "" : String(shown) }),
    /** @param {import("./state.js").Choices} said */
    open({ film, sequence: wanted, shown: to }) {
      if (film !== undefined && [...source.select.options].some(({ value }) => value === film)) source.select.value = film;
      else if (orders.length > 0) return;
      take();
      const numbers = (wanted ?? "").split(".").map(Number).filter((index) => orders[index] !== undefined);
      if (wanted !== undefined && numbers.length > 0 && numbers.length < 100) sequence = numbers;
      shown = Math.min(sequence.length, Math.max(0, Number(to) || 0));
      draw();
    },
  };
}

/**
 * What is kept, and why, after each of some orders.
 *
 * @param {readonly Order[]} orders
 * @returns {Judged[]}
 */
function judge(orders) {
  /** @type {Order | null} */
  let kept = null;
  return orders.map((order) => {
    if (kept === null) {
      kept = order;
      return { order, verdict: "first", alerts: [], kept };
    }
    try {
      const { verdict, order: next, alerts } = transition(kept, order);
      kept = next;
      return { order, verdict, alerts, kept };
    } catch (error) {
      const { code: verdict, message } = asFailure(error);
      return { order, verdict, message, kept };
    }
  });
}

/** @param {Order | null} order */
function keptNow(order) {
  if (order === null) return [h("h2", {}, "What is kept"), h("p", { class: "note" }, "Nothing yet: step, or play.")];
  const text = describe(order, { audience: "customer", locale });
  const words = { lang: text.lang, dir: text.dir };
  return [
    h("h2", {}, "What is kept"),
    h("div", { "data-tone": order.tone, class: "keeps" }, pill(order.status), order.reason === null ? "" : code(order.reason), steps(order)),
    h("h3", {}, "The customer sees"),
    h("p", { class: "title", ...words }, text.title),
    h("p", { class: "body", ...words }, text.body),
    h("dl", { class: "timers" },
      h("div", {}, h("dt", {}, "May I ship?"), h("dd", {}, code(order.fulfilment))),
      h("div", {}, h("dt", {}, "Where is the money?"), h("dd", {}, code(order.money))),
      h("div", {}, h("dt", {}, "Can it still move?"), h("dd", {}, code(order.finality))),
      h("div", {}, h("dt", {}, "Updated"), h("dd", {}, order.times.updated === null ? absent() : moment(order.times.updated)))),
  ];
}

/**
 * A walk through each flow that is written down, from its entry to an end and on, as far as it leads.
 *
 * @returns {Film[]}
 */
function walks() {
  return providers().flatMap(({ id, name, directions }) =>
    directions.flatMap((direction) => {
      const made = flow(id, direction);
      if (made.states.length === 0 || made.entry === null) return [];
      const orders = () => {
        const sequence = inOrder(made);
        const words = [/** @type {string} */ (made.entry)];
        for (;;) {
          // The nearest state onwards, so that the walk is a long one. A word alone does not say what it means beside a field.
          const onwards = made.edges.filter(({ from, to, refused }) => from === words.at(-1) && !refused && !to.includes("?") && !words.includes(to));
          const [nearest] = onwards.map(({ to }) => to).sort((a, b) => sequence.indexOf(a) - sequence.indexOf(b));
          if (nearest === undefined) break;
          words.push(nearest);
        }
        return words.map((word) => normalizeWord(id, word, { direction, trust: "api" }));
      };
      return [{ key: `${id}/${direction}`, name: `A walk through ${name}, ${direction}`, orders }];
    }),
  );
}

/**
 * Samples that are about one order.
 *
 * @param {readonly Sample[]} samples
 * @returns {Film[]}
 */
function told(samples) {
  /** @type {Map<string, Order[]>} */
  const groups = new Map();
  for (const { payload, context } of samples) {
    try {
      const [order, second] = normalizeAll(payload, context ?? {});
      if (order === undefined || second !== undefined || order.id === null || order.trust === "hint") continue;
      const key = `${order.provider}/${order.direction ?? "any"}/${order.id}`;
      const group = groups.get(key) ?? [];
      // Of the same word, one is enough.
      if (!group.some(({ word, event }) => word === order.word && event === order.event)) group.push(order);
      groups.set(key, group);
    } catch {
      // What is no order is about none.
    }
  }
  const names = new Map(providers().map(({ id, name }) => [id, name]));
  const far = (/** @type {Order} */ { progress }) => progress?.step ?? 0;
  return [...groups].flatMap(([key, orders]) => {
    const [first] = orders;
    if (first === undefined || orders.length < 4) return [];
    const sorted = [...orders].sort((a, b) => (a.times.updated ?? "").localeCompare(b.times.updated ?? "") || far(a) - far(b)).slice(0, MOST);
    return [{ key, name: `Samples of ${names.get(first.provider)}, ${first.direction ?? "any direction"}: ${sorted.length} events`, orders: () => sorted }];
  });
}

/** @param {number[]} list */
function shuffle(list) {
  for (let place = list.length - 1; place > 0; place--) {
    const other = Math.floor(Math.random() * (place + 1));
    [list[place], list[other]] = [list[other] ?? 0, list[place] ?? 0];
  }
}
