// The map: a canvas on which the pointer and the keys move from port to port.

import { Camera, clamp } from "./camera.mjs";
import { byId, runKey } from "./element.mjs";
import { ORDERS, SIDE, columnAndRow } from "./hilbert.mjs";
import { Painter, paintPicture, readColors } from "./painter.mjs";
import { PORT_COUNT } from "./ports.mjs";

const DRAG_BEGINS = 4; // how far a pressed pointer moves before it drags the map, in CSS pixels
const PAGE = 100; // how many ports the keys Page Up and Page Down move by

/**
 * The map. `describe(port)` returns the text of the tip. The map calls `onPin(port)` when the user
 * pins a port, and `onPin(undefined)` when the user unpins it. It calls `onSpeak(text)` when a key
 * has moved to a port.
 */
export class PortMap {
  camera = new Camera();
  cursor = undefined; // the port that the pointer or the keys are on
  pinned = undefined;
  view = { order: ORDERS.hilbert, states: undefined, highlighted: undefined, marks: [] };

  constructor({ describe, onPin, onSpeak }) {
    Object.assign(this, { describe, onPin, onSpeak });
    this.canvas = byId("map");
    this.tip = byId("tip");
    this.context = this.canvas.getContext("2d");
    this.colors = readColors();
    this.listen();
  }

