// How far down the rows of a list stand, if the details of open rows are below these rows.

/** Rows are `height` pixels high; `opened` has [index, pixels of the details] of open rows in order. */
export class Offsets {
  constructor(height, opened) {
    Object.assign(this, { height, opened });
  }

  /** Pixels from the top of the first row to the top of this one. */
  topOf(index) {
    return this.opened
      .filter(([opened]) => opened < index)
      .reduce((top, [, details]) => top + details, index * this.height);
  }

  /** The row that is so many pixels from the top; its details belong to it. */
  indexAt(pixels) {
    let above = 0; // pixels of details
    for (const [opened, details] of this.opened) {
      const end = (opened + 1) * this.height + above;
      if (pixels < end) {
        break;
      }
      if (pixels < end + details) {
        return opened;
      }
      above += details;
    }
    return Math.floor((pixels - above) / this.height);
  }
}
