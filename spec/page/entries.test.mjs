// The table of entries.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, cell, facts, keepScreen, rows, withPage } from "./browser.mjs";

const all = facts.entries.toLocaleString("en-US");

function found(page) {
  return page.locator("#answer").textContent();
}

async function typed(page, text) {
  await ask(page, text);
  return found(page);
}

test("a query finds entries, the best fit first", async () => {
  await withPage("registry", {}, async (page) => {
    assert.equal(await found(page), `${all} entries`);
    await typed(page, "https");
    assert.equal(await cell(rows(page).first(), "name").textContent(), "https");
    assert.equal(await cell(rows(page).first(), "port").textContent(), "443");
    assert.equal(await typed(page, "443"), `${facts.https} entries of ${all}`);
    assert.equal(await cell(rows(page).nth(1), "port").textContent(), "443");
    assert.match(await typed(page, "no such words"), new RegExp(`^0 entries of ${all}; nothing`));
    assert.ok(await page.locator("#entry-list .list-empty").isVisible());
  });
});

const QUERIES = [
  ["6000-6063", ["x11"]],
  ["6010", ["x11"]],
  ["80/tcp", ["http", "www", "www-http"]],
  ["name:acplt", ["acplt"]],
  ['description:"secure shell" class:system protocol:tcp', ["ssh"]],
  ["status:reserved port:5116", [""]],
  ["alias:http port:80/tcp", ["www", "www-http"]],
  ["assignee:process_control", ["acplt"]],
  ['assignee:"process control"', ["acplt"]],
  ["service_name:acplt port_number:7509", ["acplt"]],
  ["6063-6000", ["x11"]],
  ["acplt, x11", ["acplt", "x11"]],
  ["acplt status:assigned", ["acplt"]],
  ["acplt port:", ["acplt"]],
  ["port:5116/tcp status:assigned", []],
];

test("a query can have ports, port ranges, names and fields", async () => {
  await withPage("registry", {}, async (page) => {
    for (const [query, names] of QUERIES) {
      await typed(page, query);
      const shown = await page.locator("#entry-list .list-body .cell-name").allTextContents();
      assert.deepEqual([...new Set(shown)].sort(), [...names].sort(), query);
    }
  });
});

test("a query finds a service by a name in common use, and says that it is not IANA's", async () => {
  await withPage("registry", {}, async (page) => {
    const said = await typed(page, "rdp");
    assert.match(
      said,
      /; rdp is a name in common use; IANA’s name is ms-wbt-server \(3389\/tcp\)$/,
    );
    assert.equal(await cell(rows(page).first(), "name").textContent(), "ms-wbt-server");
    assert.match(
      await typed(page, "DNS 53/udp"),
      /^1 entry of .* IANA’s name is domain \(53\/udp\)$/,
    );
    assert.match(
      await typed(page, "kafka"),
      /^0 entries .* kafka, a name in common use at 9092\/tcp, which is registered for XmlIpcRegSvc$/,
    );
    assert.doesNotMatch(await typed(page, "rd"), /common use/);
  });
});

test("an entry that a link opens is in view", async () => {
  const isInView = (panel) =>
    panel.evaluate((node) => {
      const above = node.closest(".list").querySelector(".list-heads").getBoundingClientRect();
      const box = node.getBoundingClientRect();
      return box.top >= above.bottom && box.bottom <= innerHeight + 1;
    });
  await withPage("registry", { hash: "#entry=6000-6063/tcp/x11" }, async (page) => {
    const panel = page.locator("#entry-list .list-panel");
    await panel.waitFor();
    await page.waitForTimeout(200);
    assert.ok(await isInView(panel));
  });
});

test("opening an entry without a port keeps the pinned port", async () => {
  await withPage("registry", { hash: "#q=name:https&port=443" }, async (page) => {
    const portless = rows(page).filter({ hasNotText: "443" }).first();
    await portless.click();
    assert.match(await page.evaluate("location.hash"), /port=443/);
    assert.match(await page.evaluate("location.hash"), /entry=\/tcp\/https/);
  });
});

test("unpinning moves the focus to the map", async () => {
  await withPage("registry", { hash: "#port=443" }, async (page) => {
    await page.getByRole("button", { name: "Unpin" }).press("Enter");
    assert.equal(await page.evaluate("document.activeElement.id"), "map");
  });
});

test("filters by protocol, status and class agree with the module's counts", async () => {
  await withPage("registry", {}, async (page) => {
    for (const [filter, value, count] of [
      ["protocol", "sctp", facts.sctp],
      ["status", "reserved", facts.reserved],
      ["class", "system", facts.system],
      ["class", "none", facts.portless],
    ]) {
      await page.locator(`#filter-${filter}`).selectOption(value);
      assert.equal(await found(page), `${count.toLocaleString("en-US")} entries of ${all}`);
      await page.locator("[type=reset]").click();
      assert.equal(await found(page), `${all} entries`);
    }
  });
});

