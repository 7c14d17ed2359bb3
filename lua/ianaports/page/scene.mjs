// A canvas with a part of the map. What does not change while the pointer moves is kept off screen.

import { roomFor } from "./camera.mjs";
import { Painter, contextOf, paintPorts } from "./painter.mjs";

export class Scene {
  room = roomFor(0, 1, 1);
  picture = undefined;
  kept = new OffscreenCanvas(1, 1);
  isKept = false;

  constructor(canvas, camera) {
    Object.assign(this, { canvas, camera, context: contextOf(canvas) });
  }

  /** Shows another view: what a Painter needs, with `strong`. */
  show(view) {
    this.view = view;
    this.picture = undefined;
    this.isKept = false;
  }

  // A picture of all ports, made when it is first needed.
  get ports() {
    this.picture ??= paintPorts(this.view, this.view.colors);
    return this.picture;
  }

  /** Forgets what is kept, because the camera has moved. */
  move() {
    this.isKept = false;
  }

  /** Fits the canvas to its size on the screen, pixel by pixel. */
  resize() {
    this.room = roomFor(this.canvas.clientWidth, devicePixelRatio, this.camera.side);
    for (const canvas of [this.canvas, this.kept]) {
      canvas.width = this.room.pixels;
      canvas.height = this.room.pixels;
    }
    this.isKept = false;
  }

  painter(context) {
    return new Painter(context, this.camera, this.room, this.view);
  }

  // Draws what is kept. `ports` is a picture of all ports.
  keep(ports) {
    const context = contextOf(this.kept);
    const painter = this.painter(context);
    painter.inPixels(1, () => context.clearRect(0, 0, this.kept.width, this.kept.height));
    painter.picture(ports);
    painter.grid();
    painter.texts();
    painter.classes();
    painter.direction();
    painter.highlights();
    painter.edges();
    painter.drawMarks();
    this.isKept = true;
  }

  /**
   * Draws the scene, with frames around ports: an array of [port, colour]. `other` is a scene whose
   * picture of the ports this one can take, if their cells are the same.
   */
  draw(frames, other = this) {
    if (this.view === undefined || this.canvas.clientWidth === 0) {
      return;
    }
    if (!this.isKept) {
      const isSame = other.view.order.cells === this.view.order.cells;
      this.keep((isSame ? other : this).ports);
    }
    const { context, canvas } = this;
    const painter = this.painter(context);
    painter.inPixels(1, () => {
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(this.kept, 0, 0);
    });
    for (const [port, color] of frames) {
      painter.frame(port, color);
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
