// The map: a canvas on which the pointer and the keys move from port to port.

import { Camera, clamp } from "./camera.mjs";
import { byId, runKey } from "./element.mjs";
import { INSET_ORDERS, ORDERS, SIDE, columnAndRow } from "./hilbert.mjs";
import { readColors } from "./painter.mjs";
import { PORT_COUNT } from "./ports.mjs";
import { Scene } from "./scene.mjs";

const DRAG_BEGINS = 4; // how far a pressed pointer moves before it drags the map, in CSS pixels
const MOVE_ENDS = 300; // milliseconds after which a map that moved is taken to stay
const PAGE = 100; // how many ports the keys Page Up and Page Down move by
const NONE = new Uint8Array(PORT_COUNT);

function isFinger({ pointerType }) {
  return pointerType === "touch";
}

/** Which ports a view fades: "none", "others" (all but those highlighted), or "all" below marks. */
export function fadesOf({ highlighted, marks }) {
  if (highlighted !== undefined) {
    return "others";
  }
  return marks.length > 0 ? "all" : "none";
}

/**
 * The map, and the inset that enlarges the system ports. `describe(port)` returns the text of the
 * tip, and `nameOf(port)` the service name. The map calls `onPin(port)` when the user pins a port,
 * and `onPin(undefined)` when the user unpins it. It calls `onMove(part)`
 * when another part of it is in view, which is a text for `setPart`, and `onSpeak(text)` when a key has moved to a
 * port.
 */
export class PortMap {
  cursor = undefined; // the port that the pointer or the keys are on
  pinned = undefined;
  view = { order: "hilbert", states: undefined, highlighted: undefined, marks: [] };

  constructor({ describe, nameOf, onPin, onMove, onSpeak }) {
    Object.assign(this, { describe, nameOf, onPin, onMove, onSpeak });
    this.canvas = byId("map");
    this.tip = byId("tip");
    this.camera = new Camera(SIDE);
    this.scene = new Scene(this.canvas, this.camera);
    this.inset = new Scene(byId("inset"), new Camera(INSET_ORDERS.hilbert.side));
    this.scenes = [this.scene, this.inset];
    this.pointed = this.scene; // where the tip is
    this.colors = readColors();
    this.listen();
  }

