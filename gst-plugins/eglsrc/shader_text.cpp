#include "gst-plugins/eglsrc/shader_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace gimbal {

namespace {

// gl_FragCoord counts from below, as ShaderToy has it, although row 0 of the texture is the top.
constexpr const char* kBefore = R"(#version 330
layout(origin_upper_left) in vec4 gl_FragCoord;
uniform vec3 iResolution;
uniform float iTime;
uniform float iTimeDelta;
uniform int iFrame;
uniform vec4 iMouse;
uniform vec4 iDate;
#line 1
)";

constexpr const char* kAfter = R"(
#line 1000000
out vec4 gimbal_color;
void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
  mainImage(color, gl_FragCoord.xy);
  gimbal_color = vec4(color.rgb, 1.0);
}
)";

// Whatever line our last piece is said to be on is none of the user's. (The number of the source
// string would say so too, but Mesa gives 0 for all of them in most complaints.)
struct Complaint {
  int line = 0;
  std::string text;
};

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
}

bool take_number(std::string_view& text, int& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc();
}

/// LINE(COLUMN) after a colon, or LINE in brackets.
bool take_line(std::string_view& text, int& line) {
  if (take(text, "(")) {
    return take_number(text, line) && take(text, ")");
  }
  int column = 0;
  return take(text, ":") && take_number(text, line) &&
         (!take(text, "(") || (take_number(text, column) && take(text, ")")));
}

std::optional<Complaint> parse_complaint(std::string_view text) {
  Complaint complaint;
  int source = 0;
  take(text, "ERROR:");
  skip(text, " ");
  if (!take_number(text, source) || !take_line(text, complaint.line)) {
    return std::nullopt;
  }
  skip(text, " :");
  take(text, "error");
  skip(text, " :");
  complaint.text = text;
  return complaint;
}

bool is_warning(const std::string& line) {
  return line.find("warning") != std::string::npos && line.find("error") == std::string::npos;
}

std::vector<std::string> complaints_of(std::string_view log) {
  std::vector<std::string> lines;
  while (!log.empty()) {
    const auto end = std::min(log.find('\n'), log.size());
    std::string line(log.substr(0, end));
    log.remove_prefix(std::min(end + 1, log.size()));
    if (!line.empty() && !is_warning(line)) {
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace

const char* const kVertexShader = R"(#version 330
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0);
}
)";

std::string fragment_shader(std::string_view user_text) {
  return kBefore + std::string(user_text) + kAfter;
}

std::string explain_shader_log(std::string_view file, std::string_view user_text,
                               std::string_view log) {
  const std::string name(file);
  const std::string expected =
      "A shader has the form that ShaderToy uses, void mainImage(out vec4 fragColor, in vec2 "
      "fragCoord), and no main().";
  if (user_text.find("mainImage") == std::string_view::npos) {
    return name + ": there is no mainImage. " + expected;
  }
  const auto lines = complaints_of(log);
  if (lines.empty()) {
    return name + ": the driver refuses the shader and does not say why.";
  }
  const auto last_line = 1 + std::count(user_text.begin(), user_text.end(), '\n');
  for (const std::string& line : lines) {
    const auto complaint = parse_complaint(line);
    if (complaint && complaint->line > 0 && complaint->line <= last_line) {
      return name + ":" + std::to_string(complaint->line) + ": " + complaint->text;
    }
  }
  // What our own last piece trips over, such as a brace that is missing, lies before it.
  if (const auto complaint = parse_complaint(lines.front())) {
    return name + ": at the end of the file: " + complaint->text + ". " + expected;
  }
  return name + ": " + lines.front();
}

}  // namespace gimbal
