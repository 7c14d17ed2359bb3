/* The life of a block of bytes:

     csv_read        takes blocks from the input
     read_block      checks the size
     read_checked    finds the first NUL or byte that is not UTF-8
     read_pieces     cuts what stands before it into pieces, that is, lines
     read_piece      keeps count of lines, and has the piece read
       read_plain    ... as a whole row that has no quote, or
       parse         ... by libcsv, which calls on_cell and on_row
     add_cell        finds the column of each cell
     end_row         counts the cells

   libcsv alone would do, but would take 1.6 times as long to load IANA's file: it tests each byte
   for everything that the byte may mean, and nine in ten of the rows have no quote. */
#include "read/csv.h"

#include <csv.h>
#include <string.h>

#include "base/utf8.h"

#pragma GCC visibility push(hidden)

enum { NO_COLUMN = 255 /* of a cell that the caller did not ask for */ };

struct reader {
  struct csv_parser parser;
  const struct csv_request *request;
  struct error *error;
  bool has_failed; /* `error` is set */

  size_t total;     /* bytes */
  size_t line;      /* of the next byte */
  size_t character; /* of the next byte, in its line, from 1 */
  bool after_cr;    /* the last byte was CR: a following LF or CR LF belongs to the same line end */
  bool after_crs;   /* the last line, which is blank, was a CR: it may be the second of CR CR LF */
  struct utf8_state utf8;

  bool in_header;
  bool is_separator_line; /* what was read as the header is a line "sep=," */
  const char *separators; /* what separates its cells if no comma does, for a message; or NULL */
  unsigned char columns[CSV_MAX_FILE_COLUMNS]; /* the column of each cell, or NO_COLUMN */
  int cell_count;                              /* cells of the header */

  bool in_row;                   /* some bytes of a row have been read */
  size_t row_line;               /* the line on which the row begins */
  size_t cell_line;              /* the line on which the next cell begins */
  int row_cells;                 /* cells of the row so far */
  size_t lines[CSV_MAX_COLUMNS]; /* for each column, the line on which its cell begins */
  struct error cell_error;       /* why the first refused cell of the row was refused */
  bool cell_refused;
};

/* Lets the reader fail at `line`, and returns the error, for the caller to set its message. */
static struct error *fail(struct reader *reader, size_t line) {
  reader->has_failed = true;
  reader->error->line = line;
  return reader->error;
}

/* The same at the next character, or `offset` characters after it. */
static struct error *fail_here(struct reader *reader, size_t offset) {
  struct error *error = fail(reader, reader->line);
  error->column = reader->character + offset;
  return error;
}

static int next_column(const struct reader *reader) {
  return reader->row_cells < reader->cell_count ? reader->columns[reader->row_cells] : NO_COLUMN;
}

/* Returns whether the header, as far as it was read, names none of the columns. */
static bool is_unknown(const struct reader *reader) {
  for (int cell = 0; cell < reader->cell_count; cell++) {
    if (reader->columns[cell] != NO_COLUMN) {
      return false;
    }
  }
  return true;
}

/* Returns the name of the next cell's column, for messages. */
static const char *column_name(const struct reader *reader) {
  int column = next_column(reader);
  if (reader->in_header) {
    return is_unknown(reader) ? reader->request->unknown : "the header";
  }
  return column == NO_COLUMN ? "an ignored column" : reader->request->columns[column].name;
}

static void check_size(struct reader *reader, size_t length) {
  if (length > CSV_MAX_CELL && !reader->has_failed) {
    error_set(fail(reader, reader->cell_line), "cell is longer than %d bytes (in %s)", CSV_MAX_CELL,
              column_name(reader));
  }
}

static struct text skip_blanks(struct text text) {
  while (text.length > 0 && (ascii_is_space(text.bytes[0]) || text.bytes[0] == '_')) {
    text = text_drop(text, 1);
  }
  return text;
}

/* Returns whether two names of columns differ only in case, white space and underscores. */
static bool is_same_name(struct text a, struct text b) {
  a = skip_blanks(a);
  b = skip_blanks(b);
  while (a.length > 0 && b.length > 0 && ascii_lower(a.bytes[0]) == ascii_lower(b.bytes[0])) {
    a = skip_blanks(text_drop(a, 1));
    b = skip_blanks(text_drop(b, 1));
  }
  return a.length == 0 && b.length == 0;
}

