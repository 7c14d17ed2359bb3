// What the snapshot does not know is said to be so, and never to be none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, cell, facts, keepScreen, rows, withPage } from "./browser.mjs";

const UNKNOWN = "not in this snapshot";

// What an entry has for each column, by the column's title.
async function factsOf(page) {
  const texts = await page
    .locator("#entry-list .details > div")
    .evaluateAll((nodes) => nodes.map((node) => [...node.children].map((one) => one.textContent)));
  return Object.fromEntries(texts);
}

test("an entry says which columns the snapshot does not know", async () => {
  await withPage("registry", { hash: "#q=name:submissions" }, async (page) => {
    assert.equal(await cell(rows(page).first(), "registered").textContent(), UNKNOWN);
    await rows(page).first().click();
    const shown = await factsOf(page);
    for (const title of ["Assignee", "Contact", "Registered", "Modified", "Notes"]) {
      assert.equal(shown[title], UNKNOWN, title);
    }
    assert.equal(shown.Reference, "RFC8314");
    assert.equal(shown.Description, "Message Submission over TLS protocol");
    await keepScreen(page, "entry-in-part", { fullPage: true });
  });
});

test("an entry without an assignee has none", async () => {
  await withPage("registry", { hash: "#q=name:chargen+port:19/tcp" }, async (page) => {
    assert.equal(await cell(rows(page).first(), "registered").textContent(), "");
    await rows(page).first().click();
    assert.equal((await factsOf(page)).Assignee, "none");
  });
});

test("a query that asks for what is not known says of how many entries it is not", async () => {
  await withPage("registry", { hash: "#q=registered:2020" }, async (page) => {
    const note = `; registration date of ${facts.in_part} entries is ${UNKNOWN}`;
    const found = page.locator("#answer");
    assert.ok((await found.textContent()).endsWith(note), await found.textContent());
    await ask(page, "name:https");
    assert.ok(!(await found.textContent()).includes("snapshot"));
  });
});

test("a page of a registry that lacks nothing does not mention it", async () => {
  await withPage("hostile", { hash: "#q=assignee:nobody" }, async (page) => {
    assert.ok(!(await page.locator("body").innerText()).includes("snapshot"));
  });
});
