// What the fixtures say, asked of the package in any engine: this needs nothing but the language.

/** What is wrong with the package, in lines: none if it does as the fixtures say, and answers all else as it did in `answers`. */
export async function conformance(module, { cases, webhooks, version, answers, engine }) {
  const wrong = [];
  const check = (what, actual, expected) => {
    // As they are first, which is quicker.
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    const [a, b] = [actual, expected].map((value) => JSON.stringify(value, sorted));
    if (a !== b) wrong.push(`${what}: ${a?.slice(0, 400)}, not ${b?.slice(0, 400)}`);
  };
  const used = new Set();
  const orderstate = new Proxy(module, { get: (exports, name) => (used.add(name), exports[name]) });

  await orderstate.init();
  check("version", [orderstate.VERSION, orderstate.version(), orderstate.engine], [version, version, engine]);
  check("providers", orderstate.providers().length, new Set(cases.map(({ provider }) => provider)).size);

  for (const { provider, situation, payload, context, order, problem, customer } of cases) {
    const what = `${provider}/${situation}`;
    if (problem !== undefined) {
      const { status, body, headers } = JSON.parse(payload);
      check(what, stated(outcome(orderstate, "normalizeProblem", provider, status, body, headers), problem), problem);
      continue;
    }
    if (customer !== undefined) {
      for (const [form, value] of [...forms(payload), ["object", JSON.parse(payload)]]) {
        const answer = outcome(orderstate, "normalizeCustomer", provider, value, context);
        check(`${what}, ${form}`, stated(answer, customer), customer);
      }
      continue;
    }
    const name = Array.isArray(order) ? "normalizeAll" : "normalize";
    for (const [form, value] of forms(payload)) {
      check(`${what}, ${form}`, stated(outcome(orderstate, name, value, context), order), order);
    }
    const object = parsed(payload);
    if (object !== undefined) {
      const same = plain(outcome(orderstate, name, JSON.stringify(object), context));
      check(`${what}, object`, plain(outcome(orderstate, name, object, context)), same);
    }
  }

  if (module.verify !== undefined) {
    for (const { name, derive, provider, request, reference, secret, secrets, now, tolerance, expected } of webhooks) {
      if (derive !== undefined) {
        check(`deriveToken ${derive}`, orderstate.deriveToken(provider, derive, reference, secret), expected);
        continue;
      }
      const received = { ...request, headers: named(request.headers), arrayBuffer: async () => utf8(request.body).buffer };
      const context = now === null ? undefined : { now, tolerance };
      const { code, eventId, mustConfirm, order, error } = orderstate.verify(provider, await orderstate.read(received), secrets, context);
      const said = { ...order, refusal: code, event: eventId, mustConfirm, error: error?.code };
      check(name, Object.fromEntries(Object.keys(expected).map((key) => [key, said[key]])), expected);
    }
  }

  const { order: ended } = cases.find(({ order }) => order?.poll?.stop);
  if (globalThis.AbortController) {
    const looks = [];
    for await (const look of orderstate.createPoller(async () => ended)) looks.push(look);
    check("looks", looks, [{ verdict: "advance", order: ended, alerts: [], problem: null, error: null }]);
  } else {
    check("no poller where nothing can be aborted", outcome(orderstate, "createPoller", async () => ended).error.code, "ReferenceError");
  }

  const given = await answersOf(orderstate, cases);
  check("questions", Object.keys(given).length, Object.keys(answers).length);
  for (const [question, answer] of Object.entries(answers)) check(question, given[question], answer);

  const unused = Object.keys(module).filter((name) => name !== "default" && !used.has(name));
  check("what is exported, and used by nothing here", unused, []);
  return wrong;
}

