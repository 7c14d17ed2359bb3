/* The snapshot in data/, which generate_bundled compiles into the module. */
#ifndef IANAPORTS_BUNDLED_H
#define IANAPORTS_BUNDLED_H

#include "registry/registry.h"

/* Points `registry` at the bundled arrays. It owns no memory. */
void bundled_open(struct registry *registry);

#endif