  listen() {
    const handlers = {
      pointerdown: (event) => this.press(event),
      pointermove: (event) => this.point(event),
      pointerup: (event) => this.release(event),
      pointercancel: () => this.leave(),
      pointerleave: () => this.leave(),
      blur: () => this.leave(),
      keydown: (event) => this.key(event),
      wheel: (event) => this.wheel(event),
      dblclick: (event) => this.zoom(2, ...this.at(event)),
    };
    for (const [name, handler] of Object.entries(handlers)) {
      this.canvas.addEventListener(name, handler, { passive: false });
    }
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.recolor();
    });
  }

  /** Reads the colours again, and draws in them at once. */
  recolor() {
    this.colors = readColors();
    this.show({});
  }

  /** Shows another view: any of `order`, `states`, `highlighted` and `marks`. */
  show(view) {
    Object.assign(this.view, view);
    const { highlighted, marks } = this.view;
    const none = marks.length > 0 ? new Uint8Array(PORT_COUNT) : undefined;
    this.picture = paintPicture({ ...this.view, highlighted: highlighted ?? none }, this.colors);
    this.draw();
  }

  // When the whole map is shown, each cell has a whole number of pixels, so that all look alike.
  resize() {
    const width = this.canvas.clientWidth * devicePixelRatio;
    const pixels = Math.max(1, Math.round(width / SIDE)) * SIDE;
    this.canvas.width = pixels;
    this.canvas.height = pixels;
    this.draw();
  }

  draw() {
    if (this.picture === undefined || this.canvas.clientWidth === 0) {
      return;
    }
    const { camera, colors, view } = this;
    this.canvas.classList.toggle("zoomed", camera.zoom > 1);
    const painter = new Painter(this.context, camera, colors, view);
    painter.picture(this.picture);
    painter.grid();
    painter.numbers();
    painter.classes();
    painter.highlights(view.highlighted);
    painter.marks(view.marks);
    if (this.pinned !== undefined) {
      painter.frame(this.pinned, colors.accent);
    }
    if (this.cursor !== undefined) {
      painter.frame(this.cursor, colors.ink);
    }
    this.showTip();
  }

  // The column and the row of a port.
  position(port) {
    return columnAndRow(this.view.order.cells[port]);
  }

  // The column and the row under the pointer, with fractions.
  at({ offsetX, offsetY }) {
    const { camera, canvas } = this;
    const scale = camera.span / canvas.clientWidth;
    return [camera.left + offsetX * scale, camera.top + offsetY * scale];
  }

  portAt(event) {
    const [column, row] = this.at(event).map(Math.floor);
    const isOutside = column < 0 || row < 0 || column >= SIDE || row >= SIDE;
    return isOutside ? undefined : this.view.order.ports[row * SIDE + column];
  }

  showTip() {
    const { tip, canvas, camera } = this;
    tip.hidden = this.cursor === undefined;
    if (tip.hidden) {
      return;
    }
    tip.textContent = this.describe(this.cursor);
    const [column, row] = this.position(this.cursor);
    const cell = canvas.clientWidth / camera.span;
    const x = (column + 0.5 - camera.left) * cell;
    const y = (row + 0.5 - camera.top) * cell;
    const isLow = y > canvas.clientHeight / 2;
    const rightmost = Math.max(0, canvas.clientWidth - tip.offsetWidth);
    tip.style.left = `${clamp(x - tip.offsetWidth / 2, 0, rightmost)}px`;
    tip.style.top = `${isLow ? y - tip.offsetHeight - 14 : y + 14}px`;
  }

  /** Pins a port, and brings it into view; undefined unpins. */
  pin(port) {
    this.pinned = port;
    if (port !== undefined) {
      this.camera.show(...this.position(port));
    }
    this.draw();
  }

  /** Zooms around a column and a row; by default around the current port, or around the middle. */
  zoom(factor, column, row) {
    const { camera } = this;
    const port = this.cursor ?? this.pinned;
    const corner = port === undefined ? [camera.left, camera.top] : this.position(port);
    const half = port === undefined ? camera.span / 2 : 0.5;
    camera.zoomAt(factor, column ?? corner[0] + half, row ?? corner[1] + half);
    this.draw();
  }

  /** Shows the whole map. */
  reset() {
    this.zoom(1 / this.camera.zoom);
  }

  // Moves the part in view by a number of cells.
  move(right, down) {
    this.camera.move(right, down);
    this.draw();
  }

  // Moves the cursor; undefined removes it.
  moveTo(port) {
    if (port !== this.cursor) {
      this.cursor = port;
      this.draw();
    }
  }

  press(event) {
    if (event.button === 0) {
      this.dragged = { x: event.offsetX, y: event.offsetY, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    }
  }

  point(event) {
    const { dragged, camera } = this;
    if (dragged) {
      const [right, down] = [event.offsetX - dragged.x, event.offsetY - dragged.y];
      dragged.moved ||= camera.zoom > 1 && Math.hypot(right, down) >= DRAG_BEGINS;
      if (dragged.moved) {
        const scale = camera.span / this.canvas.clientWidth;
        [dragged.x, dragged.y] = [event.offsetX, event.offsetY];
        this.move(-right * scale, -down * scale);
      }
    }
    this.moveTo(this.portAt(event));
  }

  release(event) {
    const moved = this.dragged?.moved;
    this.dragged = undefined;
    const port = this.portAt(event);
    if (!moved && event.button === 0 && port !== undefined) {
      this.onPin(port);
    }
  }

  leave() {
    this.dragged = undefined;
    this.moveTo(undefined);
  }

  // The wheel alone scrolls the page. With Ctrl, which browsers also report for a pinch, it zooms.
  wheel(event) {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, ...this.at(event));
    }
  }

  key(event) {
    const port = this.cursor ?? this.pinned;
    const step = (right, down) => () => this.step(right, down, event.shiftKey);
    const pin = () => port !== undefined && this.onPin(port);
    runKey(event, {
      ArrowLeft: step(-1, 0),
      ArrowRight: step(1, 0),
      ArrowUp: step(0, -1),
      ArrowDown: step(0, 1),
      "+": () => this.zoom(2),
      "=": () => this.zoom(2),
      "-": () => this.zoom(0.5),
      0: () => this.reset(),
      Home: () => this.goTo(0),
      End: () => this.goTo(PORT_COUNT - 1),
      PageUp: () => this.goTo((port ?? 0) - PAGE),
      PageDown: () => this.goTo((port ?? 0) + PAGE),
      Enter: pin,
      " ": pin,
      Escape: () => this.onPin(undefined),
    });
  }

  // Moves the cursor by one cell, or the part in view by an eighth of its width.
  step(right, down, movesView) {
    if (movesView) {
      const cells = this.camera.span / 8;
      this.move(right * cells, down * cells);
      return;
    }
    const [column, row] = this.position(this.cursor ?? this.pinned ?? 0);
    const cell = clamp(row + down, 0, SIDE - 1) * SIDE + clamp(column + right, 0, SIDE - 1);
    this.goTo(this.view.order.ports[cell]);
  }

  // Moves the cursor to a port, or to the nearest one if there is no such port.
  goTo(port) {
    this.cursor = clamp(port, 0, PORT_COUNT - 1);
    this.camera.show(...this.position(this.cursor));
    this.draw();
    this.onSpeak(this.describe(this.cursor));
  }
}
