// Which part of the map is in view.

const MOST_ZOOM = 64; // times the size of the whole map
const MARGIN = 8; // the least room around the map in CSS pixels, so that marks at its edge are whole
const LEAST_SHARE = 0.85; // of the width, for a map of cells that all have a whole number of pixels

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

/**
 * Where the whole map lies on a square canvas: how many pixels the canvas has, and the width of the
 * map and of the margin around it, in CSS pixels. `clientWidth` is that of the canvas, `ratio` how
 * many pixels a CSS pixel has, and `side` how many cells the map is wide. Each cell has a whole
 * number of pixels, unless that leaves much of the canvas empty.
 */
export function roomFor(clientWidth, ratio, side) {
  const pixels = Math.max(1, Math.round(clientWidth * ratio));
  const most = Math.max(1, pixels - 2 * Math.ceil(MARGIN * ratio));
  const whole = Math.floor(most / side) * side;
  const inner = whole >= LEAST_SHARE * most ? whole : most;
  const margin = Math.floor((pixels - inner) / 2);
  return { pixels, ratio, width: inner / ratio, margin: margin / ratio };
}
