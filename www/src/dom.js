// @ts-check
// Elements, made so that nothing from a payload can become anything but text.

/**
 * Makes an element. Strings become text nodes.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | boolean>} [attributes] `false` leaves one out, `true` writes it without a value.
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/**
 * The same of a picture.
 *
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * The element of that id.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new TypeError(`the page has no ${kind.name} #${id}`);
  return element;
}

/**
 * A button that does something.
 *
 * @param {string} label
 * @param {() => void} press
 * @param {Record<string, string | boolean>} [attributes]
 */
export function button(label, press, attributes = {}) {
  const element = h("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", press);
  return element;
}

/**
 * A list to choose from, under its name.
 *
 * @param {string} id
 * @param {string} label
 * @param {readonly (readonly [string, string])[]} choices Values and what they are called.
 * @param {(value: string) => void} choose
 */
export function chooser(id, label, choices, choose) {
  const select = h("select", { id }, ...choices.map(([value, text]) => h("option", { value }, text)));
  select.addEventListener("change", () => choose(select.value));
  return { select, field: h("div", { class: "field" }, h("label", { for: id }, label), select) };
}

/**
 * Copies a text, and says so.
 *
 * @param {string} text
 * @param {HTMLElement} element The button, which says so for a moment.
 */
export async function copy(text, element) {
  const label = element.dataset["label"] ?? element.textContent ?? "";
  element.dataset["label"] = label;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = "Could not copy";
  }
  element.textContent = said;
  byId("said", HTMLElement).textContent = said;
  setTimeout(() => {
    element.textContent = label;
    byId("said", HTMLElement).textContent = "";
  }, 1500);
}

/**
 * Hands a file out.
 *
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** What stands for a value that is not there. */
export function absent() {
  const dash = h("span", { "aria-hidden": "true" }, "—");
  return h("span", { class: "absent" }, dash, h("span", { class: "hidden" }, "none"));
}

/**
 * A word of the vocabulary or of a provider, an identifier, or a URL, as it is. It may break between its parts.
 *
 * @param {string} text
 */
function breakable(text) {
  const parts = text.match(/[^_/.?&=]*[_/.?&=]|[^_/.?&=]+$/g) ?? [text];
  return parts.flatMap((part, index) => (index === 0 ? [part] : [h("wbr"), part]));
}

/** @param {string | null} word */
export function code(word) {
  return word === null ? absent() : h("code", {}, ...breakable(word));
}

/**
 * A text in which what is found, or to be written, is in backticks.
 *
 * @param {string} text
 */
export function ticked(text) {
  return text.split("`").map((part, place) => (place % 2 === 0 ? part : code(part)));
}

/** @param {string | null} text */
export function plain(text) {
  return text === null ? absent() : h("span", {}, text);
}

/**
 * A point in time: `2026-01-16 04:04:20 UTC`.
 *
 * @param {string | null} time
 */
export function moment(time) {
  if (time === null) return absent();
  return h("time", { datetime: time }, time.replace("T", " ").replace(/(?:\.000)?Z$/, " UTC"));
}

/**
 * A link if it leads to the web, and mere text if not: a payload can carry any URL.
 *
 * @param {string | null} url
 * @param {string} [label]
 */
export function link(url, label) {
  if (url === null) return absent();
  if (!/^https?:\/\//i.test(url)) return code(url);
  return h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, ...breakable(label ?? url));
}

/**
 * An identifier for people: `buy_on_hold` is `Buy on hold`.
 *
 * @param {string} identifier
 */
export function humanise(identifier) {
  const words = identifier.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
