#include "flow/record.h"

#include <stdlib.h>
#include <string.h>

#include "flow/cursor.h"

#pragma GCC visibility push(hidden)

/* Lines --------------------------------------------------------------------------------------- */

/* In place of the size of a line end. */
enum { NO_LINE_END = -1, LINE_END_UNKNOWN = -2 /* depends on bytes that are still to come */ };

/* Returns the size of the line end at a position, which is 0 at the end of the input. */
static int line_end(const struct record_reader *reader, size_t position) {
  const unsigned char *bytes = reader->input.bytes + position;
  size_t left = reader->input.length - position;
  if (left == 0) {
    return reader->at_end ? 0 : LINE_END_UNKNOWN;
  }
  if (bytes[0] != '\r') {
    return bytes[0] == '\n' ? 1 : NO_LINE_END;
  }
  if (left > 1 && bytes[1] == '\n') {
    return 2;
  }
  if (left > 2 && bytes[1] == '\r') {
    return bytes[2] == '\n' ? 3 : 1;
  }
  return reader->at_end || (left > 1 && bytes[1] != '\r') ? 1 : LINE_END_UNKNOWN;
}

/* Returns how many line ends there are from one position to another. */
static uint64_t count_lines(const struct record_reader *reader, size_t first, size_t end) {
  struct record_reader part = { .input = { reader->input.bytes, end, 0, true }, .at_end = true };
  uint64_t count = 0;
  for (size_t position = first; position < end;) {
    int size = line_end(&part, position);
    count += size != NO_LINE_END;
    position += size != NO_LINE_END ? (size_t)size : 1;
  }
  return count;
}

/* Scanning ------------------------------------------------------------------------------------ */

/* How many bytes of a record are looked at: two more than it may have, since these may say what a
   CR is. So what becomes of a record does not depend on where blocks end. */
enum { MOST_SIZE = RECORD_LONGEST + 1, WINDOW = MOST_SIZE + 2 };

enum scan_result { SCAN_DONE, SCAN_INCOMPLETE, SCAN_WRONG };

struct scan {
  struct cursor cursor;
  size_t end; /* after the last cell */
  size_t cells;
  bool has_breaks;     /* there are line ends in cells */
  const char *message; /* what is wrong; %s stands for the name of the delimiter */
  size_t wrong;        /* and where */
};

static enum scan_result set_wrong(struct scan *scan, size_t position, const char *message) {
  scan->message = message;
  scan->wrong = position;
  return SCAN_WRONG;
}

static size_t skip_blanks(const struct record_reader *reader, size_t position) {
  const unsigned char *bytes = reader->input.bytes;
  bool is_tab_blank = reader->form.delimiter != '\t';
  while (bytes[position] == ' ' || (bytes[position] == '\t' && is_tab_blank)) {
    position++;
  }
  return position;
}

/* Returns the position of the quote that closes a cell, or one from the limit on. */
static inline size_t find_closing(const struct record_reader *reader, struct scan *scan) {
  const unsigned char *bytes = scan->cursor.bytes;
  size_t position;
  while ((position = next_special(&scan->cursor)) < scan->cursor.limit) {
    if (bytes[position] == '"' && bytes[position + 1] != '"') {
      break;
    } else if (bytes[position] == '"') {
      next_special(&scan->cursor);
    } else if (bytes[position] != (unsigned char)reader->form.delimiter) {
      scan->has_breaks = true;
    }
  }
  return position;
}

/* Steps past a quoted cell, up to what ends it. The first quote is at `position`. */
static inline enum scan_result scan_quoted(const struct record_reader *reader, struct scan *scan,
                                           size_t first, size_t position) {
  if (position != first && skip_blanks(reader, first) != position) {
    return set_wrong(scan, position, "quote inside a cell that is not quoted as a whole");
  }
  size_t closing = find_closing(reader, scan);
  if (closing >= scan->cursor.limit) {
    bool is_last = reader->at_end && reader->input.length - reader->position < WINDOW;
    return is_last ? set_wrong(scan, position, "quoted cell is not closed") : SCAN_INCOMPLETE;
  }
  const unsigned char *bytes = reader->input.bytes;
  size_t after = closing + 1;
  if (bytes[after] == (unsigned char)reader->form.delimiter) {
    return SCAN_DONE;
  }
  after = skip_blanks(reader, after);
  if (bytes[after] != (unsigned char)reader->form.delimiter &&
      line_end(reader, after) == NO_LINE_END) {
    return set_wrong(scan, closing + 1,
                     "neither %s nor line end after a quoted cell; a quote inside is doubled");
  }
  return SCAN_DONE;
}

