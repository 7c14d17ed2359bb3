/* A curl for Windows that downloads nothing. It writes its arguments to the file curl-arguments,
   one a line, and prints the file curl-answer. */

#include <fcntl.h>
#include <io.h>
#include <stdio.h>

int main(int count, char *arguments[]) {
  FILE *list = fopen("curl-arguments", "wb");
  FILE *answer = fopen("curl-answer", "rb");
  if (list == NULL || answer == NULL) {
    return 1;
  }
  for (int i = 1; i < count; i++) {
    (void)fprintf(list, "%s\n", arguments[i]);
  }
  (void)_setmode(_fileno(stdout), _O_BINARY);
  for (int byte = getc(answer); byte != EOF; byte = getc(answer)) {
    (void)putchar(byte);
  }
  return fclose(list) != 0 || fclose(answer) != 0;
}
