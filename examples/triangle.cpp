// A renderer in C++: a triangle that turns once in four seconds, drawn with a shader.
#define GL_GLEXT_PROTOTYPES
#include <GL/glcorearb.h>
#include <gimbal/renderer.h>

struct GimbalRenderer {
  GLuint program = 0;
};

namespace {

constexpr const char* kVertexShader = R"(#version 330
uniform float turn, aspect;
void main() {
  float corner = radians(360.0 * turn + 120.0 * float(gl_VertexID));
  gl_Position = vec4(0.8 * sin(corner) / aspect, 0.8 * cos(corner), 0.0, 1.0);
})";
constexpr const char* kFragmentShader = R"(#version 330
out vec4 pixel;
void main() { pixel = vec4(1.0, 0.5, 0.0, 1.0); })";

void add_shader(GLuint program, GLenum kind, const char* text) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  glAttachShader(program, shader);
}

GimbalStatus create(const GimbalHost*, GimbalRenderer** renderer, GimbalError* error) {
  const GLuint program = glCreateProgram();
  add_shader(program, GL_VERTEX_SHADER, kVertexShader);
  add_shader(program, GL_FRAGMENT_SHADER, kFragmentShader);
  glLinkProgram(program);
  glGetProgramInfoLog(program, sizeof error->text, nullptr, error->text);
  GLint linked = GL_FALSE;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  GLuint vertex_array = 0;
  glGenVertexArrays(1, &vertex_array);
  glBindVertexArray(vertex_array);  // the context is ours alone, so it stays bound
  *renderer = linked == GL_TRUE ? new GimbalRenderer{program} : nullptr;
  return linked == GL_TRUE ? GIMBAL_OK : GIMBAL_FAILED;
}

GimbalStatus render(GimbalRenderer* self, const GimbalFrame* frame, GimbalError*) {
  const auto uniform = [&](const char* name) { return glGetUniformLocation(self->program, name); };
  glClearColor(0.1F, 0.1F, 0.1F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glUseProgram(self->program);
  glUniform1f(uniform("turn"), float(frame->seconds / 4));
  glUniform1f(uniform("aspect"), float(frame->width) / float(frame->height));
  glDrawArrays(GL_TRIANGLES, 0, 3);
  return GIMBAL_OK;
}

GimbalStatus destroy(GimbalRenderer* self, GimbalError*) {
  delete self;
  return GIMBAL_OK;
}

}  // namespace

const GimbalRendererApi gimbal_renderer_api = {.size = sizeof(GimbalRendererApi),
                                               .abi = GIMBAL_RENDERER_ABI,
                                               .flags = 0,
                                               .create = create,
                                               .resize = nullptr,
                                               .render = render,
                                               .boxes = nullptr,
                                               .event = nullptr,
                                               .destroy = destroy};
