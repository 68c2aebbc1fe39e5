#include "gst-plugins/virtualptz/gl/resample_program.hpp"

#include <array>
#include <string>

#include "gst-plugins/support/gl_renderer.hpp"

namespace gimbal {

namespace {

constexpr const char* kDesktop = "#version 150\n";
constexpr const char* kEmbedded =
    "#version 300 es\n"
    "precision highp float;\n"
    "precision highp int;\n"
    "precision highp sampler2D;\n";

/// One triangle over the whole viewport.
constexpr const char* kVertexShader = R"(
void main() {
  vec2 corner = vec2((gl_VertexID & 1) * 4 - 1, (gl_VertexID & 2) * 2 - 1);
  gl_Position = vec4(corner, 0.0, 1.0);
}
)";

/// Texels are fetched, not sampled: filters of GPUs know 1/256 of a texel and no edges but their
/// own.
constexpr const char* kFragmentShader = R"(
uniform sampler2D source;
uniform sampler2D columns;  // row 0: the first source column; then the weights
uniform sampler2D rows;
uniform ivec2 taps;
uniform ivec2 last;    // texel of the source
uniform ivec2 corner;  // where the viewport begins
out vec4 color;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy) - corner;
  int left = int(texelFetch(columns, ivec2(at.x, 0), 0).r);
  int top = int(texelFetch(rows, ivec2(at.y, 0), 0).r);
  vec4 sum = vec4(0.0);
  for (int j = 0; j < taps.y; ++j) {
    int y = clamp(top + j, 0, last.y);
    vec4 line = vec4(0.0);
    for (int i = 0; i < taps.x; ++i) {
      float weight = texelFetch(columns, ivec2(at.x, i + 1), 0).r;
      line += weight * texelFetch(source, ivec2(clamp(left + i, 0, last.x), y), 0);
    }
    sum += texelFetch(rows, ivec2(at.y, j + 1), 0).r * line;
  }
  color = sum;
}
)";

bool is_embedded(GstGLContext* context) {
  return (gst_gl_context_get_gl_api(context) & GST_GL_API_GLES2) != 0;
}

bool is_new_enough(GstGLContext* context) {
  const auto desktop = static_cast<GstGLAPI>(GST_GL_API_OPENGL | GST_GL_API_OPENGL3);
  return gst_gl_context_check_gl_version(context, desktop, 3, 2) != FALSE ||
         gst_gl_context_check_gl_version(context, GST_GL_API_GLES2, 3, 0) != FALSE;
}

/// The log where the shader does not compile.
std::optional<Error> compile(const GstGLFuncs* gl, unsigned shader, const char* version,
                             const char* text) {
  std::array<const char*, 2> parts = {version, text};
  gl->ShaderSource(shader, static_cast<int>(parts.size()), parts.data(), nullptr);
  gl->CompileShader(shader);
  int compiled = 0;
  gl->GetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
  if (compiled != 0) {
    return std::nullopt;
  }
  std::array<char, 512> log{};
  gl->GetShaderInfoLog(shader, static_cast<int>(log.size()), nullptr, log.data());
  return Error{log.data()};
}

std::optional<Error> link(const GstGLFuncs* gl, unsigned program) {
  gl->LinkProgram(program);
  int linked = 0;
  gl->GetProgramiv(program, GL_LINK_STATUS, &linked);
  if (linked != 0) {
    return std::nullopt;
  }
  std::array<char, 512> log{};
  gl->GetProgramInfoLog(program, static_cast<int>(log.size()), nullptr, log.data());
  return Error{log.data()};
}

}  // namespace

std::optional<Error> ResampleProgram::start(GstGLContext* context) {
  const std::string renderer = gl_renderer_name(context);
  if (!is_new_enough(context)) {
    return Error{"OpenGL on " + renderer +
                 " is too old for virtualptz: OpenGL 3.2 or OpenGL ES 3.0 is needed. Put "
                 "\"gldownload\" in front."};
  }
  gl_ = context->gl_vtable;
  if (const auto error = build(context)) {
    stop();
    return Error{"OpenGL on " + renderer +
                 " does not build virtualptz's shader. Put \"gldownload\" in front. It says: " +
                 error->text};
  }
  gl_->GenVertexArrays(1, &vertices_);
  gl_->GenFramebuffers(1, &framebuffer_);
  columns_.start(gl_);
  rows_.start(gl_);
  return std::nullopt;
}

