#include "read/csv_table.h"

#include <string.h>

void csv_table_start(struct csv_table *table, const struct csv_request *request) {
  *table = (struct csv_table){ .request = request, .in_header = true };
  memset(table->column_of, CSV_NO_COLUMN, sizeof table->column_of);
}

const char *csv_table_column(const struct csv_table *table) {
  if (table->in_header) {
    return "the header";
  }
  int column = csv_table_next(table);
  return column == CSV_NO_COLUMN ? "an ignored column" : table->request->columns[column].name;
}

/* The column that a header cell names, or CSV_NO_COLUMN. */
static int named_column(const struct csv_request *request, struct text cell) {
  for (int column = 0; column < request->column_count; column++) {
    const struct csv_column *names = &request->columns[column];
    if (cell.length > 0 && (text_equal_nocase(cell, text_of(names->name)) ||
                            text_equal_nocase(cell, text_of(names->old_name)))) {
      return column;
    }
  }
  return CSV_NO_COLUMN;
}

static bool is_mapped(const struct csv_table *table, int column) {
  return memchr(table->column_of, column, (size_t)table->file_columns) != NULL;
}

bool csv_table_add_header_cell(struct csv_table *table, struct text cell, size_t line,
                               struct error *error) {
  error->line = line;
  if (table->file_columns == CSV_MAX_FILE_COLUMNS) {
    error_set(error, "header has more than %d columns", CSV_MAX_FILE_COLUMNS);
    return false;
  }
  int column = named_column(table->request, text_trim(cell));
  if (column != CSV_NO_COLUMN && is_mapped(table, column)) {
    error_set(error, "header names the column \"%s\" twice", table->request->columns[column].name);
    return false;
  }
  table->column_of[table->file_columns++] = (unsigned char)column;
  return true;
}

static bool end_header(struct csv_table *table, struct error *error) {
  table->in_header = false;
  for (int column = 0; column < table->request->column_count; column++) {
    if (!is_mapped(table, column)) {
      error_set(error, "header lacks the column \"%s\"; the first row must name all columns",
                table->request->columns[column].name);
      return false;
    }
  }
  return true;
}

/* Lets the caller's function have the row, unless a cell of it was refused. */
static bool give_row(struct csv_table *table, struct error *error) {
  const struct csv_request *request = table->request;
  int column = 0;
  if (table->cell_refused) {
    *error = table->cell_error;
    return false;
  }
  if (!request->row(request->context, error, &column)) {
    error->line = table->lines[column];
    return false;
  }
  return true;
}

bool csv_table_end_row(struct csv_table *table, size_t line, bool at_end_of_file,
                       struct error *error) {
  int row_cells = table->row_cells;
  error->line = line;
  if (table->in_header) {
    return end_header(table, error);
  }
  if (row_cells != table->file_columns) {
    error_set(error, "%s %d cells where the header has %d",
              at_end_of_file && row_cells < table->file_columns
                ? "file ends in mid-row: its last row has"
                : "row has",
              row_cells, table->file_columns);
    return false;
  }
  table->row_cells = 0;
  return give_row(table, error);
}
