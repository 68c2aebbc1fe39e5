// Template parsing and expansion.
#include "agent/jobs/output_template.hpp"

#include <algorithm>

namespace gimbal {

namespace {

constexpr std::size_t kMaxSessionId = 64;

bool is_session_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

bool is_session_id(std::string_view session_id) {
  return !session_id.empty() && session_id.size() <= kMaxSessionId && session_id.front() != '.' &&
         std::all_of(session_id.begin(), session_id.end(), is_session_character);
}

Result<OutputTemplate> OutputTemplate::parse(std::string_view text) {
  OutputTemplate parsed;
  if (text == kNullOutput) {
    parsed.pieces_.push_back({Kind::kLiteral, std::string(text)});
    return parsed;
  }
  if (!text.starts_with('/') || text.ends_with('/')) {
    return Error{
        "expected null or an absolute file path such as "
        "/srv/out/{session_id}-{replica_index}.ts"};
  }
  while (!text.empty()) {
    const std::size_t brace = std::min(text.find_first_of("{}"), text.size());
    if (brace > 0) {
      parsed.pieces_.push_back({Kind::kLiteral, std::string(text.substr(0, brace))});
      text.remove_prefix(brace);
      continue;
    }
    const std::string_view slot = text.substr(0, text.find('}') + 1);
    if (slot == "{session_id}") {
      parsed.pieces_.push_back({Kind::kSessionId, ""});
    } else if (slot == "{replica_index}") {
      parsed.pieces_.push_back({Kind::kReplicaIndex, ""});
    } else {
      return Error{"braces hold {session_id} or {replica_index}, nothing else"};
    }
    text.remove_prefix(slot.size());
  }
  return parsed;
}

bool OutputTemplate::uses_session_id() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& piece) { return piece.kind == Kind::kSessionId; });
}

std::string OutputTemplate::expand(std::string_view session_id, int replica_index) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    switch (piece.kind) {
      case Kind::kLiteral:
        out += piece.literal;
        break;
      case Kind::kSessionId:
        out += session_id;
        break;
      case Kind::kReplicaIndex:
        out += std::to_string(replica_index);
        break;
    }
  }
  return out;
}

}  // namespace gimbal
