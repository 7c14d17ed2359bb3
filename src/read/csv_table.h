/* From the cells of a CSV file, one by one, to rows of the columns asked for. */
#ifndef IANAPORTS_CSV_TABLE_H
#define IANAPORTS_CSV_TABLE_H

#include <stdbool.h>

#include "base/error.h"

enum {
  CSV_MAX_COLUMNS = 16,       /* that a caller can ask for */
  CSV_MAX_FILE_COLUMNS = 256, /* that a file may have */
  CSV_NO_COLUMN = 255         /* stands for a column of the file that nobody asked for */
};

/* A column to find by the header; its older name, or "". */
struct csv_column {
  char name[28];
  char old_name[28];
};

/* Takes a cell of a column asked for, unless it is empty; it lives until the return. On false
   the function has set the error's message. */
typedef bool csv_cell_function(void *context, int column, struct text cell, struct error *error);

/* Takes the end of a row, all of whose cells have been given. On false the function has set the
 * error's message, and *column to the column that is at error. */
typedef bool csv_row_function(void *context, struct error *error, int *column);

/* What a caller wants of a file: which columns, and where cells and rows go. */
struct csv_request {
  const struct csv_column *columns;
  int column_count;
  csv_cell_function *cell;
  csv_row_function *row;
  void *context;
};

struct csv_table {
  const struct csv_request *request;
  bool in_header;
  unsigned char column_of[CSV_MAX_FILE_COLUMNS]; /* of a file's cell; past all where ignored */
  int file_columns;
  int row_cells;                 /* complete cells of the row being read */
  size_t lines[CSV_MAX_COLUMNS]; /* where each of them begins */
  struct error cell_error;       /* of the row's first cell that was refused, if any */
  bool cell_refused;
};

void csv_table_start(struct csv_table *table, const struct csv_request *request);

/* Takes a cell of the header, which begins at `line`. False with `error` set where
   something is wrong. */
bool csv_table_add_header_cell(struct csv_table *table, struct text cell, size_t line,
                               struct error *error);

/* Which column the next cell of a row belongs to, or CSV_NO_COLUMN. */
static inline int csv_table_next(const struct csv_table *table) {
  return table->row_cells < table->file_columns ? table->column_of[table->row_cells]
                                                : CSV_NO_COLUMN;
}

/* Takes an empty cell of a row, which begins at `line`. More than half of a file's cells are. */
static inline void csv_table_add_empty_cell(struct csv_table *table, size_t line) {
  int column = csv_table_next(table);
  table->row_cells++;
  if (column != CSV_NO_COLUMN) {
    table->lines[column] = line;
  }
}

/* Takes any other. What may be wrong with it waits for the end of the row, which may have more
   wrong with it. */
static inline void csv_table_add_cell(struct csv_table *table, struct text cell, size_t line) {
  const struct csv_request *request = table->request;
  int column = csv_table_next(table);
  csv_table_add_empty_cell(table, line);
  if (column == CSV_NO_COLUMN || table->cell_refused) {
    return;
  }
  if (!request->cell(request->context, column, cell, &table->cell_error)) {
    table->cell_error.line = line;
    table->cell_refused = true;
  }
}

/* Takes the end of a row, or of the header, that begins at `line`. False with `error` set
   where something is wrong. */
bool csv_table_end_row(struct csv_table *table, size_t line, bool at_end_of_file,
                       struct error *error);

/* The name of the column that the next cell belongs to. */
const char *csv_table_column(const struct csv_table *table);

#endif
