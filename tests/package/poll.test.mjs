// When to ask again, through the package: what Rust says of it is in tests/values.rs and tests/poll.rs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { install, load } from "./installed.mjs";

const modules = await load(install());

test("a date in Retry-After is a wait where the time is known", () => {
  const headers = { "Retry-After": "Fri, 16 Jan 2026 04:05:20 GMT" };
  const at = "2026-01-16T04:05:20.000Z";
  for (const { normalizeProblem } of Object.values(modules)) {
    const retry = (options, more) => normalizeProblem("baanx", 503, null, { ...headers, ...more }, options).retry;
    const schedule = { policy: "backoff", at, backoff: 2, capMs: 60_000 };
    assert.deepEqual(retry(), { ...schedule, afterMs: 1_000 });
    for (const now of ["2026-01-16T04:05:17Z", new Date(Date.UTC(2026, 0, 16, 4, 5, 17)), Date.UTC(2026, 0, 16, 4, 5, 17)]) {
      assert.deepEqual(retry({ now }), { ...schedule, afterMs: 3_000 });
      assert.equal(retry({ now }, { date: "Fri, 16 Jan 2026 04:05:00 GMT" }).afterMs, 20_000);
    }
    assert.throws(() => retry({ now: "soon" }), {
      code: "bad_context",
      message: "the options's `now` is not a time in the years 2000 to 2999",
    });
    assert.throws(() => retry({ clock: 1 }), { message: "the options has no `clock`; it has `now`" });
  }
});