/* Returns the column that a cell of the header names, or NO_COLUMN. */
static int named_column(const struct csv_request *request, struct text cell) {
  bool is_blank = skip_blanks(cell).length == 0;
  for (int column = 0; column < request->column_count && !is_blank; column++) {
    if (is_same_name(cell, text_of(request->columns[column].name)) ||
        is_same_name(cell, text_of(request->columns[column].old_name))) {
      return column;
    }
  }
  return NO_COLUMN;
}

static bool has_column(const struct reader *reader, int column) {
  return memchr(reader->columns, column, (size_t)reader->cell_count) != NULL;
}

/* Returns what a character that separates cells elsewhere is called, or NULL. */
static const char *separator_name(char c) {
  return c == '\t' ? "tabs" : c == ';' ? "semicolons" : c == '|' ? "bars" : NULL;
}

static void refuse_separator(struct reader *reader, const char *name) {
  error_set(fail(reader, reader->row_line), "cells are separated by %s; commas must separate them",
            name);
}

/* Looks at the first cell of the header, which is all of its line if no comma separates cells. */
static void check_separator(struct reader *reader, struct text cell) {
  reader->is_separator_line =
    text_equal_nocase(cell, TEXT_LITERAL("sep=")) || text_equal_nocase(cell, TEXT_LITERAL("sep=,"));
  for (size_t i = 0; i < cell.length && reader->separators == NULL; i++) {
    reader->separators = separator_name(cell.bytes[i]);
  }
}

static void add_header_cell(struct reader *reader, struct text cell) {
  int column = named_column(reader->request, cell);
  if (reader->cell_count == 0) {
    check_separator(reader, cell);
  }
  if (reader->cell_count == CSV_MAX_FILE_COLUMNS) {
    error_set(fail(reader, reader->cell_line), "header has more than %d columns",
              CSV_MAX_FILE_COLUMNS);
  } else if (column != NO_COLUMN && has_column(reader, column)) {
    error_set(fail(reader, reader->cell_line), "header names the column \"%s\" twice",
              reader->request->columns[column].name);
  } else {
    reader->columns[reader->cell_count++] = (unsigned char)column;
  }
}

static void end_header(struct reader *reader) {
  const struct csv_request *request = reader->request;
  if (reader->is_separator_line) {
    reader->cell_count = 0;
    return;
  }
  reader->in_header = false;
  if (reader->separators != NULL && reader->cell_count == 1) {
    refuse_separator(reader, reader->separators);
    return;
  }
  if (is_unknown(reader)) {
    error_set(fail(reader, reader->row_line), "file is in %s", request->unknown);
    return;
  }
  for (int column = 0; column < request->column_count; column++) {
    if (!request->columns[column].is_optional && !has_column(reader, column)) {
      error_set(fail(reader, reader->row_line),
                "header lacks the column \"%s\"; the first row must name the columns",
                request->columns[column].name);
      return;
    }
  }
}

/* Hands a cell to the caller. If the caller refuses it, end_row reports that, unless the row has
   the wrong number of cells, which explains more. */
static void add_cell(struct reader *reader, struct text cell) {
  const struct csv_request *request = reader->request;
  int column = next_column(reader);
  reader->row_cells++;
  if (column == NO_COLUMN) {
    return;
  }
  reader->lines[column] = reader->cell_line;
  if (cell.length > 0 && !reader->cell_refused &&
      !request->cell(request->context, column, cell, &reader->cell_error)) {
    reader->cell_error.line = reader->cell_line;
    reader->cell_refused = true;
  }
}

/* Called by libcsv at the end of a cell. libcsv cannot be stopped from here: after an error the
   rest of the piece is ignored. */
static void on_cell(void *bytes, size_t length, void *data) {
  struct reader *reader = data;
  struct text cell = { bytes, length };
  check_size(reader, length);
  if (reader->has_failed) {
    return;
  }
  if (reader->in_header) {
    add_header_cell(reader, cell);
  } else {
    add_cell(reader, cell);
  }
  reader->cell_line = reader->line;
}

