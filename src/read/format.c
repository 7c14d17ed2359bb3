#include "read/format.h"

#include <string.h>

const char registry_format_names[FORMAT_COUNT][9] = { "csv", "xml", "services" };

/* Takes the line at the front off the text. */
static struct text next_line(struct text *text) {
  const char *end = memchr(text->bytes, '\n', text->length);
  size_t length = end != NULL ? (size_t)(end - text->bytes) : text->length;
  struct text line = { text->bytes, length };
  size_t taken = end != NULL ? length + 1 : length;
  text->bytes += taken;
  text->length -= taken;
  return text_trim(line);
}

/* Whether a line reads NAME PORT/... */
static bool is_service(struct text line) {
  struct text word;
  text_next_word(&line, &word);
  if (!text_next_word(&line, &word)) {
    return false;
  }
  size_t digits = 0;
  while (digits < word.length && ascii_is_digit(word.bytes[digits])) {
    digits++;
  }
  return digits > 0 && digits < word.length && word.bytes[digits] == '/';
}

enum registry_format registry_format_guess(struct text beginning) {
  const struct text byte_order_mark = TEXT_LITERAL("\xef\xbb\xbf");
  if (text_starts_nocase(beginning, byte_order_mark)) {
    beginning.bytes += byte_order_mark.length;
    beginning.length -= byte_order_mark.length;
  }
  while (beginning.length > 0) {
    struct text line = next_line(&beginning);
    if (line.length > 0 && line.bytes[0] != '#') {
      return line.bytes[0] == '<' ? FORMAT_XML : is_service(line) ? FORMAT_SERVICES : FORMAT_CSV;
    }
  }
  return FORMAT_CSV;
}