/* Scans the record at the reader's position, up to its line end. */
static inline enum scan_result scan_cells(const struct record_reader *reader, struct scan *scan) {
  const unsigned char *bytes = scan->cursor.bytes;
  const unsigned char delimiter = (unsigned char)reader->form.delimiter;
  size_t needed = reader->form.needed;
  size_t start = reader->position;
  size_t first = start;
  size_t cells = 0;
  size_t position;
  while ((position = next_special(&scan->cursor)) < scan->cursor.limit) {
    if (bytes[position] == delimiter) {
      if (cells < needed) {
        reader->ends[cells] = (uint32_t)(position - start);
      }
      cells++;
      first = position + 1;
    } else if (bytes[position] == '"') {
      enum scan_result result = scan_quoted(reader, scan, first, position);
      if (result != SCAN_DONE) {
        return result;
      }
    } else {
      break;
    }
  }
  if (cells < needed) {
    reader->ends[cells] = (uint32_t)(position - start);
  }
  scan->cells = position > start ? cells + 1 : 0;
  scan->end = position;
  return SCAN_DONE;
}

/* Places the cursor at a position. */
static void seek(struct record_reader *reader, size_t position) {
  struct cursor cursor = { reader->input.bytes,
                           reader->is_special,
                           reader->form.delimiter,
                           0,
                           position & ~(size_t)(WORD - 1),
                           0 };
  uint64_t from_there = UINT64_MAX << (position % WORD);
  reader->position = position;
  reader->word = cursor.word;
  reader->specials = find_specials(&cursor) & from_there;
}

/* Records ------------------------------------------------------------------------------------- */

static struct error *next_error(struct record_reader *reader, uint64_t line) {
  struct error *error = NULL;
  if (reader->wrong < RECORD_MOST_ERRORS) {
    error = &reader->errors[reader->wrong];
    error->line = line;
  }
  reader->wrong++;
  return error;
}

struct error *record_reject(struct record_reader *reader) {
  return next_error(reader, reader->line);
}

/* Returns whether a text begins with "(2 rows" or the like, as psql writes it. */
static bool is_count_of_rows(struct text text) {
  static const struct text row = { " row", 4 };
  size_t digits =
    text.length > 0 && text.bytes[0] == '(' ? text_count_digits(text_drop(text, 1)) : 0;
  if (digits == 0 || !text_starts_nocase(text_drop(text, 1 + digits), row)) {
    return false;
  }
  text = text_drop(text, 1 + digits + row.length);
  if (text.length > 0 && ascii_lower(text.bytes[0]) == 's') {
    text = text_drop(text, 1);
  }
  return text.length == 0 || !ascii_is_alphanumeric(text.bytes[0]);
}

/* Returns the text between the outer quotes of a cell, if it has any. */
static struct text inside_quotes(struct text cell) {
  const char *opening = cell.length > 0 ? memchr(cell.bytes, '"', cell.length) : NULL;
  if (opening == NULL) {
    return cell;
  }
  const char *closing = cell.bytes + cell.length - 1;
  while (*closing != '"') {
    closing--;
  }
  return (struct text){ opening + 1, (size_t)(closing - opening) - 1 };
}

/* Returns whether the first cell says that the rows end and sums follow, as nfdump, spreadsheets
   and psql write it. */
static bool is_end_of_rows(struct text cell) {
  static const char words[][8] = { "summary", "total", "totals", "total:", "totals:" };
  struct text word = text_trim(inside_quotes(cell));
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (text_equal_nocase(word, text_of(words[i]))) {
      return true;
    }
  }
  return text_starts_nocase(word, TEXT_LITERAL("summary:")) || is_count_of_rows(word);
}

/* Returns whether a record is a line below a header, such as "-----+----". */
static bool is_rule(const struct record *record) {
  size_t length = 0;
  while (length < record->length && strchr("-+=: ", record->bytes[length]) != NULL &&
         record->bytes[length] != '\0') {
    length++;
  }
  return length == record->length;
}

/* Returns what the record is that was just scanned. */
static enum record_kind kind_of(struct record_reader *reader, const struct record *record) {
  const struct record_form *form = &reader->form;
  if (record->cell_count == form->width) {
    bool is_header = text_equal(record_cell(reader, record, form->mark), form->mark_cell);
    if (is_header || form->width > 1) {
      reader->is_over = false;
      return is_header ? RECORD_HEADER : RECORD_ROW;
    }
  }
  if (record->cell_count == 0 || reader->is_over) {
    return RECORD_OTHER;
  }
  reader->is_over = is_end_of_rows(record_cell(reader, record, 0));
  if (reader->is_over || is_rule(record)) {
    return RECORD_OTHER;
  }
  return record->cell_count == form->width ? RECORD_ROW : RECORD_WRONG;
}

static void complain_of_count(struct record_reader *reader, const struct record *record) {
  struct error *error = record_reject(reader);
  if (error != NULL) {
    error_set(error, "record has %zu cells where the header has %zu, split at each %s",
              record->cell_count, reader->form.width, reader->form.delimiter_name);
  }
}

