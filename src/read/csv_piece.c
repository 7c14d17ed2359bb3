#include "read/csv_piece.h"

#include <string.h>

static const char *find_byte(struct text text, char byte) {
  return text.length > 0 ? memchr(text.bytes, byte, text.length) : NULL;
}

void csv_pieces_start(struct csv_pieces *pieces, struct text bytes) {
  *pieces = (struct csv_pieces){ bytes, find_byte(bytes, '\n'), find_byte(bytes, '\r'),
                                 find_byte(bytes, '"') };
}

/* The next one, where the last one found has been passed: no byte is looked at for each line
   before it. */
static const char *find_next(const char *found, struct text rest, char byte) {
  return found != NULL && found < rest.bytes ? find_byte(rest, byte) : found;
}

/* Up to and with the first line end. */
static size_t piece_length(const struct csv_pieces *pieces) {
  const struct text *rest = &pieces->rest;
  const char *end = pieces->lf;
  if (pieces->cr != NULL && (end == NULL || pieces->cr + 1 < end)) {
    end = pieces->cr;
  }
  size_t length = end != NULL ? (size_t)(end - rest->bytes) + 1 : rest->length;
  return length < CSV_PIECE_MAX ? length : CSV_PIECE_MAX;
}

static bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

static size_t content_length(struct text piece) {
  size_t length = piece.length;
  while (length > 0 && is_line_end(piece.bytes[length - 1])) {
    length--;
  }
  return length;
}

bool csv_pieces_next(struct csv_pieces *pieces, struct csv_piece *piece) {
  struct text *rest = &pieces->rest;
  if (rest->length == 0) {
    return false;
  }
  piece->text = (struct text){ rest->bytes, piece_length(pieces) };
  piece->content_length = content_length(piece->text);
  rest->bytes += piece->text.length;
  rest->length -= piece->text.length;
  piece->has_quote = pieces->quote != NULL && pieces->quote < rest->bytes;
  pieces->lf = find_next(pieces->lf, *rest, '\n');
  pieces->cr = find_next(pieces->cr, *rest, '\r');
  pieces->quote = find_next(pieces->quote, *rest, '"');
  return true;
}
