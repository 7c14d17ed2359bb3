// The map: a canvas that is moved over by pointer and keys.

import { Camera } from "./camera.mjs";
import { byId } from "./element.mjs";
import { SIDE, orderOf } from "./hilbert.mjs";
import { Painter, paintBase, readColors } from "./painter.mjs";

const STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const DRAG_BEGINS = 4; // CSS pixels

/**
 * The map. `describe(port)` gives the text of the tip; `onPin(port)` is called where one is pinned;
 * `onSpeak(text)` where a key has moved to a port.
 */
export class PortMap {
  camera = new Camera();
  cursor = undefined; // the port pointed at
  pinned = undefined;
  view = { order: orderOf("hilbert"), states: undefined, lit: undefined, marks: [] };

  constructor({ describe, onPin, onSpeak }) {
    Object.assign(this, { describe, onPin, onSpeak });
    this.canvas = byId("map");
    this.tip = byId("tip");
    this.context = this.canvas.getContext("2d");
    this.colors = readColors();
    this.listen();
  }

  listen() {
    const { canvas } = this;
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
      canvas.addEventListener(name, handler, { passive: false });
    }
    new ResizeObserver(() => this.resize()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.colors = readColors();
      this.show({});
    });
  }

  /** Shows another view: any of `order` (a name), `states`, `lit`, `marks`. */
  show({ order, ...rest }) {
    Object.assign(this.view, rest, order && { order: orderOf(order) });
    const { states, lit, marks } = this.view;
    const standOut = lit ?? (marks.length > 0 ? new Uint8Array(SIDE * SIDE) : undefined);
    this.picture = paintBase(states, this.view.order, this.colors, standOut);
    this.draw();
  }

  // Pixels to a cell are whole while all of the map is in view, lest cells differ in size.
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
    const { context, canvas, camera, colors } = this;
    const { order, states, lit, marks } = this.view;
    canvas.classList.toggle("zoomed", camera.zoom > 1);
    const painter = new Painter(
      context,
      canvas.width,
      canvas.width / canvas.clientWidth,
      camera,
      colors,
    );
    painter.base(this.picture);
    painter.grid();
    painter.numbers(order, states);
    painter.classes(order);
    painter.lit(lit, states, order);
    painter.marks(marks, order);
    if (this.pinned !== undefined) {
      painter.frame(this.pinned, order, colors.accent);
    }
    if (this.cursor !== undefined) {
      painter.frame(this.cursor, order, colors.ink);
    }
    this.placeTip();
  }

  // Column and row of a port.
  place(port) {
    const cell = this.view.order.places[port];
    return [cell % SIDE, Math.floor(cell / SIDE)];
  }

  // Column and row, with fractions, below a pointer.
  at({ offsetX, offsetY }) {
    const { camera, canvas } = this;
    const scale = camera.span / canvas.clientWidth;
    return [camera.left + offsetX * scale, camera.top + offsetY * scale];
  }

  portAt(event) {
    const [column, row] = this.at(event).map(Math.floor);
    const outside = column < 0 || row < 0 || column >= SIDE || row >= SIDE;
    return outside ? undefined : this.view.order.ports[row * SIDE + column];
  }

  placeTip() {
    const { tip, canvas, camera } = this;
    tip.hidden = this.cursor === undefined;
    if (tip.hidden) {
      return;
    }
    tip.textContent = this.describe(this.cursor);
    const [column, row] = this.place(this.cursor);
    const cell = canvas.clientWidth / camera.span;
    const x = (column + 0.5 - camera.left) * cell;
    const y = (row + 0.5 - camera.top) * cell;
    const isLow = y > canvas.clientHeight / 2;
    const farthest = Math.max(0, canvas.clientWidth - tip.offsetWidth);
    tip.style.left = `${Math.min(Math.max(0, x - tip.offsetWidth / 2), farthest)}px`;
    tip.style.top = `${isLow ? y - tip.offsetHeight - 14 : y + 14}px`;
  }

  /** Points at a port; undefined for none. */
  moveTo(port) {
    if (port !== this.cursor) {
      this.cursor = port;
      this.draw();
    }
  }

  /** Pins a port, and brings it into view; undefined for none. */
  pin(port) {
    this.pinned = port;
    if (port !== undefined) {
      this.camera.show(...this.place(port));
    }
    this.draw();
  }

  zoom(factor, x, y) {
    const { camera } = this;
    const centre = camera.span / 2;
    const port = this.cursor ?? this.pinned;
    const [column, row] =
      port === undefined
        ? [camera.left + centre, camera.top + centre]
        : this.place(port).map((value) => value + 0.5);
    camera.zoomAt(factor, x ?? column, y ?? row);
    this.draw();
  }

  reset() {
    this.camera.reset();
    this.draw();
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
        camera.move(-right * scale, -down * scale);
        [dragged.x, dragged.y] = [event.offsetX, event.offsetY];
        this.draw();
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

  // A turned wheel moves the page; with Ctrl, which is also what a pinch gives, it zooms.
  wheel(event) {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, ...this.at(event));
    }
  }

  key(event) {
    const step = STEPS[event.key];
    const action = step ? () => this.step(step, event.shiftKey) : this.actionOf(event.key);
    if (action && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      action();
    }
  }

  actionOf(key) {
    const port = this.cursor ?? this.pinned;
    const actions = {
      "+": () => this.zoom(2),
      "=": () => this.zoom(2),
      "-": () => this.zoom(0.5),
      0: () => this.reset(),
      Home: () => this.goTo(0),
      End: () => this.goTo(SIDE * SIDE - 1),
      PageUp: () => this.goTo(Math.max(0, (port ?? 0) - 100)),
      PageDown: () => this.goTo(Math.min(SIDE * SIDE - 1, (port ?? 0) + 100)),
      Enter: () => port !== undefined && this.onPin(port),
      " ": () => port !== undefined && this.onPin(port),
      Escape: () => this.onPin(undefined),
    };
    return Object.hasOwn(actions, key) ? actions[key] : undefined;
  }

  // By cells, or with Shift the whole view.
  step([right, down], movesView) {
    if (movesView) {
      const reach = this.camera.span / 8;
      this.camera.move(right * reach, down * reach);
      this.draw();
      return;
    }
    const [column, row] = this.place(this.cursor ?? this.pinned ?? 0);
    const clamped = [column + right, row + down].map((v) => Math.min(Math.max(v, 0), SIDE - 1));
    this.goTo(this.view.order.ports[clamped[1] * SIDE + clamped[0]]);
  }

  goTo(port) {
    this.cursor = port;
    this.camera.show(...this.place(port));
    this.draw();
    this.onSpeak(this.describe(port));
  }
}
