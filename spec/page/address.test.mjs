// The view in the address, and the browser's history.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, painted, rows, withPage } from "./browser.mjs";

function hash(page) {
  return page.evaluate(() => decodeURIComponent(location.hash));
}

test("Back returns to the view before, and typing is one step", async () => {
  await withPage("registry", {}, async (page) => {
    await page.locator("#query").pressSequentially("https");
    await page.locator("#filter-protocol").selectOption("udp");
    await page.locator("#layer-choice label", { hasText: "UDP" }).click();
    assert.equal(await hash(page), "#q=https&protocol=udp&layer=udp");
    await page.goBack();
    assert.equal(await page.locator("#layer-choice input:checked").inputValue(), "all");
    await page.goBack();
    assert.equal(await page.locator("#filter-protocol").inputValue(), "");
    assert.equal(await page.locator("#query").inputValue(), "https");
    await page.goBack();
    assert.equal(await page.locator("#query").inputValue(), "");
    await page.goForward();
    assert.equal(await page.locator("#query").inputValue(), "https");
  });
});

test("Back closes the row that the view before did not have open", async () => {
  await withPage("input", { hash: "#q=https" }, async (page) => {
    const open = page.locator(".list-row[aria-expanded=true]");
    await rows(page).first().click();
    await rows(page, "#subject").first().click();
    assert.equal(await open.count(), 2);
    await page.goBack();
    assert.equal(await open.count(), 1);
    await page.goBack();
    assert.equal(await open.count(), 0);
    await page.goForward();
    assert.equal(await open.count(), 1);
  });
});

test("a link names an entry by port, protocol and name", async () => {
  await withPage("registry", { hash: "#q=443" }, async (page) => {
    await rows(page).first().click();
    assert.equal(await hash(page), "#q=443&entry=443/tcp/https&port=443");
  });
  for (const [key, text] of [
    ["443/tcp/https", "https"],
    ["1099-1100/tcp/", undefined],
    ["//http", undefined],
    ["6000-6063/tcp/x11", "x11"],
    ["76/tcp/deos", "deos"],
  ]) {
    await withPage("registry", { hash: `#entry=${key}` }, async (page) => {
      const open = page.locator("#entry-list .list-row[aria-expanded=true] .cell-name");
      assert.deepEqual(await open.allTextContents(), text ? [text] : [], key);
    });
  }
});

test("the part of the map in view is in the address", async () => {
  let shared;
  await withPage("registry", {}, async (page) => {
    await page.locator("#zoom-in").click();
    await page.locator("#zoom-in").click();
    await page.waitForFunction(() => location.hash.includes("map=4"));
    shared = await page.evaluate(() => location.hash);
  });
  await withPage("registry", { hash: shared }, async (page) => {
    assert.equal(await page.evaluate(() => location.hash), shared);
    assert.ok(await page.locator("#map.zoomed").isVisible());
  });
});

test("a scan's group, host, sort and open port are in the address", async () => {
  const view = "#group=seen&host=192.0.2.1&by=-port&record=443/tcp/https";
  await withPage("input", { hash: view }, async (page) => {
    const ports = page.locator("#subject .list-body .cell-port");
    assert.deepEqual(await ports.allTextContents(), ["443", "53"]);
    assert.equal(await rows(page, "#subject").first().getAttribute("aria-expanded"), "true");
    assert.equal(await page.locator("#subject [name=group]:checked").inputValue(), "seen");
  });
});

test("a query of one port pins it until the query asks for something else", async () => {
  await withPage("registry", {}, async (page) => {
    await ask(page, "port 443");
    assert.equal(await page.locator("#selection h3").textContent(), "Port 443");
    await ask(page, "443 tcp");
    assert.equal(await page.locator("#selection h3").textContent(), "Port 443");
    await ask(page, "https");
    assert.equal(await page.locator("#selection h3").count(), 0);
  });
});

test("a query scrolls to its results, which stay there while the user types", async () => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    for (const typed of ["443 tcp", "mysql", "60000"]) {
      await withPage("registry", { viewport }, async (page) => {
        await page.keyboard.press("/");
        for (const key of typed) {
          await page.keyboard.type(key);
          await painted(page);
        }
        const { y, height } = await page.locator("#entries-heading").boundingBox();
        const search = await page.locator("#query-form").boundingBox();
        assert.ok(y >= search.height && y + height < viewport.height / 2, `${typed}: ${y}`);
        assert.equal(search.y, 0, typed);
      });
    }
  }
});
