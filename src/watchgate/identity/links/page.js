"use strict";
const secret = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
const isSetUp = location.pathname === "/setup";
const form = document.getElementById("form");
const field = (id) => document.getElementById(id);

function say(text, isProblem) {
  field("said").textContent = text;
  field("said").dataset.is = isProblem ? "problem" : "news";
}

field("lead").textContent = isSetUp
  ? "Make the first administrator's account. This link works once."
  : "Choose a password. This link works once.";
for (const part of document.querySelectorAll("[data-only]")) {
  part.hidden = part.dataset.only !== location.pathname;
  for (const input of part.querySelectorAll("input")) input.required = !part.hidden;
}
form.hidden = secret === "";
if (!secret) say("This page is reached by a link that ends in # and a secret. Open the whole link again.", true);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (field("password").value !== field("again").value) {
    say("The two passwords are not the same.", true);
    field("again").focus();
    return;
  }
  const body = { secret, password: field("password").value };
  if (isSetUp) Object.assign(body, { name: field("name").value, email: field("email").value });
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(isSetUp ? "/api/v1/setup" : "/api/v1/invitation", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (answer.ok) {
      form.remove();
      say(`Done. You are signed in as ${said.name} (${said.role}).`, false);
      return;
    }
    say(said.detail, true);
  } catch {
    say("The server does not answer. Try again.", true);
  }
  button.disabled = false;
});
