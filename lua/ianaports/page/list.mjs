// A long table. Only the rows in view are in the document.

import { clamp } from "./camera.mjs";
import { element, runKey } from "./element.mjs";

const AROUND = 6; // rows beyond the view, so that scrolling does not show gaps

// How far down the rows of a list are. Rows are `height` pixels high; `opened` has [index, pixels of
// the details] of open rows in order.
class Offsets {
  constructor(height, opened) {
    Object.assign(this, { height, opened });
  }

  /** Pixels from the top of the first row to the top of this one. */
  topOf(index) {
    return this.opened
      .filter(([opened]) => opened < index)
      .reduce((top, [, details]) => top + details, index * this.height);
  }

  /** The row that is so many pixels from the top; its details belong to it. */
  indexAt(pixels) {
    let above = 0; // pixels of details
    for (const [opened, details] of this.opened) {
      const end = (opened + 1) * this.height + above;
      if (pixels < end) {
        break;
      }
      if (pixels < end + details) {
        return opened;
      }
      above += details;
    }
    return Math.floor((pixels - above) / this.height);
  }
}

/**
 * A table whose rows can be opened. `columns` is an array of { key, title, cell(record),
 * sortKey(record) }, and `details(record)` returns what an open row shows. A click on a heading calls
 * `onSort(key)`; a row that opens or closes calls `onToggle(record, isOpen)`.
 */
export class List {
  records = [];
  open = new Map(); // the records that are open, with the height of their details
  shown = new Map(); // the rows in the document, by index
  active = 0; // the row that Tab reaches

  constructor({ label, kind, columns, details, onSort, onToggle }) {
    Object.assign(this, { columns, details, onSort, onToggle });
    this.headings = columns.map((column) => this.makeHeading(column));
    this.spacer = element("div", { class: "list-spacer", role: "presentation" });
    this.body = element(
      "div",
      { class: "list-body", role: "rowgroup", scroll: () => this.schedule() },
      this.spacer,
    );
    this.empty = element("p", { class: "list-empty", hidden: true }, "Nothing found.");
    const head = element(
      "div",
      { role: "row", class: "list-row list-head", "aria-rowindex": 1 },
      ...this.headings,
    );
    this.grid = element(
      "div",
      {
        class: `list list-${kind}`,
        role: "treegrid",
        "aria-label": label,
        "aria-colcount": columns.length,
        keydown: (event) => this.key(event),
      },
      element("div", { role: "rowgroup" }, head),
      this.body,
    );
    this.element = element("div", { class: "list-frame" }, this.grid, this.empty);
    this.measured = new ResizeObserver((entries) => this.measure(entries));
    new ResizeObserver(() => this.schedule()).observe(this.body);
  }

  makeHeading({ key, title }) {
    const button = element("button", { type: "button", click: () => this.onSort(key) }, title);
    return element("div", { role: "columnheader", class: `cell-${key}` }, button);
  }

  /** Shows which column rows are sorted by: its key, after "-" if the order is reversed. */
  showSort(sort) {
    this.columns.forEach(({ key }, index) => {
      this.headings[index].removeAttribute("aria-sort");
      if (sort === key || sort === `-${key}`) {
        this.headings[index].setAttribute("aria-sort", sort === key ? "ascending" : "descending");
      }
    });
  }

  /** Shows other records, from the first. */
  show(records) {
    this.records = records;
    this.active = 0;
    this.measured.disconnect();
    this.spacer.replaceChildren();
    this.shown.clear();
    this.body.scrollTop = 0;
    this.empty.hidden = records.length > 0;
    this.grid.setAttribute("aria-rowcount", records.length + 1);
    this.render();
  }

  get rowHeight() {
    return Number.parseFloat(getComputedStyle(this.grid).getPropertyValue("--row-height"));
  }

  get offsets() {
    const opened = [...this.open]
      .map(([record, height]) => [this.records.indexOf(record), height])
      .filter(([index]) => index >= 0)
      .sort(([one], [other]) => one - other);
    return new Offsets(this.rowHeight, opened);
  }

  schedule() {
    this.scheduled ??= requestAnimationFrame(() => {
      this.scheduled = undefined;
      this.render();
    });
  }

  // The indexes of the rows to show, in order: those in view, some around them, and the active row.
  wanted(offsets) {
    const { scrollTop, clientHeight } = this.body;
    const last = this.records.length - 1;
    const from = Math.max(0, offsets.indexAt(scrollTop) - AROUND);
    const to = Math.min(last, offsets.indexAt(scrollTop + clientHeight) + AROUND);
    const wanted = new Set(this.active <= last ? [this.active] : []);
    for (let index = from; index <= to; index++) {
      wanted.add(index);
    }
    return [...wanted].sort((one, other) => one - other);
  }

