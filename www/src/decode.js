// @ts-check
// Decode: what is in the form goes through the package, and what comes back is shown. Nothing is sent anywhere.
import { OrderstateError, describe, explainAll, normalizeAll, normalizeCustomer, normalizeProblem, providers, timeline } from "orderstate/slim";
import { card, customerCard, failed, hint, jsonLines, locale, pill, problemCard } from "./card.js";
import { button, byId, code, copy, h, humanise } from "./dom.js";
import { editor } from "./editor.js";
import { read } from "./forms.js";
import { later } from "./later.js";
import { placeOf } from "./place.js";
import { unpacked } from "./state.js";

/**
 * @typedef {import("orderstate").Context} Context
 * @typedef {import("orderstate").Order} Order
 * @typedef {import("orderstate").Explanation} Explanation
 * @typedef {import("./forms.js").Part} Part
 * @typedef {{ provider: string, situation: string, payload: string, context: Context | null }} Sample
 * @typedef {{ part: Part, order: Order, place: number }} Found An order, and which of its payload it is.
 * @typedef {{ part: Part, failure: import("./card.js").Failure }} Missed
 * @typedef {object} Current What is decoded: what the other sections work with.
 * @property {Order | null} order
 * @property {Explanation | null} explanation
 * @property {Context} context
 * @property {string} sample
 */

/** So many orders are listed at first. */
const LISTED = 20;

/** A text of so many characters is read when it has been painted, and its places are looked for once nobody types. */
const MUCH = 50_000;

/**
 * @param {object} app
 * @param {Sample} app.first What is shown first.
 * @param {() => void} app.changed Called when the address is to be written anew.
 * @param {(current: Current) => void} app.decoded Called with each order that is shown.
 */
