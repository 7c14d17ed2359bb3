#include "csv_table.h"

#include <string.h>

enum { NO_COLUMN = 255 };

void csv_table_start(struct csv_table *table, const struct csv_request *request) {
  *table = (struct csv_table){ .request = request, .in_header = true };
  memset(table->column_of, NO_COLUMN, sizeof table->column_of);
}

void csv_table_free(struct csv_table *table) {
  buffer_free(&table->row);
}

/* Which column the next cell belongs to, or NO_COLUMN. */
static int next_column(const struct csv_table *table) {
  return table->row_cells < table->file_columns ? table->column_of[table->row_cells] : NO_COLUMN;
}

const char *csv_table_column(const struct csv_table *table) {
  if (table->in_header) {
    return "the header";
  }
  int column = next_column(table);
  return column == NO_COLUMN ? "an ignored column" : table->request->columns[column].name;
}

/* The column that a header cell names, or NO_COLUMN. */
static int named_column(const struct csv_request *request, struct text cell) {
  for (int column = 0; column < request->column_count; column++) {
    const struct csv_column *names = &request->columns[column];
    if (cell.length > 0 && (text_equal_nocase(cell, text_of(names->name)) ||
                            text_equal_nocase(cell, text_of(names->old_name)))) {
      return column;
    }
  }
  return NO_COLUMN;
}

static bool is_mapped(const struct csv_table *table, int column) {
  return memchr(table->column_of, column, (size_t)table->file_columns) != NULL;
}

static bool add_header_cell(struct csv_table *table, struct text cell, struct fault *fault) {
  if (table->file_columns == CSV_MAX_FILE_COLUMNS) {
    fault_set(fault, "header has more than %d columns", CSV_MAX_FILE_COLUMNS);
    return false;
  }
  int column = named_column(table->request, text_trim(cell));
  if (column != NO_COLUMN && is_mapped(table, column)) {
    fault_set(fault, "header names the column \"%s\" twice", table->request->columns[column].name);
    return false;
  }
  table->column_of[table->file_columns++] = (unsigned char)column;
  return true;
}

static bool add_row_cell(struct csv_table *table, struct text cell, size_t line,
                         struct fault *fault) {
  int column = next_column(table);
  table->row_cells++;
  if (column == NO_COLUMN) {
    return true;
  }
  table->cells[column] = (struct csv_cell){ table->row.length, cell.length, line };
  if (!buffer_reserve(&table->row, cell.length + 1)) {
    fault_set(fault, "not enough memory");
    return false;
  }
  unsigned char *end = table->row.bytes + table->row.length;
  if (cell.length > 0) {
    memcpy(end, cell.bytes, cell.length);
  }
  end[cell.length] = '\0';
  table->row.length += cell.length + 1;
  return true;
}

bool csv_table_add_cell(struct csv_table *table, struct text cell, size_t line,
                        struct fault *fault) {
  fault->line = line;
  return table->in_header ? add_header_cell(table, cell, fault)
                          : add_row_cell(table, cell, line, fault);
}

static bool end_header(struct csv_table *table, struct fault *fault) {
  table->in_header = false;
  for (int column = 0; column < table->request->column_count; column++) {
    if (!is_mapped(table, column)) {
      fault_set(fault, "header lacks the column \"%s\"; the first row must name all columns",
                table->request->columns[column].name);
      return false;
    }
  }
  return true;
}

/* Hands the row's cells to the caller's function. */
static bool give_row(struct csv_table *table, struct fault *fault) {
  struct text cells[CSV_MAX_COLUMNS];
  for (int column = 0; column < table->request->column_count; column++) {
    const struct csv_cell *cell = &table->cells[column];
    cells[column] = (struct text){ (char *)table->row.bytes + cell->offset, cell->length };
  }
  int column = 0;
  if (!table->request->row(table->request->context, cells, fault, &column)) {
    fault->line = table->cells[column].line;
    return false;
  }
  return true;
}

bool csv_table_end_row(struct csv_table *table, size_t line, bool at_end_of_file,
                       struct fault *fault) {
  int row_cells = table->row_cells;
  fault->line = line;
  if (table->in_header) {
    return end_header(table, fault);
  }
  if (row_cells != table->file_columns) {
    fault_set(fault, "%s %d cells where the header has %d",
              at_end_of_file && row_cells < table->file_columns
                ? "file ends in mid-row: its last row has"
                : "row has",
              row_cells, table->file_columns);
    return false;
  }
  bool given = give_row(table, fault);
  table->row.length = 0;
  table->row_cells = 0;
  return given;
}
