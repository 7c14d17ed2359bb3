// Draws the map on its canvas.

import { SIDE, columnAndRow } from "./hilbert.mjs";
import { STATES } from "./layers.mjs";
import { MARKS } from "./marks.mjs";
import { PORT_COUNT, lastPort } from "./ports.mjs";

// In CSS pixels:
const GRID_CELL = 12; // cells of at least this width have lines between them
const TEXT_CELL = 40; // cells of at least this width show their ports
const HIGHLIGHT_REACH = 3; // the least distance from the middle of a highlight to its edge

const MOST_HIGHLIGHTS = 400; // if there are more, highlights are no larger than their cells
const FADED = 0.25; // the opacity of a port when others are highlighted

const COLOR_NAMES = [...STATES.map(({ id }) => id), ...Object.keys(MARKS), "page", "ink", "accent"];

/** The colours of the style sheet, by the names of its properties, as "rgb(0, 54, 92)". */
export function readColors() {
  const probe = document.body.appendChild(document.createElement("span"));
  const colors = COLOR_NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colors);
}

// The red, green and blue of a colour.
function channels(color) {
  return color.match(/\d+/g).map(Number);
}

// A colour as a pixel of an image, whose bytes are red, green, blue and opacity.
function pixel(color, opacity) {
  return new Uint32Array(Uint8Array.of(...channels(color), opacity * 255).buffer)[0];
}

