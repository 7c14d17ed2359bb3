// A long table, which scrolls with the page. It shows its first rows, and more if the user asks.
// Of those, only the rows in view are in the document.

import { clamp } from "./camera.mjs";
import { element, grouped, runKey, whenIdle } from "./element.mjs";

const STEP = 50; // how many rows are shown at first, and how many more at a time
const FIRST = 20; // rows that other records fill at once; the others follow when there is time
const MOST_PRINTED = 5000; // rows

// Rows enter and leave the document in chunks of this length. A chunk out of view is an empty
// element of the same height.
const CHUNK = 10;

// Chunks are filled before they come into view, so that scrolling does not show gaps.
const AHEAD = "400px";

// How far an element is brought into view: no further than needed.
const INTO_VIEW = { block: "nearest" };

// Whether the user has just selected text of an element, to copy it.
function hasSelection(node) {
  const { isCollapsed, anchorNode } = getSelection();
  return !isCollapsed && node.contains(anchorNode);
}

// Shows text or an element in a cell, unless the cell shows it.
function setContent(place, content) {
  const { firstChild } = place;
  if (typeof content === "object") {
    firstChild?.isEqualNode(content) || place.replaceChildren(content);
  } else if (place.textContent !== String(content)) {
    place.textContent = content;
  }
}

/**
 * A table whose rows can be opened. `columns` is an array of { key, title, width, cell(record) }, and
 * `details(record)` returns what an open row shows. A click on a heading calls `onSort(key)`; a row
 * that opens or closes calls `onToggle(record, isOpen)`.
 */
export class List {
  records = [];
  chunks = [];
  open = new Set(); // the records whose rows are open
  inView = new Set(); // the chunks in view
  active = 0; // the index of the row that Tab reaches
  ready = FIRST; // how many rows are in the document even out of view

  constructor({ label, kind, columns, details, onSort, onToggle }) {
    Object.assign(this, { columns, details, onSort, onToggle });
    this.headings = columns.map((column) => this.makeHeading(column));
    const head = element(
      "div",
      { role: "row", class: "list-row list-head", "aria-rowindex": 1 },
      ...this.headings,
    );
    const widths = columns.map(({ width }) => width).join(" ");
    this.body = element("div", { class: "list-body", role: "rowgroup" });
    this.empty = element("p", { class: "list-empty", hidden: "" }, "Nothing found.");
    this.grid = element(
      "div",
      {
        class: `list list-${kind}`,
        role: "treegrid",
        "aria-label": label,
        "aria-colcount": columns.length,
        keydown: (event) => this.key(event),
      },
      element("div", { role: "rowgroup", class: "list-heads" }, head),
      this.body,
    );
    this.shown = element("span");
    this.more = element(
      "p",
      { class: "list-more" },
      this.shown,
      element("button", { type: "button", click: () => this.showMore(STEP) }, `Show ${STEP} more`),
      element("button", { type: "button", click: () => this.showMore(Infinity) }, "Show all"),
    );
    this.grid.style.setProperty("--columns", widths);
    this.element = element("div", { class: "list-frame" }, this.grid, this.empty, this.more);
    this.observer = new IntersectionObserver((changes) => this.scrolled(changes), {
      rootMargin: AHEAD,
    });
  }

  makeHeading({ key, title }) {
    const button = element("button", { type: "button", click: () => this.onSort(key) }, title);
    return element("div", { role: "columnheader", class: `cell-${key}` }, button);
  }

  /**
   * Shows other records, from the first. `sort` is the key of the column by which they are sorted,
   * with "-" before it if the order is reversed.
   */
  show(records, sort) {
    this.records = records;
    this.setActive(0);
    this.columns.forEach(({ key }, index) => {
      const orders = { [key]: "ascending", [`-${key}`]: "descending" };
      this.headings[index].ariaSort = orders[sort] ?? null;
    });
    this.empty.hidden = records.length > 0;
    this.grid.setAttribute("aria-rowcount", records.length + 1);
    this.keepChunks(Math.ceil(Math.min(records.length, STEP) / CHUNK));
    this.ready = FIRST;
    this.chunks.forEach((chunk, index) => this.renew(chunk, index * CHUNK));
    this.grow(STEP);
    whenIdle(() => {
      this.ready = STEP;
      this.render();
    });
  }