std::optional<Error> ResampleProgram::build(GstGLContext* context) {
  const char* version = is_embedded(context) ? kEmbedded : kDesktop;
  const unsigned vertex = gl_->CreateShader(GL_VERTEX_SHADER);
  const unsigned fragment = gl_->CreateShader(GL_FRAGMENT_SHADER);
  program_ = gl_->CreateProgram();
  auto error = compile(gl_, vertex, version, kVertexShader);
  if (!error) {
    error = compile(gl_, fragment, version, kFragmentShader);
  }
  if (!error) {
    gl_->AttachShader(program_, vertex);
    gl_->AttachShader(program_, fragment);
    error = link(gl_, program_);
  }
  // They live on for as long as the program uses them.
  gl_->DeleteShader(vertex);
  gl_->DeleteShader(fragment);
  return error;
}

void ResampleProgram::stop() {
  if (gl_ == nullptr) {
    return;
  }
  columns_.stop();
  rows_.stop();
  gl_->DeleteProgram(program_);
  if (framebuffer_ != 0) {
    gl_->DeleteFramebuffers(1, &framebuffer_);
    gl_->DeleteVertexArrays(1, &vertices_);
  }
  *this = {};
}

std::optional<Error> ResampleProgram::draw(const TextureOfSize& from, const TextureOfSize& to,
                                           const Placement& placement, ResampleMethod method) {
  // What others have left behind is not ours to report. A lost context may report for ever.
  for (int i = 0; i < 8 && gl_->GetError() != GL_NO_ERROR; ++i) {
  }
  const CropRect& crop = placement.crop;
  columns_.update(axis_map(crop.x, crop.w, placement.x, placement.width, kLumaGrid), method,
                  placement.x, placement.width);
  rows_.update(axis_map(crop.y, crop.h, placement.y, placement.height, kLumaGrid), method,
               placement.y, placement.height);
  gl_->BindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  gl_->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, to.name, 0);
  const bool complete = gl_->CheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
  if (complete) {
    gl_->Disable(GL_SCISSOR_TEST);
    gl_->Disable(GL_DEPTH_TEST);
    gl_->Disable(GL_BLEND);
    if (placement.width < to.width || placement.height < to.height) {
      clear(to);
    }
    draw_picture(from, placement);
  }
  unbind();
  if (!complete) {
    return Error{"OpenGL cannot draw into an output texture. Put \"gldownload\" in front."};
  }
  const GLenum code = gl_->GetError();
  return code == GL_NO_ERROR
             ? std::nullopt
             : std::make_optional(Error{"OpenGL could not resample a frame: GL error " +
                                        std::to_string(code) +
                                        ". Try a smaller size, which takes less memory."});
}

void ResampleProgram::clear(const TextureOfSize& to) const {
  gl_->Viewport(0, 0, to.width, to.height);
  gl_->ClearColor(0, 0, 0, 1);
  gl_->Clear(GL_COLOR_BUFFER_BIT);
}

void ResampleProgram::draw_picture(const TextureOfSize& from, const Placement& placement) const {
  const auto place = [this](const char* name) { return gl_->GetUniformLocation(program_, name); };
  gl_->Viewport(placement.x, placement.y, placement.width, placement.height);
  gl_->UseProgram(program_);
  columns_.bind(1);
  rows_.bind(2);
  gl_->ActiveTexture(GL_TEXTURE0);
  gl_->BindTexture(GL_TEXTURE_2D, from.name);
  gl_->Uniform1i(place("source"), 0);
  gl_->Uniform1i(place("columns"), 1);
  gl_->Uniform1i(place("rows"), 2);
  gl_->Uniform2i(place("taps"), columns_.taps(), rows_.taps());
  gl_->Uniform2i(place("last"), from.width - 1, from.height - 1);
  gl_->Uniform2i(place("corner"), placement.x, placement.y);
  gl_->BindVertexArray(vertices_);
  gl_->DrawArrays(GL_TRIANGLES, 0, 3);
}

void ResampleProgram::unbind() const {
  gl_->BindVertexArray(0);
  gl_->UseProgram(0);
  for (const unsigned unit : {2U, 1U, 0U}) {
    gl_->ActiveTexture(GL_TEXTURE0 + unit);
    gl_->BindTexture(GL_TEXTURE_2D, 0);
  }
  // The texture may die while the framebuffer lives.
  gl_->FramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
  gl_->BindFramebuffer(GL_FRAMEBUFFER, 0);
}

}  // namespace gimbal
