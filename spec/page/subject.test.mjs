// Pages about the ports of an input, and about changes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, facts, keepScreen, positionOf, rows, withPage } from "./browser.mjs";

function shown(page) {
  return rows(page, "#subject").evaluateAll((all) =>
    all.map((row) => [...row.children].map((child) => child.textContent)),
  );
}

test("an input's ports have counts and flags", async () => {
  await withPage("input", {}, async (page) => {
    assert.equal(await page.locator("h1").textContent(), "Ports of </script>scan.xml");
    assert.deepEqual(await shown(page), [
      ["6000", "tcp", "1", "192.0.2.1", "x11", "", "assigned", "unauthorized use"],
      ["22", "tcp", "1", "192.0.2.1", "ssh", "http", "assigned", "another service"],
      ["0", "tcp", "1", "192.0.2.1", "", "", "reserved", "reserved"],
      ["4", "tcp", "1", "192.0.2.1", "", "", "unassigned", "unassigned"],
      ["60000", "tcp", "1", "192.0.2.1", "", "", "dynamic", "dynamic listener"],
      ["443", "tcp", "2", "192.0.2.1 and 1 more", "https", "ssl/http and 1 more", "assigned", ""],
      ["53", "udp", "1", "192.0.2.1", "domain", "", "assigned", ""],
      ["3389", "tcp", "1", "192.0.2.10", "ms-wbt-server", "rdp", "assigned", ""],
    ]);
    const legend = await page.locator("#legend li").allTextContents();
    assert.deepEqual(legend.slice(6), ["Seen3", "Seen, and flagged5"]);
    await keepScreen(page, "input", { fullPage: true });
  });
});

test("an input's ports are marked on the map of their protocol", async () => {
  await withPage("input", {}, async (page) => {
    await page.locator("#layer-choice label", { hasText: "UDP" }).click();
    const legend = await page.locator("#legend li").allTextContents();
    assert.deepEqual(legend.slice(6), ["Seen1"]);
    await page.locator("#layer-choice label", { hasText: "All" }).click();
    await page.locator("#map").hover({ position: await positionOf(page, 443) });
    assert.match(await page.locator("#tip").textContent(), /seen 2 times$/);
    await page.locator("#layer-choice label", { hasText: "SCTP" }).click();
    await page.locator("#map").hover({ position: await positionOf(page, 443) });
    assert.doesNotMatch(await page.locator("#tip").textContent(), /seen/);
  });
});

test("the table of an input can be filtered by flag and sorted, and a row pins its port", async () => {
  await withPage("input", {}, async (page) => {
    await page.locator("#subject label", { hasText: "unassigned (1)" }).click();
    assert.deepEqual(
      (await shown(page)).map(([port]) => port),
      ["4"],
    );
    await page.locator("#subject label", { hasText: "All" }).click();
    await page.locator("#subject .list-head .cell-port button").click();
    assert.equal((await shown(page))[0][0], "0");
    await rows(page, "#subject").filter({ hasText: "x11" }).click();
    assert.equal(await page.locator("#selection h3").textContent(), "Port 6000");
    assert.match(await page.locator("#subject .details").textContent(), /Unauthorized use/);
  });
});

test("changes are those that the module finds", async () => {
  await withPage("changes", {}, async (page) => {
    const { added, removed, changed } = facts.changes;
    const groups = await page.locator("#subject .choice label").allTextContents();
    const counted = [
      ["Newly assigned", added],
      ["Freed", removed],
      ["Other columns changed", changed],
    ];
    assert.deepEqual(groups, [
      "All",
      ...counted.filter(([, count]) => count > 0).map(([kind, count]) => `${kind} (${count})`),
    ]);
    const kinds = (await shown(page)).map(([kind, port, , name]) => [kind, port, name].join(" "));
    assert.ok(kinds.includes("Freed 40404–40500 gone"), kinds.join("; "));
    assert.ok(kinds.includes("Other columns changed 443 https"), kinds.join("; "));
    assert.ok(kinds.includes("Newly assigned 3306 mysql"), kinds.join("; "));
    await keepScreen(page, "changes", { fullPage: true });
  });
});

test("an open change shows each column before and after", async () => {
  await withPage("changes", {}, async (page) => {
    const row = rows(page, "#subject").filter({ has: page.getByText("443", { exact: true }) });
    assert.equal(await cell(row, "description").textContent(), "description");
    await row.click();
    assert.equal(await page.locator("#subject del").textContent(), "an older description");
    assert.equal(await page.locator("#subject ins").textContent(), "http protocol over TLS/SSL");
  });
});
