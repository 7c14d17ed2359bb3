// A page about a scan: hosts, detected services, and why ports are flagged.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { ask, cell, keepScreen, pagePath, rows, withPage } from "./browser.mjs";

const MOST_BYTES = 4 * 1024 * 1024;

function ports(page) {
  return page.locator("#subject .list-body .cell-port").allTextContents();
}

function row(page, port) {
  return rows(page, "#subject").filter({ has: page.getByText(port, { exact: true }) });
}

async function markCount(page, label) {
  const item = page.locator("#legend li").filter({ hasText: label }).first();
  return item.locator("b").textContent();
}

test("flagged ports come first, the gravest reason first", async () => {
  await withPage("input", {}, async (page) => {
    const flags = await page.locator("#subject .list-body .cell-flag").allTextContents();
    assert.deepEqual(flags, [
      "unauthorized use",
      "another service",
      "reserved",
      "unassigned",
      "dynamic listener",
      "",
      "",
      "",
    ]);
  });
});

test("hosts and detected services have columns, and an open row lists them all", async () => {
  await withPage("input", {}, async (page) => {
    const https = row(page, "443");
    assert.equal(await cell(https, "hosts").textContent(), "192.0.2.1 and 1 more");
    assert.equal(await cell(https, "detected").textContent(), "ssl/http and 1 more");
    await https.click();
    const found = page.locator("#subject .found-out");
    assert.deepEqual(await found.locator("dd").allTextContents(), [
      "192.0.2.1, 192.0.2.10",
      "ssl/http, https",
    ]);
    await row(page, "22").click();
    assert.equal(
      await page.locator("#subject .reason").first().textContent(),
      "another service: The scan says http, the registry ssh.",
    );
    await keepScreen(page, "scan-open", { fullPage: true });
  });
});

test("a service under a name in common use, or in TLS, is the registered one", async () => {
  await withPage("input", {}, async (page) => {
    assert.equal(await cell(row(page, "443"), "flag").textContent(), "");
    assert.equal(await cell(row(page, "3389"), "detected").textContent(), "rdp");
    assert.equal(await cell(row(page, "3389"), "flag").textContent(), "");
  });
});

test("the filter by host takes a whole address as that host alone, and filters the map", async () => {
  await withPage("input", {}, async (page) => {
    const host = page.getByLabel("Host");
    await host.fill("192.0.2.10");
    assert.deepEqual(await ports(page), ["443", "3389"]);
    await host.fill("192.0.2.1");
    assert.equal((await ports(page)).length, 7);
    await host.fill("192.0.2");
    assert.equal((await ports(page)).length, 8);
    assert.match(page.url(), /host=192\.0\.2/);
  });
  await withPage("input", { hash: "#host=192.0.2.10" }, async (page) => {
    assert.deepEqual(await ports(page), ["443", "3389"]);
    assert.equal(await page.getByLabel("Host").inputValue(), "192.0.2.10");
    assert.match(await page.locator("#subject .found").textContent(), /^2 of 8 ports/);
  });
});

test("groups filter table and map, and are in the address", async () => {
  await withPage("input", {}, async (page) => {
    const before = await page.locator("#map").screenshot();
    await page.locator("#subject label", { hasText: "dynamic listener (1)" }).click();
    assert.deepEqual(await ports(page), ["60000"]);
    assert.match(page.url(), /group=dynamic/);
    await page.waitForTimeout(100);
    assert.notDeepEqual(await page.locator("#map").screenshot(), before);
    assert.equal(await markCount(page, "Seen, and flagged"), "5");
  });
});

test("one search serves the scan and the registry: ports, names, hosts, services", async () => {
  await withPage("input", {}, async (page) => {
    for (const [query, expected] of [
      ["443", ["443"]],
      ["domain", ["53"]],
      ["rdp", ["3389"]],
      ["192.0.2.10", ["443", "3389"]],
      ["host:192.0.2.10 443", ["443"]],
      ["flag:unassigned", ["4"]],
      ["status:reserved", ["0"]],
      ["22,53/udp", ["22", "53"]],
    ]) {
      await ask(page, query);
      assert.deepEqual((await ports(page)).sort(), [...expected].sort(), query);
    }
    await ask(page, "192.0.2.10");
    assert.match(await page.locator("#answer").textContent(), /^2 of 8 ports; 0 entries of /);
  });
});

test("a part of the ports says how often those were seen", async () => {
  await withPage("input", {}, async (page) => {
    const found = page.locator("#subject .found");
    assert.equal(await found.textContent(), "8 ports, seen 9 times");
    await ask(page, "443");
    assert.equal(await found.textContent(), "1 of 8 ports, seen 2 times");
    await ask(page, "22");
    assert.equal(await found.textContent(), "1 of 8 ports, seen 1 time");
  });
});

test("all ports of four protocols with hosts are shown, in 4 MiB", async () => {
  assert.ok(statSync(pagePath("vast")).size < MOST_BYTES);
  await withPage("vast", {}, async (page) => {
    assert.match(
      await page.locator("#subject .found").textContent(),
      /^262,144 ports, seen 524,288/,
    );
    await ask(page, "443");
    assert.match(await page.locator("#subject .found").textContent(), /^4 of 262,144 ports/);
    await ask(page, "");
    await page.getByLabel("Host").fill("192.0.2.7");
    assert.match(await page.locator("#subject .found").textContent(), /^2,048 of 262,144 ports/);
  });
});

test("on a phone, rows show hosts, and the headings are one line", async () => {
  await withPage("input", { viewport: { width: 390, height: 844 } }, async (page) => {
    const first = rows(page, "#subject").first();
    assert.equal(await cell(first, "hosts").innerText(), "192.0.2.1");
    const heads = await page.locator("#subject .list-heads").boundingBox();
    assert.ok(heads.height < 50, `${heads.height}`);
  });
});