/* Takes the line in which a scan failed, whatever its quotes say. */
static enum record_kind take_line(struct record_reader *reader, const struct scan *scan,
                                  struct record *record) {
  size_t start = reader->position;
  size_t limit = scan->cursor.limit;
  size_t end = start;
  while (end < limit && reader->input.bytes[end] != '\n' && reader->input.bytes[end] != '\r') {
    end++;
  }
  int size = line_end(reader, end);
  uint64_t line = reader->next_line + count_lines(reader, start, scan->wrong);
  if (size < 0 && limit - start < WINDOW) {
    return RECORD_NONE;
  } else if (size < 0 || end + (size_t)size - start > MOST_SIZE) {
    reader->failure.line = line;
    error_set(&reader->failure, scan->message, reader->form.delimiter_name);
    return RECORD_ENDLESS;
  }
  *record = (struct record){ (const char *)reader->input.bytes + start, end - start,
                             end - start + (size_t)size, 0 };
  reader->line = reader->next_line;
  reader->next_line += size > 0;
  seek(reader, start + record->size);
  if (reader->is_over) {
    return RECORD_OTHER;
  }
  reader->rows++;
  struct error *error = next_error(reader, line);
  if (error != NULL) {
    error_set(error, scan->message, reader->form.delimiter_name);
  }
  return RECORD_WRONG;
}

/* Takes the record that was scanned. */
static inline enum record_kind take_record(struct record_reader *reader, struct scan *scan,
                                           const struct record *record) {
  size_t after = reader->position + record->size;
  reader->line = reader->next_line;
  reader->next_line +=
    scan->has_breaks ? count_lines(reader, reader->position, after) : record->size > record->length;
  for (size_t i = record->length + 1; i < record->size; i++) {
    next_special(&scan->cursor); /* CR LF is two of them */
  }
  reader->position = after;
  reader->word = scan->cursor.word;
  reader->specials = scan->cursor.specials;
  enum record_kind kind = kind_of(reader, record);
  reader->rows += kind == RECORD_ROW || kind == RECORD_WRONG;
  if (kind == RECORD_WRONG) {
    complain_of_count(reader, record);
  }
  return kind;
}

enum record_kind record_next(struct record_reader *reader, struct record *record) {
  size_t start = reader->position;
  size_t left = reader->input.length - start;
  if (left == 0) {
    return RECORD_NONE;
  }
  struct scan scan = { .cursor = { reader->input.bytes, reader->is_special, reader->form.delimiter,
                                   start + (left < WINDOW ? left : WINDOW), reader->word,
                                   reader->specials } };
  enum scan_result result = scan_cells(reader, &scan);
  if (result == SCAN_DONE) {
    int size = scan.end < scan.cursor.limit || left <= WINDOW ? line_end(reader, scan.end) : -1;
    size_t length = scan.end - start;
    if (size >= 0 && length + (size_t)size <= MOST_SIZE) {
      *record = (struct record){ (const char *)scan.cursor.bytes + start, length,
                                 length + (size_t)size, scan.cells };
      return take_record(reader, &scan, record);
    }
    result = SCAN_INCOMPLETE;
  }
  if (result == SCAN_INCOMPLETE && left < WINDOW) {
    return RECORD_NONE;
  } else if (result == SCAN_INCOMPLETE || scan.wrong - start > MOST_SIZE) {
    set_wrong(&scan, start, "record is longer than 1048576 bytes; is a quote not closed?");
  }
  return take_line(reader, &scan, record);
}

bool record_value(struct text cell, struct buffer *scratch, struct text *value) {
  struct text text = inside_quotes(cell);
  *value = text;
  if (text.length == cell.length || memchr(text.bytes, '"', text.length) == NULL) {
    return true;
  }
  scratch->length = 0;
  if (!buffer_reserve(scratch, text.length)) {
    return false;
  }
  for (size_t i = 0; i < text.length; i++) {
    buffer_put(scratch, text.bytes + i, 1);
    i += text.bytes[i] == '"'; /* it is doubled */
  }
  *value = (struct text){ (const char *)scratch->bytes, scratch->length };
  return true;
}

/* The input ----------------------------------------------------------------------------------- */

/* How many zeros follow the input, so that the cursor and those who copy cells may read them. */
enum { PADDING = 2 * WORD };

bool record_open(struct record_reader *reader, struct record_form form, uint64_t line) {
  reader->form = form;
  reader->next_line = line;
  for (const char *special = "\"\r\n"; *special != '\0'; special++) {
    reader->is_special[(unsigned char)*special] = true;
  }
  reader->is_special[(unsigned char)form.delimiter] = true;
  reader->ends = malloc(form.needed * sizeof *reader->ends);
  return reader->ends != NULL && record_feed(reader, TEXT_LITERAL(""), false);
}

bool record_feed(struct record_reader *reader, struct text block, bool at_end) {
  struct buffer *input = &reader->input;
  input->length -= reader->position;
  if (input->length > 0) {
    memmove(input->bytes, input->bytes + reader->position, input->length);
  }
  reader->position = 0;
  reader->at_end = at_end;
  if (!buffer_reserve(input, block.length + PADDING)) {
    input->length = 0;
    return false;
  }
  buffer_put(input, block.bytes, block.length);
  memset(input->bytes + input->length, 0, PADDING);
  seek(reader, 0);
  return true;
}

void record_close(struct record_reader *reader) {
  buffer_free(&reader->input);
  free(reader->ends);
  reader->ends = NULL;
}
