/* Reads CSV (RFC 4180): rows of named columns.

   A line ends with LF, CR, CR LF or CR CR LF, and blank lines are skipped. A quoted cell may hold
   line ends, commas and doubled quotes. White space is a part of its cell. The first row is the
   header; a line "sep=," may come before it. */
#ifndef IANAPORTS_CSV_H
#define IANAPORTS_CSV_H

#include "base/input.h"

enum {
  CSV_MAX_COLUMNS = 16,           /* that a caller can ask for */
  CSV_MAX_FILE_COLUMNS = 256,     /* that a file may have */
  CSV_MAX_CELL = 64 * 1024,       /* bytes */
  CSV_MAX_TOTAL = 1024 * 1048576, /* bytes of an input */
};

/* The name of a column in the header; an older name that it may have instead, or ""; and whether
   the file may lack the column. Case, white space and underscores do not count. */
struct csv_column {
  char name[28];
  char old_name[28];
  bool is_optional;
};

/* Takes a cell, which is never empty, and is valid only during the call. To refuse it, the function
   sets the error's message and returns false. */
typedef bool csv_cell_function(void *context, int column, struct text cell, struct error *error);

/* Is called at the end of each row, after its cells. To refuse the row, the function sets the
   error's message and the column that is wrong, and returns false. */
typedef bool csv_row_function(void *context, struct error *error, int *column);

/* Which columns a caller asks for, and which functions take the rows. */
struct csv_request {
  const struct csv_column *columns;
  int column_count;
  csv_cell_function *cell;
  csv_row_function *row;
  void *context;
  const char *unknown; /* what a file is if its header names none of the columns, for "in %s" */
};

/* Reads all of the input. Returns false with `error` set if it cannot be read or if anything is
   wrong with it. */
bool csv_read(struct input *input, const struct csv_request *request, struct error *error);

#endif
