// A page opens quickly, without requests, on any screen.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { facts, keepScreen, pagePath, rows, withPage } from "./browser.mjs";

const MOST_BYTES = 2 * 1024 * 1024;

const NAMES = ["registry", "input", "changes", "empty", "hostile"].concat(
  facts.has_official ? ["official"] : [],
);

for (const name of NAMES) {
  test(`${name}.html is under 2 MiB and opens without a message or a request`, async (context) => {
    assert.ok(statSync(pagePath(name)).size < MOST_BYTES);
    await withPage(name, {}, async (page) => {
      const milliseconds = await page.evaluate(
        () => performance.getEntriesByType("navigation")[0].domComplete,
      );
      context.diagnostic(`${name}.html was complete after ${Math.round(milliseconds)} ms`);
      assert.equal(await page.locator("h1").count(), 1);
      assert.ok((await page.locator("#legend li").count()) >= 6);
    });
  });
}

test("only the first rows and those in view are in the document", async () => {
  await withPage("registry", {}, async (page) => {
    assert.ok((await rows(page).count()) < 60);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.locator(`[aria-rowindex="${facts.entries + 1}"]`).waitFor();
    assert.ok((await rows(page).count()) < 120);
  });
});

for (const colorScheme of ["light", "dark"]) {
  test(`the page is ${colorScheme} if the system is`, async () => {
    await withPage("registry", { colorScheme }, async (page) => {
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const [red] = ground.match(/\d+/).map(Number);
      assert.equal(red > 128, colorScheme === "light", ground);
      await keepScreen(page, `registry-${colorScheme}`);
    });
  });
}

test("the map follows a change of the colour scheme", async () => {
  await withPage(
    "registry",
    { colorScheme: "light", expected: /willReadFrequently/ },
    async (page) => {
      const corner = () =>
        page.evaluate(() => {
          const map = document.getElementById("map");
          const middle = map.width * 0.75;
          return [...map.getContext("2d").getImageData(middle, map.width * 0.25, 1, 1).data];
        });
      const light = await corner();
      await page.emulateMedia({ colorScheme: "dark" });
      await page.waitForTimeout(500);
      const dark = await corner();
      assert.ok(dark[0] < light[0], `${dark} and ${light}`);
    },
  );
});

for (const name of ["registry", "input", "changes"]) {
  test(`${name}.html fits a phone`, async () => {
    const phone = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true };
    await withPage(name, phone, async (page) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 375, `${width} pixels wide`);
      await rows(page).first().tap();
      assert.ok(await page.locator("#entry-list .details").isVisible());
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 375);
      await keepScreen(page, `${name}-phone`, { fullPage: true });
    });
  });
}
