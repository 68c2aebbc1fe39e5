// The dashboard's files, which are part of the program (agent/web, compiled in as a GResource).
#include <array>
#include <string_view>

#include "agent/http/runner.hpp"

namespace gimbal {

namespace {

constexpr const char* kIndex = "index.html";

const char* content_type(std::string_view name) {
  struct Type {
    std::string_view ending;
    const char* type;
  };
  constexpr std::array<Type, 4> kTypes = {{{".html", "text/html; charset=utf-8"},
                                           {".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"}}};
  for (const Type& known : kTypes) {
    if (name.ends_with(known.ending)) {
      return known.type;
    }
  }
  return "application/octet-stream";
}

void reply_file(const std::string& name, Exchange& exchange) {
  const BytesHandle file(g_resources_lookup_data(("/gimbal/web/" + name).c_str(),
                                                 G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr));
  if (!file) {
    exchange.reply_error(SOUP_STATUS_NOT_FOUND, "Not Found");
    return;
  }
  gsize size = 0;
  const auto* data = static_cast<const char*>(g_bytes_get_data(file.get(), &size));
  // Uncompressed resources lie in the program itself, so that the bytes outlive the handle.
  exchange.reply_static(content_type(name), {data, size});
}

}  // namespace

void add_page_routes(Server& server) {
  server.route("GET", "/", [](const ExchangePtr& exchange) { reply_file(kIndex, *exchange); });
  server.route("GET", "/assets/{file}",
               [](const ExchangePtr& exchange) { reply_file(exchange->parameter(), *exchange); });
}

}  // namespace gimbal
