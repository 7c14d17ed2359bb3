// Draws the map on a canvas.

import { clamp } from "./camera.mjs";
import { SIDE, columnAndRow } from "./hilbert.mjs";
import { STATES } from "./layers.mjs";
import { MARKS } from "./marks.mjs";
import { PORT_COUNT, lastPort } from "./ports.mjs";

// In CSS pixels:
const GRID_CELL = 12; // cells of at least this width have lines between them
const TEXT_CELL = 36; // cells of at least this width show their ports and names
const TEXT_SIZE = 11; // of letters
const HIGHLIGHT_REACH = 3; // the least distance from the middle of a highlight to its edge

const MOST_HIGHLIGHTS = 400; // if there are more, highlights are no larger than their cells
const MOST_SHAPES = 4000; // if more marks are in view, they fill their cells

const FONT = `${TEXT_SIZE}px system-ui, sans-serif`;

// The ports at which the classes begin and end. Those of a pair follow each other.
const EDGES = [[0], [1023, 1024], [49151, 49152], [PORT_COUNT - 1]];

const COLOR_NAMES = [...STATES.map(({ id }) => id), ...Object.keys(MARKS), "page", "ink"];

/**
 * The colours of the style sheet, by the names of its properties, as "rgb(0, 54, 92)"; and `faded`,
 * the opacity of faded ports.
 */
export function readColors() {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.forcedColorAdjust = "none"; // a forced colour would be the same for all names
  const colors = COLOR_NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  const faded = Number(getComputedStyle(probe).getPropertyValue("--faded"));
  probe.remove();
  return { ...Object.fromEntries(colors), faded };
}

// The red, green and blue of a colour.
function channels(color) {
  return color.match(/\d+/g).map(Number);
}

// A colour as a pixel of an image, whose bytes are red, green, blue and opacity.
function pixel(color, opacity) {
  return new Uint32Array(Uint8Array.of(...channels(color), opacity * 255).buffer)[0];
}

// Black on light, or white on dark.
function textOn(color) {
  const [red, green, blue] = channels(color);
  return red * 0.3 + green * 0.59 + blue * 0.11 > 140 ? "#000" : "#fff";
}

/**
 * The context of a canvas. It draws in memory: on a machine without a graphics processor, that takes
 * half the time, and on others little (spec/bench/README.md).
 */
export function contextOf(canvas) {
  return canvas.getContext("2d", { willReadFrequently: true });
}

// A picture with a pixel for each cell. `paint(pixels)` sets them.
function makePicture(paint) {
  const image = new ImageData(SIDE, SIDE);
  paint(new Uint32Array(image.data.buffer));
  const picture = new OffscreenCanvas(SIDE, SIDE);
  contextOf(picture).putImageData(image, 0, 0);
  return picture;
}

/** A picture of all ports. Ports for which `strong` has 0 are faded; undefined fades none. */
export function paintPorts({ states, order, strong }, colors) {
  const [full, faded] = [1, colors.faded].map((opacity) =>
    STATES.map(({ id }) => pixel(colors[id], opacity)),
  );
  return makePicture((pixels) => {
    for (let port = PORT_COUNT - 1; port >= 0; port--) {
      const shades = strong === undefined || strong[port] ? full : faded;
      pixels[order.cells[port]] = shades[states[port]];
    }
  });
}

// A picture in which marks fill their cells.
function paintMarks(marks, order, colors) {
  const shades = Object.fromEntries(
    Object.keys(MARKS).map((kind) => [kind, pixel(colors[kind], 1)]),
  );
  return makePicture((pixels) => {
    for (const { kind, entry } of marks) {
      const last = lastPort(entry);
      for (let port = entry.port_number; port <= last; port++) {
        pixels[order.cells[port]] = shades[kind];
      }
    }
  });
}

// Paths around the point 0, 0.
const SHAPES = {
  circle: new Path2D("M 1 0 A 1 1 0 1 1 -1 0 A 1 1 0 1 1 1 0 Z"),
  square: new Path2D("M -1 -1 H 1 V 1 H -1 Z"),
  diamond: new Path2D("M 0 -1.3 L 1.3 0 L 0 1.3 L -1.3 0 Z"),
  triangle: new Path2D("M 0 -1.2 L 1.2 0.9 H -1.2 Z"),
  bar: new Path2D("M -1.2 -0.6 H 1.2 V 0.6 H -1.2 Z"),
};

/**
 * Draws the part of the map that `camera` shows. `order` has each port's cell, and `states` has its
 * state. `nameOf(port)` returns its service name. The map is `width` CSS pixels wide and has a
 * margin around it. A CSS pixel has `ratio` pixels of the canvas, whose unit is the width of a cell.
 */
