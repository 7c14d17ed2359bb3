// Which part of the map is in view.

const MOST_ZOOM = 64; // times the size of the whole map

export function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/**
 * A square window on a map that is `side` cells wide. Its corner is at `left` and `top`, and it is
 * `span` cells wide.
 */
export class Camera {
  zoom = 1;
  left = 0;
  top = 0;

  constructor(side) {
    this.side = side;
  }

  get span() {
    return this.side / this.zoom;
  }

  /** Moves by a number of cells, but not beyond the map. */
  move(right, down) {
    const most = this.side - this.span;
    this.left = clamp(this.left + right, 0, most);
    this.top = clamp(this.top + down, 0, most);
  }

  /** Zooms by a factor. The point x, y of the map stays where it is on the screen. */
  zoomAt(factor, x, y) {
    const before = this.zoom;
    this.zoom = clamp(before * factor, 1, MOST_ZOOM);
    const share = 1 - before / this.zoom;
    this.move((x - this.left) * share, (y - this.top) * share);
  }

  /** Moves until a cell is in view, at some distance from the edge. */
  show(x, y) {
    const margin = Math.min(2, this.span / 4);
    const [right, bottom] = [this.left + this.span, this.top + this.span];
    this.move(
      Math.min(0, x - margin - this.left) + Math.max(0, x + 1 + margin - right),
      Math.min(0, y - margin - this.top) + Math.max(0, y + 1 + margin - bottom),
    );
  }
}
