// What the tracking calls of the runner API read and reply.
#pragma once

#include <string>
#include <string_view>

#include "lib/codec/json.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// The record of a tracking update, which is more strict than a detector's own: it has a
/// `tracking_confidence`, and its hints are words of the contract. A `timestamp` that nobody can
/// use is left out. Errors are left in `fields`; what is returned is of use only where there are
/// none.
TrackingRecord read_tracking_update(FieldReader& fields);

/// `{"job_id": …, <fields of the record>, "updated_at": …}`. `record`: an object as JSON that has
/// fields, as `write_tracking_record` makes it.
std::string tracking_update_reply(std::string_view job_id, std::string_view record,
                                  std::string_view updated_at);

/// As above with `"available": true`.
std::string tracking_status_reply(std::string_view job_id, std::string_view record,
                                  std::string_view updated_at);

/// The status where nobody has said anything. `source`: why, "none" (no detector) or "runner" (no
/// such job).
std::string no_tracking_reply(std::string_view job_id, std::string_view source);

}  // namespace gimbal
