#include "registry/reference.h"

#include <string.h>

const char reference_type_names[4][6] = { "rfc", "draft", "uri", "other" };

static struct text drop(struct text text, size_t count) {
  return (struct text){ text.bytes + count, text.length - count };
}

/* The digits at the front. */
static struct text digits(struct text text) {
  size_t count = 0;
  while (count < text.length && ascii_is_digit(text.bytes[count])) {
    count++;
  }
  return (struct text){ text.bytes, count };
}

/* Tells the type by the way that IANA writes each. A draft on its way to become
   an RFC is written RFC-ietf-... for draft-ietf-.... */
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
    reference->path = drop(text, rfc_to_be.length);
  } else if (text_starts_nocase(text, rfc)) {
    struct text number = digits(text_trim(drop(text, rfc.length)));
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
  struct text text = drop(*rest, bracketed ? 1 : 0);
  const char *end = text.length > 0 ? memchr(text.bytes, bracketed ? ']' : '[', text.length) : NULL;
  if (end != NULL) {
    text.length = (size_t)(end - text.bytes);
  }
  *rest = drop(*rest, (bracketed ? 1 : 0) + text.length + (bracketed && end != NULL ? 1 : 0));
  reference->text = text_trim(text);
  classify(reference);
  return true;
}
