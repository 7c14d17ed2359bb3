// All that a registry or an input contains is shown as text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rows, withPage } from "./browser.mjs";

const LENGTH = 17; // entries that write.lua makes

test("nothing in a registry runs or becomes an element", async () => {
  await withPage("hostile", {}, async (page) => {
    const count = await page.locator("#entry-list .list").getAttribute("aria-rowcount");
    assert.equal(count, `${LENGTH + 1}`);
    await rows(page).first().focus();
    for (let index = 0; index < LENGTH; index++) {
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(":focus").getAttribute("aria-expanded"), "true");
      await page.keyboard.press("ArrowDown");
    }
    const found = await page.evaluate(() => ({
      hacked: typeof window.hacked,
      scripts: document.scripts.length,
      strangers: document.querySelectorAll(
        "img, iframe, object, embed, [onclick], [onload], [onerror]",
      ).length,
      title: document.title,
      schemes: [...new Set([...document.links].map((link) => link.protocol))].sort(),
    }));
    assert.deepEqual(found, {
      hacked: "undefined",
      scripts: 2,
      strangers: 0,
      title: "</title></script><script>hacked = 1</script>{{data}}",
      schemes: ["file:", "https:", "mailto:"], // links within the page, to IANA, and to people
    });
  });
});

test("the whole text of a cell is shown", async () => {
  await withPage("hostile", {}, async (page) => {
    await rows(page).first().focus();
    await page.keyboard.press("End");
    const names = await page.locator("#entry-list .list-body .cell-name").allTextContents();
    assert.equal(names[0], "</script><script>hacked = 1</script>");
    assert.ok(names.includes("line\u2028separator\u2029s"));
    assert.ok(names.includes("control\u0001\u001b[31m\u007fcharacters"));
    assert.ok(names.includes("not UTF-8: \ufffd\ufffd\ufffd"));
    assert.ok(names.includes("__proto__"));
    assert.ok(names.includes("&lt;b&gt;"));
    assert.ok(names.includes("%1 %0"));
  });
});

test("a mail link has one address and nothing else", async () => {
  await withPage("hostile", {}, async (page) => {
    await rows(page).first().click();
    const links = await page
      .locator("#entry-list a[href^=mailto]")
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href")));
    assert.deepEqual(links, ["mailto:a@example.org%3Fsubject%3Dx"]);
  });
});

test("the policy blocks other scripts and styles, and all requests", async () => {
  await withPage(
    "empty",
    { expected: /Content Security Policy|request: .*x\.png/ },
    async (page) => {
      const blocked = await page.evaluate(async () => {
        const violations = [];
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
          violations.push(effectiveDirective),
        );
        const [script, style, image] = ["script", "style", "img"].map((name) =>
          document.createElement(name),
        );
        script.textContent = "window.hacked = 1";
        style.textContent = "body { display: none }";
        image.src = "http://127.0.0.1:9/x.png";
        document.body.append(script, style, image);
        await fetch("http://127.0.0.1:9/").catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { violations: violations.sort(), hacked: typeof window.hacked };
      });
      assert.deepEqual(blocked, {
        violations: ["connect-src", "img-src", "script-src-elem", "style-src-elem"],
        hacked: "undefined",
      });
      assert.ok(await page.locator("h1").isVisible());
    },
  );
});
