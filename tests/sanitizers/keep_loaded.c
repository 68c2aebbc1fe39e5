// Preloaded under the sanitizers: a library that is closed stays, and with it the names in the
// stacks of what it allocated, and the pointers by which LeakSanitizer sees that it is still in
// use. Mesa's EGL closes the driver with every display.
int dlclose(void* handle);

int dlclose(void* handle) {
  (void)handle;
  return 0;
}
