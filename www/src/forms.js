// @ts-check
// What was pasted: which form it has, and where in it the payload is. Nothing here knows a provider.

import { unpacked } from "./state.js";

/**
 * @typedef {object} Part One payload.
 * @property {string} text
 * @property {number | null} offset Where it stands in what was pasted; null where it stands there in another form.
 * @property {number} line The line that it begins on, from 1.
 *
 * @typedef {object} Pasted
 * @property {string} form What it was taken for.
 * @property {Part[]} parts
 * @property {boolean} many Whether it is one payload a line.
 * @property {{ status: number, headers: Record<string, string> } | null} answer Of an HTTP answer, what stood above its body.
 */

/**
 * @param {string} pasted
 * @returns {Pasted}
 */
export function read(pasted) {
  const text = pasted.trim();
  const one = (/** @type {string} */ form, /** @type {string} */ body, answer = null) => ({
    form,
    parts: [{ text: body, offset: offsetOf(pasted, body), line: 1 }],
    many: false,
    answer,
  });
  if (/^curl\s/.test(text)) {
    const body = bodyOfCurl(text);
    if (body !== null) return one("the body of a curl command", body);
  }
  const http = ofHttp(text);
  if (http !== null) return { ...one(http.form, http.body), answer: http.answer };
  const claims = claimsOf(text.replace(/^(authorization:\s*)?bearer\s+/i, ""));
  if (claims !== null) return one("the claims of a JWT, whose signature nobody checked", claims);
  const lines = ofLines(pasted);
  if (lines !== null) return { form: "one payload a line", parts: lines, many: true, answer: null };
  const form = /^[{["]/.test(text) ? "JSON" : /^[a-z][\w+.-]*:\/\//i.test(text) ? "URL" : /^\??[^\s=]+=/.test(text) ? "query" : "";
  return { form, parts: [{ text: pasted, offset: 0, line: 1 }], many: false, answer: null };
}

/**
 * @param {string} pasted
 * @param {string} body
 */
function offsetOf(pasted, body) {
  const offset = body === "" ? -1 : pasted.lastIndexOf(body);
  return offset === -1 ? null : offset;
}

/**
 * A request, or an answer, as it is written on the wire.
 *
 * @param {string} text
 */
function ofHttp(text) {
  const request = /^(?:GET|POST|PUT|PATCH|DELETE)\s+(\S+)\s+HTTP\/[\d.]+\s*$/m.exec(text.slice(0, 4096));
  const answer = /^HTTP\/[\d.]+\s+(\d{3})[^\n]*$/m.exec(text.slice(0, 512));
  const first = request?.index === 0 ? request : answer?.index === 0 ? answer : null;
  if (first === null) return null;
  const gap = /\r?\n\r?\n/.exec(text);
  const head = gap === null ? text : text.slice(0, gap.index);
  const body = gap === null ? "" : text.slice(gap.index + gap[0].length);
  if (first === request) {
    // What comes by a redirect has no body.
    return body === "" ? { form: "the address of a request", body: first[1] ?? "", answer: null } : { form: "the body of a request", body, answer: null };
  }
  const headers = Object.fromEntries(
    head.split(/\r?\n/).slice(1).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { form: "the body of an answer", body, answer: { status: Number(first[1]), headers } };
}

const DATA = /^(?:-d|--data|--data-raw|--data-binary|--data-ascii|--data-urlencode|--json)(?:=(.*))?$/s;

/**
 * What a curl command sends, or asks for where it sends nothing.
 *
 * @param {string} text
 */
function bodyOfCurl(text) {
  const words = shellWords(text);
  let address = null;
  for (let place = 1; place < words.length; place++) {
    const word = words[place] ?? "";
    const data = DATA.exec(word);
    if (data !== null) return data[1] ?? words[place + 1] ?? "";
    if (/^-d./s.test(word)) return word.slice(2);
    if (/^https?:\/\//.test(word)) address = word;
  }
  return address;
}

/**
 * The words of a shell's command.
 *
 * @param {string} text
 */
function shellWords(text) {
  const words = [];
  for (const [word] of text.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\$'(?:\\.|[^'\\])*'|\\[\s\S]|[^\s'"\\])+/g)) {
    words.push(
      word.replace(/\$'((?:\\.|[^'\\])*)'|'([^']*)'|"((?:\\.|[^"\\])*)"|\\([\s\S])/g, (_, ansi, single, double, escaped) => {
        if (ansi !== undefined) return ansi.replace(/\\(.)/g, (/** @type {string} */ __, /** @type {string} */ char) => ({ n: "\n", t: "\t", r: "\r" })[char] ?? char);
        if (single !== undefined) return single;
        if (double !== undefined) return double.replace(/\\(["\\$`])/g, "$1");
        return escaped === "\n" ? "" : escaped;
      }),
    );
  }
  return words.filter((word) => word !== "");
}

/**
 * The claims of a JSON Web Token.
 *
 * @param {string} text
 */
function claimsOf(text) {
  const [, head, claims] = /^([\w-]+)\.([\w-]+)\.[\w-]*$/.exec(text) ?? [];
  if (head === undefined || claims === undefined) return null;
  try {
    return "alg" in JSON.parse(unpacked(head)) ? unpacked(claims) : null;
  } catch {
    return null;
  }
}

/**
 * The lines of a text of which each is a payload of its own; null where it is none.
 *
 * @param {string} text
 */
function ofLines(text) {
  const parts = [];
  let offset = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() !== "") {
      if (!/^\s*[{[]/.test(line)) return null;
      parts.push({ text: line, offset, line: index + 1 });
    }
    offset += line.length + 1;
  }
  const [first] = parts;
  if (first === undefined || parts.length < 2) return null;
  try {
    JSON.parse(first.text);
    return parts;
  } catch {
    return null;
  }
}