test("a click on a heading sorts, a second reverses, a third restores the order", async () => {
  await withPage("registry", { hash: "#protocol=tcp" }, async (page) => {
    const heading = page.locator("#entry-list .list-head .cell-name");
    const first = () => cell(rows(page).first(), "name").textContent();
    const unsorted = await first();
    await heading.getByRole("button").click();
    assert.equal(await heading.getAttribute("aria-sort"), "ascending");
    const least = await first();
    await heading.getByRole("button").click();
    assert.equal(await heading.getAttribute("aria-sort"), "descending");
    assert.ok((await first()) > least);
    assert.match(page.url(), /sort=-name/);
    await heading.getByRole("button").click();
    assert.equal(await heading.getAttribute("aria-sort"), null);
    assert.equal(await first(), unsorted);
  });
});

test("a row opens to all twelve columns, with links and mail links", async () => {
  await withPage("registry", { hash: "#q=acplt" }, async (page) => {
    const row = rows(page).first();
    await row.click();
    assert.equal(await row.getAttribute("aria-expanded"), "true");
    const terms = await page.locator("#entry-list .details dt").allTextContents();
    assert.deepEqual(terms.slice(0, 12), [
      "Service name",
      "Port number",
      "Transport protocol",
      "Description",
      "Assignee",
      "Contact",
      "Registered",
      "Modified",
      "Reference",
      "Service code",
      "Unauthorized use",
      "Notes",
    ]);
    const mail = page.locator('#entry-list .details a[href^="mailto:"]').first();
    assert.equal(await mail.getAttribute("href"), "mailto:ks@plt.rwth-aachen.de");
    await keepScreen(page, "entry-open", { fullPage: true });
    await row.click();
    assert.equal(await page.locator("#entry-list .details").count(), 0);
  });
});

test("references link to the RFC Editor, and an entry links to IANA", async () => {
  await withPage("registry", { hash: "#q=name:mdns+protocol:udp" }, async (page) => {
    await rows(page).first().click();
    const links = await page
      .locator("#entry-list .details a")
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.href));
    assert.ok(links.includes("https://www.rfc-editor.org/rfc/rfc6762"), links.join(" "));
    assert.ok(
      links.some((link) =>
        link.startsWith("https://www.iana.org/assignments/service-names-port-numbers/"),
      ),
    );
  });
});

test("the address holds query and selection, and opens the same view", async () => {
  let shared;
  await withPage("registry", {}, async (page) => {
    await typed(page, "mysql");
    await page.locator("#filter-protocol").selectOption("udp");
    await page.locator("#layer-choice label", { hasText: "UDP" }).click();
    await rows(page).nth(1).click();
    shared = new URL(page.url()).hash;
  });
  await withPage("registry", { hash: shared }, async (page) => {
    assert.equal(await page.locator("#query").inputValue(), "mysql");
    assert.equal(await page.locator("#filter-protocol").inputValue(), "udp");
    assert.equal(await page.locator("#layer-choice input:checked").inputValue(), "udp");
    assert.equal(await rows(page).nth(1).getAttribute("aria-expanded"), "true");
    const name = await cell(rows(page).nth(1), "name").textContent();
    assert.match(await page.locator("#selection").textContent(), new RegExp(name));
  });
});

test("a change of the address's hash changes the view", async () => {
  await withPage("registry", {}, async (page) => {
    await page.evaluate(() => {
      location.hash = "#q=https&port=443";
    });
    await page.locator("#selection h3", { hasText: "Port 443" }).waitFor();
    assert.equal(await page.locator("#query").inputValue(), "https");
  });
});

test("unknown values in the address are ignored", async () => {
  const hash =
    "#protocol=ip&status=x&class=__proto__&layer=y&order=z&port=99999&entry=-1&sort=w&q=%22";
  await withPage("registry", { hash }, async (page) => {
    assert.equal(await found(page), `${all} entries`);
  });
});

test("keys move from row to row, and open and close rows", async () => {
  await withPage("registry", { hash: "#q=mysql" }, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-rowindex"));
    await rows(page).first().focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "3");
    await page.keyboard.press("Enter");
    assert.equal(await rows(page).nth(1).getAttribute("aria-expanded"), "true");
    assert.equal(await focused(), "3");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await rows(page).nth(1).getAttribute("aria-expanded"), "false");
    await page.keyboard.press("End");
    const last = await page.locator("#entry-list [role=treegrid]").getAttribute("aria-rowcount");
    assert.equal(await focused(), last);
    await page.keyboard.press("Home");
    assert.equal(await focused(), "2");
  });
});

test("the row after an open one is below its details", async () => {
  await withPage("registry", { hash: "#q=mysql" }, async (page) => {
    await rows(page).first().click();
    await page.waitForTimeout(100);
    const panel = await page.locator("#entry-list .list-panel").boundingBox();
    const next = await rows(page).nth(1).boundingBox();
    assert.ok(panel.height > 50);
    assert.ok(Math.abs(next.y - (panel.y + panel.height)) < 1.5, `${next.y}`);
  });
});
