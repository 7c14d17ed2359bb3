/* The snapshot in data/, compiled in by generate_bundled. */
#ifndef IANAPORTS_BUNDLED_H
#define IANAPORTS_BUNDLED_H

#include "registry/registry.h"

/* Lets `registry` point at the bundled tables. It owns nothing. */
void bundled_open(struct registry *registry);

#endif