  /** Closes all rows; the next show() shows them so. */
  close() {
    this.open.clear();
  }

  // Removes all chunks but the first ones.
  keepChunks(count) {
    for (const chunk of this.chunks.splice(count)) {
      this.observer.unobserve(chunk);
      this.inView.delete(chunk);
      chunk.remove();
    }
  }

  // Shows at least that many rows, if there are as many.
  grow(count) {
    const { length } = this.records;
    for (let first = this.chunks.length * CHUNK; first < Math.min(count, length); first += CHUNK) {
      const chunk = element("div", { class: "list-chunk", role: "presentation" });
      chunk.style.setProperty("--rows", Math.min(CHUNK, length - first));
      this.chunks.push(chunk);
      this.body.append(chunk);
      this.observer.observe(chunk);
    }
    this.tellShown();
    this.render();
  }

  tellShown() {
    const { length } = this.records;
    const most = this.isPrinted ? MOST_PRINTED : this.chunks.length * CHUNK;
    const [shown, all] = [Math.min(length, most), length].map(grouped);
    const verb = this.isPrinted ? "printed; search for those that you need" : "shown";
    this.shown.textContent = `The first ${shown} of ${all} rows are ${verb}.`;
    this.more.hidden = most >= length;
  }

  /** Shows all rows that are printed, or again those that were shown before. */
  print(isPrinted) {
    this.isPrinted = isPrinted;
    if (isPrinted) {
      this.lastLength = this.chunks.length;
      this.grow(MOST_PRINTED);
    } else {
      this.keepChunks(this.lastLength);
      this.grow(0);
    }
  }

  // The focus moves from the button, which may be gone, to the first row that is new.
  showMore(count) {
    const first = this.chunks.length * CHUNK;
    this.grow(first + count);
    this.focusRow(first);
  }

  scrolled(changes) {
    for (const { target, isIntersecting } of changes) {
      this.inView[isIntersecting ? "add" : "delete"](target);
    }
    this.render();
  }

  // Fills the first chunks, those in view and that of the active row. Empties the others.
  render() {
    const active = Math.floor(this.active / CHUNK);
    const first = (this.isPrinted ? MOST_PRINTED : this.ready) / CHUNK;
    this.chunks.forEach((chunk, index) => {
      const isShown = index < first || index === active || this.inView.has(chunk);
      if (isShown && !chunk.hasChildNodes()) {
        this.fill(chunk, index * CHUNK);
      } else if (!isShown && chunk.hasChildNodes()) {
        this.clear(chunk);
      }
    });
  }

  // Shows other records in a chunk. All but the first chunks are empty until they are rendered.
  renew(chunk, first) {
    if (first < FIRST) {
      this.fill(chunk, first);
      return;
    }
    chunk.replaceChildren();
    chunk.style.setProperty("--rows", Math.min(CHUNK, this.records.length - first));
    this.inView.delete(chunk);
    this.observer.unobserve(chunk); // so that it reports anew
    this.observer.observe(chunk);
  }

  // Shows the records of a chunk, in the rows that it has: to make rows takes longer. Open rows are
  // made anew.
  fill(chunk, first) {
    const records = this.records.slice(first, first + CHUNK);
    const hasOpen =
      chunk.querySelector(".list-panel") || records.some((record) => this.open.has(record));
    const rows = [...chunk.children];
    rows.splice(hasOpen ? 0 : records.length).forEach((row) => row.remove());
    rows.forEach((row, index) => this.fillRow(row, records[index]));
    chunk.append(
      ...records
        .slice(rows.length)
        .flatMap((record, index) => this.makeRow(record, first + rows.length + index)),
    );
    chunk.style.setProperty("--rows", records.length);
    chunk.style.height = "";
  }

  fillRow(row, record) {
    this.columns.forEach(({ cell }, index) => setContent(row.children[index], cell(record)));
  }