export class Painter {
  constructor(context, camera, { width, margin, ratio }, view) {
    Object.assign(this, { context, camera, ...view });
    this.cell = (width * ratio) / camera.span; // in pixels
    this.unit = camera.span / width; // a CSS pixel, in cells
    this.margin = margin * this.unit; // in cells
    this.hasTexts = TEXT_CELL * this.unit <= 1;
    this.origin = [camera.left, camera.top].map((edge) =>
      Math.round(margin * ratio - edge * this.cell),
    );
    context.setTransform(this.cell, 0, 0, this.cell, ...this.origin);
  }

  // The middle of a port's cell.
  centre(port) {
    return columnAndRow(this.order.cells[port]).map((edge) => edge + 0.5);
  }

  // The columns or rows in view, of which the first in full begins at or after `start`.
  inView(start) {
    const first = Math.max(0, Math.floor(start - this.margin));
    const last = Math.min(this.order.side - 1, Math.floor(start + this.camera.span + this.margin));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  // Whether a port, or something of that reach in its middle, is in view.
  isInView(port, reach) {
    const { camera, margin } = this;
    const cell = this.order.cells[port];
    const right = (cell % SIDE) + 0.5 - camera.left;
    const down = Math.floor(cell / SIDE) + 0.5 - camera.top;
    const [least, most] = [-margin - reach, camera.span + margin + reach];
    return right > least && right < most && down > least && down < most;
  }

  stateColor(port) {
    return this.colors[STATES[this.states[port]].id];
  }

  // Draws a picture with a pixel for each cell.
  picture(picture) {
    const { side } = this.order;
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(picture, 0, 0, side, side, 0, 0, side, side);
  }

  // Draws in pixels of the canvas, or in CSS pixels if the scale is their ratio.
  inPixels(scale, draw) {
    this.context.save();
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(this.context);
    this.context.restore();
  }

  /** Draws lines between cells, if cells are large enough. Each begins at a whole pixel. */
  grid() {
    if (GRID_CELL * this.unit > 1) {
      return;
    }
    const { camera, cell, origin, order } = this;
    const length = order.side * cell;
    const width = Math.max(1, Math.round(cell * this.unit));
    this.inPixels(1, (context) => {
      context.fillStyle = this.colors.page;
      for (const column of this.inView(camera.left)) {
        context.fillRect(Math.round(origin[0] + column * cell), origin[1], width, length);
      }
      for (const row of this.inView(camera.top)) {
        context.fillRect(origin[0], Math.round(origin[1] + row * cell), length, width);
      }
    });
  }

  // The text, cut to a width.
  fit(text, width) {
    const { context } = this;
    let shown = text;
    for (let length = text.length - 1; context.measureText(shown).width > width && length > 0; ) {
      shown = `${text.slice(0, length--)}…`;
    }
    return shown;
  }

  /** Writes each port and its service name into its cell, if cells are large enough. */
  texts() {
    if (!this.hasTexts) {
      return;
    }
    const { camera, cell, origin, order } = this;
    const ratio = cell * this.unit;
    const width = 1 / this.unit;
    this.inPixels(ratio, (context) => {
      context.font = FONT;
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (const row of this.inView(camera.top)) {
        for (const column of this.inView(camera.left)) {
          const port = order.ports[row * SIDE + column];
          const name = this.nameOf(port);
          const x = origin[0] / ratio + (column + 0.5) * width;
          const y = origin[1] / ratio + (row + 0.5) * width;
          const isStrong = this.strong === undefined || this.strong[port];
          const color = this.stateColor(port);
          context.fillStyle = isStrong ? textOn(color) : this.colors.ink;
          context.fillText(port, x, name ? y - TEXT_SIZE * 0.6 : y);
          if (name) {
            context.fillText(this.fit(name, width - 4), x, y + TEXT_SIZE * 0.6);
          }
        }
      }
    });
  }

  /** Frames the system ports and the dynamic ports. */
  classes() {
    this.context.strokeStyle = this.colors.ink;
    this.context.lineWidth = 1.5 * this.unit;
    for (const frame of this.order.frames) {
      this.context.strokeRect(...frame);
    }
  }

  /** Draws a line with arrows that runs as the ports do, if the whole map is in view. */
  direction() {
    const { context, unit } = this;
    const { path } = this.order;
    if (this.camera.zoom > 1 || path.length === 0) {
      return;
    }
    const line = new Path2D();
    path.forEach((point, index) => {
      line.lineTo(...point);
      if (index > 0) {
        const [x, y] = path[index - 1];
        const arrow = new DOMMatrix([1, 0, 0, 1, (x + point[0]) / 2, (y + point[1]) / 2]);
        arrow.rotateFromVectorSelf(point[0] - x, point[1] - y).scaleSelf(unit);
        line.addPath(new Path2D("M -4 -4 L 4 0 L -4 4"), arrow);
        line.moveTo(...point);
      }
    });
    context.lineJoin = "round";
    for (const [color, width, opacity] of [
      [this.colors.page, 3, 0.5],
      [this.colors.ink, 1, 0.7],
    ]) {
      context.globalAlpha = opacity;
      context.strokeStyle = color;
      context.lineWidth = width * unit;
      context.stroke(line);
    }
    context.globalAlpha = 1;
  }

  // Names the ports at which the classes begin and end, unless cells show their ports.
  edges() {
    if (this.hasTexts) {
      return;
    }
    for (const pair of EDGES) {
      pair.forEach((port, index) => this.edge(port, pair[1 - index]));
    }
  }

  // Names a port at the inner side of its cell, away from the port that is its pair.
  edge(port, other) {
    if (!this.isInView(port, 0) || this.order.side < SIDE) {
      return;
    }
    const ratio = this.cell * this.unit;
    const [column, row] = columnAndRow(this.order.cells[port]);
    const otherRow = other === undefined ? SIDE / 2 : columnAndRow(this.order.cells[other])[1];
    const isRight = column > SIDE / 2;
    const isAbove = other === undefined ? row > SIDE / 2 : otherRow > row;
    this.inPixels(ratio, (context) => {
      context.font = `600 ${FONT}`;
      const height = TEXT_SIZE + 3;
      const width = context.measureText(port).width + 6;
      const edgeX = (this.origin[0] + (column + (isRight ? 0 : 1)) * this.cell) / ratio;
      const edgeY = (this.origin[1] + (row + (isAbove ? 1 : 0)) * this.cell) / ratio;
      const { canvas } = context;
      const x = clamp(isRight ? edgeX - width : edgeX, 0, canvas.width / ratio - width);
      const y = clamp(isAbove ? edgeY - height : edgeY, 0, canvas.height / ratio - height);
      context.fillStyle = this.colors.page;
      context.fillRect(x, y, width, height);
      context.fillStyle = this.colors.ink;
      context.textBaseline = "middle";
      context.fillText(port, x + 3, y + height / 2 + 0.5);
    });
  }

  /** Draws highlighted ports large enough to be seen, if there are few of them. */
  highlights() {
    const reach = HIGHLIGHT_REACH * this.unit;
    if (this.highlighted === undefined || 2 * reach < 1) {
      return;
    }
    const ports = [];
    for (let port = 0; port < PORT_COUNT && ports.length <= MOST_HIGHLIGHTS; port++) {
      if (this.highlighted[port]) {
        ports.push(port);
      }
    }
    if (ports.length > MOST_HIGHLIGHTS) {
      return;
    }
    for (const port of ports.filter((candidate) => this.isInView(candidate, reach))) {
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

  /**
   * Draws marks. A mark with a higher count is larger. A mark of a range, and each mark if there are
   * many in view, fills its cells, below the names of ports. Shapes are above these.
   */
  drawMarks() {
    const { marks } = this;
    const least = Math.max((marks.length > 1000 ? 2 : 4) * this.unit, 0.3);
    const isRange = ({ entry }) => lastPort(entry) > entry.port_number;
    const inView = marks.filter(
      (mark) => isRange(mark) || this.isInView(mark.entry.port_number, least),
    );
    const isFilled = inView.length > MOST_SHAPES ? () => true : isRange;
    const filled = inView.filter(isFilled);
    if (filled.length > 0) {
      this.picture(paintMarks(filled, this.order, this.colors));
    }
    this.edges();
    this.shapes(
      inView.filter((mark) => !isFilled(mark)),
      least,
      marks.reduce((most, { count }) => Math.max(most, count), 1),
    );
  }

  // Draws the shapes of marks: in the middle of cells, or above what is written into cells.
  shapes(marks, least, largest) {
    const { context, unit } = this;
    const [size, rise] = this.hasTexts ? [0.2, 0.34] : [1, 0];
    context.strokeStyle = this.colors.page;
    for (const { kind, entry, count } of marks) {
      const radius = size * least * (1 + Math.log1p(count - 1) / Math.log1p(largest));
      const shape = SHAPES[MARKS[kind].shape];
      context.save();
      context.translate(...this.centre(entry.port_number));
      context.translate(0, -rise);
      context.scale(radius, radius);
      context.fillStyle = this.colors[kind];
      context.lineWidth = unit / radius;
      context.fill(shape);
      context.stroke(shape);
      context.restore();
    }
  }
}
