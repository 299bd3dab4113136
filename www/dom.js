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
  return text.split(/(?<=[_/.?&=])/).flatMap((part, index) => (index === 0 ? [part] : [h("wbr"), part]));
}

/** @param {string | null} word */
export function code(word) {
  return word === null ? absent() : h("code", {}, ...breakable(word));
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