  clear(chunk) {
    if (chunk.querySelector(".list-panel")) {
      chunk.style.height = `${chunk.offsetHeight}px`; // details are as high as their text needs
    }
    chunk.replaceChildren();
  }

  // A row, and its details if it is open.
  makeRow(record, index) {
    const isOpen = this.open.has(record);
    const row = element(
      "div",
      {
        role: "row",
        class: "list-row",
        tabindex: index === this.active ? 0 : -1,
        "aria-level": 1,
        "aria-rowindex": index + 2,
        "aria-expanded": String(isOpen),
        click: ({ currentTarget }) => hasSelection(currentTarget) || this.toggle(index),
        focus: () => this.activate(index),
      },
      ...this.columns.map(({ key, cell }) =>
        element("div", { role: "gridcell", class: `cell-${key}` }, cell(record)),
      ),
    );
    return isOpen ? [row, this.makePanel(record, index)] : [row];
  }

  makePanel(record, index) {
    const details = this.details(record);
    return element(
      "div",
      { role: "row", class: "list-panel", "aria-level": 2, "aria-rowindex": index + 2 },
      element("div", { role: "gridcell", "aria-colspan": this.columns.length }, details),
    );
  }

  // The element of a row; null if the row is not in the document.
  rowAt(index) {
    return this.body.querySelector(`.list-row[aria-rowindex="${index + 2}"]`);
  }

  // Makes a row the one that Tab reaches, and shows it if it is not among the rows shown.
  activate(index) {
    this.grow(index + 1);
    this.setActive(index);
    this.render();
    this.rowAt(index).setAttribute("tabindex", 0);
  }

  setActive(index) {
    this.rowAt(this.active)?.setAttribute("tabindex", -1);
    this.active = index;
    this.rowAt(index)?.setAttribute("tabindex", 0);
  }

  // Shows a row open or closed. Details are brought into view as far as the row stays in view.
  setOpen(index, isOpen) {
    const [record, row] = [this.records[index], this.rowAt(index)];
    if (row.getAttribute("aria-expanded") === "true") {
      row.nextSibling.remove();
    }
    row.setAttribute("aria-expanded", isOpen);
    this.open[isOpen ? "add" : "delete"](record);
    if (isOpen) {
      row.after(this.makePanel(record, index));
      row.nextSibling.scrollIntoView(INTO_VIEW);
      row.scrollIntoView(INTO_VIEW);
    }
  }

  /** Opens or closes a row. */
  toggle(index) {
    const record = this.records[index];
    const isOpen = !this.open.has(record);
    this.setOpen(index, isOpen);
    this.onToggle(record, isOpen);
  }

  /** Opens a record's row, and brings it into view. */
  reveal(record) {
    const index = this.records.indexOf(record);
    if (index >= 0) {
      this.activate(index);
      this.setOpen(index, true);
    }
  }

  focusRow(index) {
    const inRange = clamp(index, 0, this.records.length - 1);
    this.activate(inRange);
    this.rowAt(inRange).scrollIntoView(INTO_VIEW);
    this.rowAt(inRange).focus({ preventScroll: true });
  }

  key(event) {
    if (!event.target.matches("[aria-expanded]")) {
      return; // a heading or a link in a row has the focus, not the row
    }
    const page = Math.max(1, Math.floor(innerHeight / event.target.offsetHeight) - 4);
    const isOpen = this.open.has(this.records[this.active]);
    const toggle = () => this.toggle(this.active);
    runKey(event, {
      ArrowDown: () => this.focusRow(this.active + 1),
      ArrowUp: () => this.focusRow(this.active - 1),
      PageDown: () => this.focusRow(this.active + page),
      PageUp: () => this.focusRow(this.active - page),
      Home: () => this.focusRow(0),
      End: () => this.focusRow(this.records.length - 1),
      Enter: toggle,
      " ": toggle,
      ArrowRight: () => isOpen || toggle(),
      ArrowLeft: () => isOpen && toggle(),
    });
  }
}