  listen() {
    const handlers = {
      pointerdown: (event) => this.press(event),
      pointermove: (event) => this.point(event),
      pointerup: (event) => this.release(event),
      pointercancel: () => this.leave(),
      pointerleave: (event) => isFinger(event) || this.leave(), // what a finger taps stays named
      touchstart: (event) => this.pinch(event),
      touchmove: (event) => this.pinch(event),
      touchend: (event) => this.pinch(event),
      blur: () => this.leave(),
      keydown: (event) => this.key(event),
      wheel: (event) => this.wheel(event),
      dblclick: (event) => this.zoom(2, ...this.scene.at(event)),
    };
    for (const [name, handler] of Object.entries(handlers)) {
      this.canvas.addEventListener(name, handler, { passive: false });
    }
    this.inset.canvas.addEventListener("pointermove", (event) => this.pointInset(event));
    this.inset.canvas.addEventListener("pointerleave", () => this.leave());
    this.inset.canvas.addEventListener("click", () => this.onPin(this.cursor));
    const observer = new ResizeObserver(() => this.resize());
    this.scenes.forEach(({ canvas }) => observer.observe(canvas));
    addEventListener("resize", () => this.resize()); // when the reader zooms, only pixels change
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.recolor();
    });
  }

  /** Reads the colours again, and draws in them at once. */
  recolor() {
    this.colors = readColors();
    this.show({});
    this.paint();
  }

  /**
   * Shows another view: any of `order` (the name of an order), `states`, `highlighted` and `marks`.
   */
  show(view) {
    Object.assign(this.view, view);
    const { colors, nameOf } = this;
    const strong = { none: undefined, others: this.view.highlighted, all: NONE };
    const drawn = { ...this.view, colors, nameOf, strong: strong[fadesOf(this.view)] };
    this.scene.show({ ...drawn, order: this.order });
    this.inset.show({ ...drawn, order: INSET_ORDERS[this.view.order] });
    this.draw();
  }

  get order() {
    return ORDERS[this.view.order];
  }

  resize() {
    this.scenes.forEach((scene) => scene.resize());
    this.paint();
  }

  // Draws when the screen is next painted, however often it is called before.
  draw() {
    this.request ??= requestAnimationFrame(() => this.paint());
    this.showTip();
  }

  paint() {
    cancelAnimationFrame(this.request);
    this.request = undefined;
    this.canvas.classList.toggle("zoomed", this.camera.zoom > 1);
    this.scenes.forEach((scene) => {
      scene.draw(this.scene);
      scene.frame("pinned", this.pinned);
      scene.frame("cursor", this.cursor);
    });
  }

  // Draws another part of the map, and tells which when it stays there.
  drawMoved() {
    this.scene.move();
    this.draw();
    clearTimeout(this.moved);
    this.moved = setTimeout(() => this.onMove(this.part), MOVE_ENDS);
  }

  // The part in view as text; "" for the whole map.
  get part() {
    const { zoom, left, top } = this.camera;
    return zoom === 1 ? "" : [zoom, left, top].map((number) => Number(number.toFixed(2))).join(" ");
  }

  /** Shows the part of the map that a text has, as told by `onMove`; the whole map for "". */
  setPart(part) {
    const [zoom = 1, left = 0, top = 0] = part === "" ? [] : part.split(" ").map(Number);
    if (part === this.part || [zoom, left, top].some(Number.isNaN)) {
      return;
    }
    clearTimeout(this.moved);
    const { camera } = this;
    camera.zoomAt(zoom / camera.zoom, 0, 0);
    camera.move(left - camera.left, top - camera.top);
    this.scene.move();
    this.draw();
  }

  // The column and the row of a port.
  position(port) {
    return columnAndRow(this.order.cells[port]);
  }

  portAt(event) {
    const [column, row] = this.scene.at(event).map(Math.floor);
    const isOutside = column < 0 || row < 0 || column >= SIDE || row >= SIDE;
    return isOutside ? undefined : this.order.ports[row * SIDE + column];
  }

  showTip() {
    const { tip } = this;
    tip.hidden = this.cursor === undefined;
    if (tip.hidden) {
      return;
    }
    const { canvas, view } = this.pointed;
    if (tip.parentElement !== canvas.parentElement) {
      canvas.after(tip);
    }
    tip.textContent = this.describe(this.cursor);
    const [column, row] = columnAndRow(view.order.cells[this.cursor]);
    const [x, y] = this.pointed.pointOf(column + 0.5, row + 0.5);
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
      this.scene.move();
    }
    this.draw();
  }

  /**
   * Zooms around a column and a row; by default around the current port, which then is in view, or
   * around the middle.
   */
  zoom(factor, column, row) {
    const { camera } = this;
    const port = column === undefined ? (this.cursor ?? this.pinned) : undefined;
    if (port === undefined) {
      const half = camera.span / 2;
      camera.zoomAt(factor, column ?? camera.left + half, row ?? camera.top + half);
    } else {
      const [left, top] = this.position(port);
      camera.zoomAt(factor, left + 0.5, top + 0.5);
      camera.show(left, top);
    }
    this.drawMoved();
  }

  /** Shows the whole map. */
  reset() {
    this.zoom(1 / this.camera.zoom);
  }

  // Moves the part in view by a number of cells.
  move(right, down) {
    this.camera.move(right, down);
    this.drawMoved();
  }

  // Moves the cursor; undefined removes it.
  moveTo(port, scene = this.scene) {
    if (port !== this.cursor || scene !== this.pointed) {
      this.cursor = port;
      this.pointed = scene;
      this.draw();
    }
  }

  pointInset(event) {
    const { side } = this.inset.camera;
    const [column, row] = this.inset.at(event).map((cell) => clamp(Math.floor(cell), 0, side - 1));
    this.moveTo(this.inset.view.order.ports[row * SIDE + column], this.inset);
  }

  press(event) {
    if (event.button === 0 && event.isPrimary) {
      this.dragged = { x: event.offsetX, y: event.offsetY, moved: false };
      this.canvas.setPointerCapture(event.pointerId);
    }
  }

  point(event) {
    const { dragged, camera } = this;
    if (this.pinched) {
      return;
    }
    if (dragged) {
      const [right, down] = [event.offsetX - dragged.x, event.offsetY - dragged.y];
      dragged.moved ||= camera.zoom > 1 && Math.hypot(right, down) >= DRAG_BEGINS;
      if (dragged.moved) {
        const { unit } = this.scene;
        [dragged.x, dragged.y] = [event.offsetX, event.offsetY];
        this.move(-right * unit, -down * unit);
      }
    }
    this.moveTo(this.portAt(event));
  }

  release(event) {
    const moved = this.dragged?.moved || this.pinched;
    this.dragged = undefined;
    const port = this.portAt(event);
    if (!moved && event.button === 0 && port !== undefined) {
      this.moveTo(port);
      this.onPin(port);
    }
  }

  // Two fingers zoom the map around the point between them, and move it.
  pinch(event) {
    const { touches } = event;
    if (touches.length !== 2) {
      this.pinched = touches.length > 0 && this.pinched;
      return;
    }
    event.preventDefault(); // else the page would zoom
    const { left, top } = this.canvas.getBoundingClientRect();
    const [x, y] = ["clientX", "clientY"].map((key) => (touches[0][key] + touches[1][key]) / 2);
    const [width, height] = ["clientX", "clientY"].map((key) => touches[0][key] - touches[1][key]);
    const pinched = { offsetX: x - left, offsetY: y - top, size: Math.hypot(width, height) };
    if (this.pinched && event.type === "touchmove") {
      const { offsetX, offsetY, size } = this.pinched;
      this.zoom(pinched.size / size, ...this.scene.at(this.pinched));
      const { unit } = this.scene;
      this.move((offsetX - pinched.offsetX) * unit, (offsetY - pinched.offsetY) * unit);
    }
    this.pinched = pinched;
  }

  leave() {
    this.dragged = undefined;
    this.moveTo(undefined);
  }

  // The wheel alone scrolls the page. With Ctrl, which browsers also report for a pinch, it zooms.
  wheel(event) {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.25 : 0.8, ...this.scene.at(event));
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
    if (!this.tip.hidden) {
      this.tip.scrollIntoView({ block: "nearest" }); // the map can be higher than the window
    }
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
    this.goTo(this.order.ports[cell]);
  }

  // Moves the cursor to a port, or to the nearest one if there is no such port.
  goTo(port) {
    this.cursor = clamp(port, 0, PORT_COUNT - 1);
    this.pointed = this.scene;
    this.camera.show(...this.position(this.cursor));
    this.drawMoved();
    this.onSpeak(this.describe(this.cursor));
  }
}
