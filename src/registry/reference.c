#include "registry/reference.h"

#include <string.h>

#pragma GCC visibility push(hidden)

const char reference_type_names[4][6] = { "rfc", "draft", "uri", "other" };

/* Sets the type and the address; IANA writes each type in a way of its own. A draft that is to
   become an RFC is written as RFC-ietf-...; its name is draft-ietf-.... */
static void classify(struct reference *reference) {
  const struct text rfc = TEXT_LITERAL("RFC");
  const struct text rfc_to_be = TEXT_LITERAL("RFC-");
  struct text text = reference->text;
  reference->type = REFERENCE_OTHER;
  reference->base = reference->path = TEXT_LITERAL("");
  if (text_starts_nocase(text, TEXT_LITERAL("http://")) ||
      text_starts_nocase(text, TEXT_LITERAL("https://"))) {
    reference->type = REFERENCE_URI;
    reference->path = text;
  } else if (text_starts_nocase(text, TEXT_LITERAL("draft-"))) {
    reference->type = REFERENCE_DRAFT;
    reference->base = TEXT_LITERAL("https://datatracker.ietf.org/doc/html/");
    reference->path = text;
  } else if (text_starts_nocase(text, rfc_to_be)) {
    reference->type = REFERENCE_DRAFT;
    reference->base = TEXT_LITERAL("https://datatracker.ietf.org/doc/html/draft-");
    reference->path = text_drop(text, rfc_to_be.length);
  } else if (text_starts_nocase(text, rfc)) {
    struct text number = text_trim(text_drop(text, rfc.length));
    number.length = text_count_digits(number);
    if (number.length > 0) {
      reference->type = REFERENCE_RFC;
      reference->base = TEXT_LITERAL("https://www.rfc-editor.org/rfc/rfc");
      reference->path = number;
    }
  }
}

bool reference_next(struct text *rest, struct reference *reference) {
  *rest = text_trim(*rest);
  if (rest->length == 0) {
    return false;
  }
  bool bracketed = rest->bytes[0] == '[';
  struct text text = text_drop(*rest, bracketed ? 1 : 0);
  const char *end = text.length > 0 ? memchr(text.bytes, bracketed ? ']' : '[', text.length) : NULL;
  if (end != NULL) {
    text.length = (size_t)(end - text.bytes);
  }
  *rest = text_drop(*rest, (bracketed ? 1 : 0) + text.length + (bracketed && end != NULL ? 1 : 0));
  reference->text = text_trim(text);
  classify(reference);
  return true;
}

bool reference_names_rfc(struct text cell) {
  struct reference reference;
  while (reference_next(&cell, &reference)) {
    if (reference.type == REFERENCE_RFC) {
      return true;
    }
  }
  return false;
}
