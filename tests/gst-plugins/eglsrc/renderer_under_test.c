/* A renderer that does what a test wants of it; built once for each fault, see meson.build. */
#include <EGL/egl.h>
#include <GL/glcorearb.h>
#include <gimbal/renderer.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef ABI
#define ABI GIMBAL_RENDERER_ABI
#endif
#ifndef TABLE_SIZE
#define TABLE_SIZE sizeof(GimbalRendererApi)
#endif
#ifndef FLAGS
#define FLAGS 0
#endif
#define NOT_UTF8 "\xff"

struct GimbalRenderer {
  PFNGLCLEARPROC clear;
  PFNGLCLEARCOLORPROC clear_color;
  PFNGLENABLEPROC enable;
  PFNGLDISABLEPROC disable;
  PFNGLISENABLEDPROC is_enabled;
  PFNGLSCISSORPROC scissor;
  PFNGLCOLORMASKPROC color_mask;
  PFNGLGETINTEGERVPROC get_integer;
  PFNGLPIXELSTOREIPROC pixel_store;
  PFNEGLGETCURRENTDISPLAYPROC get_current_display;
  PFNEGLMAKECURRENTPROC make_current;
  int resizes;
  float blue;
};

static GimbalStatus fail(GimbalError* error, const char* text) {
  snprintf(error->text, sizeof error->text, "%s", text);
  return GIMBAL_FAILED;
}

static GimbalStatus create(const GimbalHost* host, GimbalRenderer** renderer, GimbalError* error) {
#ifdef CREATE_FAILS
  (void)host, (void)renderer;
  return fail(error, "no licence");
#else
  GimbalRenderer* self = calloc(1, sizeof *self);
  if (self == NULL) {
    return fail(error, "out of memory");
  }
  self->clear = (PFNGLCLEARPROC)host->get_proc_address("glClear");
  self->clear_color = (PFNGLCLEARCOLORPROC)host->get_proc_address("glClearColor");
  self->enable = (PFNGLENABLEPROC)host->get_proc_address("glEnable");
  self->disable = (PFNGLDISABLEPROC)host->get_proc_address("glDisable");
  self->is_enabled = (PFNGLISENABLEDPROC)host->get_proc_address("glIsEnabled");
  self->scissor = (PFNGLSCISSORPROC)host->get_proc_address("glScissor");
  self->color_mask = (PFNGLCOLORMASKPROC)host->get_proc_address("glColorMask");
  self->get_integer = (PFNGLGETINTEGERVPROC)host->get_proc_address("glGetIntegerv");
  self->pixel_store = (PFNGLPIXELSTOREIPROC)host->get_proc_address("glPixelStorei");
  self->get_current_display =
      (PFNEGLGETCURRENTDISPLAYPROC)host->get_proc_address("eglGetCurrentDisplay");
  self->make_current = (PFNEGLMAKECURRENTPROC)host->get_proc_address("eglMakeCurrent");
  *renderer = self;
  return GIMBAL_OK;
#endif
}

static GimbalStatus resize(GimbalRenderer* self, int32_t width, int32_t height,
                           GimbalError* error) {
  (void)width, (void)height, (void)error;
  ++self->resizes;
#ifdef RESIZE_FAILS
  return fail(error, "too large");
#else
  return GIMBAL_OK;
#endif
}

/* Fails unless framebuffer and viewport are set, and all else is as `spoil_state` left it. */
static GimbalStatus check_state(const GimbalRenderer* self, const GimbalFrame* frame,
                                GimbalError* error) {
  GLint value[4] = {0};
  self->get_integer(GL_DRAW_FRAMEBUFFER_BINDING, value);
  if ((uint32_t)value[0] != frame->framebuffer) {
    return fail(error, "the framebuffer is not bound");
  }
  self->get_integer(GL_VIEWPORT, value);
  if (value[0] != 0 || value[1] != 0 || value[2] != frame->width || value[3] != frame->height) {
    return fail(error, "the viewport is not set");
  }
  if (frame->number > 0) {
    self->get_integer(GL_PACK_ALIGNMENT, value);
    if (!self->is_enabled(GL_BLEND) || !self->is_enabled(GL_SCISSOR_TEST) || value[0] != 8) {
      return fail(error, "the state is not as it was left");
    }
  }
  return GIMBAL_OK;
}

