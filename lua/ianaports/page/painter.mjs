// Draws the map on its canvas.

import { SIDE, columnAndRow } from "./hilbert.mjs";
import { STATES } from "./layers.mjs";
import { MARKS } from "./marks.mjs";
import { PORT_COUNT, lastPort } from "./ports.mjs";

const GRID_CELL = 12; // CSS pixels: from this size of a cell on, there are lines between cells
const TEXT_CELL = 40; // and from this size on, each cell shows its port
const HIGHLIGHT_REACH = 3; // CSS pixels from the middle of a highlight to its edge, at least
const MOST_HIGHLIGHTS = 400; // if there are more, highlights are no larger than their cells

const FADED = 0.25; // how much of its colour a port keeps when others are highlighted

const COLOR_NAMES = [...STATES.map(({ id }) => id), ...Object.keys(MARKS), "page", "ink", "accent"];

/** The colours of the style sheet, by the names of its properties. */
export function readColors() {
  const styles = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    COLOR_NAMES.map((name) => [name, styles.getPropertyValue(`--${name}`).trim()]),
  );
}

// The red, green and blue of a colour that is written as "#rrggbb".
function channels(color) {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

// A colour as a pixel of an image, whose bytes are red, green, blue and opacity.
function pixel([red, green, blue]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}

function mix(color, ground, share) {
  return color.map((value, index) => Math.round(value * share + ground[index] * (1 - share)));
}

/**
 * A picture with a pixel for each port. If `highlighted` is given, the ports for which it has 0 are
 * faded.
 */
export function paintPicture({ states, order, highlighted }, colors) {
  const ground = channels(colors.page);
  const solid = STATES.map(({ id }) => channels(colors[id]));
  const strong = solid.map(pixel);
  const faded = solid.map((color) => pixel(mix(color, ground, FADED)));
  const image = new ImageData(SIDE, SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  for (let port = 0; port < PORT_COUNT; port++) {
    const shades = highlighted === undefined || highlighted[port] ? strong : faded;
    pixels[order.cells[port]] = shades[states[port]];
  }
  const picture = document.createElement("canvas");
  picture.width = SIDE;
  picture.height = SIDE;
  picture.getContext("2d").putImageData(image, 0, 0);
  return picture;
}

const SHAPES = {
  circle(context, x, y, radius) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  },
  square(context, x, y, radius) {
    context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  },
  diamond(context, x, y, radius) {
    const reach = radius * 1.3;
    context.moveTo(x, y - reach);
    context.lineTo(x + reach, y);
    context.lineTo(x, y + reach);
    context.lineTo(x - reach, y);
    context.closePath();
  },
};

/**
 * Draws the part of the map that `camera` shows on a square canvas. `order` says which cell each
 * port has, and `states` which state.
 */
export class Painter {
  constructor(context, camera, colors, { order, states }) {
    Object.assign(this, { context, camera, colors, order, states });
    this.pixels = context.canvas.width;
    this.scale = this.pixels / context.canvas.clientWidth; // pixels of a CSS pixel
    this.cell = this.pixels / camera.span; // pixels of a cell
  }

  x(column) {
    return (column - this.camera.left) * this.cell;
  }

  y(row) {
    return (row - this.camera.top) * this.cell;
  }

  // The middle of a port's cell.
  centre(port) {
    const [column, row] = columnAndRow(this.order.cells[port]);
    return [this.x(column + 0.5), this.y(row + 0.5)];
  }

  // The columns or rows in view, of which `start` is the edge.
  inView(start) {
    const first = Math.floor(start);
    const last = Math.min(SIDE - 1, Math.floor(start + this.camera.span));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  stateColor(port) {
    return this.colors[STATES[this.states[port]].id];
  }

  picture(picture) {
    const { context, pixels } = this;
    const { left, top, span } = this.camera;
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, left, top, span, span, 0, 0, pixels, pixels);
  }

  /** Draws lines between cells, if they are large enough. */
  grid() {
    if (this.cell < GRID_CELL * this.scale) {
      return;
    }
    const { context, pixels } = this;
    context.beginPath();
    for (const column of this.inView(this.camera.left)) {
      context.moveTo(this.x(column), 0);
      context.lineTo(this.x(column), pixels);
    }
    for (const row of this.inView(this.camera.top)) {
      context.moveTo(0, this.y(row));
      context.lineTo(pixels, this.y(row));
    }
    context.strokeStyle = this.colors.page;
    context.lineWidth = this.scale;
    context.stroke();
  }

  /** Writes ports into their cells, if they are large enough: dark on light or light on dark. */
  numbers() {
    if (this.cell < TEXT_CELL * this.scale) {
      return;
    }
    const { context } = this;
    context.font = `${11 * this.scale}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const row of this.inView(this.camera.top)) {
      for (const column of this.inView(this.camera.left)) {
        const port = this.order.ports[row * SIDE + column];
        const [red, green, blue] = channels(this.stateColor(port));
        context.fillStyle = red * 0.3 + green * 0.59 + blue * 0.11 > 140 ? "#000" : "#fff";
        context.fillText(port, this.x(column + 0.5), this.y(row + 0.5));
      }
    }
  }

  /** Frames the system ports and the dynamic ports. */
  classes() {
    const { context } = this;
    context.strokeStyle = this.colors.ink;
    context.lineWidth = 1.5 * this.scale;
    for (const { left, top, width, height } of this.order.frames) {
      context.strokeRect(this.x(left), this.y(top), width * this.cell, height * this.cell);
    }
  }

  /** Draws highlighted ports large enough to be seen, if there are few of them. */
  highlights(highlighted) {
    const reach = HIGHLIGHT_REACH * this.scale;
    if (highlighted === undefined || 2 * reach < this.cell) {
      return;
    }
    const ports = [...highlighted.keys()].filter((port) => highlighted[port]);
    if (ports.length > MOST_HIGHLIGHTS) {
      return;
    }
    for (const port of ports) {
      this.square(port, reach + this.scale, this.colors.page);
      this.square(port, reach, this.stateColor(port));
    }
  }

  // Fills a square in the middle of a port's cell.
  square(port, reach, color) {
    const [x, y] = this.centre(port);
    this.context.fillStyle = color;
    this.context.fillRect(x - reach, y - reach, 2 * reach, 2 * reach);
  }

  /** Draws marks: the higher its count, the larger a mark. A port range is filled instead. */
  marks(marks) {
    const { context, scale } = this;
    const largest = Math.max(...marks.map(({ count }) => count), 1);
    const least = Math.max(marks.length > 1000 ? 2 * scale : 4 * scale, this.cell * 0.3);
    context.lineWidth = scale;
    context.strokeStyle = this.colors.page;
    for (const { kind, entry, count } of marks) {
      context.fillStyle = this.colors[kind];
      if (lastPort(entry) > entry.port_number) {
        this.fill(entry);
        continue;
      }
      const radius = least * (1 + Math.log1p(count - 1) / Math.log1p(largest));
      context.beginPath();
      SHAPES[MARKS[kind].shape](context, ...this.centre(entry.port_number), radius);
      context.fill();
      context.stroke();
    }
  }

  // Fills the cells of an entry's ports.
  fill(entry) {
    const side = Math.ceil(this.cell);
    for (let port = entry.port_number; port <= lastPort(entry); port++) {
      const [column, row] = columnAndRow(this.order.cells[port]);
      this.context.fillRect(Math.floor(this.x(column)), Math.floor(this.y(row)), side, side);
    }
  }

  /** Frames a port, with an edge in the page's colour so that the frame is seen on any colour. */
  frame(port, color) {
    const { context, scale } = this;
    const reach = Math.max(this.cell / 2, 5 * scale);
    const [x, y] = this.centre(port);
    for (const [style, width] of [
      [this.colors.page, 4],
      [color, 2],
    ]) {
      context.strokeStyle = style;
      context.lineWidth = width * scale;
      context.strokeRect(x - reach, y - reach, 2 * reach, 2 * reach);
    }
  }
}
