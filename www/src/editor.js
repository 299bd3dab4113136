// @ts-check
// The field in which a payload stands, with marks behind its text.
import { h } from "./dom.js";

/**
 * @typedef {object} Mark
 * @property {number} start
 * @property {number} end
 * @property {string[]} of What comes from there.
 */

/** Longer texts get no marks: the browser would lay each of them out twice. */
const MOST = 100_000;

/**
 * @param {HTMLElement} frame
 * @param {(of: string[]) => void} light Called with what is pointed at.
 */
export function editor(frame, light) {
  const ground = /** @type {HTMLElement} */ (frame.querySelector(".ground"));
  const field = /** @type {HTMLTextAreaElement} */ (frame.querySelector("textarea"));
  /** @type {Mark[]} */
  let marks = [];

  /** @param {readonly Mark[]} given */
  function show(given) {
    const text = field.value;
    frame.toggleAttribute("data-long", text.length > MOST);
    marks = joined(given);
    if (text.length > MOST) {
      ground.replaceChildren();
      return;
    }
    const parts = [];
    let at = 0;
    for (const { start, end, of } of marks) {
      parts.push(text.slice(at, start), h("mark", { "data-of": of.join(" ") }, text.slice(start, end)));
      at = end;
    }
    // A line that is empty has a height only if something follows.
    ground.replaceChildren(...parts, `${text.slice(at)}\n`);
  }

  /**
   * Brings a mark into sight, within the field alone.
   *
   * @param {string} of
   */
  function reveal(of) {
    const mark = ground.querySelector(`mark[data-of~="${CSS.escape(of)}"]`);
    if (mark === null) return;
    const [inner, outer] = [mark.getBoundingClientRect(), frame.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) frame.scrollTop += inner.top - outer.top - outer.height / 3;
  }

  /**
   * Leads to a place, and selects it.
   *
   * @param {number} start
   * @param {number} end
   */
  function select(start, end) {
    field.focus();
    field.setSelectionRange(start, end);
  }

  /** @param {readonly Mark[]} found */
  const point = (found) => light(found.flatMap(({ of }) => of));
  field.addEventListener("mousemove", ({ clientX, clientY }) => {
    const mark = document.elementsFromPoint(clientX, clientY).find((element) => element.matches("mark[data-of]"));
    light(mark?.getAttribute("data-of")?.split(" ") ?? []);
  });
  field.addEventListener("mouseleave", () => light([]));
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== field || field.selectionStart !== field.selectionEnd) return;
    const at = field.selectionStart;
    point(marks.filter(({ start, end }) => start <= at && at <= end));
  });
  return { field, show, reveal, select };
}

/**
 * Marks in order, those of one place as one.
 *
 * @param {readonly Mark[]} marks
 */
function joined(marks) {
  /** @type {Mark[]} */
  const all = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && mark.start < last.end) last.of.push(...mark.of.filter((of) => !last.of.includes(of)));
    else all.push({ ...mark, of: [...mark.of] });
  }
  return all;
}
