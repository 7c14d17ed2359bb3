#include "csv_piece.h"

#include <string.h>

static const char *find(struct text text, char byte) {
  return text.length > 0 ? memchr(text.bytes, byte, text.length) : NULL;
}

void csv_pieces_start(struct csv_pieces *pieces, struct text bytes) {
  *pieces = (struct csv_pieces){ bytes, find(bytes, '\r') != NULL, find(bytes, '"') };
}

/* Up to and with the first line end. */
static size_t piece_length(const struct csv_pieces *pieces) {
  struct text piece = pieces->rest;
  if (piece.length > CSV_PIECE_MAX) {
    piece.length = CSV_PIECE_MAX;
  }
  const char *lf = find(piece, '\n');
  if (lf != NULL) {
    piece.length = (size_t)(lf - piece.bytes) + 1;
  }
  const char *cr = pieces->has_cr ? find(piece, '\r') : NULL;
  if (cr == NULL || cr + 1 == lf) {
    return piece.length;
  }
  return (size_t)(cr - piece.bytes) + 1;
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
  if (piece->has_quote) {
    pieces->quote = find(*rest, '"');
  }
  return true;
}
