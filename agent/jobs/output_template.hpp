// Where an ingest job writes: the operator's template with the session's name filled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hpp"

namespace gimbal {

inline constexpr std::string_view kNullOutput = "null";

/// A session's name as it may stand in a file name: 1 to 64 of A–Z a–z 0–9 . _ - and no dot first.
bool is_session_id(std::string_view session_id);

/// `null` (encode and discard), or an absolute path with the slots `{session_id}` and
/// `{replica_index}`.
class OutputTemplate {
 public:
  /// The error says what is wrong with `text` and how to write it.
  static Result<OutputTemplate> parse(std::string_view text);

  /// True where the path depends on the session: its id must then pass `is_session_id`.
  bool uses_session_id() const;

  /// A `session_id` that is used must have passed `is_session_id`: only then the path stays where
  /// the template says.
  std::string expand(std::string_view session_id, int replica_index) const;

 private:
  enum class Kind { kLiteral, kSessionId, kReplicaIndex };
  struct Piece {
    Kind kind;
    std::string literal;
  };

  std::vector<Piece> pieces_;
};

}  // namespace gimbal
