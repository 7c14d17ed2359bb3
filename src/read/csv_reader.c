#include "read/csv_reader.h"

#include <csv.h>
#include <string.h>

#include "base/utf8.h"
#include "read/csv_piece.h"

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
  struct error error;
};

/* Gives the error at `line` for its message to be set. */
static struct error *fail(struct csv_reader *reader, size_t line) {
  reader->failed = true;
  reader->error.line = line;
  return &reader->error;
}

static int no_space(unsigned char c) {
  (void)c;
  return 0; /* libcsv would drop spaces around cells */
}

static bool start(struct csv_reader *reader, const struct csv_request *request) {
  *reader = (struct csv_reader){ .line = 1, .character = 1, .row_line = 1, .cell_line = 1 };
  csv_table_start(&reader->table, request);
  if (csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
    error_set(fail(reader, 1), "libcsv cannot be started");
    return false;
  }
  csv_set_space_func(&reader->parser, no_space);
  csv_set_blk_size(&reader->parser, 4096);
  return true;
}

static void check_cell_size(struct csv_reader *reader, size_t length) {
  if (!reader->failed && length > CSV_MAX_CELL) {
    error_set(fail(reader, reader->cell_line), "cell is longer than %d bytes (in %s)", CSV_MAX_CELL,
              csv_table_column(&reader->table));
  }
}

/* Called by libcsv at the end of a cell of the header or of a row. It cannot be stopped
   from here, so that after the first error the rest of the piece is passed over. */
static void on_header_cell(void *bytes, size_t length, void *data) {
  struct csv_reader *reader = data;
  struct text cell = { bytes, length };
  check_cell_size(reader, length);
  if (!reader->failed) {
    reader->failed =
      !csv_table_add_header_cell(&reader->table, cell, reader->cell_line, &reader->error);
  }
  reader->cell_line = reader->line;
}

static void add_cell(struct csv_reader *reader, struct text cell) {
  if (cell.length == 0) {
    csv_table_add_empty_cell(&reader->table, reader->cell_line);
  } else {
    check_cell_size(reader, cell.length);
    if (!reader->failed) {
      csv_table_add_cell(&reader->table, cell, reader->cell_line);
    }
  }
  reader->cell_line = reader->line;
}

static void on_cell(void *bytes, size_t length, void *data) {
  add_cell(data, (struct text){ bytes, length });
}

typedef void cell_function(void *bytes, size_t length, void *data);

/* The right one of both for the next piece, which ends where the header does. */
static cell_function *cell_callback(const struct csv_reader *reader) {
  return reader->table.in_header ? on_header_cell : on_cell;
}

/* Called by libcsv at the end of a row, with -1 for the end of the file. */
static void on_row(int end, void *data) {
  struct csv_reader *reader = data;
  reader->row_open = false;
  if (!reader->failed) {
    reader->failed =
      !csv_table_end_row(&reader->table, reader->row_line, end == -1, &reader->error);
  }
}

/* The error of the byte that is `offset` characters past those read. */
static struct error *fail_here(struct csv_reader *reader, size_t offset) {
  struct error *error = fail(reader, reader->line);
  error->column = reader->character + offset;
  return error;
}

/* Passes bytes to libcsv. */
static void parse(struct csv_reader *reader, const char *bytes, size_t length) {
  size_t parsed = csv_parse(&reader->parser, bytes, length, cell_callback(reader), on_row, reader);
  /* The last byte may be a closing quote, which libcsv counts until it knows. */
  size_t unfinished = reader->parser.entry_pos;
  check_cell_size(reader, unfinished > 0 ? unfinished - 1 : 0);
  if (parsed == length || reader->failed) {
    return;
  }
  if (csv_error(&reader->parser) != CSV_EPARSE) {
    error_set(fail(reader, reader->line), "not enough memory");
    return;
  }
  error_set(fail_here(reader, utf8_count(bytes, parsed)), "%s (in %s)",
            reader->parser.quoted
              ? "text after a closing quote; a quote inside a quoted cell must be doubled"
              : "quote inside a cell that does not begin with one",
            csv_table_column(&reader->table));
}

/* Whether the piece is a row of its own, or a blank line, in which commas alone mean anything. */
static bool is_plain(const struct csv_reader *reader, const struct csv_piece *piece) {
  return !reader->row_open && !reader->table.in_header && !piece->has_quote &&
         piece->content_length < piece->text.length;
}

/* Does what libcsv would, in a fifth of the time: libcsv asks of each byte all that it may
   mean. Nine rows of ten in IANA's file are plain. */
static void read_plain(struct csv_reader *reader, struct text row) {
  const char *end = row.bytes + row.length;
  const char *cell = row.bytes;
  for (const char *at = cell; at < end; at++) {
    if (*at == ',') {
      add_cell(reader, (struct text){ cell, (size_t)(at - cell) });
      cell = at + 1;
    }
  }
  add_cell(reader, (struct text){ cell, (size_t)(end - cell) });
  on_row('\n', reader);
}

