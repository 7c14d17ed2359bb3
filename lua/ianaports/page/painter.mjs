// Draws the map.

import { SIDE } from "./hilbert.mjs";
import { STATES } from "./layers.mjs";
import { MARKS } from "./overlay.mjs";
import { PORT_COUNT } from "./ports.mjs";

const SMALLEST_GRID = 12; // CSS pixels of a cell from which there are lines between cells
const SMALLEST_TEXT = 40; // and from which its port is written in it
const SMALLEST_LIT = 3; // CSS pixels from the middle to the edge of a port that stands out
const MOST_LIT = 400; // ports, above which they keep the size of their cells

// How strong the colour of a port is that does not match, beside one that does.
const FADED = 0.25;

const COLOR_NAMES = [...STATES.map(({ id }) => id), ...Object.keys(MARKS), "page", "ink", "accent"];

/** The colours of the style sheet, by the names of its properties. */
export function readColors() {
  const styles = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    COLOR_NAMES.map((name) => [name, styles.getPropertyValue(`--${name}`).trim()]),
  );
}

function channels(color) {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

// As a pixel of an image, whose bytes are red, green, blue and opacity.
function pixel([red, green, blue]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}

function mix(color, ground, share) {
  return color.map((value, index) => Math.round(value * share + ground[index] * (1 - share)));
}

/**
 * A picture with a pixel for each port. `lit` tells by port which stand out; without it, all do.
 */
export function paintBase(states, order, colors, lit) {
  const ground = channels(colors.page);
  const solid = STATES.map(({ id }) => channels(colors[id]));
  const [strong, faded] = [
    solid.map(pixel),
    solid.map((color) => pixel(mix(color, ground, FADED))),
  ];
  const image = new ImageData(SIDE, SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  for (let port = 0; port < PORT_COUNT; port++) {
    const shades = lit === undefined || lit[port] ? strong : faded;
    pixels[order.places[port]] = shades[states[port]];
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

/** Draws on a square canvas whose sides are `pixels` long; `scale` is pixels to a CSS pixel. */
export class Painter {
  constructor(context, pixels, scale, camera, colors) {
    Object.assign(this, { context, pixels, scale, camera, colors });
    this.cell = pixels / camera.span;
  }

  x(column) {
    return (column - this.camera.left) * this.cell;
  }

  y(row) {
    return (row - this.camera.top) * this.cell;
  }

  // The middle of a cell.
  centre(cell) {
    return [this.x((cell % SIDE) + 0.5), this.y(Math.floor(cell / SIDE) + 0.5)];
  }

  base(picture) {
    const { context, camera, pixels } = this;
    context.imageSmoothingEnabled = false;
    context.drawImage(
      picture,
      camera.left,
      camera.top,
      camera.span,
      camera.span,
      0,
      0,
      pixels,
      pixels,
    );
  }

  // In view, as whole cells: [first column, last column, first row, last row].
  cellsInView() {
    const { left, top, span } = this.camera;
    return [
      Math.floor(left),
      Math.min(SIDE - 1, Math.floor(left + span)),
      Math.floor(top),
      Math.min(SIDE - 1, Math.floor(top + span)),
    ];
  }

  grid() {
    if (this.cell < SMALLEST_GRID * this.scale) {
      return;
    }
    const { context, pixels } = this;
    const [firstColumn, lastColumn, firstRow, lastRow] = this.cellsInView();
    context.beginPath();
    for (let column = firstColumn; column <= lastColumn; column++) {
      context.moveTo(this.x(column), 0);
      context.lineTo(this.x(column), pixels);
    }
    for (let row = firstRow; row <= lastRow; row++) {
      context.moveTo(0, this.y(row));
      context.lineTo(pixels, this.y(row));
    }
    context.strokeStyle = this.colors.page;
    context.lineWidth = this.scale;
    context.stroke();
  }

  // Ports, each in its cell, dark on light or light on dark.
  numbers(order, states) {
    if (this.cell < SMALLEST_TEXT * this.scale) {
      return;
    }
    const { context } = this;
    const [firstColumn, lastColumn, firstRow, lastRow] = this.cellsInView();
    context.font = `${11 * this.scale}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const port = order.ports[row * SIDE + column];
        const [red, green, blue] = channels(this.colors[STATES[states[port]].id]);
        context.fillStyle = red * 0.3 + green * 0.59 + blue * 0.11 > 140 ? "#000" : "#fff";
        context.fillText(port, this.x(column + 0.5), this.y(row + 0.5));
      }
    }
  }

  /** Draws ports that stand out large enough to be seen, while there are few of them. */
  lit(lit, states, order) {
    const reach = SMALLEST_LIT * this.scale;
    if (lit === undefined || 2 * reach < this.cell) {
      return;
    }
    const ports = [...lit.keys()].filter((port) => lit[port]);
    if (ports.length > MOST_LIT) {
      return;
    }
    const { context, scale, colors } = this;
    for (const port of ports) {
      const [x, y] = this.centre(order.places[port]);
      context.fillStyle = colors.page;
      context.fillRect(
        x - reach - scale,
        y - reach - scale,
        2 * (reach + scale),
        2 * (reach + scale),
      );
      context.fillStyle = colors[STATES[states[port]].id];
      context.fillRect(x - reach, y - reach, 2 * reach, 2 * reach);
    }
  }

  /** Frames the system ports and the dynamic ones. */
  classes(order) {
    const { context } = this;
    context.strokeStyle = this.colors.ink;
    context.lineWidth = 1.5 * this.scale;
    for (const { left, top, width, height } of order.frames) {
      context.strokeRect(this.x(left), this.y(top), width * this.cell, height * this.cell);
    }
  }

  /** Draws marks, those seen more often larger. */
  marks(marks, order) {
    const { context, scale } = this;
    const largest = Math.max(...marks.map(({ weight }) => weight), 1);
    const least = Math.max(marks.length > 1000 ? 2 * scale : 4 * scale, this.cell * 0.3);
    context.lineWidth = scale;
    context.strokeStyle = this.colors.page;
    for (const { first, last, kind, weight } of marks) {
      context.fillStyle = this.colors[kind];
      if (last > first) {
        this.fill(first, last, order);
        continue;
      }
      const radius = least * (1 + Math.log1p(weight - 1) / Math.log1p(largest));
      context.beginPath();
      SHAPES[MARKS[kind].shape](context, ...this.centre(order.places[first]), radius);
      context.fill();
      context.stroke();
    }
  }

  // A range, cell by cell.
  fill(first, last, order) {
    const side = Math.ceil(this.cell);
    for (let port = first; port <= last; port++) {
      const cell = order.places[port];
      const [x, y] = [this.x(cell % SIDE), this.y(Math.floor(cell / SIDE))];
      this.context.fillRect(Math.floor(x), Math.floor(y), side, side);
    }
  }

  /** Frames a port, in two colours so that it is seen on any. */
  frame(port, order, color) {
    const { context, scale } = this;
    const reach = Math.max(this.cell / 2, 5 * scale);
    const [x, y] = this.centre(order.places[port]);
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