  // Keeps rows in the order of their indexes, in which Tab and screen readers reach them.
  render() {
    const { offsets } = this;
    this.spacer.style.height = `${offsets.topOf(this.records.length)}px`;
    const wanted = this.wanted(offsets);
    for (const index of this.shown.keys()) {
      if (!wanted.includes(index)) {
        this.remove(index);
      }
    }
    let next = this.spacer.firstChild;
    for (const index of wanted) {
      if (!this.shown.has(index)) {
        this.add(index, next);
      }
      const { row, panel } = this.shown.get(index);
      const top = offsets.topOf(index);
      row.style.top = `${top}px`;
      if (panel) {
        panel.style.top = `${top + offsets.height}px`;
      }
      next = (panel ?? row).nextSibling;
    }
  }

  remove(index) {
    const { row, panel } = this.shown.get(index) ?? {};
    row?.remove();
    panel?.remove();
    this.shown.delete(index);
  }

  add(index, next) {
    const record = this.records[index];
    const row = this.makeRow(record, index);
    const panel = this.open.has(record) ? this.makePanel(record, index) : undefined;
    for (const node of panel ? [row, panel] : [row]) {
      this.spacer.insertBefore(node, next);
    }
    this.shown.set(index, { row, panel });
  }

  makeRow(record, index) {
    const cells = this.columns.map(({ key, cell }) =>
      element("div", { role: "gridcell", class: `cell-${key}` }, cell(record)),
    );
    return element(
      "div",
      {
        role: "row",
        class: "list-row",
        tabindex: index === this.active ? 0 : -1,
        "aria-level": 1,
        "aria-rowindex": index + 2,
        "aria-expanded": String(this.open.has(record)),
        click: () => this.toggle(index),
        focus: () => this.activate(index),
      },
      ...cells,
    );
  }

  makePanel(record, index) {
    const details = this.details(record);
    const panel = element(
      "div",
      { role: "row", class: "list-panel", "aria-level": 2, "aria-rowindex": index + 2 },
      element("div", { role: "gridcell", "aria-colspan": this.columns.length }, details),
    );
    panel.record = record;
    this.measured.observe(panel);
    return panel;
  }

  // Details are as high as their text needs.
  measure(entries) {
    const records = entries.map(({ target }) => target.record);
    for (const { target } of entries) {
      if (this.open.has(target.record)) {
        this.open.set(target.record, target.offsetHeight);
      }
    }
    this.render();
    if (records.includes(this.fresh)) {
      this.scrollToDetails(this.fresh);
      this.fresh = undefined;
    }
  }

  // Brings the details of a row into view, as far as the row itself stays in view.
  scrollToDetails(record) {
    const index = this.records.indexOf(record);
    const { offsets } = this;
    const end = offsets.topOf(index + 1);
    const { scrollTop, clientHeight } = this.body;
    if (index >= 0 && end > scrollTop + clientHeight) {
      this.body.scrollTop = Math.min(offsets.topOf(index), end - clientHeight);
    }
  }

  // Makes a row the one that Tab reaches.
  activate(index) {
    this.shown.get(this.active)?.row.setAttribute("tabindex", -1);
    this.active = index;
    this.shown.get(index)?.row.setAttribute("tabindex", 0);
  }

  /** Opens or closes a row. */
  toggle(index) {
    const record = this.records[index];
    const isOpen = !this.open.delete(record);
    if (isOpen) {
      this.open.set(record, 0);
      this.fresh = record;
    }
    const hadFocus = this.shown.get(index)?.row.contains(document.activeElement);
    this.remake(index);
    if (hadFocus) {
      this.shown.get(index).row.focus({ preventScroll: true });
    }
    this.onToggle?.(record, isOpen);
  }

  remake(index) {
    this.remove(index);
    this.render();
  }

  /** Opens a record's row, and brings it into view. */
  reveal(record) {
    const index = this.records.indexOf(record);
    if (index < 0) {
      return;
    }
    this.activate(index);
    this.fresh = record;
    this.open.set(record, this.open.get(record) ?? 0);
    this.scrollTo(index);
    this.remake(index);
  }

  // Brings a row into view.
  scrollTo(index) {
    const { height } = this.offsets;
    const top = this.offsets.topOf(index);
    const { scrollTop, clientHeight } = this.body;
    this.body.scrollTop = clamp(scrollTop, top + height - clientHeight, top);
  }

  focusRow(index) {
    const inRange = clamp(index, 0, this.records.length - 1);
    this.activate(inRange);
    this.scrollTo(inRange);
    this.render();
    this.shown.get(inRange).row.focus({ preventScroll: true });
  }

  key(event) {
    if (!event.target.matches("[aria-expanded]")) {
      return; // a heading or a link in a row has the focus, not the row
    }
    const page = Math.max(1, Math.floor(this.body.clientHeight / this.rowHeight) - 1);
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
