// A tracking record as JSON: the form of the `tracking` pad, of files, of the control socket and of
// the runner API. `docs/framing.md` describes it for those who write it.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.hpp"
#include "lib/codec/json.hpp"
#include "lib/codec/json_writer.hpp"
#include "lib/tracking/record.hpp"

namespace gimbal {

/// One record. Fields that are null are absent, unknown ones are left alone. The error names the
/// first bad field: "targets[3].x: Input should be between 0 and 1".
Result<TrackingRecord> read_tracking_record(JsonParser& parser, std::string_view text);

/// The record's fields of an object that may have others. Errors are left in `fields`; what is
/// returned is of use only where there are none.
TrackingRecord read_tracking_fields(FieldReader& fields);

/// The same without its time, which it is left without.
TrackingRecord read_timeless_tracking_fields(FieldReader& fields);

/// As fields of the object that `json` is in; what is absent is left out.
void write_tracking_fields(JsonWriter& json, const TrackingRecord& record);

/// One record on one line, without the newline.
std::string write_tracking_record(const TrackingRecord& record);

}  // namespace gimbal
