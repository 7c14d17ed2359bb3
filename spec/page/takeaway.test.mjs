// Downloads, and copies of rows and links.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cell, facts, rows, withPage } from "./browser.mjs";

const BLOB = /^request: blob:/; // how the browser saves what the page has made

async function saved(page, section, form) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(section).getByRole("button", { name: form, exact: true }).click(),
  ]);
  return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
}

const copying = { permissions: ["clipboard-read", "clipboard-write"], expected: BLOB };

function clipboard(page) {
  return page.evaluate(() => navigator.clipboard.readText());
}

test("what the table of entries shows is saved as the command writes it", async () => {
  await withPage("registry", { hash: "#q=465", expected: BLOB }, async (page) => {
    const [name, json] = await saved(page, "#entries", "JSON");
    assert.equal(name, "entries.json");
    assert.deepEqual(JSON.parse(json), facts.saved);
    const [csvName, csv] = await saved(page, "#entries", "CSV");
    assert.equal(csvName, "entries.csv");
    assert.match(csv, /^"Service Name","Port Number","Transport Protocol","Description",/);
    assert.match(csv, /\n"submissions","465","tcp",/);
    assert.equal(csv.trim().split("\n").length, facts.saved.length + 1);
  });
});

test("all entries are saved, not only those in view", async () => {
  await withPage("registry", { expected: BLOB }, async (page) => {
    const [, json] = await saved(page, "#entries", "JSON");
    assert.equal(JSON.parse(json).length, facts.entries);
  });
});

test("the ports of a scan are saved with hosts, services and flags", async () => {
  await withPage("input", { hash: "#q=22", expected: BLOB }, async (page) => {
    const [name, json] = await saved(page, "#subject", "JSON");
    assert.equal(name, "ports.json");
    const [ssh] = JSON.parse(json);
    assert.deepEqual(
      [ssh.hosts, ssh.services, ssh.flags, ssh.port_number],
      [["192.0.2.1"], ["http"], ["another service"], 22],
    );
    const [, csv] = await saved(page, "#subject", "CSV");
    assert.match(csv, /^"Port Number","Transport Protocol","Count","Hosts",/);
    assert.match(csv, /\n"22","tcp","1","192\.0\.2\.1","ssh","http",/);
  });
});

test("no cell of a saved table is a formula", async () => {
  await withPage("formulas", { expected: BLOB }, async (page) => {
    const [, csv] = await saved(page, "#entries", "CSV");
    assert.equal(csv, facts.formulas);
  });
});

test("a row is copied as cells, and its link opens it", async () => {
  let link;
  await withPage("registry", { hash: "#q=443/tcp", ...copying }, async (page) => {
    await rows(page).first().click();
    const panel = page.locator("#entry-list .list-panel");
    await panel.getByRole("button", { name: "Copy row" }).click();
    await panel.getByText("Copied").waitFor();
    assert.match(await clipboard(page), /^https\t443\ttcp\thttp protocol over TLS\/SSL\t/);
    await panel.getByRole("button", { name: "Copy link" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes("#"));
    link = new URL(await clipboard(page)).hash;
  });
  assert.equal(link, "#entry=443/tcp/https");
  await withPage("registry", { hash: link }, async (page) => {
    await page.locator("#entry-list .list-panel").waitFor();
  });
});

test("text of a row can be selected without opening it", async () => {
  await withPage("registry", { hash: "#q=443/tcp" }, async (page) => {
    const box = await cell(rows(page).first(), "description").boundingBox();
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 2, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, y, { steps: 4 });
    await page.mouse.up();
    assert.match(await page.evaluate(() => getSelection().toString()), /http/);
    assert.equal(await rows(page).first().getAttribute("aria-expanded"), "false");
  });
});

test("empty fields are hidden until the user asks for them", async () => {
  await withPage("registry", { hash: "#q=443/tcp" }, async (page) => {
    await rows(page).first().click();
    const panel = page.locator("#entry-list .list-panel");
    const visible = () => panel.locator("dt:visible").count();
    const before = await visible();
    assert.equal(await panel.locator("dd:visible", { hasText: /^none$/ }).count(), 0);
    await panel.getByRole("button", { name: /^Show \d+ empty fields?$/ }).click();
    assert.ok((await visible()) > before);
    await panel.getByRole("button", { name: /^Hide \d+ empty fields?$/ }).click();
    assert.equal(await visible(), before);
    assert.ok(await panel.getByText("Look up https at iana.org").isVisible());
  });
});
