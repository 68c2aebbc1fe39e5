/* What a shared library gives so that Gimbal's eglsrc draws with it: `eglsrc renderer=PATH`.
 *
 * C99, and no GL header is needed. A library defines one variable, `gimbal_renderer_api`, with its
 * functions. All of them are called on one thread, on which an OpenGL context (core profile, 3.3 or
 * newer) is current that belongs to this renderer alone: what it sets there stays as it is from
 * call to call. Before `render` the framebuffer and the viewport are set, and nothing else. A
 * library that makes another context current makes this one current again before it returns.
 *
 * Several renderers may be made of one library, in one process, at the same time, each with a
 * thread of its own. The library is never unloaded.
 */
#ifndef GIMBAL_RENDERER_H
#define GIMBAL_RENDERER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Another number is another, incompatible, interface. Structures with a `size` may grow at their
 * end without one: it says what is there. GimbalError and GimbalBox, which have none, never grow.
 */
#define GIMBAL_RENDERER_ABI 1

/* What every function returns. After GIMBAL_FAILED the reason is taken from `error`. The stream
 * ends with it; where `event` fails it is a warning, where `destroy` does a line of the log. */
typedef enum GimbalStatus { GIMBAL_OK = 0, GIMBAL_FAILED = 1 } GimbalStatus;

/* Where a function that fails says why: UTF-8, ending in 0, for the user of the stream. */
typedef struct GimbalError {
  char text[512];
} GimbalError;

/* The library's own, one for each stream. */
typedef struct GimbalRenderer GimbalRenderer;

/* A GL function, to be cast to its own type. */
typedef void (*GimbalProc)(void);

/* What Gimbal gives a new renderer. Valid for the life of the process. */
typedef struct GimbalHost {
  size_t size;                                      /* of this structure, in bytes */
  GimbalProc (*get_proc_address)(const char* name); /* a GL function by its name */
} GimbalHost;

/* Which picture is to be drawn, and into what. */
typedef struct GimbalFrame {
  size_t size;          /* of this structure, in bytes */
  uint32_t framebuffer; /* GL framebuffer object: RGBA, 8 bits each, depth 24, stencil 8. What is in
                           it is undefined: draw every pixel, or clear it. Alpha should be 1 */
  int32_t width;        /* pixels, as given to `resize` */
  int32_t height;
  uint64_t number; /* since the start; a gap where frames were skipped because of a stall */
  uint64_t pts;    /* nanoseconds on the stream's own time */
  double seconds;  /* since frame 0: number / frame rate, for as long as that stays. Draw from it
                      and from `number` alone, and frame n is the same picture every time */
} GimbalFrame;

/* Something that the picture shows. Pixels, from the picture's top left corner whichever way up the
 * renderer draws. May reach outside the picture. A number that is none (NaN, infinite), a
 * confidence out of range or a label that is not UTF-8 ends the stream with an error. */
typedef struct GimbalBox {
  int32_t id;        /* the same thing has the same id in every frame */
  const char* label; /* its class, "player": UTF-8; NULL is "" */
  double confidence; /* 0 to 1; 1 for what is known */
  double x, y, w, h; /* left edge, top edge, size */
} GimbalBox;

/* Flags. Without GIMBAL_TOP_DOWN, the renderer draws as OpenGL has it, y = 0 at the bottom of the
 * picture, and Gimbal turns the picture over. With it, y = 0 is the top, and that copy is saved.
 * Other bits are refused. */
#define GIMBAL_TOP_DOWN 1u

typedef struct GimbalRendererApi {
  size_t size;    /* sizeof(GimbalRendererApi) */
  uint32_t abi;   /* GIMBAL_RENDERER_ABI */
  uint32_t flags; /* GIMBAL_TOP_DOWN or 0 */

  /* Makes a renderer and puts it into `*renderer`, which is left alone on failure. */
  GimbalStatus (*create)(const GimbalHost* host, GimbalRenderer** renderer, GimbalError* error);

  /* May be NULL. The size of the frames from now on: before the first `event` and `render`, and at
   * every change. */
  GimbalStatus (*resize)(GimbalRenderer* renderer, int32_t width, int32_t height,
                         GimbalError* error);

  /* Draws one frame. */
  GimbalStatus (*render)(GimbalRenderer* renderer, const GimbalFrame* frame, GimbalError* error);

  /* May be NULL. The boxes of the frame just drawn: `*boxes` is the library's and stays as it is
   * until the next call. */
  GimbalStatus (*boxes)(GimbalRenderer* renderer, const GimbalBox** boxes, size_t* count,
                        GimbalError* error);

  /* May be NULL. Something the application tells the renderer before the next frame, in words of
   * their own: a name, and a text that may be empty, JSON by convention. */
  GimbalStatus (*event)(GimbalRenderer* renderer, const char* name, const char* text,
                        GimbalError* error);

  /* The last call for this renderer. */
  GimbalStatus (*destroy)(GimbalRenderer* renderer, GimbalError* error);
} GimbalRendererApi;

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern const GimbalRendererApi gimbal_renderer_api; /* the library defines this */

#ifdef __cplusplus
}
#endif

#endif
