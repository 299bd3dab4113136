// @ts-check
// From the byte at which a text is wrong to the place that people look for.

/** How many characters of the line are shown on each side. */
const AROUND = 32;

/**
 * @typedef {object} Place
 * @property {number} start Where it begins, as text fields count.
 * @property {number} end Where it ends.
 * @property {number} line From 1.
 * @property {number} column From 1, in characters.
 * @property {string} before What stands before it on its line.
 * @property {string} wrong The character there, or a space where the line or the text ends.
 * @property {string} after What follows on the line.
 */

/**
 * @param {string} text
 * @param {number} offset In bytes of UTF-8.
 * @returns {Place}
 */
export function placeOf(text, offset) {
  const bytes = new TextEncoder().encode(text).subarray(0, offset);
  // As in a stream, so that half a character at the end is left out.
  const start = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: true }).length;
  const lines = text.slice(0, start).split("\n");
  const lineBefore = [...(lines.at(-1) ?? "")];
  const [lineAfter = ""] = text.slice(start).split("\n");
  const [wrong = "", ...after] = lineAfter;
  return {
    start,
    end: start + wrong.length,
    line: lines.length,
    column: lineBefore.length + 1,
    before: (lineBefore.length > AROUND ? "…" : "") + lineBefore.slice(-AROUND).join(""),
    wrong: wrong === "" ? " " : wrong,
    after: after.slice(0, AROUND).join("") + (after.length > AROUND ? "…" : ""),
  };
}
