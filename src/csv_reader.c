#include "csv_reader.h"

#include <csv.h>
#include <string.h>

#include "utf8.h"

enum { PIECE_SIZE = 64 * 1024 };

struct csv_reader {
  struct csv_parser parser;
  struct csv_table table;

  size_t total;
  size_t line;      /* of the next byte */
  size_t character; /* of the next byte, in its line, from 1 */
  bool after_cr;    /* the last byte was CR: LF belongs to the same line end */
  struct utf8_state utf8;

  bool row_open;    /* some bytes of a row have been read */
  size_t row_line;  /* where it begins */
  size_t cell_line; /* where the cell that is being read begins */

  bool failed;
  struct fault fault;
};

/* Gives the fault at `line` for its message to be set. */
static struct fault *fail(struct csv_reader *reader, size_t line) {
  reader->failed = true;
  reader->fault.line = line;
  return &reader->fault;
}

static int no_space(unsigned char c) {
  (void)c;
  return 0; /* libcsv would drop spaces around cells */
}

static bool start(struct csv_reader *reader, const struct csv_request *request) {
  *reader = (struct csv_reader){ .line = 1, .character = 1, .row_line = 1, .cell_line = 1 };
  csv_table_start(&reader->table, request);
  if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
    fault_set(fail(reader, 1), "libcsv cannot be started");
    return false;
  }
  csv_set_space_func(&reader->parser, no_space);
  csv_set_blk_size(&reader->parser, 4096);
  return true;
}

static void check_cell_size(struct csv_reader *reader, size_t length) {
  if (!reader->failed && length > CSV_MAX_CELL) {
    fault_set(fail(reader, reader->cell_line), "cell is longer than %d bytes (in %s)", CSV_MAX_CELL,
              csv_table_column(&reader->table));
  }
}

/* Called by libcsv at the end of a cell. It cannot be stopped from here, so
   that after the first fault the rest of the piece is passed over. */
static void on_cell(void *bytes, size_t length, void *data) {
  struct csv_reader *reader = data;
  struct text cell = { bytes, length };
  check_cell_size(reader, length);
  if (!reader->failed) {
    reader->failed = !csv_table_add_cell(&reader->table, cell, reader->cell_line, &reader->fault);
  }
  reader->cell_line = reader->line;
}

/* Called by libcsv at the end of a row, with -1 for the end of the file. */
static void on_row(int end, void *data) {
  struct csv_reader *reader = data;
  reader->row_open = false;
  if (!reader->failed) {
    reader->failed =
      !csv_table_end_row(&reader->table, reader->row_line, end == -1, &reader->fault);
  }
}

/* Length of the next piece: up to and with a line end, and never too long, so
   that whatever a cell holds, memory is bounded. */
static size_t piece_length(const char *bytes, size_t length) {
  if (length > PIECE_SIZE) {
    length = PIECE_SIZE;
  }
  const char *lf = memchr(bytes, '\n', length);
  size_t piece = lf != NULL ? (size_t)(lf - bytes) + 1 : length;
  const char *cr = memchr(bytes, '\r', piece);
  if (cr == NULL || cr + 1 == lf) {
    return piece;
  }
  return (size_t)(cr - bytes) + 1;
}

static bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

/* Faults of the byte at bytes[index]: names its line, character and cell. */
static struct fault *fail_at(struct csv_reader *reader, const char *bytes, size_t index) {
  struct fault *fault = fail(reader, reader->line);
  fault->column = reader->character + utf8_count(bytes, index);
  return fault;
}

/* Passes bytes to libcsv. */
static void parse(struct csv_reader *reader, const char *bytes, size_t length) {
  size_t parsed = csv_parse(&reader->parser, bytes, length, on_cell, on_row, reader);
  /* The last byte may be a closing quote, which libcsv counts until it knows. */
  size_t unfinished = reader->parser.entry_pos;
  check_cell_size(reader, unfinished > 0 ? unfinished - 1 : 0);
  if (parsed == length || reader->failed) {
    return;
  }
  if (csv_error(&reader->parser) != CSV_EPARSE) {
    fault_set(fail(reader, reader->line), "not enough memory");
    return;
  }
  fault_set(fail_at(reader, bytes, parsed), "%s (in %s)",
            reader->parser.quoted
              ? "text after a closing quote; a quote inside a quoted cell must be doubled"
              : "quote inside a cell that does not begin with one",
            csv_table_column(&reader->table));
}

