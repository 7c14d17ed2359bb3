#include "read/format.h"

#include <string.h>

#pragma GCC visibility push(hidden)

const char registry_format_names[FORMAT_COUNT][9] = { "csv", "xml", "services" };

/* Takes the first line off the text. */
static struct text next_line(struct text *text) {
  const char *end = memchr(text->bytes, '\n', text->length);
  size_t length = end != NULL ? (size_t)(end - text->bytes) : text->length;
  struct text line = { text->bytes, length };
  *text = text_drop(*text, end != NULL ? length + 1 : length);
  return text_trim(line);
}

/* Returns whether a line has the form NAME PORT/..., or NAME PORT, which lacks a protocol. */
static bool is_service(struct text line) {
  struct text word;
  text_next_word(&line, &word);
  if (!text_next_word(&line, &word)) {
    return false;
  }
  size_t digits = text_count_digits(word);
  return digits > 0 && (digits == word.length || word.bytes[digits] == '/');
}

enum registry_format registry_format_guess(struct text beginning) {
  while (beginning.length > 0) {
    struct text line = next_line(&beginning);
    if (line.length > 0 && line.bytes[0] != '#') {
      return line.bytes[0] == '<' ? FORMAT_XML : is_service(line) ? FORMAT_SERVICES : FORMAT_CSV;
    }
  }
  return FORMAT_CSV;
}
