// Opens pages in Debian's Chromium, with playwright-core.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { roomFor } from "../../lua/ianaports/page/camera.mjs";

const build = new URL("../../build/", import.meta.url);
const require = createRequire(new URL("npm-page/", build));
const { chromium } = require("playwright-core");

/** The source of axe-core, which checks accessibility. */
export const axeSource = require("axe-core").source;

/** Facts about the registry, which write.lua asked the module for. */
export const facts = JSON.parse(readFileSync(new URL("page/facts.json", build), "utf8"));

/** The path of a page that write.lua has written. */
export function pagePath(name) {
  return fileURLToPath(new URL(`page/${name}.html`, build));
}

function address(name, hash = "") {
  return new URL(`page/${name}.html${hash}`, build).href;
}

/** The data of a page, as the page reads it. */
export function dataOf(name) {
  const text = readFileSync(pagePath(name), "utf8");
  const [, data] = text.match(/<script type="application\/json" id="data">([^]*?)<\/script>/);
  return JSON.parse(data);
}

const screens = fileURLToPath(new URL("page/screens/", build));
mkdirSync(screens, { recursive: true });

/** Saves a picture of the page, for people to look at. */
export async function keepScreen(page, name, options = {}) {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${screens}${name}.png`, ...options });
}

let browser;

after(() => browser?.close());

/**
 * Opens a page by its name, and calls `use` with it. Fails if the page writes to the console, has
 * an error, opens a dialog or requests anything but itself. It does not fail if the problem's text
 * matches `expected`.
 */
export async function withPage(name, options, use) {
  const { hash, expected, ...context } = { viewport: { width: 1280, height: 900 }, ...options };
  const sandbox = process.getuid() === 0 ? ["--no-sandbox"] : [];
  browser ??= await chromium.launch({ executablePath: "/usr/bin/chromium", args: sandbox });
  const opened = await browser.newContext(context);
  const page = await opened.newPage();
  const problems = [];
  const note = (problem) => expected?.test(problem) || problems.push(problem);
  page.on("console", (message) => note(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => note(`error: ${error.message}`));
  page.on("dialog", (dialog) => note(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address(name) && !request.url().startsWith("data:")) {
      note(`request: ${request.url()}`);
    }
  });
  try {
    await page.goto(address(name, hash));
    await use(page);
    assert.deepEqual(problems, []);
  } finally {
    await opened.close();
  }
}

/** The rows of a table that are in the document; by default, of the table of entries. */
export function rows(page, table = "#entry-list") {
  return page.locator(`${table} .list-body .list-row`);
}

/** A row's cell. */
export function cell(row, key) {
  return row.locator(`.cell-${key}`);
}

// The column and the row of a port.
function cellOf(port, order) {
  let [x, y] = [port % 256, Math.floor(port / 256)];
  if (order === "hilbert") {
    [x, y] = [0, 0];
    for (let size = 1, rest = port; size < 256; size *= 2, rest = Math.floor(rest / 4)) {
      const quarter = rest % 4;
      if (quarter === 0) {
        [x, y] = [y, x];
      } else if (quarter === 3) {
        [x, y] = [size - 1 - y + size, size - 1 - x];
      } else {
        [x, y] = [x + (quarter === 2 ? size : 0), y + size];
      }
    }
  }
  return [x, y];
}

/** The position of a port on the whole map, in CSS pixels. */
export async function positionOf(page, port, order = "hilbert") {
  const size = await page.evaluate(() => [
    document.getElementById("map").clientWidth,
    devicePixelRatio,
  ]);
  const { width, margin } = roomFor(...size, 256);
  const [x, y] = cellOf(port, order).map((place) => margin + ((place + 0.5) * width) / 256);
  return { x, y };
}

/** Waits until the page has painted what it was asked to. */
export function painted(page) {
  return page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** Fills in the search, and waits until the page has answered. */
export async function ask(page, text) {
  await page.locator("#query").fill(text);
  await painted(page);
}
