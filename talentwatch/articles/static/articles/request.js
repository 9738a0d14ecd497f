// Asks the server in JSON, and says when it can't be reached or the session has ended.
export const UNREACHABLE = 0;
export const LOGGED_OUT = -1;

// From the cookie, not from the page: a new login in another tab changes it.
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";
}

async function answer(request) {
  const response = await request.catch(() => null);
  if (!response) return { status: UNREACHABLE, data: { error: "The server can’t be reached." } };
  if (response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { status: response.status, data: await response.json() };
  }
  // The desk answers with its login page, or refuses the token of an older session.
  if (response.type === "opaqueredirect" || [200, 403].includes(response.status)) {
    return { status: LOGGED_OUT, data: { error: "Your session has ended." } };
  }
  return { status: response.status, data: { error: `The server answered ${response.status}. Try again in a moment.` } };
}

export function ask(address, parameters) {
  const url = new URL(address, window.location.href);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return answer(fetch(url, { headers: { Accept: "application/json" }, redirect: "manual" }));
}

export function send(address, body, options = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  return answer(fetch(address, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual", ...options }));
}
