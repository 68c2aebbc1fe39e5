// Replies.
#include "agent/http/exchange.hpp"

#include <utility>

namespace gimbal {

Exchange::Exchange(SoupServerMessage* message, std::string body, std::string parameter)
    : message_(SOUP_SERVER_MESSAGE(g_object_ref(message))),
      body_(std::move(body)),
      parameter_(std::move(parameter)) {}

void Exchange::wait() {
  waiting_ = true;
  soup_server_message_pause(message());
}

void Exchange::resume() {
  if (std::exchange(waiting_, false)) {
    soup_server_message_unpause(message());
  }
}

void Exchange::reply_json(unsigned status, const std::string& json) {
  soup_message_headers_replace(soup_server_message_get_response_headers(message()), "Cache-Control",
                               "no-store");
  soup_server_message_set_status(message(), status, nullptr);
  soup_server_message_set_response(message(), "application/json", SOUP_MEMORY_COPY, json.data(),
                                   json.size());
  resume();
}

void Exchange::reply_error(unsigned status, std::string_view detail) {
  reply_json(status, error_body(detail));
}

void Exchange::reply_invalid(const std::vector<BodyError>& errors) {
  reply_json(SOUP_STATUS_UNPROCESSABLE_ENTITY, validation_body(errors));
}

void Exchange::reply_static(const char* content_type, std::string_view data) {
  soup_message_headers_replace(soup_server_message_get_response_headers(message()), "Cache-Control",
                               "no-cache");
  soup_server_message_set_status(message(), SOUP_STATUS_OK, nullptr);
  soup_server_message_set_response(message(), content_type, SOUP_MEMORY_STATIC, data.data(),
                                   data.size());
  resume();
}

}  // namespace gimbal
