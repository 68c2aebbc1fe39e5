/* A renderer that goes wrong as the environment says, so that streams can be seen to survive it:
 * FAULT=fail    frame FAULT_FRAME of each of the first FAULT_TIMES renderers fails
 * FAULT=hang    frame FAULT_FRAME is never finished
 * FAULT=start   making a renderer never ends
 * FAULT=print   it prints to standard output with every frame */
#define GL_GLEXT_PROTOTYPES
#include <GL/glcorearb.h>
#include <gimbal/renderer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int renderers = 0;

struct GimbalRenderer {
  uint64_t frames;
};

static int is(const char* fault) {
  const char* wanted = getenv("FAULT");
  return wanted != NULL && strcmp(wanted, fault) == 0;
}

static long number(const char* variable) {
  const char* text = getenv(variable);
  return text != NULL ? atol(text) : 0;
}

static void hang(void) {
  for (;;) {
    pause();
  }
}

static GimbalStatus create(const GimbalHost* host, GimbalRenderer** renderer, GimbalError* error) {
  (void)host, (void)error;
  if (is("start")) {
    hang();
  }
  ++renderers;
  *renderer = calloc(1, sizeof **renderer);
  return GIMBAL_OK;
}

static GimbalStatus render(GimbalRenderer* self, const GimbalFrame* frame, GimbalError* error) {
  const int on_time = (long)self->frames++ == number("FAULT_FRAME");
  (void)frame;
  if (on_time && is("fail") && renderers <= number("FAULT_TIMES")) {
    snprintf(error->text, sizeof error->text, "out of paint.");
    return GIMBAL_FAILED;
  }
  if (on_time && is("hang")) {
    hang();
  }
  if (is("print")) {
    printf("frame %lu\n", (unsigned long)self->frames);
    fflush(stdout);
  }
  glClearColor(0.2f, 0.4f, 0.6f, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  return GIMBAL_OK;
}

static GimbalStatus destroy(GimbalRenderer* self, GimbalError* error) {
  (void)error;
  free(self);
  return GIMBAL_OK;
}

const GimbalRendererApi gimbal_renderer_api = {.size = sizeof(GimbalRendererApi),
                                               .abi = GIMBAL_RENDERER_ABI,
                                               .flags = GIMBAL_TOP_DOWN,
                                               .create = create,
                                               .render = render,
                                               .destroy = destroy};
