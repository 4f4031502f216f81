/* Small comforts for people whose browser runs scripts. Every page works without this file.
   It saves writing a few seconds after typing stops, warns before a session ends, keeps a double press
   harmless and puts the newest words on paper. It never sends a form because something was picked. */
(() => {
  "use strict";
  const SETTLE = 3000, LONGEST = 8000, RETRY = [5000, 10000, 20000, 40000, 60000], PRESS = 3000, WARN = 120;
  const unsaved = new Set();
  let stay = () => {}; // a save is a visit too: the session's clock starts again

  const say = (line, text, failed) => {
    if (!line || line.textContent === text) return;
    const changed = line.classList.contains("failed") !== failed || !line.dataset.spoken;
    line.setAttribute("aria-live", changed ? "polite" : "off"); // a later "Saved at 2:05pm" is shown, not read out
    line.dataset.spoken = "yes";
    line.classList.toggle("failed", failed);
    line.textContent = text;
  };

  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const line = form.querySelector("[data-save-status]") || document.querySelector("[data-save-status]");
    let timer = 0, since = 0, tries = 0, edits = 0, running = null, stopped = false;

    const later = (delay) => { clearTimeout(timer); timer = setTimeout(save, delay); };
    const failed = () => {
      say(line, line ? line.dataset.failed : "", true);
      later(RETRY[Math.min(tries++, RETRY.length - 1)]);
    };
    const save = () => {
      if (stopped || running || !unsaved.has(form)) return;
      const at = edits;
      since = 0;
      running = fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), credentials: "same-origin",
        headers: { "X-Autosave": "1", Accept: "application/json" },
      }).then((reply) => reply.json()).then((reply) => {
        if (reply.state === "saved") {
          tries = 0;
          stay();
          const base = form.elements.namedItem("base");
          if (base && reply.version) base.value = reply.version;
          if (at === edits) unsaved.delete(form); else later(SETTLE);
          say(line, line ? line.dataset.saved.replace("%s", reply.at) : "", false);
        } else if (reply.state === "conflict" || reply.state === "signed-out") {
          stopped = true; // only a person can settle this: the button still sends the words
          say(line, reply.message, true);
        } else failed();
      }).catch(failed).finally(() => { running = null; });
    };

    form.addEventListener("input", () => {
      edits += 1;
      unsaved.add(form);
      since = since || Date.now();
      if (!tries) later(Math.max(0, Math.min(SETTLE, since + LONGEST - Date.now())));
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (running) { // let the save under way finish, so that it cannot look like a second author
        event.preventDefault();
        const button = event.submitter;
        running.finally(() => form.requestSubmit(button));
        return;
      }
      stopped = true;
      unsaved.delete(form);
    });
  });

  addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.pressed) { event.preventDefault(); return; }
    form.dataset.pressed = "yes";
    if (button) button.setAttribute("aria-disabled", "true");
    const release = () => { delete form.dataset.pressed; if (button) button.removeAttribute("aria-disabled"); };
    setTimeout(release, PRESS);
    addEventListener("pageshow", release, { once: true });
  });

  const root = document.documentElement, dialog = document.getElementById("session"), loaded = Date.now();
  document.querySelectorAll('form[action$="/sign-out"]').forEach((form) => {
    form.addEventListener("submit", () => sessionStorage.setItem("signed-out", Date.now()));
  });
  addEventListener("pageshow", (event) => { // the back button must not show the next person what this one wrote
    if (!event.persisted || !(Number(sessionStorage.getItem("signed-out")) >= loaded)) return;
    root.hidden = true;
    location.reload();
  });

  if (dialog && root.dataset.sessionEnds && dialog.showModal) {
    let warn = 0;
    const wait = (seconds) => {
      clearTimeout(warn);
      warn = setTimeout(() => dialog.showModal(), Math.max(0, seconds - WARN) * 1000);
    };
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      fetch(root.dataset.extendUrl, {
        method: "POST", body: new FormData(event.target), credentials: "same-origin", headers: { Accept: "application/json" },
      }).then((reply) => {
        if (!reply.ok) throw reply;
        dialog.close();
        stay();
      }).catch(() => event.target.submit());
    });
    stay = () => wait(Number(root.dataset.sessionEnds));
    stay();
  }

  addEventListener("beforeprint", () => {
    document.querySelectorAll(".print-copy").forEach((copy) => {
      const box = copy.parentElement.querySelector("textarea, input");
      if (box) copy.textContent = box.value;
    });
  });
})();
