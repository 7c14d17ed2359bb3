// Which part of the map is in view.

import { SIDE } from "./hilbert.mjs";

const NEAREST = 32;

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/** A square window on the cells: it begins at `left` and `top` and is `span` cells wide. */
export class Camera {
  zoom = 1;
  left = 0;
  top = 0;

  get span() {
    return SIDE / this.zoom;
  }

  /** Moves by so many cells, no farther than the map goes. */
  move(right, down) {
    this.left = clamp(this.left + right, 0, SIDE - this.span);
    this.top = clamp(this.top + down, 0, SIDE - this.span);
  }

  /** Zooms by a factor; the cell at x and y stays where it is. */
  zoomAt(factor, x, y) {
    const zoom = clamp(this.zoom * factor, 1, NEAREST);
    const scale = this.zoom / zoom;
    const [left, top] = [x - (x - this.left) * scale, y - (y - this.top) * scale];
    this.zoom = zoom;
    [this.left, this.top] = [0, 0];
    this.move(left, top);
  }

  /** Shows all. */
  reset() {
    this.zoomAt(1 / this.zoom, 0, 0);
  }

  /** Moves so that a cell is in view, away from the edge. */
  show(x, y) {
    const margin = Math.min(2, this.span / 4);
    const [right, bottom] = [this.left + this.span, this.top + this.span];
    this.move(
      Math.min(0, x - margin - this.left) + Math.max(0, x + 1 + margin - right),
      Math.min(0, y - margin - this.top) + Math.max(0, y + 1 + margin - bottom),
    );
  }
}
