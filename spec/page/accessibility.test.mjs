// axe-core finds no problem of accessibility, in any state of the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { axeSource, rows, withPage } from "./browser.mjs";

async function check(page) {
  await page.evaluate(axeSource);
  const { violations, passes } = await page.evaluate(() => axe.run(document));
  const problems = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`,
  );
  assert.deepEqual(problems, []);
  assert.ok(passes.length > 20);
}

const STATES = {
  "at first": {},
  "with a query": { hash: "#q=mysql&protocol=tcp&sort=-name" },
  "with a port pinned": { hash: "#port=443" },
  "with nothing found": { hash: "#q=nothing-of-that-name" },
};

for (const colorScheme of ["light", "dark"]) {
  for (const [state, options] of Object.entries(STATES)) {
    test(`the registry ${state}, ${colorScheme}`, async () => {
      await withPage("registry", { colorScheme, ...options }, check);
    });
  }

  for (const name of ["registry", "input", "changes"]) {
    test(`${name}.html with rows open, ${colorScheme}`, async () => {
      await withPage(name, { colorScheme }, async (page) => {
        await rows(page).nth(2).click();
        if (name !== "registry") {
          await rows(page, "#subject").first().click();
        }
        await page.locator("details summary").first().click();
        await page.locator("#map").focus();
        await page.keyboard.press("Home");
        await check(page);
      });
    });
  }
}

test("the registry on a phone", async () => {
  await withPage("registry", { viewport: { width: 375, height: 812 } }, check);
});

test("the skip link moves the focus to the entries, and the address keeps the view", async () => {
  await withPage("registry", { hash: "#q=mysql" }, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(":focus").getAttribute("id"), "entries");
    assert.match(page.url(), /#q=mysql$/);
  });
});

test("Tab reaches every control", async () => {
  await withPage("registry", {}, async (page) => {
    const reached = new Set();
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press("Tab");
      reached.add(
        await page.evaluate(() => {
          const focused = document.activeElement;
          return focused.id || focused.name || focused.className || focused.textContent;
        }),
      );
    }
    for (const id of [
      "skip",
      "layer",
      "order",
      "zoom-out",
      "zoom-in",
      "zoom-reset",
      "map",
      "query",
      "filter-protocol",
      "filter-status",
      "filter-class",
      "list-row",
    ]) {
      assert.ok(reached.has(id), `${id} among ${[...reached].join(", ")}`);
    }
  });
});
