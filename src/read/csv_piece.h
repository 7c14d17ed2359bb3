/* A CSV file in pieces: its lines, and parts of those that are too long. A line end may stand
   within a cell, which is for the reader to know. */
#ifndef IANAPORTS_CSV_PIECE_H
#define IANAPORTS_CSV_PIECE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Never longer, so that whatever a cell holds, memory is bounded. */
enum { CSV_PIECE_MAX = 64 * 1024 };

struct csv_piece {
  struct text text;      /* with its line end: LF, CR or CR LF */
  size_t content_length; /* without it; the same where the piece ends in mid-line */
  bool has_quote;
};

/* What is left to be cut, and the next of these bytes in it; NULL where there is none. */
struct csv_pieces {
  struct text rest;
  const char *lf;
  const char *cr;
  const char *quote;
};

/* Begins with bytes that live as long as the pieces are taken. */
void csv_pieces_start(struct csv_pieces *pieces, struct text bytes);

/* Takes the next piece; false where none is left. */
bool csv_pieces_next(struct csv_pieces *pieces, struct csv_piece *piece);

#endif
