// The search finds what the command finds, in its order, and says what the command says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, cell, facts, rows, withPage } from "./browser.mjs";

const MOST_ROWS = 10; // that are compared: the table has only those in view

// What the page says of each word that it does not find, and the command only of names.
const SNAPSHOT = /; names without a port that were registered after \S+ are not in this snapshot$/;

const all = facts.entries.toLocaleString("en-US");

// The first rows of the table: "port protocol name".
async function shown(page) {
  const texts = await rows(page).evaluateAll((list) =>
    list.map((row) =>
      ["port", "protocol", "name"].map((key) => row.querySelector(`.cell-${key}`).textContent),
    ),
  );
  return texts.slice(0, MOST_ROWS).map((cells) => cells.join(" "));
}

async function asked(page, text) {
  await ask(page, text);
  return page.locator("#answer").textContent();
}

test("a query finds what the command finds, in its order", async () => {
  await withPage("registry", {}, async (page) => {
    for (const { query, count, entries } of facts.queries) {
      const answer = await asked(page, query);
      assert.match(answer, new RegExp(`^${count.toLocaleString("en-US")} entr`), query);
      assert.deepEqual(await shown(page), entries.slice(0, MOST_ROWS), query);
    }
  });
});

test("an answer without entries says why, and suggests, as the command does", async () => {
  await withPage("registry", {}, async (page) => {
    for (const { query, said } of facts.queries.filter((one) => one.count === 0)) {
      const answer = (await asked(page, query)).replaceAll("’", "'").replace(SNAPSHOT, "");
      assert.equal(answer, `0 entries of ${all}; ${said.replace(SNAPSHOT, "")}`, query);
    }
  });
});

test("a click on a suggestion searches for it", async () => {
  await withPage("registry", {}, async (page) => {
    await asked(page, "htps");
    await page.locator("#answer").getByRole("button", { name: "https" }).click();
    assert.equal(await page.locator("#query").inputValue(), "https");
    assert.equal(await cell(rows(page).first(), "name").textContent(), "https");
  });
});

test("a query that only the filters keep from finding anything says so", async () => {
  await withPage("registry", { hash: "#protocol=sctp" }, async (page) => {
    assert.match(await asked(page, "mysql"), /; nothing passes all filters; \d+ without them$/);
  });
});

test("a word that cannot be a port says what is wrong", async () => {
  await withPage("registry", {}, async (page) => {
    assert.match(await asked(page, "70000"), /; port number 70000 is over 65535$/);
    assert.match(await asked(page, "8000:8100"), /neither a range, as 6000-6063, nor a list/);
  });
});

test("an answer names a protocol or a field that does not exist", async () => {
  await withPage("registry", {}, async (page) => {
    assert.match(
      await asked(page, "443/quic"),
      /; unknown transport protocol "quic" \(known: tcp, /,
    );
    assert.match(
      await asked(page, "foo:bar"),
      /; nothing is registered for bar; foo is no field; /,
    );
    assert.match(await asked(page, "localhost:https"), /^4 entries of [\d,]+$/);
  });
});

test("a comma in text with capitals makes no list of names", async () => {
  await withPage("registry", {}, async (page) => {
    assert.match(await asked(page, "Apple, Inc"), /^[1-9]\d* entries of [\d,]+$/);
  });
});
