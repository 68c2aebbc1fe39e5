// A plugin of clang-tidy 14: checks look at our declarations and not at those of system headers,
// whose findings are thrown away anyhow. That is half of the work for a source that includes GLib
// and a few standard headers; newer versions of clang-tidy do it by themselves.
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyModuleRegistry.h>

namespace {

namespace matchers = clang::ast_matchers;
namespace tidy = clang::tidy;

// Finds nothing. The unit is the first node that is matched, and how far the walk goes from there
// is read after its matches.
class OwnDeclarations : public tidy::ClangTidyCheck {
 public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerMatchers(matchers::MatchFinder* finder) override {
    finder->addMatcher(matchers::translationUnitDecl().bind("unit"), this);
  }

  void check(const matchers::MatchFinder::MatchResult& result) override {
    const clang::SourceManager& files = *result.SourceManager;
    std::vector<clang::Decl*> own;
    for (clang::Decl* decl : result.Nodes.getNodeAs<clang::TranslationUnitDecl>("unit")->decls()) {
      const clang::SourceLocation place = files.getExpansionLoc(decl->getLocation());
      if (place.isValid() && !files.isInSystemHeader(place)) {
        own.push_back(decl);
      }
    }
    result.Context->setTraversalScope(own);
  }
};

class OwnModule : public tidy::ClangTidyModule {
 public:
  void addCheckFactories(tidy::ClangTidyCheckFactories& factories) override {
    factories.registerCheck<OwnDeclarations>("gimbal-own-declarations");
  }
};

const tidy::ClangTidyModuleRegistry::Add<OwnModule> kRegistered("gimbal", "");

}  // namespace
