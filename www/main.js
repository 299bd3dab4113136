// @ts-check
// The demo page: what is in the form goes through the package, and what comes back is shown. Nothing is sent anywhere.
import { OrderstateError, describe, normalizeAll, providers, version } from "orderstate";
import { h, humanise } from "./dom.js";
import { placeOf } from "./place.js";
import { card, emptyList, failed, hint, json, locale } from "./view.js";

/**
 * @typedef {import("orderstate").Context} Context
 * @typedef {{ provider: string, situation: string, payload: string, context: Context | null }} Sample
 * @typedef {{ payload: string, provider: string, direction: string, trust: string, other: string }} Filling
 */

/** What is shown first. */
const FIRST = "transak/buy_on_hold";

const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const result = /** @type {HTMLElement} */ (document.getElementById("result"));
const summary = /** @type {HTMLElement} */ (document.getElementById("summary"));
const more = /** @type {HTMLDetailsElement} */ (document.getElementById("more"));
const sampleField = /** @type {HTMLSelectElement} */ (document.getElementById("sample"));
const payloadField = /** @type {HTMLTextAreaElement} */ (document.getElementById("payload"));
const otherField = /** @type {HTMLTextAreaElement} */ (document.getElementById("other"));
const providerField = /** @type {HTMLSelectElement} */ (document.getElementById("provider"));
const directionField = /** @type {HTMLSelectElement} */ (document.getElementById("direction"));
const trustField = /** @type {HTMLSelectElement} */ (document.getElementById("trust"));

/** @type {Map<string, Sample>} */
const samples = new Map();

/** What the user has put in, kept while a sample is looked at. */
let own = filling();

form.addEventListener("submit", (event) => event.preventDefault());
for (const field of [providerField, directionField, trustField, otherField]) field.addEventListener("input", update);
payloadField.addEventListener("input", () => {
  select("");
  update();
});
sampleField.addEventListener("change", () => choose(sampleField.value));
window.addEventListener("hashchange", () => choose(location.hash.slice(1)));

start().catch((error) => show([failed(asFailure(error))], "Not ready"));

async function start() {
  const covered = providers();
  const directions = new Set(covered.flatMap((provider) => provider.directions));
  /** @type {HTMLElement} */ (document.getElementById("version")).textContent = version();
  providerField.append(...covered.map(({ id, name }) => h("option", { value: id }, name)));
  directionField.append(...[...directions].map((direction) => h("option", { value: direction }, direction)));

  const response = await fetch("samples.json");
  if (!response.ok) throw new Error(`the samples did not load: HTTP ${response.status}`);
  for (const sample of /** @type {Sample[]} */ (await response.json())) {
    samples.set(`${sample.provider}/${sample.situation}`, sample);
  }
  for (const { id, name } of covered) {
    const those = [...samples].filter(([, { provider }]) => provider === id);
    const options = those.map(([key, { situation }]) => h("option", { value: key }, humanise(situation)));
    sampleField.append(h("optgroup", { label: name }, ...options));
  }

  // Something may have been typed while the samples were on their way.
  const linked = location.hash.slice(1);
  if (payloadField.value === "") choose(samples.has(linked) ? linked : FIRST);
}

/**
 * Fills the form with a sample, or with what the user had put in.
 *
 * @param {string} key
 */
function choose(key) {
  const sample = samples.get(key);
  if (sampleField.dataset["shown"] === undefined) own = filling();
  select(sample === undefined ? "" : key);
  fill(sample === undefined ? own : fillingOf(sample));
  update();
}

/**
 * Notes which sample the form holds, or "" for none. It goes into the page's address, so that a sample can be linked
 * to; a payload never does.
 *
 * @param {string} key
 */
function select(key) {
  sampleField.value = key;
  if (key === "") delete sampleField.dataset["shown"];
  else sampleField.dataset["shown"] = key;
  const address = key === "" ? location.pathname : `#${key}`;
  if (location.hash.slice(1) !== key) history.replaceState(null, "", address);
}

/** @returns {Filling} What is in the form. */
function filling() {
  return {
    payload: payloadField.value,
    provider: providerField.value,
    direction: directionField.value,
    trust: trustField.value,
    other: otherField.value,
  };
}

/**
 * @param {Sample} sample
 * @returns {Filling}
 */
function fillingOf({ payload, context }) {
  const { provider, direction, trust, ...rest } = context ?? {};
  return {
    payload,
    provider: provider ?? "",
    direction: direction ?? "",
    trust: trust ?? "unverified",
    other: Object.keys(rest).length === 0 ? "" : JSON.stringify(rest),
  };
}

/** @param {Filling} filling */
function fill({ payload, provider, direction, trust, other }) {
  payloadField.value = payload;
  payloadField.scrollTop = 0;
  providerField.value = provider;
  directionField.value = direction;
  trustField.value = trust;
  otherField.value = other;
  more.open = other !== "";
}

/** What the form says beside the payload. */
function context() {
  const { provider, direction, trust, other } = filling();
  /** @type {Context} */
  let rest;
  try {
    rest = other.trim() === "" ? {} : JSON.parse(other);
  } catch {
    throw new SyntaxError("what stands under More context is no JSON");
  }
  const named = { ...(provider === "" ? {} : { provider }), ...(direction === "" ? {} : { direction }) };
  return /** @type {Context} */ ({ ...rest, ...named, trust });
}

/** Reads the payload and shows what it means. */
function update() {
  const payload = payloadField.value;
  if (payload.trim() === "") {
    show([hint("Choose a sample, or paste a payload.")], "");
    return;
  }
  try {
    const orders = normalizeAll(payload, context());
    const cards = orders.map((order, index) => card(order, index, orders.length));
    show([...(cards.length === 0 ? [emptyList()] : cards), json(orders)], said(orders));
  } catch (error) {
    const failure = asFailure(error);
    const place = failure.offset === null ? undefined : placeOf(payload, failure.offset);
    const lead = () => {
      payloadField.focus();
      payloadField.setSelectionRange(place?.start ?? 0, place?.end ?? 0);
    };
    show([failed(failure, place, lead)], `No order: ${failure.code}`);
  }
}

/** @param {readonly import("orderstate").Order[]} orders */
function said(orders) {
  const [only] = orders;
  if (only === undefined || orders.length > 1) return `${orders.length} orders`;
  return `1 order: ${describe(only, { audience: "customer", locale }).short}`;
}

/**
 * @param {unknown} error
 * @returns {import("./view.js").Failure}
 */
function asFailure(error) {
  if (error instanceof OrderstateError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { code: name, message, remedy: "", offset: null };
}

/**
 * @param {Node[]} content
 * @param {string} words What is read out.
 */
function show(content, words) {
  result.replaceChildren(...content);
  // The same words again would be read out again.
  if (summary.textContent !== words) summary.textContent = words;
}