static void end_row(struct reader *reader, bool at_end) {
  const struct csv_request *request = reader->request;
  const int row_cells = reader->row_cells;
  int column = 0;
  if (row_cells != reader->cell_count) {
    bool is_cut = at_end && row_cells < reader->cell_count;
    error_set(fail(reader, reader->row_line), "%s %d cells where the header has %d",
              is_cut ? "file ends in mid-row: its last row has" : "row has", row_cells,
              reader->cell_count);
  } else if (reader->cell_refused) {
    reader->has_failed = true;
    *reader->error = reader->cell_error;
  } else if (!request->row(request->context, reader->error, &column)) {
    fail(reader, reader->lines[column]);
  }
  reader->row_cells = 0;
}

/* Called by libcsv at the end of a row, with -1 at the end of the file. */
static void on_row(int end, void *data) {
  struct reader *reader = data;
  reader->in_row = false;
  if (reader->has_failed) {
    return;
  }
  if (reader->in_header) {
    end_header(reader);
  } else {
    end_row(reader, end == -1);
  }
}

static void parse(struct reader *reader, struct text text) {
  size_t parsed = csv_parse(&reader->parser, text.bytes, text.length, on_cell, on_row, reader);
  /* libcsv counts the last byte even if it may be a closing quote. */
  size_t unfinished = reader->parser.entry_pos;
  check_size(reader, unfinished > 0 ? unfinished - 1 : 0);
  if (parsed == text.length || reader->has_failed) {
    return;
  }
  if (csv_error(&reader->parser) != CSV_EPARSE) {
    error_set(fail(reader, reader->line), "not enough memory");
    return;
  }
  if (reader->in_header && separator_name(text.bytes[parsed]) != NULL) {
    refuse_separator(reader, separator_name(text.bytes[parsed]));
    return;
  }
  error_set(fail_here(reader, utf8_count(text.bytes, parsed)), "%s (in %s)",
            reader->parser.quoted
              ? "text after a closing quote; a quote inside a quoted cell must be doubled"
              : "quote inside a cell that does not begin with one",
            column_name(reader));
}

