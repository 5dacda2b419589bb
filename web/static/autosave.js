// Saves a form while it is written. The form carries the version and the marks
// of what it was made of; the answer gives the next ones. Without this script
// the form's own button saves.
"use strict";
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector("[data-savestate]");
  const pause = 2500, longest = 15000;
  let changed = 0, since = 0, timer = 0, saving = false, stopped = false;

  const say = (text, tone) => { state.textContent = text; state.className = "savestate " + (tone || ""); };

  const save = async () => {
    clearTimeout(timer);
    if (saving || stopped || !changed) return;
    const upTo = changed;
    saving = true;
    since = 0;
    const body = new URLSearchParams(new FormData(form));
    body.set("autosave", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", keepalive: body.toString().length < 60000 });
      if (!answer.ok) throw new Error(String(answer.status));
      const saved = await answer.json();
      form.elements.version.value = saved.version;
      form.elements.marks.value = saved.marks;
      if (changed === upTo) changed = 0;
      if (saved.conflicts) {
        stopped = true;
        form.querySelector("[data-conflict]").hidden = false;
        say(saved.text, "bad");
      } else {
        say(saved.text, saved.wrong ? "warn" : "good");
      }
    } catch {
      say(state.dataset.failed, "bad");
      since = 0;
    } finally {
      saving = false;
      if (changed && !stopped) plan();
    }
  };

  const plan = () => {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(pause, since + longest - Date.now())));
  };

  const touched = () => { changed++; if (!stopped) plan(); };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; changed = 0; });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
