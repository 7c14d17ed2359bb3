// Where the rows of a list stand, when some are open and so have details below them.

/** Rows are `height` pixels high; `opened` has [index, pixels of its details] in order. */
export class Offsets {
  constructor(height, opened) {
    Object.assign(this, { height, opened });
  }

  /** Where a row begins, in pixels from the first. */
  topOf(index) {
    let top = index * this.height;
    for (const [opened, extra] of this.opened) {
      if (opened >= index) {
        break;
      }
      top += extra;
    }
    return top;
  }

  /** The row at so many pixels from the first, its details included. */
  indexAt(pixels) {
    let before = 0;
    for (const [opened, extra] of this.opened) {
      const end = (opened + 1) * this.height + before;
      if (pixels < end) {
        break;
      }
      if (pixels < end + extra) {
        return opened;
      }
      before += extra;
    }
    return Math.floor((pixels - before) / this.height);
  }
}
