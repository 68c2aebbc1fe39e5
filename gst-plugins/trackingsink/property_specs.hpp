// Which properties trackingsink has, and what gst-inspect-1.0 says of them.
#pragma once

#include <glib-object.h>

namespace gimbal::trackingsink {

enum Property : guint {
  kPropRunnerUrl = 1,
  kPropJobId,
  kPropApiKey,
  kPropApiKeyFile,
  kPropInterval,
  kPropTimeout,
  kPropSource,
  kPropFormat,
  kPropWidth,
  kPropHeight,
  kPropFramerate,
  kPropCamera,
  kPropPushed,
  kPropSuperseded,
  kPropFailed,
  kPropRecordsRefused,
  kPropLastStatus,
  kPropLastError,
  kPropHealth,
  kPropMqttUrl,
  kPropMqttTopic,
  kPropMqttUsername,
  kPropMqttPassword,
  kPropMqttPasswordFile,
  kPropMqttQos,
  kPropMqttRetain,
  kPropMqttPublished,
  kPropMqttSuperseded,
  kPropMqttFailed,
  kPropMqttLastError,
  kPropMqttHealth,
  kPropDropped,
  kPropMqttDropped,
};

void install_properties(GObjectClass* object_class);

}  // namespace gimbal::trackingsink
