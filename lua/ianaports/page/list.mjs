// A long table of which only the rows in view are in the document.

import { element } from "./element.mjs";
import { Offsets } from "./offsets.mjs";

const AROUND = 6; // rows beyond the view, so that scrolling does not show gaps

let listCount = 0;

/**
 * A table whose rows open. `columns` is an array of { key, title, cell(record), sortKey(record) },
 * `details(record)` gives what a row shows when it is open, `onSort(key)` is called for a click on
 * a heading, and `onToggle(record, isOpen)` when a row opens or closes.
 */
export class List {
  records = [];
  open = new Map(); // records that are open, with the height of their details
  shown = new Map(); // rows in the document, by index
  active = 0; // the row that Tab reaches

  constructor({ label, kind, columns, details, onSort, onToggle }) {
    Object.assign(this, { columns, details, onSort, onToggle, id: `list-${listCount++}` });
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

  /** Tells by which column rows are sorted: its key, after "-" where the order is reversed. */
  showSort(sort) {
    this.columns.forEach(({ key }, index) => {
      const order = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
      if (order) {
        this.headings[index].setAttribute("aria-sort", order);
      } else {
        this.headings[index].removeAttribute("aria-sort");
      }
    });
  }

  /** Shows other records, from the first. */
  show(records) {
    this.records = records;
    this.active = 0;
    this.indexOpen();
    this.clear();
    this.body.scrollTop = 0;
    this.empty.hidden = records.length > 0;
    this.grid.setAttribute("aria-rowcount", records.length + 1);
    this.render();
  }

  clear() {
    this.measured.disconnect();
    this.spacer.replaceChildren();
    this.shown.clear();
  }

  // The indexes of open rows in order, with the heights of their details.
  indexOpen() {
    this.opened = [];
    if (this.open.size > 0) {
      this.records.forEach((record, index) => {
        if (this.open.has(record)) {
          this.opened.push([index, this.open.get(record)]);
        }
      });
    }
  }

  get rowHeight() {
    return Number.parseFloat(getComputedStyle(this.grid).getPropertyValue("--row-height"));
  }

  get offsets() {
    return new Offsets(this.rowHeight, this.opened);
  }

  schedule() {
    this.scheduled ??= requestAnimationFrame(() => {
      this.scheduled = undefined;
      this.render();
    });
  }

  // Indexes that are to be in the document: those in view, some around, and the active one.
  wanted(offsets) {
    const { scrollTop, clientHeight } = this.body;
    const last = this.records.length - 1;
    const from = Math.max(0, offsets.indexAt(scrollTop) - AROUND);
    const to = Math.min(last, offsets.indexAt(scrollTop + clientHeight) + AROUND);
    const wanted = new Set(this.active <= last ? [this.active] : []);
    for (let index = from; index <= to; index++) {
      wanted.add(index);
    }
    return wanted;
  }

  render() {
    const { offsets } = this;
    this.spacer.style.height = `${offsets.topOf(this.records.length)}px`;
    const wanted = this.wanted(offsets);
    for (const [index, { row, panel }] of this.shown) {
      if (!wanted.has(index)) {
        row.remove();
        panel?.remove();
        this.shown.delete(index);
      }
    }
    for (const index of [...wanted].sort((one, other) => one - other)) {
      const made = this.shown.get(index) ?? this.add(index);
      const top = offsets.topOf(index);
      made.row.style.top = `${top}px`;
      if (made.panel) {
        made.panel.style.top = `${top + offsets.height}px`;
      }
    }
  }

  // In the document's order rows stand by index, so that Tab and readers meet them in turn.
  add(index) {
    const record = this.records[index];
    const row = this.makeRow(record, index);
    const made = { row, panel: undefined };
    const following = [...this.shown.keys()].filter((other) => other > index);
    const next = following.length > 0 ? this.shown.get(Math.min(...following)).row : null;
    this.spacer.insertBefore(row, next);
    if (this.open.has(record)) {
      made.panel = this.makePanel(record, index);
      this.spacer.insertBefore(made.panel, next);
      this.measured.observe(made.panel);
    }
    this.shown.set(index, made);
    return made;
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
    const cell = element(
      "div",
      { role: "gridcell", "aria-colspan": this.columns.length },
      this.details(record),
    );
    const panel = element(
      "div",
      { role: "row", class: "list-panel", "aria-level": 2, "aria-rowindex": index + 2 },
      cell,
    );
    panel.record = record;
    return panel;
  }

  // What is open has the height that its text needs.
  measure(entries) {
    for (const { target } of entries) {
      if (this.open.has(target.record)) {
        this.open.set(target.record, target.offsetHeight);
      }
    }
    this.indexOpen();
    this.render();
    if (entries.some(({ target }) => target.record === this.fresh)) {
      this.scrollToDetails(this.fresh);
      this.fresh = undefined;
    }
  }

  // Brings what a row shows into view, but not at the cost of the row.
  scrollToDetails(record) {
    const index = this.records.indexOf(record);
    const { offsets } = this;
    const [top, end] = [offsets.topOf(index), offsets.topOf(index + 1)];
    const { scrollTop, clientHeight } = this.body;
    if (index >= 0 && end > scrollTop + clientHeight) {
      this.body.scrollTop = Math.min(top, end - clientHeight);
    }
  }

  activate(index) {
    this.shown.get(this.active)?.row.setAttribute("tabindex", -1);
    this.active = index;
    this.shown.get(index)?.row.setAttribute("tabindex", 0);
  }

  /** Opens or closes a row. */
  toggle(index) {
    const record = this.records[index];
    const isOpen = !this.open.has(record);
    if (isOpen) {
      this.open.set(record, 0);
      this.fresh = record;
    } else {
      this.open.delete(record);
    }
    const hadFocus = this.shown.get(index)?.row.contains(document.activeElement);
    this.remake(index);
    if (hadFocus) {
      this.shown.get(index).row.focus({ preventScroll: true });
    }
    this.onToggle?.(record, isOpen);
  }

  remake(index) {
    const old = this.shown.get(index);
    old?.row.remove();
    old?.panel?.remove();
    this.shown.delete(index);
    this.indexOpen();
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
    if (!this.open.has(record)) {
      this.open.set(record, 0);
      this.indexOpen();
    }
    this.scrollTo(index);
    this.remake(index);
  }

  scrollTo(index) {
    const { height } = this.offsets;
    const top = this.offsets.topOf(index);
    const { scrollTop, clientHeight } = this.body;
    if (top < scrollTop) {
      this.body.scrollTop = top;
    } else if (top + height > scrollTop + clientHeight) {
      this.body.scrollTop = top + height - clientHeight;
    }
  }

  focusRow(index) {
    const clamped = Math.min(Math.max(index, 0), this.records.length - 1);
    this.activate(clamped);
    this.scrollTo(clamped);
    this.render();
    this.shown.get(clamped).row.focus({ preventScroll: true });
  }

  // Only while a row itself has the focus, and not a link in it.
  key(event) {
    if (
      !event.target.matches("[aria-expanded]") ||
      event.ctrlKey ||
      event.altKey ||
      event.metaKey
    ) {
      return;
    }
    const page = Math.max(1, Math.floor(this.body.clientHeight / this.rowHeight) - 1);
    const isOpen = this.open.has(this.records[this.active]);
    const actions = {
      ArrowDown: () => this.focusRow(this.active + 1),
      ArrowUp: () => this.focusRow(this.active - 1),
      PageDown: () => this.focusRow(this.active + page),
      PageUp: () => this.focusRow(this.active - page),
      Home: () => this.focusRow(0),
      End: () => this.focusRow(this.records.length - 1),
      Enter: () => this.toggle(this.active),
      " ": () => this.toggle(this.active),
      ArrowRight: () => isOpen || this.toggle(this.active),
      ArrowLeft: () => isOpen && this.toggle(this.active),
    };
    if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  }
}
