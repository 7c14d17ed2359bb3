/* CSV (RFC 4180) to rows of named columns, by libcsv where there are quotes. */
#ifndef IANAPORTS_CSV_READER_H
#define IANAPORTS_CSV_READER_H

#include "base/input.h"
#include "read/csv_table.h"

enum {
  CSV_MAX_CELL = 64 * 1024,       /* bytes */
  CSV_MAX_TOTAL = 1024 * 1048576, /* bytes of a file or text */
};

/* Reads all of the input. False with `error` set where it cannot be read or
   anything is wrong with it. */
bool csv_read(struct input *input, const struct csv_request *request, struct error *error);

#endif