/** The answers to all that no fixture states, by their questions: plain data, which is the same in every engine. */
export async function answersOf(orderstate, cases) {
  const answers = {};
  const ask = (name, ...args) => {
    const answer = outcome(orderstate, name, ...args);
    answers[`${name} ${args.map(shown).join(", ")}`] = answer;
    return answer;
  };

  for (const { id, directions, words } of ask("providers")) {
    for (const direction of directions) ask("flow", id, direction);
    for (const { word, direction } of words) ask("normalizeWord", id, word, direction);
  }

  const orders = cases.filter(({ order }) => order?.status !== undefined);
  for (const { provider, situation, order } of orders) {
    for (const audience of ["customer", "merchant", "support"]) {
      answers[`describe ${provider}/${situation}, ${audience}`] = outcome(orderstate, "describe", order, { audience });
    }
  }
  for (const { provider, situation, payload, context, order } of cases.filter(({ order }) => order !== undefined)) {
    const name = Array.isArray(order) ? "explainAll" : "explain";
    answers[`${name} ${provider}/${situation}`] = outcome(orderstate, name, payload, context);
    answers[`timeline ${provider}/${situation}`] = outcome(orderstate, "timeline", payload, context);
  }
  orders.forEach(({ provider, situation, order }, at) => {
    const next = orders[at + 1];
    if (next?.provider !== provider) return;
    const { order: kept, ...verdict } = outcome(orderstate, "transition", order, { ...next.order, id: order.id });
    answers[`transition ${provider}/${situation}`] = { ...verdict, kept: kept && (kept === order ? "previous" : "next") };
  });

  for (const provider of new Set(orders.map(({ provider }) => provider))) {
    const own = orders.filter((one) => one.provider === provider).map(({ order }) => order);
    answers[`summarize ${provider}`] = outcome(orderstate, "summarize", own);
  }

  const text = orders.map(({ payload }) => payload.replace(/\n\s*/g, "")).join("\n");
  answers["normalizeBatch"] = batch(orderstate.normalizeBatch(text));
  const bytes = utf8(text);
  const chunks = Array.from({ length: 3 }, (_, at) => bytes.slice((bytes.length * at) / 3, (bytes.length * (at + 1)) / 3));
  let streamed = 0;
  for await (const read of orderstate.normalizeStream(chunks)) answers[`normalizeStream ${streamed++}`] = batch(read);

  for (const payload of ["", "{", "[]", "{}", '"\\ud800"', "é", undefined, null, 7, () => {}, Promise.resolve()]) {
    ask("normalize", payload);
    ask("normalizeAll", payload);
    ask("timeline", payload);
    ask("normalizeBatch", payload);
    ask("normalizeProblem", "baanx", 200, payload);
  }
  ask("normalize", `${"[".repeat(200)}${"]".repeat(200)}`);
  ask("normalize", " ".repeat(11), { limits: { bytes: 10 } });
  for (const context of [7, { trust: "verified" }, { colour: "red" }, { now: "soon" }]) ask("normalize", "{}", context);
  ask("normalizeWord", "nobody", "PAID");
  ask("normalizeWord", "banxa", 7);
  ask("flow", "nobody", "pay");
  ask("flow", "baanx", "buy");
  ask("describe", {});
  ask("describe", orders[0].order, { audience: "nobody" });
  for (const list of [[], 7, [7], [orders[0].order, {}]]) ask("summarize", list);
  ask("transition", orders[0].order, null);
  ask("transition", orders[0].order, { ...orders[0].order, id: "another" });
  return JSON.parse(JSON.stringify(answers));
}

/** What a call gives, or the error in which it ends. */
function outcome(orderstate, name, ...args) {
  try {
    return orderstate[name](...args);
  } catch (thrown) {
    const { code, message, remedy, offset, providers } = thrown;
    const own = thrown instanceof orderstate.OrderstateError;
    return { error: { code: own ? code : thrown.name, message, remedy, offset, providers } };
  }
}

/** Headers as Node has them: one that comes twice is a list. */
function named(headers) {
  const record = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    record[key] = key in record ? [record[key], value].flat() : value;
  }
  return record;
}

/** Typed arrays as lists, which JSON has. */
function batch({ columns, texts, ...rest }) {
  const lists = (arrays) => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, [...array]]));
  const plainTexts = Object.entries(texts).map(([name, { text, offsets }]) => [name, { text, offsets: [...offsets] }]);
  return { columns: lists(columns), texts: Object.fromEntries(plainTexts), ...rest };
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

function shown(value) {
  return (JSON.stringify(value) ?? Object.prototype.toString.call(value)).slice(0, 60);
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
