// Wheel, focus, fingers, the reader's font, and what moves by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keepScreen, positionOf, rows, withPage } from "./browser.mjs";

const PHONE = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true };

// Whether the middle of the element that has the focus, or of another, can be seen.
function isSeen(page, selector = ":focus") {
  return page.evaluate((chosen) => {
    const box = document.querySelector(chosen).getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const found = y > 0 && y < innerHeight ? document.elementFromPoint(x, y) : null;
    return found !== null && document.querySelector(chosen).contains(found);
  }, selector);
}

test("the wheel over a table scrolls the page to its end", async () => {
  await withPage("input", {}, async (page) => {
    await rows(page, "#subject").first().hover();
    for (let step = 0; step < 20; step++) {
      await page.mouse.wheel(0, 2000);
    }
    await page.waitForFunction(
      () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1,
    );
  });
});

test("the focus stays in view in a table, under the search", async () => {
  await withPage("registry", { viewport: { width: 1280, height: 560 } }, async (page) => {
    await rows(page).first().focus();
    for (const key of ["End", "Home", "PageDown", "Enter", "PageDown", "ArrowUp", "PageUp"]) {
      await page.keyboard.press(key);
      assert.ok(await isSeen(page), key);
    }
  });
});

test("the port that keys move to stays in view in a low window", async () => {
  await withPage("registry", { viewport: { width: 900, height: 500 } }, async (page) => {
    await page.locator("#map").focus();
    for (const key of ["Home", "End", "PageUp", "0"]) {
      await page.keyboard.press(key);
      const box = await page.locator("#tip").boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 500, `${key}: ${box.y}`);
    }
  });
});

test("more rows of a table are shown on demand, and the focus moves to them", async () => {
  await withPage("registry", {}, async (page) => {
    const more = page.locator("#entries .list-more");
    assert.match(await more.textContent(), /^The first 50 of [\d,]+ rows are shown/);
    await more.getByText("Show 50 more").click();
    assert.match(await more.textContent(), /^The first 100 of/);
    assert.equal(await page.locator(":focus").getAttribute("aria-rowindex"), "52");
    await more.getByText("Show all").click();
    assert.ok(await more.isHidden());
    assert.equal(await page.locator(":focus").getAttribute("aria-rowindex"), "102");
    assert.ok(await isSeen(page));
  });
});

test("a tap shows the port beside it and pins it", async () => {
  await withPage("registry", PHONE, async (page) => {
    const position = await positionOf(page, 8080);
    await page.locator("#map").tap({ position });
    assert.match(await page.locator("#tip").textContent(), /^8080 · http-alt/);
    const [tip, map] = await Promise.all(
      ["#tip", "#map"].map((selector) => page.locator(selector).boundingBox()),
    );
    const away = [tip.y, tip.y + tip.height].map((y) => Math.abs(y - map.y - position.y));
    assert.ok(Math.min(...away) < 30, `${away}`);
    assert.match(await page.locator("#selection h3").textContent(), /8080/);
    await keepScreen(page, "phone-tap");
    await page.locator("h1").tap();
    assert.ok(await page.locator("#tip").isHidden());
  });
});

test("two fingers zoom the map, and pin nothing", async () => {
  await withPage("registry", PHONE, async (page) => {
    const { x, y } = await positionOf(page, 20000);
    await page.locator("#map").scrollIntoViewIfNeeded();
    const box = await page.locator("#map").boundingBox();
    const client = await page.context().newCDPSession(page);
    const touch = (type, ...offsets) =>
      client.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: offsets.map((offset, id) => ({ x: box.x + x + offset, y: box.y + y, id })),
      });
    await touch("touchStart", -20);
    await touch("touchStart", -20, 20);
    for (let reach = 25; reach <= 80; reach += 5) {
      await touch("touchMove", -reach, reach);
    }
    await touch("touchEnd");
    assert.match(await page.locator("#map").getAttribute("class"), /zoomed/);
    assert.doesNotMatch(page.url(), /port=/);
    assert.equal(await page.evaluate(() => visualViewport.scale), 1);
    await page.locator("#map").tap({ position: { x, y } });
    const port = Number((await page.locator("#selection h3").textContent()).match(/\d+/)[0]);
    assert.ok(Math.abs(port - 20000) < 300, `${port}`);
  });
});

test("all sizes follow the reader's font, and fit", async () => {
  await withPage("registry", { viewport: { width: 375, height: 812 } }, async (page) => {
    const sizes = () =>
      page.evaluate(() =>
        ["body", "input", "select", ".list-row", ".hint", ".legend b", ".choice label"].map(
          (selector) => {
            const found = document.querySelector(selector);
            return Number.parseFloat(getComputedStyle(found).fontSize);
          },
        ),
      );
    const before = await sizes();
    const client = await page.context().newCDPSession(page);
    await client.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
    await page.waitForTimeout(300);
    const after = await sizes();
    assert.deepEqual(
      after,
      before.map((size) => size * 2),
    );
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 375);
    await keepScreen(page, "large-letters", { fullPage: true });
  });
});

const OPENED = ["registry", "input", "changes"].flatMap((name) =>
  [1280, 375].map((width) => ({ name, width })),
);

for (const { name, width } of OPENED) {
  test(`the layout of ${name}.html shifts by less than 0.05, ${width} pixels wide`, async (context) => {
    await withPage(name, { viewport: { width, height: 800 } }, async (page) => {
      const shift = await page.evaluate(
        () =>
          new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              sum += list.getEntries().reduce((total, { value }) => total + value, 0);
            }).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve(sum), 500);
          }),
      );
      context.diagnostic(`${name}.html shifts by ${shift.toFixed(4)}`);
      assert.ok(shift < 0.05, `${shift}`);
    });
  });
}

test("a small phone shows the whole name of what changed", async () => {
  await withPage("changes", { viewport: { width: 320, height: 640 } }, async (page) => {
    const names = await rows(page, "#subject")
      .locator(".cell-name")
      .evaluateAll((cells) =>
        cells.map((one) => [one.textContent, one.scrollWidth <= one.clientWidth]),
      );
    assert.deepEqual(
      names,
      ["https", "mysql", "mysql", "gone", "https"].map((name) => [name, true]),
    );
  });
});