/** A picture with a pixel for each port. Ports for which `highlighted` has 0 are faded. */
export function paintPicture({ states, order, highlighted }, colors) {
  const [strong, faded] = [1, FADED].map((opacity) =>
    STATES.map(({ id }) => pixel(colors[id], opacity)),
  );
  const image = new ImageData(SIDE, SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  for (let port = 0; port < PORT_COUNT; port++) {
    const shades = highlighted === undefined || highlighted[port] ? strong : faded;
    pixels[order.cells[port]] = shades[states[port]];
  }
  const picture = new OffscreenCanvas(SIDE, SIDE);
  picture.getContext("2d").putImageData(image, 0, 0);
  return picture;
}

// Paths around the point 0, 0.
const SHAPES = {
  circle: new Path2D("M 1 0 A 1 1 0 1 1 -1 0 A 1 1 0 1 1 1 0 Z"),
  square: new Path2D("M -1 -1 H 1 V 1 H -1 Z"),
  diamond: new Path2D("M 0 -1.3 L 1.3 0 L 0 1.3 L -1.3 0 Z"),
};

/**
 * Draws the part of the map that `camera` shows on a square canvas. `order` has each port's cell,
 * and `states` has its state. The canvas is scaled: its unit is the width of a cell.
 */
export class Painter {
  constructor(context, camera, colors, { order, states }) {
    Object.assign(this, { context, camera, colors, order, states });
    const { width, clientWidth } = context.canvas;
    const cell = width / camera.span;
    context.setTransform(cell, 0, 0, cell, -camera.left * cell, -camera.top * cell);
    this.unit = camera.span / clientWidth; // a CSS pixel, in cells
  }

  // The middle of a port's cell.
  centre(port) {
    return columnAndRow(this.order.cells[port]).map((edge) => edge + 0.5);
  }

  // The columns or rows in view, of which the first begins at or before `start`.
  inView(start) {
    const first = Math.floor(start);
    const last = Math.min(SIDE - 1, Math.floor(start + this.camera.span));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  stateColor(port) {
    return this.colors[STATES[this.states[port]].id];
  }

  picture(picture) {
    this.context.imageSmoothingEnabled = false;
    this.context.clearRect(0, 0, SIDE, SIDE);
    this.context.drawImage(picture, 0, 0);
  }

  /** Draws lines between cells, if cells are large enough. */
  grid() {
    if (GRID_CELL * this.unit > 1) {
      return;
    }
    const { context } = this;
    context.beginPath();
    for (const column of this.inView(this.camera.left)) {
      context.moveTo(column, 0);
      context.lineTo(column, SIDE);
    }
    for (const row of this.inView(this.camera.top)) {
      context.moveTo(0, row);
      context.lineTo(SIDE, row);
    }
    context.strokeStyle = this.colors.page;
    context.lineWidth = this.unit;
    context.stroke();
  }

  /** Writes each port into its cell, black on light or white on dark, if cells are large enough. */
  numbers() {
    if (TEXT_CELL * this.unit > 1) {
      return;
    }
    const { context, unit } = this;
    context.save();
    context.scale(unit, unit); // letters are measured in CSS pixels
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const row of this.inView(this.camera.top)) {
      for (const column of this.inView(this.camera.left)) {
        const port = this.order.ports[row * SIDE + column];
        const [red, green, blue] = channels(this.stateColor(port));
        context.fillStyle = red * 0.3 + green * 0.59 + blue * 0.11 > 140 ? "#000" : "#fff";
        context.fillText(port, (column + 0.5) / unit, (row + 0.5) / unit);
      }
    }
    context.restore();
  }

  /** Frames the system ports and the dynamic ports. */
  classes() {
    this.context.strokeStyle = this.colors.ink;
    this.context.lineWidth = 1.5 * this.unit;
    for (const frame of this.order.frames) {
      this.context.strokeRect(...frame);
    }
  }

  /** Draws highlighted ports large enough to be seen, if there are few of them. */
  highlights(highlighted) {
    const reach = HIGHLIGHT_REACH * this.unit;
    if (highlighted === undefined || 2 * reach < 1) {
      return;
    }
    const ports = [...highlighted.keys()].filter((port) => highlighted[port]);
    if (ports.length > MOST_HIGHLIGHTS) {
      return;
    }
    for (const port of ports) {
      this.square(port, reach + this.unit, this.colors.page);
      this.square(port, reach, this.stateColor(port));
    }
  }

  // Fills a square in the middle of a port's cell.
  square(port, reach, color) {
    const [x, y] = this.centre(port);
    this.context.fillStyle = color;
    this.context.fillRect(x - reach, y - reach, 2 * reach, 2 * reach);
  }

  /** Draws marks. A mark with a higher count is larger. A port range is filled instead. */
  marks(marks) {
    const { context, unit } = this;
    const largest = Math.max(...marks.map(({ count }) => count), 1);
    const least = Math.max((marks.length > 1000 ? 2 : 4) * unit, 0.3);
    context.strokeStyle = this.colors.page;
    for (const { kind, entry, count } of marks) {
      context.fillStyle = this.colors[kind];
      if (lastPort(entry) > entry.port_number) {
        this.fill(entry);
        continue;
      }
      const radius = least * (1 + Math.log1p(count - 1) / Math.log1p(largest));
      const shape = SHAPES[MARKS[kind].shape];
      context.save();
      context.translate(...this.centre(entry.port_number));
      context.scale(radius, radius);
      context.lineWidth = unit / radius;
      context.fill(shape);
      context.stroke(shape);
      context.restore();
    }
  }

  // Fills the cells of an entry's ports, as one path so that no lines are seen between them.
  fill(entry) {
    this.context.beginPath();
    for (let port = entry.port_number; port <= lastPort(entry); port++) {
      this.context.rect(...columnAndRow(this.order.cells[port]), 1, 1);
    }
    this.context.fill();
  }

  /** Frames a port. An edge in the page's colour makes the frame visible on any colour. */
  frame(port, color) {
    const { context, unit } = this;
    const reach = Math.max(0.5, 5 * unit);
    const [x, y] = this.centre(port);
    for (const [style, width] of [
      [this.colors.page, 4],
      [color, 2],
    ]) {
      context.strokeStyle = style;
      context.lineWidth = width * unit;
      context.strokeRect(x - reach, y - reach, 2 * reach, 2 * reach);
    }
  }
}
