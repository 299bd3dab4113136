// Run in the page itself, where nothing drives the browser: goes through its sections as a visitor does, and posts what it saw.
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const text = (selector) => one(selector)?.textContent ?? null;
const faults = [];
addEventListener("error", ({ message }) => faults.push(message));
addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => faults.push(`${violatedDirective} ${blockedURI}`));

const until = async (holds) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};
const choose = (selector, value) => {
  one(selector).value = value;
  one(selector).dispatchEvent(new Event("change"));
};
const type = (selector, value) => {
  one(selector).value = value;
  one(selector).dispatchEvent(new Event("input", { bubbles: true }));
};
const press = (name) => all("button").find(({ textContent, offsetParent }) => textContent === name && offsetParent !== null).click();
const go = async (section) => {
  location.hash = section;
  await until(() => !one(`#section-${section}`).hidden);
};

async function walk() {
  const { samples, pasted } = await (await fetch("asked.json")).json();
  await until(() => "ready" in document.documentElement.dataset);
  const seen = { decoded: {}, pasted: [] };
  for (const sample of samples) {
    choose("#sample", sample);
    const marks = all(".editor mark").map(({ textContent }) => textContent);
    seen.decoded[sample] = { summary: text("#summary"), json: one("#beside").hidden ? null : text("#json"), failure: text(".failure h3"), marks };
  }
  choose("#sample", "");
  for (const payload of pasted) {
    type("#payload", payload);
    seen.pasted.push({ form: text("#read-as"), summary: text("#summary") });
  }
  choose("#sample", samples[0]);
  one('.groups [data-of="id"]').dispatchEvent(new Event("mouseover", { bubbles: true }));
  seen.lit = text("mark.lit");
  one("#share").click();
  one("#share-payload").click();
  seen.link = one("#share-link").value.split("#")[1];
  one("#share-close").click();

  await go("flows");
  choose("#flow", "banxa/buy");
  seen.states = all(".state").map(({ dataset }) => dataset.id);
  await go("replay");
  choose("#film", "banxa/buy");
  for (let step = 0; step < 4; step++) press("Step");
  seen.verdicts = all(".verdict > code").map(({ textContent }) => textContent);
  await go("matrix");
  seen.rows = all(".words tbody tr").length;
  type("#matrix-search", "on_hold");
  seen.found = all(".words tbody tr:not([hidden])").length;
  await go("report");
  seen.report = text("#report-text");
  await go("embed");
  seen.code = all("#embed-view pre").length;
  seen.sideways = document.documentElement.scrollWidth > innerWidth;
  seen.faults = faults;
  return seen;
}

walk()
  .catch((error) => ({ failed: `${error}\n${error.stack}`, faults }))
  .then((seen) => fetch("result", { method: "POST", body: JSON.stringify(seen) }));
