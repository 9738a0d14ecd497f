"use strict";

const docs = document.getElementById("docs");

// Swagger UI puts a link into the button that opens an operation; a control within a control can't be reached by everybody.
const withoutNestedLinks = () => ({ wrapComponents: { DeepLink: () => ({ text }) => text } });

// Its selects have no names, and its examples scroll without being reachable by keyboard.
function completeControls() {
  for (const select of docs.querySelectorAll("select:not([aria-label])")) {
    const name = select.closest("tr[data-param-name]")?.dataset.paramName;
    select.setAttribute("aria-label", name || (select.id === "servers" ? "Server" : "Media type"));
  }
  for (const example of docs.querySelectorAll("pre:not([tabindex])")) {
    example.setAttribute("tabindex", "0");
  }
}

new MutationObserver(completeControls).observe(docs, { childList: true, subtree: true });

SwaggerUIBundle({
  url: docs.dataset.schema,
  domNode: docs,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  plugins: [withoutNestedLinks],
  tryItOutEnabled: true,
  supportedSubmitMethods: ["get"],
  validatorUrl: null,
});
