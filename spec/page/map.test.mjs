// The map.

import assert from "node:assert/strict";
import { test } from "node:test";
import { facts, keepScreen, positionOf, withPage } from "./browser.mjs";

function tip(page) {
  return page.locator("#tip").textContent();
}

async function hover(page, port, order) {
  await page.locator("#map").hover({ position: await positionOf(page, port, order) });
}

test("the tip describes the port pointed at, in either order", async () => {
  await withPage("registry", {}, async (page) => {
    await hover(page, 443);
    assert.match(await tip(page), /^443 · https \(tcp, udp.*\) · Assigned, system port$/);
    await page.locator("#order-choice label", { hasText: "Rows" }).click();
    await hover(page, 8080, "rows");
    assert.match(await tip(page), /^8080 · http-alt \(tcp, udp\) · Assigned, user port$/);
    await page.mouse.move(5, 5);
    assert.ok(await page.locator("#tip").isHidden());
  });
});

test("a click pins a port and shows its entries", async () => {
  await withPage("registry", {}, async (page) => {
    await page.locator("#map").click({ position: await positionOf(page, 443) });
    assert.equal(await page.locator("#selection h3").textContent(), "Port 443");
    assert.equal(await page.locator("#selection .card").count(), facts.https);
    assert.match(page.url(), /#port=443$/);
    await keepScreen(page, "port-pinned");
    await page.locator("#selection button").click();
    assert.equal(await page.locator("#selection .card").count(), 0);
    assert.doesNotMatch(page.url(), /port=/);
  });
});

test("keys move from port to port, announce it, pin and unpin", async () => {
  await withPage("registry", {}, async (page) => {
    await page.locator("#map").focus();
    await page.keyboard.press("Home");
    assert.match(await page.locator("#spoken").textContent(), /^0 · Reserved/);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    assert.match(await page.locator("#spoken").textContent(), /^2 · /);
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#selection h3").textContent(), "Port 2");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#selection .card").count(), 0);
    await page.keyboard.press("End");
    assert.match(await page.locator("#spoken").textContent(), /^65535 · Dynamic/);
  });
});

test("zooming keeps the port below the pointer, and dragging moves the map", async () => {
  await withPage("registry", {}, async (page) => {
    const position = await positionOf(page, 8080);
    await page.locator("#map").hover({ position });
    const box = await page.locator("#map").boundingBox();
    for (let step = 0; step < 4; step++) {
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -100);
      await page.keyboard.up("Control");
    }
    await page.mouse.move(box.x + position.x, box.y + position.y);
    assert.match(await tip(page), /^8080 /);
    await page.mouse.down();
    await page.mouse.move(box.x + position.x + 60, box.y + position.y + 40, { steps: 5 });
    await page.mouse.up();
    assert.match(await tip(page), /^8080 /);
    assert.equal(await page.locator("#selection .card").count(), 0);
    await page.locator("#zoom-reset").click();
    await page.locator("#map").hover({ position });
    assert.match(await tip(page), /^8080 /);
  });
});

test("a zoomed map shows ports in their cells", async () => {
  await withPage("registry", { hash: "#port=443" }, async (page) => {
    for (let step = 0; step < 5; step++) {
      await page.locator("#zoom-in").click();
    }
    await keepScreen(page, "map-zoomed");
    const shades = await page.evaluate(() => {
      const map = document.getElementById("map");
      const { data } = map.getContext("2d").getImageData(0, 0, map.width, map.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    assert.ok(shades > 20, `${shades} colours: text with soft edges has more`);
  });
});

for (const layer of Object.keys(facts.layers)) {
  test(`the legend has the counts of the module in the layer ${layer}`, async () => {
    await withPage("registry", { hash: `#layer=${layer}` }, async (page) => {
      const counts = await page.locator("#legend b").allTextContents();
      const { statuses } = facts.layers[layer];
      const ports = (matches) => statuses.filter(matches).length.toLocaleString("en-US");
      assert.deepEqual(counts, [
        ports((status, port) => status === "assigned" && port < 1024),
        ports((status, port) => status === "assigned" && port >= 1024),
        ports((status) => status === "reserved"),
        ports((status) => status === "deregistered"),
        ports((status, port) => status === "unassigned" || (status === "-" && port < 49152)),
        ports((status, port) => status === "-" && port >= 49152),
      ]);
    });
  });
}

test("a port that a query finds is highlighted", async () => {
  await withPage("registry", { hash: "#q=mysql", expected: /willReadFrequently/ }, async (page) => {
    await keepScreen(page, "query-on-map");
    const [found, other] = await page.evaluate(
      (positions) =>
        positions.map(({ x, y }) => {
          const map = document.getElementById("map");
          const scale = map.width / map.clientWidth;
          return [...map.getContext("2d").getImageData(x * scale, y * scale, 1, 1).data].join();
        }),
      [await positionOf(page, 3306), await positionOf(page, 2049)],
    );
    assert.notEqual(found, other);
  });
});
