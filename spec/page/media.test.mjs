// The page on paper, and in forced colours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { facts, keepScreen, rows, withPage } from "./browser.mjs";

const MOST_PRINTED = 5000;

// The background of each swatch in the legend.
function swatches(page) {
  return page
    .locator("#legend .swatch")
    .evaluateAll((found) => found.map((one) => getComputedStyle(one).backgroundColor));
}

// How many colours the map has.
function mapColors(page) {
  return page.evaluate(() => {
    const map = document.getElementById("map");
    const { data } = map.getContext("2d").getImageData(0, 0, map.width, map.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

test("print is light, has the legend's colours, the search as text, and no buttons", async () => {
  const hash = "#q=mysql&protocol=tcp&port=3306";
  await withPage("registry", { hash, colorScheme: "light" }, async (page) => {
    const light = await swatches(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForTimeout(300);
    assert.notDeepEqual(await swatches(page), light);
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    await page.waitForFunction(() => document.documentElement.classList.contains("paper"));
    assert.deepEqual(await swatches(page), light);
    const printed = await page.evaluate(() => ({
      buttons: [...document.querySelectorAll("button:not(#legend button)")].filter(
        (one) => one.offsetHeight > 0,
      ).length,
      exact: getComputedStyle(document.querySelector("#legend .swatch")).printColorAdjust,
      ground: getComputedStyle(document.body).backgroundColor,
    }));
    assert.deepEqual(printed, { buttons: 0, exact: "exact", ground: "rgb(255, 255, 255)" });
    assert.ok(await page.locator("#legend .swatch").first().isVisible());
    assert.match(await page.locator("#entries .list-head").innerText(), /Service name/);
    assert.ok(await page.locator("#query").isVisible());
    assert.ok(await page.locator("#filter-protocol").isVisible());
    assert.ok(await page.locator("#filter-status").isHidden());
    await keepScreen(page, "print-query", { fullPage: true });
  });
});

test("all rows are printed, to a cap that the page names", async () => {
  await withPage("registry", {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.waitForFunction(() => document.documentElement.classList.contains("paper"));
    assert.equal(await rows(page).count(), MOST_PRINTED);
    const all = facts.entries.toLocaleString("en-US");
    assert.match(
      await page.locator("#entries .list-more").innerText(),
      new RegExp(`^The first 5,000 of ${all} rows are printed`),
    );
    await page.emulateMedia({ media: "screen" });
    await page.waitForFunction(() => !document.documentElement.classList.contains("paper"));
    assert.equal(await rows(page).count(), 50);
  });
});

test("all rows of a query that finds fewer are printed, on sheets of paper too", async () => {
  await withPage("registry", { hash: "#protocol=sctp" }, async (page) => {
    await page.evaluate(() => {
      addEventListener("beforeprint", () => {
        window.printed = document.querySelectorAll("#entries .list-body .list-row").length;
      });
    });
    assert.ok((await page.pdf({ format: "A4" })).length > 10000);
    assert.equal(await page.evaluate(() => window.printed), facts.sctp);
  });
});

for (const name of ["input", "changes"]) {
  test(`${name}.html prints its own rows, not the registry`, async () => {
    await withPage(name, {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      assert.ok(await rows(page, "#subject").first().isVisible());
      assert.ok(await page.locator("#entries").isHidden());
      await keepScreen(page, `${name}-print`, { fullPage: true });
    });
  });
}

for (const name of ["registry", "input", "changes"]) {
  test(`${name}.html keeps its swatches in forced colours`, async () => {
    await withPage(name, { forcedColors: "active", colorScheme: "dark" }, async (page) => {
      const colors = await swatches(page);
      assert.ok(colors.length >= 6);
      assert.equal(new Set(colors).size, colors.length, colors.join(" "));
      const [chosen, other] = await page.evaluate(() =>
        [":has(:checked)", ":not(:has(:checked))"].map(
          (state) =>
            getComputedStyle(document.querySelector(`.choice label${state}`)).backgroundColor,
        ),
      );
      assert.notEqual(chosen, other);
      assert.ok((await mapColors(page)) > 5);
      await keepScreen(page, `${name}-forced`, { fullPage: true });
    });
  });
}
