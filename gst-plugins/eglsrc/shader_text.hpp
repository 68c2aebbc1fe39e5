// The text around a user's fragment shader, and what a driver's complaints about it mean in terms
// of the user's file.
#pragma once

#include <string>
#include <string_view>

namespace gimbal {

/// Draws one triangle that covers the picture; three vertices, no attributes.
extern const char* const kVertexShader;

/// The whole shader around the user's text, whose lines keep their numbers.
std::string fragment_shader(std::string_view user_text);

/// A driver's log after it refused `fragment_shader(user_text)`, as one line: "FILE:LINE: what",
/// or what is missing in the file. Understands the logs of Mesa ("0:7(3): error: ..."), NVIDIA
/// ("0(7) : error C0000: ...") and others ("ERROR: 0:7: ...").
std::string explain_shader_log(std::string_view file, std::string_view user_text,
                               std::string_view log);

}  // namespace gimbal
