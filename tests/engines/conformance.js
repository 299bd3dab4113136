// What the fixtures say, asked of the package in any engine: this needs nothing but the language.

/** What all entries export. */
const EXPORTS = "OrderstateError VERSION describe engine explain explainAll flow init normalize normalizeAll normalizeBatch normalizeProblem " +
  "normalizeStream normalizeWord providers transition version";

/** What is wrong with the package, in lines: none if it does as the cases say. */
export async function conformance(orderstate, { cases, version, engine }) {
  const wrong = [];
  const check = (what, actual, expected) => {
    const [a, b] = [actual, expected].map((value) => JSON.stringify(value, sorted));
    if (a !== b) wrong.push(`${what}: ${a?.slice(0, 400)}, not ${b?.slice(0, 400)}`);
  };
  const outcome = (name, ...args) => {
    try {
      return orderstate[name](...args);
    } catch ({ name, code, message, remedy, offset, providers }) {
      return { error: { code: name === "OrderstateError" ? code : name, message, remedy, offset, providers } };
    }
  };

  check("what is exported", Object.keys(orderstate).filter((name) => name !== "default").sort().join(" "), EXPORTS);
  await orderstate.init();
  check("version", [orderstate.VERSION, orderstate.version(), orderstate.engine], [version, version, engine]);
  check("providers", orderstate.providers().length, new Set(cases.map(({ provider }) => provider)).size);

  for (const { provider, situation, payload, context, order, problem } of cases) {
    const what = `${provider}/${situation}`;
    if (problem !== undefined) {
      const { status, body, headers } = JSON.parse(payload);
      check(what, stated(outcome("normalizeProblem", provider, status, body, headers), problem), problem);
      continue;
    }
    const name = Array.isArray(order) ? "normalizeAll" : "normalize";
    for (const [form, value] of forms(payload)) {
      const answer = outcome(name, value, context);
      check(`${what}, ${form}`, stated(answer, order), order);
      if (form === "text" && name === "normalize" && answer.error === undefined) {
        const { title, actions } = orderstate.describe(answer, { audience: "merchant" });
        const own = answer.actions.filter(({ audience }) => audience === "merchant");
        check(`${what}, described`, [title !== "", actions.length], [true, own.length]);
      }
    }
    const object = parsed(payload);
    if (object !== undefined) {
      const same = plain(outcome(name, JSON.stringify(object), context));
      check(`${what}, object`, plain(outcome(name, object, context)), same);
    }
  }

  const lines = cases.filter(({ order }) => order?.status !== undefined);
  const text = lines.map(({ payload }) => payload.replace(/\n\s*/g, "")).join("\n");
  const { rows, errors } = orderstate.normalizeBatch(text);
  check("lines", rows + errors.length, lines.length);
  let streamed = 0;
  for await (const batch of orderstate.normalizeStream([utf8(text)])) streamed += batch.rows;
  check("lines of a stream", streamed, rows);
  return wrong;
}

function forms(text) {
  const forms = [["text", text], ["bytes", utf8(text)], ["buffer", utf8(text).buffer]];
  if (globalThis.URL && /^https?:/.test(text)) forms.push(["URL", new URL(text)]);
  return forms;
}

/** By a way that every engine has. */
function utf8(text) {
  const bytes = unescape(encodeURIComponent(text));
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of an error, only what the fixture states counts. */
function stated(answer, { error }) {
  if (error === undefined || answer.error === undefined) return answer;
  return { error: Object.fromEntries(Object.keys(error).map((key) => [key, answer.error[key]])) };
}

/** An object cannot show whether a number lost digits, and where in a text something stood. */
function plain(answer) {
  return JSON.parse(JSON.stringify(answer), (key, value) => {
    if (key === "warnings") return value.filter((warning) => warning !== "number_beyond_double");
    if (key === "error") return { code: value.code };
    return value;
  });
}

function sorted(key, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