export function decode({ first, changed, decoded }) {
  const form = byId("form", HTMLFormElement);
  const result = byId("result", HTMLElement);
  const summary = byId("summary", HTMLElement);
  const beside = byId("beside", HTMLElement);
  const json = byId("json", HTMLElement);
  const readAs = byId("read-as", HTMLElement);
  const sampleField = byId("sample", HTMLSelectElement);
  const otherField = byId("other", HTMLTextAreaElement);
  const providerField = byId("provider", HTMLSelectElement);
  const directionField = byId("direction", HTMLSelectElement);
  const trustField = byId("trust", HTMLSelectElement);
  const nowField = byId("now", HTMLInputElement);
  const { field, show: mark, reveal, select } = editor(byId("editor", HTMLElement), (of) => light(of, false));

  /** @type {Map<string, Sample>} */
  const samples = new Map([[key(first), first]]);
  /** The sample whose context stands in the form, edited or not. @type {Sample | undefined} */
  let lent;
  const blank = filling();
  /** What the user has put in, kept while a sample is looked at. */
  let own = blank;
  let shownSample = "";
  /** The rows with their wordings, once they are there. @type {readonly import("orderstate/catalogue").CatalogueEntry[]} */
  let rows = [];
  /** @type {(Found | Missed)[]} */
  let all = [];
  let chosen = 0;
  const work = later();

  form.addEventListener("submit", (event) => event.preventDefault());
  for (const control of [providerField, directionField, trustField, otherField, nowField]) control.addEventListener("input", update);
  field.addEventListener("input", typed);
  sampleField.addEventListener("change", () => choose(sampleField.value));
  byId("clear", HTMLButtonElement).addEventListener("click", () => {
    field.value = "";
    typed();
    field.focus();
  });
  // What was read of a token, say, in its place: where it is wrapped nothing can be marked.
  const unwrap = byId("unwrap", HTMLButtonElement);
  unwrap.addEventListener("click", () => {
    field.value = read(field.value).parts[0]?.text ?? "";
    typed();
    field.focus();
  });
  const file = byId("file", HTMLInputElement);
  file.addEventListener("change", () => file.files?.[0] && take(file.files[0]));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    const dropped = event.dataTransfer?.files[0];
    if (dropped === undefined) return;
    event.preventDefault();
    take(dropped);
  });
  for (const kind of ["mouseover", "focusin"]) {
    for (const place of [result, json]) {
      place.addEventListener(kind, ({ target }) => {
        const of = target instanceof Element ? target.closest("[data-of]")?.getAttribute("data-of") : null;
        light(of?.split(" ") ?? [], true);
      });
    }
  }
  for (const place of [result, json]) place.addEventListener("mouseleave", () => light([], false));
  document.querySelector('[data-copy="json"]')?.addEventListener("click", ({ currentTarget }) => {
    if (currentTarget instanceof HTMLElement) copy(json.textContent ?? "", currentTarget);
  });

  /** @param {File} given */
  async function take(given) {
    field.value = await given.text();
    typed();
  }

  function typed() {
    // What is known beside a sample holds for that: another payload is not vouched for because the sample was.
    if (lent !== undefined && !isLeft(lent.payload, field.value)) fill({ ...blank, payload: field.value });
    shownSample = "";
    sampleField.value = "";
    update();
  }

  /** Fills the lists to choose from. */
  function cover() {
    const covered = providers();
    const directions = new Set(covered.flatMap((provider) => provider.directions));
    providerField.append(...covered.map(({ id, name }) => h("option", { value: id }, name)));
    directionField.append(...[...directions].map((direction) => h("option", { value: direction }, direction)));
  }

  /**
   * @param {readonly Sample[]} given
   * @param {typeof rows} catalogue
   */
  function offer(given, catalogue) {
    rows = catalogue;
    for (const sample of given) samples.set(key(sample), sample);
    for (const { id, name } of providers()) {
      const those = [...samples.values()].filter(({ provider }) => provider === id);
      const options = those.map((sample) => h("option", { value: key(sample) }, humanise(sample.situation)));
      if (options.length > 0) sampleField.append(h("optgroup", { label: name }, ...options));
    }
    sampleField.value = shownSample;
    // Shown once more, now with its wording.
    if (all.length > 0 && document.activeElement !== field) choice(chosen, context());
  }

  /**
   * Fills the form with a sample, or with what the user had put in.
   *
   * @param {string} name
   */
  function choose(name) {
    const sample = samples.get(name);
    if (shownSample === "") own = filling();
    shownSample = sample === undefined ? "" : name;
    sampleField.value = shownSample;
    fill(sample === undefined ? own : fillingOf(sample));
    update();
  }

  function filling() {
    return {
      payload: field.value,
      provider: providerField.value,
      direction: directionField.value,
      trust: trustField.value,
      other: otherField.value,
      now: nowField.checked,
      lent,
    };
  }

  /** @param {ReturnType<typeof filling>} filling */
  function fill({ payload, provider, direction, trust, other, now, lent: sample }) {
    lent = sample;
    field.value = payload;
    providerField.value = provider;
    directionField.value = direction;
    trustField.value = trust;
    otherField.value = other;
    nowField.checked = now;
    byId("more", HTMLDetailsElement).open = other !== "";
    byId("editor", HTMLElement).scrollTop = 0;
  }

  /** What the form says beside the payload. */
  function context() {
    const { provider, direction, trust, other, now } = filling();
    /** @type {Context} */
    let rest;
    try {
      rest = other.trim() === "" ? {} : JSON.parse(other);
    } catch {
      throw new SyntaxError("what stands under More context is no JSON");
    }
    const named = { ...(provider === "" ? {} : { provider }), ...(direction === "" ? {} : { direction }) };
    const time = now && rest.now === undefined ? { now: Date.now() } : {};
    return /** @type {Context} */ ({ ...rest, ...named, ...time, trust });
  }

  function update() {
    changed();
    if (field.value.length < MUCH) return recognise();
    result.setAttribute("aria-busy", "true");
    work.painted(recognise);
  }

  /** Reads what is in the form, and shows what it means. */
  function recognise() {
    work.drop();
    result.removeAttribute("aria-busy");
    all = [];
    chosen = 0;
    const pasted = read(field.value);
    readAs.textContent = pasted.form;
    readAs.hidden = pasted.form === "";
    unwrap.hidden = pasted.parts[0]?.offset !== null;
    if (field.value.trim() === "") {
      mark([]);
      show([hint("Choose a sample, or paste a payload.")], "");
      return;
    }
    try {
      const given = context();
      const { answer } = pasted;
      if (answer !== null && answer.status >= 400 && given.provider) {
        mark([]);
        const [part] = pasted.parts;
        show([problemCard(normalizeProblem(given.provider, answer.status, part?.text ?? "", answer.headers))], "A problem");
        return;
      }
      for (const part of pasted.parts) {
        try {
          for (const [place, order] of normalizeAll(part.text, given).entries()) all.push({ part, order, place });
        } catch (error) {
          if (!pasted.many) throw error;
          all.push({ part, failure: asFailure(error) });
        }
      }
      if (all.length === 0) {
        mark([]);
        show([hint("This is a list of orders, and there are none in it.")], "0 orders");
        return;
      }
      choice(0, given);
    } catch (error) {
      mark([]);
      const why = asFailure(error);
      const customer = why.code === "customer_payload" ? customerOf(pasted.parts[0]?.text ?? "") : undefined;
      if (customer === undefined) refuse(why, pasted.parts[0]);
      else show([customerCard(customer)], "A customer, not an order");
    }
  }

  /**
   * Of a payload that is about a customer, how that stands.
   *
   * @param {string} text
   */
  function customerOf(text) {
    for (const { id } of providers()) {
      try {
        return normalizeCustomer(id, text, /** @type {Context} */ ({ trust: trustField.value }));
      } catch {
        // Another provider's, then.
      }
    }
    return undefined;
  }

  /**
   * Shows one of the orders that were found.
   *
   * @param {number} place
   * @param {Context} given
   */
  function choice(place, given) {
    chosen = place;
    const found = all[place];
    if (found === undefined) return;
    const listed = all.length > 1 ? [list(given)] : [];
    if ("failure" in found) {
      mark([]);
      show([...listed, failure(found.failure, found.part)], said());
      return;
    }
    const { part, order } = found;
    const draw = (/** @type {Explanation | null} */ explanation) => {
      const lead = (/** @type {import("orderstate").Source} */ { start, end }) => {
        if (part.offset !== null && start !== null && end !== null) select(part.offset + start, part.offset + end);
      };
      mark(marksOf(explanation, part));
      json.replaceChildren(...jsonLines(order, explanation));
      const past = explanation === null || all.some((other) => other !== found && other.part === part) ? [] : timeline(part.text, given);
      show([...listed, card(order, explanation, lead, wordingOf(order, explanation), past)], said(), order);
      decoded({ order, explanation, context: given, sample: shownSample });
    };
    const explain = () => explainAll(part.text, given)[found.place] ?? null;
    if (part.text.length < MUCH) return draw(explain());
    draw(null);
    work.quiet(300, () => draw(explain()));
  }

  /**
   * What is written beside the row that decided.
   *
   * @param {Order} order
   * @param {Explanation | null} explanation
   */
  function wordingOf({ provider, direction, rule }, explanation) {
    if (!rule.known || explanation === null) return null;
    const said = (/** @type {string} */ what) => explanation.because.find(({ of }) => of === what)?.text;
    const family = said("family");
    const word = [...(family ? [family] : []), said("word") ?? said("event")].join("/");
    const when = explanation.because.filter(({ of }) => !/^(word|family|event)$/.test(of)).map(({ of }) => of).join(", ");
    const words = rows.find(({ id }) => id === provider)?.words ?? [];
    const row = words.find((row) => row.word === word && (row.when ?? "") === when && (row.direction === null || row.direction === direction));
    return row?.wording ?? null;
  }

  /** @param {Context} given */
  function list(given) {
    const item = (/** @type {Found | Missed} */ found, /** @type {number} */ place) => {
      const press = () => {
        choice(place, given);
        result.querySelectorAll(".orders button").forEach((other) => other instanceof HTMLElement && other.ariaCurrent === "true" && other.focus());
      };
      const entry = button("", press, { "aria-current": place === chosen ? "true" : "false" });
      const number = h("span", { class: "number" }, `${place + 1}`);
      if ("failure" in found) entry.append(number, h("span", { class: "wrong" }, code(found.failure.code)), ` line ${found.part.line}`);
      else entry.append(number, h("span", { "data-tone": found.order.tone }, pill(found.order.status)), code(found.order.id ?? found.order.word));
      return h("li", {}, entry);
    };
    const orders = h("ol", { class: "orders panel", "aria-label": "Orders" });
    const upTo = (/** @type {number} */ count) => orders.replaceChildren(...all.slice(0, count).map(item));
    upTo(Math.max(LISTED, chosen + 1));
    if (all.length > LISTED && chosen < LISTED) {
      const more = button(`Show all ${all.length}`, () => upTo(all.length), { class: "quiet" });
      orders.append(h("li", {}, more));
    }
    return orders;
  }

  function said() {
    const [only] = all;
    const many = all.filter((found) => "failure" in found).length;
    if (all.length > 1) return many === 0 ? `${all.length} orders` : `${all.length - many} orders, ${many} that cannot be read`;
    if (only === undefined || "failure" in only) return "";
    return `1 order: ${describe(only.order, { audience: "customer", locale }).short}`;
  }

  /**
   * @param {import("./card.js").Failure} why
   * @param {Part | undefined} part
   */
  function failure(why, part) {
    const place =
      why.offset === null || part === undefined || part.offset === null
        ? undefined
        : placeOf(field.value, why.offset + new TextEncoder().encode(field.value.slice(0, part.offset)).length);
    const named = why.providers.map((id) => {
      return button(providers().find((provider) => provider.id === id)?.name ?? id, () => {
        providerField.value = id;
        update();
      });
    });
    if (why.code === "provider_not_recognised" && providerField.value === "") named.push(button("Name the provider", () => providerField.focus()));
    const choices = named.length === 0 ? [] : [h("div", { class: "row" }, ...named)];
    return failed(why, place, () => select(place?.start ?? 0, place?.end ?? 0), choices);
  }

  /**
   * @param {import("./card.js").Failure} why
   * @param {Part | undefined} [part]
   */
  function refuse(why, part) {
    show([failure(why, part)], `No order: ${why.code}`);
  }

  /**
   * @param {Node[]} content
   * @param {string} words What is read out.
   * @param {Order | null} [order]
   */
  function show(content, words, order = null) {
    result.replaceChildren(...content);
    beside.hidden = order === null;
    form.parentElement?.toggleAttribute("data-beside", order !== null);
    if (order === null) decoded({ order: null, explanation: null, context: {}, sample: shownSample });
    // The same words again would be read out again.
    if (summary.textContent !== words) summary.textContent = words;
  }

  /**
   * Lights what comes from one place, wherever it is shown.
   *
   * @param {readonly string[]} of
   * @param {boolean} follow Whether the payload is to be scrolled there.
   */
  function light(of, follow) {
    for (const element of document.querySelectorAll("#section-decode .lit")) element.classList.remove("lit");
    for (const one of of) {
      for (const element of document.querySelectorAll(`#section-decode [data-of~="${CSS.escape(one)}"]`)) element.classList.add("lit");
      if (follow) reveal(one);
    }
  }

  /** What the address says of it, but for the payload. */
  function choices() {
    const { provider, direction, trust } = filling();
    if (shownSample !== "") {
      const { provider: its, direction: way, trust: how } = fillingOf(/** @type {Sample} */ (samples.get(shownSample)));
      const same = provider === its && direction === way && trust === how;
      return { sample: shownSample, ...(same ? {} : { provider, direction, trust }) };
    }
    return { provider, direction, trust: trust === "unverified" ? "" : trust };
  }

  /**
   * Does what the address says.
   *
   * @param {import("./state.js").Choices} said
   */
  function open({ sample = "", provider, direction, trust, payload }) {
    if (payload !== undefined) {
      try {
        const { text, other, now } = JSON.parse(unpacked(payload));
        shownSample = "";
        sampleField.value = "";
        fill({ ...blank, payload: text, other, now, provider: provider ?? "", direction: direction ?? "", trust: trust ?? "unverified" });
        update();
      } catch {
        refuse(asFailure(new Error("the payload in the link cannot be read")));
      }
      return;
    }
    if (samples.has(sample) && sample !== shownSample) choose(sample);
    if (provider !== undefined) providerField.value = provider;
    if (direction !== undefined) directionField.value = direction;
    if (trust !== undefined) trustField.value = trust;
    if (provider !== undefined || direction !== undefined || trust !== undefined) update();
  }

  /** The payload and its context, for whoever chose to share them. */
  const shared = () => JSON.stringify({ text: field.value, other: otherField.value, now: nowField.checked });

  const empty = () => field.value === "";
  const untouched = () => empty() && document.activeElement !== field;
  return { cover, offer, choose, open, choices, shared, refuse, update, empty, untouched };
}