/* Reads a row that has no quote: commas separate its cells, none of which can be too long. */
static void read_plain(struct reader *reader, struct text row) {
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

/* A line with its end, or a part of a line that is too long or not yet read to its end. A line end
   inside quotes does not end a row. */
struct piece {
  struct text text;
  size_t content; /* the length without LF and CR at the end */
  bool has_quote;
};

static bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

/* Keeps count of lines and characters at the end of a piece. */
static void count(struct reader *reader, const struct piece *piece) {
  const struct text text = piece->text;
  const char last = text.bytes[text.length - 1];
  bool may_go_on = reader->after_cr && piece->content == 0; /* with the line end before */
  if (may_go_on && last == '\n') {
    reader->line -= reader->after_crs;
  } else if (is_line_end(last)) {
    reader->line++;
    reader->character = 1;
  } else {
    reader->character += utf8_count(text.bytes, text.length);
  }
  reader->after_cr = last == '\r';
  reader->after_crs = may_go_on && last == '\r';
}

/* Reads a piece. It is a plain row if it begins a row, ends one and has no quote. */
static void read_piece(struct reader *reader, const struct piece *piece) {
  struct text text = piece->text;
  bool has_end = piece->content < text.length;
  bool is_plain = !reader->in_row && !reader->in_header && !piece->has_quote && has_end;
  if (!reader->in_row && piece->content > 0) {
    reader->in_row = true;
    reader->row_line = reader->cell_line = reader->line;
  }
  if (!is_plain) {
    parse(reader, text);
  } else if (piece->content > 0) {
    read_plain(reader, (struct text){ text.bytes, piece->content });
  }
  count(reader, piece);
}

/* Sets *next to the position of the first such byte from `at` on, or to the length. It searches
   only if `at` has passed the byte found before, so that no byte is searched twice. */
static void find_next(struct text bytes, size_t at, char byte, size_t *next) {
  if (*next < at || at == 0) {
    const char *found = memchr(bytes.bytes + at, byte, bytes.length - at);
    *next = found != NULL ? (size_t)(found - bytes.bytes) : bytes.length;
  }
}

/* Cuts the bytes into pieces. No piece is longer than a cell may be, and the size of the cell is
   checked after each piece: that bounds the memory that libcsv takes. */
static void read_pieces(struct reader *reader, struct text bytes) {
  size_t lf = 0;
  size_t cr = 0;
  size_t quote = 0;
  for (size_t at = 0; at < bytes.length && !reader->has_failed;) {
    find_next(bytes, at, '\n', &lf);
    find_next(bytes, at, '\r', &cr);
    find_next(bytes, at, '"', &quote);
    size_t end = cr + 1 < lf ? cr : lf; /* of CR LF, the LF */
    size_t length = (end < bytes.length ? end + 1 : end) - at;
    length = length < CSV_MAX_CELL ? length : CSV_MAX_CELL;
    struct piece piece = { { bytes.bytes + at, length }, length, quote < at + length };
    while (piece.content > 0 && is_line_end(piece.text.bytes[piece.content - 1])) {
      piece.content--;
    }
    read_piece(reader, &piece);
    at += length;
  }
}

static void refuse_utf8(struct reader *reader, struct error *error, char byte) {
  error_set(error, "invalid UTF-8 at byte 0x%02x (in %s)", (unsigned char)byte,
            column_name(reader));
}

/* The same as fail_here, at the last character read, with which a UTF-8 sequence began. */
static struct error *fail_before(struct reader *reader) {
  struct error *error = fail_here(reader, 0);
  error->column--;
  return error;
}

/* Reads what stands before the first NUL or ill-formed UTF-8, so that its line, character and cell
   are known, and then refuses it. */
static void read_checked(struct reader *reader, struct text block) {
  const struct utf8_state before = reader->utf8;
  const char *nul = memchr(block.bytes, '\0', block.length);
  size_t good = utf8_check(&reader->utf8, block.bytes, block.length);
  if (before.needed > 0 && good == 0) {
    refuse_utf8(reader, fail_before(reader), (char)before.lead);
    return;
  }
  bool nul_first = nul != NULL && (size_t)(nul - block.bytes) <= good;
  good = nul_first ? (size_t)(nul - block.bytes) : good;
  read_pieces(reader, (struct text){ block.bytes, good });
  if (reader->has_failed || good == block.length) {
    return;
  }
  if (nul_first) {
    error_set(fail_here(reader, 0), "NUL byte (in %s)", column_name(reader));
  } else {
    refuse_utf8(reader, fail_here(reader, 0), block.bytes[good]);
  }
}

static void read_block(struct reader *reader, struct text block) {
  if (reader->total == 0 && utf8_is_utf16(block.bytes, block.length)) {
    error_set(fail(reader, 1), "file is in UTF-16; it must be in UTF-8");
    return;
  }
  if (block.length > CSV_MAX_TOTAL - reader->total) {
    error_set(fail(reader, reader->line), "file is larger than 1 GiB");
    return;
  }
  reader->total += block.length;
  read_checked(reader, block);
}

static void finish(struct reader *reader) {
  if (reader->error->message[0] != '\0') {
    fail(reader, reader->total > 0 ? reader->line : 0); /* the input could not be read */
  } else if (reader->utf8.needed > 0) {
    error_set(fail_before(reader), "file ends inside a UTF-8 character (in %s)",
              column_name(reader));
  } else if (csv_fini(&reader->parser, on_cell, on_row, reader) != 0) {
    error_set(fail(reader, reader->cell_line), "quote is not closed before the file ends (in %s)",
              column_name(reader));
  } else if (!reader->has_failed && reader->in_header) {
    error_set(fail(reader, 1), "file is empty; its first row must name the columns");
  }
}

static int is_no_space(unsigned char c) {
  (void)c;
  return 0; /* libcsv would remove spaces around cells */
}

bool csv_read(struct input *input, const struct csv_request *request, struct error *error) {
  struct reader reader = { .request = request,
                           .error = error,
                           .line = 1,
                           .character = 1,
                           .in_header = true,
                           .row_line = 1,
                           .cell_line = 1 };
  struct text block;
  if (csv_init(&reader.parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
    error_set(fail(&reader, 1), "libcsv cannot be started");
    return false;
  }
  csv_set_space_func(&reader.parser, is_no_space);
  csv_set_blk_size(&reader.parser, 4096);
  while (!reader.has_failed && input_next(input, &block, error)) {
    read_block(&reader, block);
  }
  if (!reader.has_failed) {
    finish(&reader);
  }
  csv_free(&reader.parser);
  return !reader.has_failed;
}
