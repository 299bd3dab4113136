// The payloads that the crate is tested with mean the same through the package, in every form that JavaScript has.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures, payloads } from "./cases.mjs";
import { install, load } from "./installed.mjs";

const modules = Object.entries(await load(install()));

for (const provider of readdirSync(fixtures)) {
  for (const { situation, payload, side } of payloads(join(fixtures, provider))) {
    const expected = side("order");
    if (expected === undefined) continue;
    test(`${provider}/${situation}`, () => {
      const context = side("context");
      const name = Array.isArray(expected) ? "normalizeAll" : "normalize";
      const read = (module, form) => outcome(() => module[name](form, context));
      for (const [way, module] of modules) {
        for (const [form, value] of textForms(payload)) {
          assertOutcome(read(module, value), expected, `${form}, by ${way}`);
        }
        const object = parsed(payload);
        if (object === undefined) continue;
        // What an object means is what its own JSON means: JSON.parse has made 1.5 of 1.50 before it came here.
        const same = read(module, JSON.stringify(object));
        assert.deepEqual(withoutDigits(read(module, object)), withoutDigits(same), `object, by ${way}`);
      }
    });

    test(`${provider}/${situation}, with a context that crosses as text: the same`, () => {
      const { normalizeAll } = modules[0][1];
      const context = side("context");
      // A limit, although the usual one, is nothing that numbers say.
      const written = { ...context, limits: { depth: 128, ...context?.limits } };
      const forms = [...textForms(payload), ["object", parsed(payload)]];
      for (const [form, value] of forms) {
        const answer = outcome(() => normalizeAll(value, context));
        assert.deepEqual(answer, outcome(() => normalizeAll(value, written)), form);
      }
    });

    test(`${provider}/${situation}, asked of every provider in turn: it is of the one that is named, or refused`, () => {
      const { normalizeAll, providers } = modules[0][1];
      for (const named of [provider, ...providers().map(({ id }) => id), provider]) {
        const answer = outcome(() => normalizeAll(payload, { ...side("context"), provider: named }));
        for (const order of answer.error === undefined ? answer : []) assert.equal(order.provider, named);
      }
    });

    test(`${provider}/${situation}, each value replaced: objects mean what their text means`, () => {
      const read = (form) => withoutDigits(outcome(() => modules[0][1].normalizeAll(form, side("context"))));
      for (const [object, change] of variations(parsed(payload))) {
        assert.deepEqual(read(object), read(JSON.stringify(object)), change);
      }
    });
  }

  for (const { situation, payload, side } of payloads(join(fixtures, provider, "customer"))) {
    test(`${provider}/customer/${situation}`, () => {
      const forms = [...textForms(payload), ["object", parsed(payload)]];
      for (const [way, { normalizeCustomer }] of modules) {
        for (const [form, value] of forms) {
          const answer = outcome(() => normalizeCustomer(provider, value, side("context")));
          assertOutcome(answer, side("customer"), `${form}, by ${way}`);
        }
      }
    });
  }

  for (const { situation, payload, side } of payloads(join(fixtures, provider, "problem"))) {
    const expected = side("problem");
    if (expected === undefined) continue;
    test(`${provider}/problem/${situation}`, () => {
      const { status, body, headers } = JSON.parse(payload);
      for (const [way, { normalizeProblem }] of modules) {
        for (const form of [body, body === null ? null : JSON.stringify(body)]) {
          assertOutcome(outcome(() => normalizeProblem(provider, status, form, headers)), expected, way);
        }
      }
    });
  }
}

function textForms(text) {
  const forms = [["text", text], ["bytes", new TextEncoder().encode(text)], ["buffer", Buffer.from(text)]];
  if (/^https?:/.test(text)) {
    const url = new URL(text);
    forms.push(["URL", url]);
    // Some append with a second `?`, which is a character like others to URLSearchParams.
    if (!url.search.slice(1).includes("?")) forms.push(["URLSearchParams", url.searchParams]);
  }
  return forms;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A payload with one value after the other replaced by something else, always in the same object; and what it was. */
function* variations(object, top = object, path = "") {
  if (typeof object !== "object" || object === null) return;
  for (const [key, value] of Object.entries(object)) {
    for (const other of [null, true, 0.1, 1e21, "", { [key]: value }]) {
      object[key] = other;
      yield [top, `${path}.${key} = ${JSON.stringify(other)}`];
    }
    object[key] = value;
    yield* variations(value, top, `${path}.${key}`);
  }
}

function outcome(call) {
  try {
    return call();
  } catch (error) {
    assert.equal(error.name, "OrderstateError", error.stack);
    const { code, message, remedy, offset, providers } = error;
    return { error: { code, message, remedy, offset, providers } };
  }
}

/** Of an error, only what the fixture states counts. */
function assertOutcome(actual, expected, message) {
  if (!expected.error) return assert.deepEqual(actual, expected, message);
  assert.ok(actual.error, `${message}: expected ${expected.error.code}, got an answer`);
  const stated = Object.keys(expected.error).map((key) => [key, actual.error[key]]);
  assert.deepEqual(Object.fromEntries(stated), expected.error, message);
}

/** An object cannot show whether a number lost digits, and where in a text something stood. */
function withoutDigits(answer) {
  return JSON.parse(JSON.stringify(answer), (key, value) => {
    if (key === "warnings") return value.filter((warning) => warning !== "number_beyond_double");
    if (key === "error") return { code: value.code };
    return value;
  });
}
