// @ts-check
// What the page shows, as its address: the section, and what is chosen in it. A payload gets there only by an explicit choice.

/** @typedef {Record<string, string>} Choices */

/** @returns {{ section: string, choices: Choices }} */
export function fromAddress() {
  const [section = "", query = ""] = location.hash.slice(1).split("?");
  return { section, choices: Object.fromEntries(new URLSearchParams(query)) };
}

/**
 * @param {string} section
 * @param {Choices} choices
 */
export function toHash(section, choices) {
  const query = new URLSearchParams(Object.entries(choices).filter(([, value]) => value !== ""));
  // Slashes are no trouble there, and easier to read.
  const text = String(query).replaceAll("%2F", "/");
  return `#${section}${text === "" ? "" : `?${text}`}`;
}

/**
 * A text for a link.
 *
 * @param {string} text
 */
export function packed(text) {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The text again.
 *
 * @param {string} text In URL-safe base64.
 */
export function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
