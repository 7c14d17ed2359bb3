// The map.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, facts, keepScreen, painted, positionOf, withPage } from "./browser.mjs";

function tip(page) {
  return page.locator("#tip").textContent();
}

async function hover(page, port, order) {
  await page.locator("#map").hover({ position: await positionOf(page, port, order) });
}

// The colours of the map at some points in CSS pixels, as "red,green,blue".
async function colorsAt(page, points) {
  await painted(page);
  return page.evaluate(
    (positions) =>
      positions.map(({ x, y }) => {
        const map = document.getElementById("map");
        const scale = map.width / map.clientWidth;
        const { data } = map.getContext("2d").getImageData(x * scale, y * scale, 1, 1);
        return [...data.subarray(0, 3)].join();
      }),
    points,
  );
}

// What the style sheet makes of a colour's name.
function colorOf(page, name) {
  return page.evaluate((property) => {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.style.color = `var(--${property})`;
    const [color] = getComputedStyle(probe).color.match(/\d.*\d/);
    probe.remove();
    return color.replaceAll(" ", "");
  }, name);
}

async function zoomIn(page, times) {
  for (let step = 0; step < times; step++) {
    await page.keyboard.press("+");
  }
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
    await page.locator("#selection button", { hasText: "Unpin" }).click();
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
  await withPage("registry", { hash: "#q=mysql" }, async (page) => {
    await keepScreen(page, "query-on-map");
    const [found, other] = await colorsAt(page, [
      await positionOf(page, 3306),
      await positionOf(page, 2049),
    ]);
    assert.equal(found, await colorOf(page, "assigned-user"));
    assert.notEqual(found, other);
  });
});

test("an entry of the legend shows its ports alone, and a second click all again", async () => {
  await withPage("registry", {}, async (page) => {
    const entry = page.locator("#legend button", { hasText: "Reserved" });
    await entry.click();
    assert.equal(await entry.getAttribute("aria-pressed"), "true");
    assert.equal(await page.locator("#filter-status").inputValue(), "reserved");
    assert.match(page.url(), /status=reserved/);
    const { statuses } = facts.layers.all;
    const port = statuses.findIndex((status, index) => status === "reserved" && index > 1100);
    const [reserved, assigned] = await colorsAt(page, [
      await positionOf(page, port),
      await positionOf(page, 2049),
    ]);
    await keepScreen(page, "legend-chosen");
    assert.equal(reserved, await colorOf(page, "reserved"));
    assert.notEqual(assigned, await colorOf(page, "assigned-user"));
    await entry.press("Enter");
    assert.equal(await entry.getAttribute("aria-pressed"), "false");
    assert.doesNotMatch(page.url(), /status=/);
  });
});

test("an entry of the legend for ports without entries shows these ports", async () => {
  await withPage("registry", {}, async (page) => {
    await page.locator("#legend button", { hasText: "Dynamic" }).click();
    const [dynamic, other] = await colorsAt(page, [
      await positionOf(page, 60000),
      await positionOf(page, 2049),
    ]);
    assert.equal(dynamic, await colorOf(page, "dynamic"));
    assert.notEqual(other, await colorOf(page, "assigned-user"));
  });
});

test("the legend fades as the map does", async () => {
  const opacities = (page) =>
    page
      .locator("#legend li:first-child .swatch")
      .evaluateAll((all) => all.map((swatch) => Number(getComputedStyle(swatch).opacity)));
  await withPage("registry", {}, async (page) => {
    assert.deepEqual(await opacities(page), [1]);
    await ask(page, "https");
    await page.locator("#map").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("#legend .faded"));
    assert.deepEqual(await opacities(page), [1, 0.22]);
  });
  await withPage("input", {}, async (page) => {
    assert.deepEqual(await opacities(page), [0.22]);
  });
});

test("keys that zoom keep the port in view, though it was moved out of it", async () => {
  await withPage("registry", { hash: "#port=443" }, async (page) => {
    await page.locator("#map").focus();
    await zoomIn(page, 3);
    for (let step = 0; step < 20; step++) {
      await page.keyboard.press("Shift+ArrowRight");
    }
    await zoomIn(page, 1);
    await painted(page);
    const map = await page.locator("#map").boundingBox();
    const frame = await page.locator("#map ~ .pinned").boundingBox();
    assert.ok(frame.x >= map.x && frame.x + frame.width <= map.x + map.width, `at ${frame.x}`);
    assert.ok(frame.y >= map.y && frame.y + frame.height <= map.y + map.height, `at ${frame.y}`);
  });
});

