/* The references in a registry cell, such as "[RFC6335][https://example.com/]". */
#ifndef IANAPORTS_REFERENCE_H
#define IANAPORTS_REFERENCE_H

#include "base/text.h"

enum reference_type { REFERENCE_RFC, REFERENCE_DRAFT, REFERENCE_URI, REFERENCE_OTHER };

extern const char reference_type_names[4][6];

struct reference {
  struct text text; /* as written, without brackets */
  enum reference_type type;
  /* The address is `base` followed by `path`. Both are empty for REFERENCE_OTHER. */
  struct text base;
  struct text path;
};

/* Takes the next reference off the front of `rest`. Returns false at the end. */
bool reference_next(struct text *rest, struct reference *reference);

/* Returns whether one of a cell's references is an RFC. */
bool reference_names_rfc(struct text cell);

#endif