/* The fault of a UTF-8 sequence that began in the piece before. */
static struct fault *fail_at_cut(struct csv_reader *reader) {
  struct fault *fault = fail_at(reader, "", 0);
  fault->column--;
  return fault;
}

static void refuse_utf8(struct csv_reader *reader, struct fault *fault, int byte) {
  fault_set(fault, "invalid UTF-8 at byte 0x%02x (in %s)", byte, csv_table_column(&reader->table));
}

/* Finds NUL and ill-formed UTF-8; what stands before is parsed, to know the cell. */
static bool check_bytes(struct csv_reader *reader, const char *bytes, size_t length) {
  const char *nul = memchr(bytes, '\0', length);
  const struct utf8_state before = reader->utf8;
  size_t bad = utf8_check(&reader->utf8, bytes, length);
  if (nul == NULL && bad == length) {
    return true;
  }
  if (before.needed > 0 && bad == 0) {
    refuse_utf8(reader, fail_at_cut(reader), before.lead);
    return false;
  }
  bool nul_first = nul != NULL && (size_t)(nul - bytes) <= bad;
  size_t index = nul_first ? (size_t)(nul - bytes) : bad;
  parse(reader, bytes, index);
  if (!reader->failed && nul_first) {
    fault_set(fail_at(reader, bytes, index), "NUL byte (in %s)", csv_table_column(&reader->table));
  } else if (!reader->failed) {
    refuse_utf8(reader, fail_at(reader, bytes, index), (unsigned char)bytes[index]);
  }
  return false;
}

static void feed_piece(struct csv_reader *reader, const char *bytes, size_t length) {
  if (!reader->row_open && !is_line_end(bytes[0])) {
    reader->row_open = true;
    reader->row_line = reader->cell_line = reader->line;
  }
  if (!check_bytes(reader, bytes, length)) {
    return;
  }
  parse(reader, bytes, length);
  char last = bytes[length - 1];
  if (!is_line_end(last)) {
    reader->character += utf8_count(bytes, length);
  } else if (!(reader->after_cr && bytes[0] == '\n')) {
    reader->line++;
    reader->character = 1;
  }
  reader->after_cr = last == '\r';
}

static bool feed(struct csv_reader *reader, const char *bytes, size_t length) {
  static const char byte_order_mark[] = { '\xef', '\xbb', '\xbf' };
  if (reader->total == 0 && length >= sizeof byte_order_mark &&
      memcmp(bytes, byte_order_mark, sizeof byte_order_mark) == 0) {
    bytes += sizeof byte_order_mark;
    length -= sizeof byte_order_mark;
    reader->total += sizeof byte_order_mark;
  }
  if (!reader->failed && length > CSV_MAX_TOTAL - reader->total) {
    fault_set(fail(reader, reader->line), "file is longer than %d bytes", CSV_MAX_TOTAL);
  }
  reader->total += length;
  while (length > 0 && !reader->failed) {
    size_t piece = piece_length(bytes, length);
    feed_piece(reader, bytes, piece);
    bytes += piece;
    length -= piece;
  }
  return !reader->failed;
}

static void finish(struct csv_reader *reader) {
  if (reader->failed) {
    return;
  }
  if (reader->utf8.needed > 0) {
    fault_set(fail_at_cut(reader), "file ends inside a UTF-8 character (in %s)",
              csv_table_column(&reader->table));
  } else if (csv_fini(&reader->parser, on_cell, on_row, reader) != 0) {
    fault_set(fail(reader, reader->cell_line), "quote is not closed before the file ends (in %s)",
              csv_table_column(&reader->table));
  } else if (!reader->failed && reader->table.in_header) {
    fault_set(fail(reader, 1), "file is empty; its first row must name the columns");
  }
}

/* Frees what the reader owns and hands out its fault. */
static bool stop(struct csv_reader *reader, struct fault *fault) {
  *fault = reader->fault;
  csv_free(&reader->parser);
  csv_table_free(&reader->table);
  return !reader->failed;
}

bool csv_read(struct input *input, const struct csv_request *request, struct fault *fault) {
  struct csv_reader reader;
  struct text piece;
  bool more = start(&reader, request);
  while (more && input_next(input, &piece, &reader.fault)) {
    more = feed(&reader, piece.bytes, piece.length);
  }
  if (more && reader.fault.message[0] != '\0') {
    fail(&reader, reader.line); /* what input_next said */
  }
  finish(&reader);
  return stop(&reader, fault);
}
