/* Records of a CSV that arrives in blocks: RFC 4180, and as it is in the wild.

   A line ends with LF, CR LF, CR, or with CR CR LF, which a program writes that adds CR twice.
   Quotes enclose a whole cell; a quote inside is doubled. Blanks may surround quotes: spaces, and
   tabs unless they separate cells.

   The reader starts below the header, which tells it how many cells a record has. It copies no
   cell: a record points into the reader's bytes, and is valid until the reader is fed. */
#ifndef IANAPORTS_RECORD_H
#define IANAPORTS_RECORD_H

#include <stdint.h>

#include "base/error.h"
#include "base/memory.h"

/* A longer record is wrong. It may have one byte more, which is its line end. */
enum { RECORD_LONGEST = 1048576 };

/* Messages about the first wrong records are kept. */
enum { RECORD_MOST_ERRORS = 10 };

enum record_kind {
  RECORD_ROW,
  RECORD_HEADER, /* the header again, as in files that were joined */
  RECORD_OTHER,  /* an empty line, a line below the header, sums at the end */
  RECORD_WRONG,  /* another number of cells, quotes that do not fit; record_reject was called */
  RECORD_NONE, /* the rest of the bytes is no complete record: more are needed, or it is the end */
  RECORD_ENDLESS /* a wrong line that does not end either; reader.failure says what is wrong */
};

struct record {
  const char *bytes;
  size_t length;     /* without its line end */
  size_t size;       /* with its line end */
  size_t cell_count; /* 0 for an empty line */
};

/* What the header says. The texts must outlive the reader. */
struct record_form {
  char delimiter;
  const char *delimiter_name; /* for messages: "comma" */
  size_t width;               /* cells of the header */
  size_t needed;              /* record_cell reads cells up to this number only */
  size_t mark;                /* the cell by which the header is known if it comes again, from 0 */
  struct text mark_cell;      /* as it is written */
};

struct record_reader {
  struct record_form form;
  uint64_t line;  /* of the record just read */
  uint64_t rows;  /* how many there were; those that are wrong count, too */
  uint64_t wrong; /* how many of them */
  struct error errors[RECORD_MOST_ERRORS]; /* of the first of these */
  struct error failure;

  /* The rest is record.c's own. */
  struct buffer input; /* the records from `position` on are still to be read */
  size_t position;
  bool at_end;          /* no bytes will follow */
  size_t word;          /* the cursor: the 64 bytes from here on are being read */
  uint64_t specials;    /* bit n: byte n of them is special, and still to be read */
  bool is_special[256]; /* the delimiter, a quote, CR, LF */
  uint32_t *ends;       /* of the first `needed` cells, from the beginning of the record */
  uint64_t next_line;   /* of the record at `position` */
  bool is_over;         /* the rows have ended */
};

/* Sets up a reader of zeros. `line`: that of the first record. Returns false if memory runs out. */
bool record_open(struct record_reader *reader, struct record_form form, uint64_t line);

/* Adds a block of bytes. `at_end`: no bytes will follow. Returns false if memory runs out. */
bool record_feed(struct record_reader *reader, struct text block, bool at_end);

/* Reads the next record. */
enum record_kind record_next(struct record_reader *reader, struct record *record);

/* Returns a cell of the record just read as it is written: with quotes and blanks. */
static inline struct text record_cell(const struct record_reader *reader,
                                      const struct record *record, size_t number) {
  size_t first = number > 0 ? reader->ends[number - 1] + 1 : 0;
  return (struct text){ record->bytes + first, reader->ends[number] - first };
}

/* Sets `value` to what a cell says: without its quotes and the blanks around them. If quotes are
   doubled inside, that is in `scratch`. Returns false if memory runs out. */
bool record_value(struct text cell, struct buffer *scratch, struct text *value);

/* Counts the row just read as wrong. Returns where to write the message, or NULL if enough messages
   are kept; the line is set. */
struct error *record_reject(struct record_reader *reader);

/* Frees what the reader owns. May be called again. */
void record_close(struct record_reader *reader);

#endif