test("from 16 times on, cells show the names of services", async () => {
  await withPage("registry", { hash: "#port=443" }, async (page) => {
    const written = () =>
      page.evaluate(async () => {
        const { prototype } = CanvasRenderingContext2D;
        const { fillText } = prototype;
        const texts = [];
        prototype.fillText = function note(text, ...rest) {
          texts.push(String(text));
          return fillText.call(this, text, ...rest);
        };
        document.getElementById("zoom-in").click();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        prototype.fillText = fillText;
        return texts;
      });
    for (const times of [2, 4, 8]) {
      assert.ok(!(await written()).includes("https"), `${times} times`);
    }
    const texts = await written();
    assert.ok(texts.includes("443") && texts.includes("https"), texts.join(" "));
    await keepScreen(page, "map-names");
  });
});

test("the inset shows the system ports, with tips, and pins them", async () => {
  await withPage("registry", {}, async (page) => {
    const inset = page.locator("#inset");
    const { width, height } = await inset.boundingBox();
    await inset.hover({ position: { x: 12, y: 12 } });
    assert.match(await tip(page), /^0 · Reserved/);
    await page.locator("#order-choice label", { hasText: "Rows" }).click();
    await inset.hover({ position: { x: width - 12, y: height - 12 } });
    assert.match(await tip(page), /^1023 · /);
    await inset.click({ position: { x: width - 12, y: 12 } });
    assert.equal(await page.locator("#selection h3").textContent(), "Port 31");
  });
});

for (const [width, deviceScaleFactor] of [
  [320, 3],
  [390, 2],
  [768, 1],
  [1280, 1],
  [1280, 1.25],
]) {
  test(`the map is sharp at ${width} pixels, times ${deviceScaleFactor}`, async () => {
    const options = { viewport: { width, height: 800 }, deviceScaleFactor };
    await withPage("registry", options, async (page) => {
      const [drawn, shown] = await page.evaluate(() => {
        const map = document.getElementById("map");
        return [map.width, map.getBoundingClientRect().width * devicePixelRatio];
      });
      assert.ok(Math.abs(drawn - shown) < 1, `${drawn} pixels for ${shown}`);
      await keepScreen(page, `map-${width}-${deviceScaleFactor}`);
    });
  });
}

test("a mark at the edge is whole", async () => {
  await withPage("input", {}, async (page) => {
    const { x, y } = await positionOf(page, 0);
    const [left, right] = await colorsAt(page, [
      { x: x - 4, y },
      { x: x + 4, y },
    ]);
    const flagged = await colorOf(page, "flagged");
    assert.deepEqual([left, right], [flagged, flagged]);
  });
});

test("the map shows all ports of all protocols of an input", async () => {
  await withPage("every", {}, async (page) => {
    const counts = await page.locator("#legend li:nth-child(n + 7) b").allTextContents();
    const total = counts.reduce((sum, count) => sum + Number(count.replaceAll(",", "")), 0);
    assert.equal(total, 65536 * 4);
    const groups = await page.locator("#subject .choice label").allTextContents();
    assert.ok(
      groups.some((group) => group.includes(counts[1])),
      groups.join("; "),
    );
    const [assigned, dynamic] = await colorsAt(page, [
      await positionOf(page, 2049),
      await positionOf(page, 60000),
    ]);
    const marks = [await colorOf(page, "seen"), await colorOf(page, "flagged")];
    assert.ok(marks.includes(assigned) && marks.includes(dynamic), `${assigned} ${dynamic}`);
    await hover(page, 443);
    assert.match(await tip(page), /^443 · .* · seen \d+ times/);
    await keepScreen(page, "every-port");
  });
});

test("the map of changes counts what the table counts, and shows rows cut anew when asked", async () => {
  await withPage("cut", {}, async (page) => {
    const legend = await page.locator("#legend li:nth-child(n + 7)").allTextContents();
    assert.deepEqual(legend, ["Rows merely cut anew2", "Freed1", "Newly assigned1"]);
    const groups = await page.locator("#subject .choice label").allTextContents();
    for (const group of ["Newly assigned (1)", "Freed (1)", "Rows merely cut anew (2)"]) {
      assert.ok(groups.includes(group), groups.join("; "));
    }
    const position = await positionOf(page, 2005);
    const [before] = await colorsAt(page, [position]);
    await page.locator("#legend button", { hasText: "cut anew" }).click();
    const [after] = await colorsAt(page, [position]);
    const recut = await colorOf(page, "recut");
    assert.notEqual(before, recut);
    assert.equal(after, recut);
  });
});

test("marks that fill their cells do not cover the names of ports", async () => {
  await withPage("every", {}, async (page) => {
    const colors = await page.evaluate(() => {
      const { width } = document.getElementById("map");
      const context = document.getElementById("map").getContext("2d");
      const { data } = context.getImageData(0, 0, Math.round(width / 16), Math.round(width / 32));
      return Array.from(new Uint32Array(data.buffer)).filter((color) => color === 0xffffffff)
        .length;
    });
    assert.ok(colors > 50, `${colors} white pixels around the port 0`);
  });
});
