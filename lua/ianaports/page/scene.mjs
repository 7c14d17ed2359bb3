// A canvas with a part of the map, drawn once, and frames that move above it.

import { roomFor } from "./camera.mjs";
import { element } from "./element.mjs";
import { SIDE } from "./hilbert.mjs";
import { Painter, contextOf, paintPorts } from "./painter.mjs";

const LEAST_REACH = 5; // from the middle of a port to its frame, in CSS pixels

export class Scene {
  room = roomFor(0, 1, 1);
  picture = undefined;
  isDrawn = false;

  constructor(canvas, camera) {
    Object.assign(this, { canvas, camera, context: contextOf(canvas) });
    this.frames = Object.fromEntries(
      ["pinned", "cursor"].map((name) => [name, element("div", { class: `port-frame ${name}` })]),
    );
    canvas.after(...Object.values(this.frames));
  }

  /** Shows another view: what a Painter needs, with `strong`. */
  show(view) {
    this.view = view;
    this.picture = undefined;
    this.isDrawn = false;
  }

  // A picture of all ports, made when it is first needed.
  get ports() {
    this.picture ??= paintPorts(this.view, this.view.colors);
    return this.picture;
  }

  /** Forgets what is drawn, because the camera has moved. */
  move() {
    this.isDrawn = false;
  }

  /** Fits the canvas to its size on the screen, pixel by pixel. */
  resize() {
    this.room = roomFor(this.canvas.clientWidth, devicePixelRatio, this.camera.side);
    this.canvas.width = this.room.pixels;
    this.canvas.height = this.room.pixels;
    this.isDrawn = false;
  }

  /**
   * Draws the scene, unless it is drawn. `other` is a scene whose picture of the ports this one can
   * take, if their cells are the same.
   */
  draw(other = this) {
    const { view, canvas, context } = this;
    if (this.isDrawn || view === undefined || canvas.clientWidth === 0) {
      return;
    }
    const painter = new Painter(context, this.camera, this.room, view);
    painter.inPixels(1, () => context.clearRect(0, 0, canvas.width, canvas.height));
    painter.picture((other.view.order.cells === view.order.cells ? other : this).ports);
    painter.grid();
    painter.texts();
    painter.classes();
    painter.direction();
    painter.highlights();
    painter.drawMarks();
    this.isDrawn = true;
  }

  /** Puts the frame "pinned" or "cursor" around a port, or hides it if the port is not in view. */
  frame(name, port) {
    const made = this.frames[name];
    const cell = port === undefined ? undefined : this.view.order.cells[port];
    const [x, y] = this.pointOf((cell % SIDE) + 0.5, Math.floor(cell / SIDE) + 0.5);
    const isInView = (place) => place >= 0 && place <= this.canvas.clientWidth;
    made.hidden = !(isInView(x) && isInView(y));
    if (!made.hidden) {
      const reach = Math.max(LEAST_REACH, 0.5 / this.unit);
      made.style.translate = `${x - reach}px ${y - reach}px`;
      made.style.width = `${2 * reach}px`;
    }
  }

  /** The column and the row at a point of the canvas, with fractions. */
  at({ offsetX, offsetY }) {
    const { room, camera } = this;
    const scale = camera.span / room.width;
    return [
      camera.left + (offsetX - room.margin) * scale,
      camera.top + (offsetY - room.margin) * scale,
    ];
  }

  /** The point of the canvas at a column and a row, in CSS pixels. */
  pointOf(column, row) {
    const { room, camera } = this;
    const cell = room.width / camera.span;
    return [room.margin + (column - camera.left) * cell, room.margin + (row - camera.top) * cell];
  }

  /** How many cells a CSS pixel has. */
  get unit() {
    return this.camera.span / this.room.width;
  }
}