static void feed_piece(struct csv_reader *reader, const struct csv_piece *piece) {
  struct text text = piece->text;
  bool plain = is_plain(reader, piece); /* asked before the row that it may begin is open */
  if (!reader->row_open && piece->content_length > 0) {
    reader->row_open = true;
    reader->row_line = reader->cell_line = reader->line;
  }
  if (!plain) {
    parse(reader, text.bytes, text.length);
  } else if (piece->content_length > 0) {
    read_plain(reader, (struct text){ text.bytes, piece->content_length });
  }
  if (piece->content_length == text.length) {
    reader->character += utf8_count(text.bytes, text.length);
  } else if (!(reader->after_cr && text.bytes[0] == '\n')) {
    reader->line++;
    reader->character = 1;
  }
  reader->after_cr = text.bytes[text.length - 1] == '\r';
}

static void feed_pieces(struct csv_reader *reader, struct text bytes) {
  struct csv_pieces pieces;
  struct csv_piece piece;
  csv_pieces_start(&pieces, bytes);
  while (!reader->failed && csv_pieces_next(&pieces, &piece)) {
    feed_piece(reader, &piece);
  }
}

static void refuse_utf8(struct csv_reader *reader, struct error *error, char byte) {
  error_set(error, "invalid UTF-8 at byte 0x%02x (in %s)", (unsigned char)byte,
            csv_table_column(&reader->table));
}

/* The error of a UTF-8 sequence that began with the character read last. */
static struct error *fail_before(struct csv_reader *reader) {
  struct error *error = fail_here(reader, 0);
  error->column--;
  return error;
}

/* Reads what stands before the first NUL and the first ill-formed UTF-8, which is
   refused once line, character and cell are known. */
static void feed_checked(struct csv_reader *reader, const char *bytes, size_t length) {
  const struct utf8_state before = reader->utf8;
  const char *nul = memchr(bytes, '\0', length);
  size_t good = utf8_check(&reader->utf8, bytes, length);
  if (before.needed > 0 && good == 0) {
    refuse_utf8(reader, fail_before(reader), (char)before.lead);
    return;
  }
  bool nul_first = nul != NULL && (size_t)(nul - bytes) <= good;
  good = nul_first ? (size_t)(nul - bytes) : good;
  feed_pieces(reader, (struct text){ bytes, good });
  if (reader->failed || good == length) {
    return;
  }
  if (nul_first) {
    error_set(fail_here(reader, 0), "NUL byte (in %s)", csv_table_column(&reader->table));
  } else {
    refuse_utf8(reader, fail_here(reader, 0), bytes[good]);
  }
}

static bool feed(struct csv_reader *reader, const char *bytes, size_t length) {
  static const char byte_order_mark[] = { '\xef', '\xbb', '\xbf' };
  if (reader->total == 0 && length >= sizeof byte_order_mark &&
      memcmp(bytes, byte_order_mark, sizeof byte_order_mark) == 0) {
    bytes += sizeof byte_order_mark;
    length -= sizeof byte_order_mark;
    reader->total += sizeof byte_order_mark;
  }
  if (length > CSV_MAX_TOTAL - reader->total) {
    error_set(fail(reader, reader->line), "file is larger than 1 GiB");
    return false;
  }
  reader->total += length;
  if (length > 0) {
    feed_checked(reader, bytes, length);
  }
  return !reader->failed;
}

static void finish(struct csv_reader *reader) {
  if (reader->failed) {
    return;
  }
  if (reader->utf8.needed > 0) {
    error_set(fail_before(reader), "file ends inside a UTF-8 character (in %s)",
              csv_table_column(&reader->table));
  } else if (csv_fini(&reader->parser, cell_callback(reader), on_row, reader) != 0) {
    error_set(fail(reader, reader->cell_line), "quote is not closed before the file ends (in %s)",
              csv_table_column(&reader->table));
  } else if (!reader->failed && reader->table.in_header) {
    error_set(fail(reader, 1), "file is empty; its first row must name the columns");
  }
}

/* Frees what the reader owns and hands out its error. */
static bool stop(struct csv_reader *reader, struct error *error) {
  *error = reader->error;
  csv_free(&reader->parser);
  return !reader->failed;
}

bool csv_read(struct input *input, const struct csv_request *request, struct error *error) {
  struct csv_reader reader;
  struct text piece;
  bool more = start(&reader, request);
  while (more && input_next(input, &piece, &reader.error)) {
    more = feed(&reader, piece.bytes, piece.length);
  }
  if (more && reader.error.message[0] != '\0') {
    fail(&reader, reader.line); /* what input_next said */
  }
  finish(&reader);
  return stop(&reader, error);
}
