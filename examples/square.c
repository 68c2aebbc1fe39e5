/* A renderer in C: a square that runs along the floor, and its box. */
#define GL_GLEXT_PROTOTYPES
#include <GL/glcorearb.h>
#include <gimbal/renderer.h>
#include <stdlib.h>

struct GimbalRenderer {
  GimbalBox box;
};

static GimbalStatus create(const GimbalHost* host, GimbalRenderer** renderer, GimbalError* error) {
  (void)host, (void)error;
  *renderer = calloc(1, sizeof **renderer);
  return *renderer != NULL ? GIMBAL_OK : GIMBAL_FAILED;
}

static GimbalStatus render(GimbalRenderer* self, const GimbalFrame* frame, GimbalError* error) {
  const int fourth = frame->height / 4;
  const int size = fourth < frame->width ? fourth : frame->width;
  const int left = (int)(frame->seconds * size) % (frame->width - size + 1);
  (void)error;
  glDisable(GL_SCISSOR_TEST);
  glClearColor(0.05f, 0.05f, 0.2f, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glEnable(GL_SCISSOR_TEST);
  glScissor(left, 0, size, size); /* in GL, y = 0 is the bottom of the picture */
  glClearColor(1, 0.5f, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  self->box = (GimbalBox){1, "square", 1.0, left, frame->height - size, size, size};
  return GIMBAL_OK;
}

static GimbalStatus boxes(GimbalRenderer* self, const GimbalBox** boxes, size_t* count,
                          GimbalError* error) {
  (void)error;
  *boxes = &self->box;
  *count = 1;
  return GIMBAL_OK;
}

static GimbalStatus destroy(GimbalRenderer* self, GimbalError* error) {
  (void)error;
  free(self);
  return GIMBAL_OK;
}

const GimbalRendererApi gimbal_renderer_api = {.size = sizeof(GimbalRendererApi),
                                               .abi = GIMBAL_RENDERER_ABI,
                                               .create = create,
                                               .render = render,
                                               .boxes = boxes,
                                               .destroy = destroy};
