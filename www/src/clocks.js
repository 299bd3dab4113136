// @ts-check
// Times that go on while they are looked at.
import { h } from "./dom.js";

const UNITS = /** @type {const} */ ([["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]]);

/**
 * So many milliseconds in words: `2 h 5 min`, `12 s`.
 *
 * @param {number} millis
 */
export function span(millis) {
  let left = Math.max(0, Math.round(millis / 1000));
  const parts = [];
  for (const [unit, seconds] of UNITS) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0 || parts.length > 0 || unit === "s") parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ");
}

/**
 * How long it is until then, or how long ago it was.
 *
 * @param {string | number} time
 */
export function clock(time) {
  const element = h("span", { class: "clock", role: "timer", "data-until": String(new Date(time).getTime()) });
  tick(element);
  return element;
}

/** @param {HTMLElement} element */
function tick(element) {
  const left = Number(element.dataset["until"]) - Date.now();
  element.textContent = left > 0 ? `in ${span(left)}` : `${span(-left)} ago`;
  element.toggleAttribute("data-past", left <= 0);
}

setInterval(() => {
  for (const element of document.querySelectorAll("[data-until]")) tick(/** @type {HTMLElement} */ (element));
}, 1000);