/* What a careless renderer leaves behind. */
static void spoil_state(const GimbalRenderer* self) {
  self->enable(GL_BLEND);
  self->enable(GL_SCISSOR_TEST);
  self->scissor(3, 3, 1, 1);
  self->color_mask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
  self->pixel_store(GL_PACK_ALIGNMENT, 8);
  self->pixel_store(GL_PACK_ROW_LENGTH, 7);
}

/* Where y = 0 is, a strip of eight rows with red = resizes and green = frame number; else grey. */
static GimbalStatus render(GimbalRenderer* self, const GimbalFrame* frame, GimbalError* error) {
  if (check_state(self, frame, error) != GIMBAL_OK) {
    return GIMBAL_FAILED;
  }
#ifdef RENDER_FAILS
  if (frame->number == 3) {
    return fail(error, RENDER_FAILS);
  }
#endif
  self->color_mask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  self->disable(GL_SCISSOR_TEST);
  self->clear_color(0.5f, 0.5f, 0.5f, 1);
  self->clear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
  self->enable(GL_SCISSOR_TEST);
  self->scissor(0, 0, frame->width, 8);
  self->clear_color((float)self->resizes / 255, (float)frame->number / 255, self->blue, 1);
  self->clear(GL_COLOR_BUFFER_BIT);
  spoil_state(self);
#ifdef LOSES_CONTEXT
  self->make_current(self->get_current_display(), EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
#endif
  return GIMBAL_OK;
}

#ifdef BOX
static GimbalStatus boxes(GimbalRenderer* self, const GimbalBox** boxes, size_t* count,
                          GimbalError* error) {
  static const GimbalBox list[2] = {{1, NULL, 0.5, 0, 0, 8, 8}, BOX};
  (void)self, (void)error;
  *boxes = list;
  *count = 2;
  return GIMBAL_OK;
}
#endif

#ifdef NO_BOXES
static GimbalStatus boxes(GimbalRenderer* self, const GimbalBox** boxes, size_t* count,
                          GimbalError* error) {
  (void)self, (void)boxes, (void)error;
  *count = 1;
  return GIMBAL_OK;
}
#endif

#ifdef BOXES_FAIL
static GimbalStatus boxes(GimbalRenderer* self, const GimbalBox** boxes, size_t* count,
                          GimbalError* error) {
  (void)self, (void)boxes, (void)count;
  return fail(error, "lost count");
}
#endif

#ifdef WITH_EVENTS
static GimbalStatus event(GimbalRenderer* self, const char* name, const char* text,
                          GimbalError* error) {
  if (self->resizes == 0) {
    return fail(error, "no size is known yet");
  }
  if (strcmp(name, "blue") != 0) {
    return fail(error, "only \"blue\" is known");
  }
  self->blue = (float)atof(text) / 255;
  return GIMBAL_OK;
}
#endif

static GimbalStatus destroy(GimbalRenderer* self, GimbalError* error) {
  (void)error;
  free(self);
#ifdef DESTROY_FAILS
  return fail(error, "it clings to life");
#else
  return GIMBAL_OK;
#endif
}

const GimbalRendererApi gimbal_renderer_api = {
    .size = TABLE_SIZE,
    .abi = ABI,
    .flags = FLAGS,
    .create = create,
    .resize = resize,
#ifdef WITH_EVENTS
    .event = event,
#endif
#if defined(BOX) || defined(NO_BOXES) || defined(BOXES_FAIL)
    .boxes = boxes,
#endif
#ifndef NO_RENDER
    .render = render,
#endif
    .destroy = destroy,
};
