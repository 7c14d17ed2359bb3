/* Reads a registry in IANA's own CSV of twelve columns. */
#ifndef IANAPORTS_IANA_CSV_H
#define IANAPORTS_IANA_CSV_H

#include "base/input.h"
#include "registry/builder.h"

/* Adds every row to the builder. Returns false with `error` set if anything is wrong with the
   input; the builder is then only to be freed. */
bool iana_csv_read(struct input *input, struct builder *builder, struct error *error);

/* Returns the column of text that IANA calls so, or COLUMN_COUNT. */
enum column iana_csv_column(struct text name);

#endif
