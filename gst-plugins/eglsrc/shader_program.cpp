#include "gst-plugins/eglsrc/shader_program.hpp"

#include <gst/gl/gstglfuncs.h>

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "gst-plugins/eglsrc/shader_text.hpp"
#include "gst-plugins/support/handles.hpp"

namespace gimbal {

namespace {

constexpr std::size_t kMaxFileSize = 1 << 20;  // far above any shader written by a person

Result<std::string> read_file(const std::string& path) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);  // fails for what is not a file
  if (failure) {
    return Error{path + ": cannot be read: " + failure.message() + "."};
  }
  if (size > kMaxFileSize) {
    return Error{path + ": over 1 MiB, which is no shader."};
  }
  gchar* text = nullptr;
  gsize length = 0;
  GError* raw_error = nullptr;
  if (g_file_get_contents(path.c_str(), &text, &length, &raw_error) == FALSE) {
    return Error{ErrorHandle(raw_error)->message};
  }
  return std::string(CharHandle(text).get(), length);
}

/// A shader or a program is asked for its log in the same two steps.
template <class GetValue, class GetLog>
std::string log_of(GetValue get_value, GetLog get_log, unsigned object) {
  int size = 0;
  get_value(object, GL_INFO_LOG_LENGTH, &size);
  std::string log(static_cast<std::size_t>(size) + 1, '\0');
  get_log(object, static_cast<int>(log.size()), &size, log.data());
  log.resize(static_cast<std::size_t>(size));
  return log;
}

/// The log where the shader does not compile.
std::optional<std::string> compile(const GstGLFuncs* gl, unsigned shader, const std::string& text) {
  const char* data = text.data();
  const int size = static_cast<int>(text.size());
  gl->ShaderSource(shader, 1, &data, &size);
  gl->CompileShader(shader);
  int compiled = 0;
  gl->GetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
  if (compiled != 0) {
    return std::nullopt;
  }
  return log_of(gl->GetShaderiv, gl->GetShaderInfoLog, shader);
}

/// The log where the program cannot be built.
std::optional<std::string> build(const GstGLFuncs* gl, unsigned program,
                                 const std::string& user_text) {
  const unsigned vertex = gl->CreateShader(GL_VERTEX_SHADER);
  const unsigned fragment = gl->CreateShader(GL_FRAGMENT_SHADER);
  auto log = compile(gl, vertex, kVertexShader);
  if (!log) {
    log = compile(gl, fragment, fragment_shader(user_text));
  }
  if (!log) {
    gl->AttachShader(program, vertex);
    gl->AttachShader(program, fragment);
    gl->LinkProgram(program);
    int linked = 0;
    gl->GetProgramiv(program, GL_LINK_STATUS, &linked);
    if (linked == 0) {
      log = log_of(gl->GetProgramiv, gl->GetProgramInfoLog, program);
    }
  }
  // They live on for as long as the program uses them.
  gl->DeleteShader(vertex);
  gl->DeleteShader(fragment);
  return log;
}

}  // namespace

Result<ShaderProgram> ShaderProgram::load(GstGLContext* context, const std::string& path) {
  const auto text = read_file(path);
  if (!text) {
    return Error{text.error()};
  }
  const GstGLFuncs* gl = context->gl_vtable;
  ShaderProgram program(gl, gl->CreateProgram());
  if (const auto log = build(gl, program.program_, *text)) {
    return Error{explain_shader_log(path, *text, *log)};
  }
  return program;
}

ShaderProgram::~ShaderProgram() {
  if (program_ != 0) {
    gl_->DeleteProgram(program_);
  }
}

ShaderProgram::ShaderProgram(ShaderProgram&& other) noexcept
    : gl_(other.gl_), program_(std::exchange(other.program_, 0)) {}

ShaderProgram& ShaderProgram::operator=(ShaderProgram&& other) noexcept {
  std::swap(gl_, other.gl_);
  std::swap(program_, other.program_);
  return *this;
}

void ShaderProgram::draw(const ShaderInputs& inputs) const {
  const auto place = [&](const char* name) { return gl_->GetUniformLocation(program_, name); };
  gl_->UseProgram(program_);
  gl_->Uniform3f(place("iResolution"), static_cast<float>(inputs.width),
                 static_cast<float>(inputs.height), 1.0F);
  gl_->Uniform1f(place("iTime"), static_cast<float>(inputs.seconds));
  gl_->Uniform1f(place("iTimeDelta"), static_cast<float>(inputs.duration));
  gl_->Uniform1i(place("iFrame"), static_cast<int>(inputs.number));
  gl_->Uniform4f(place("iMouse"), 0, 0, 0, 0);  // nobody holds one
  gl_->Uniform4fv(place("iDate"), 1, inputs.date.data());
  gl_->DrawArrays(GL_TRIANGLES, 0, 3);
  gl_->UseProgram(0);
}

}  // namespace gimbal