/** @param {Sample} sample */
export function key({ provider, situation }) {
  return `${provider}/${situation}`;
}

/**
 * Whether a text was edited, and not replaced: an edit leaves the one half or the other.
 *
 * @param {string} before
 * @param {string} after
 */
function isLeft(before, after) {
  const half = before.length >> 1;
  return after.startsWith(before.slice(0, half)) || after.endsWith(before.slice(half));
}

/** @param {Sample} sample */
function fillingOf(sample) {
  const { payload, context } = sample;
  const { provider, direction, trust, ...rest } = context ?? {};
  return {
    payload,
    provider: provider ?? "",
    direction: direction ?? "",
    trust: trust ?? "unverified",
    other: Object.keys(rest).length === 0 ? "" : JSON.stringify(rest),
    // What is sampled happened long ago.
    now: false,
    lent: sample,
  };
}

/**
 * The marks behind what was pasted.
 *
 * @param {Explanation | null} explanation
 * @param {Part} part
 */
function marksOf(explanation, { offset }) {
  if (explanation === null || offset === null) return [];
  const named = [...explanation.fields, ...explanation.because.map((source, place) => ({ ...source, of: `because.${place}` }))];
  return named.flatMap(({ of, start, end }) =>
    start === null || end === null || end <= start ? [] : [{ start: offset + start, end: offset + end, of: [of] }],
  );
}

/**
 * @param {unknown} error
 * @returns {import("./card.js").Failure}
 */
export function asFailure(error) {
  if (error instanceof OrderstateError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { code: name, message, remedy: "", offset: null, providers: [] };
}
